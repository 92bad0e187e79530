// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/folder_filter.h"
#include "launcher/ui/folder_model.h"
#include "launcher/ui/studio_source.h"
#include "publisher/loader/ui/loader_source.h"
#include "publisher/loader/ui/product_model.h"
#include "ui_kit/app_window.h"

class QComboBox;
class QListView;
class QMenu;
class QSplitter;
class QStackedWidget;
class QTimer;
class QToolButton;

namespace hearth::ui_kit
{
class ElidedLabel;
class EmptyState;
class FilterField;
class NoticeRow;
class RowList;
class SegmentedTabs;
class TreeView;
} // namespace hearth::ui_kit

namespace hearth::loader_ui
{

class PictureStore;
class VersionPanel;

/// What was published: folders at the left, products in the middle, one version at the right.
class LoaderWindow final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    LoaderWindow(const ui_kit::WindowServices &services, launcher_ui::StudioSource &studio, LoaderSource &source,
                 QWidget *parent = nullptr);
    ~LoaderWindow() override;

    /// Opens at a folder; an empty project leaves it where it was.
    void showContext(const launcher_ui::Context &context);
    [[nodiscard]] const ProductModel &model() const { return *m_model; }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void build();
    QWidget *buildFolders();
    QWidget *buildProducts();
    void connectParts();
    void loadProjects();
    void loadFolders();
    void chooseFolder(const QString &folderId);
    void loadProducts();
    void takePage(const Result<load::ProductPage> &page);
    void showLineage(const load::Lineage &one);
    void chooseWanted();
    void showChosen();
    void loadVersion();
    void applyFilter();
    void applyOrder();
    void updateState();
    void showStatusMenu(const QModelIndex &index, const QPoint &position);
    void showProductMenu(const QModelIndex &index, const QPoint &position);
    void fillTypeMenu();
    void readPlugins();
    void runPlugin(const QString &id);
    void setStatus(const QString &status);
    void openFile();
    void copyPath();
    void copyFile();
    void reveal();
    void deliver();
    void removeOld();
    void confirmRemoval(const load::RemovalPlan &plan);
    void tell(const Result<> &done);
    [[nodiscard]] QModelIndex current() const;
    [[nodiscard]] QListView *view() const;
    [[nodiscard]] std::vector<load::Product> selectedProducts() const;
    [[nodiscard]] QStringList selectedVersions() const;

    launcher_ui::StudioSource &m_studio;
    LoaderSource &m_source;
    QString m_wantedVersion; ///< chosen once its product has come
    bool m_isStale = false;  ///< something changed while nobody looked
    PictureStore *m_pictures;
    ProductModel *m_model;
    launcher_ui::FolderModel m_folders;
    launcher_ui::FolderFilter m_folderFilter{m_folders};
    QComboBox *m_project;
    ui_kit::FilterField *m_folderWords;
    ui_kit::TreeView *m_tree;
    ui_kit::FilterField *m_words;
    QToolButton *m_types;
    QToolButton *m_older;
    QToolButton *m_below;
    QComboBox *m_group;
    QComboBox *m_sort;
    ui_kit::SegmentedTabs *m_look;
    QStackedWidget *m_views;
    ui_kit::RowList *m_list;
    QListView *m_grid;
    ui_kit::EmptyState *m_empty;
    ui_kit::NoticeRow *m_notice;
    VersionPanel *m_panel;
    QSplitter *m_splitter;
    ui_kit::ElidedLabel *m_count;
    launcher_ui::Context m_context;
    QSet<QString> m_shownTypes;
    LoaderRights m_rights;
    std::vector<LoadPlugin> m_plugins;     ///< for the chosen representation
    std::vector<load::Product> m_arriving; ///< of a refresh, until it is whole
    QTimer *m_soon;                        ///< many changes at once are one question
    QString m_versionAsked;
    QString m_askedFolder;
    bool m_isRefreshing = false;
    bool m_isComplete = true;
    bool m_hasFailed = false;
};

} // namespace hearth::loader_ui
