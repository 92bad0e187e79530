// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/folder_filter.h"
#include "launcher/ui/list_column.h"

#include <QSet>

class QMenu;
class QStackedWidget;

namespace hearth::ui_kit
{
class ElidedLabel;
class IconButton;
class RowList;
class SegmentedTabs;
class TreeView;
class UserMemory;
} // namespace hearth::ui_kit

namespace hearth::launcher_ui
{

class StructureActions;

/// The left column: My work and Browse.
class WorkColumn final : public ListColumn
{
    Q_OBJECT

public:
    enum Tab { MyWork, Browse };

    WorkColumn(LauncherPresenter &presenter, ui_kit::UserMemory &memory, StructureActions &actions,
               QWidget *parent = nullptr);
    ~WorkColumn() override;

    ui_kit::SegmentedTabs &tabs() { return *m_tabs; }
    ui_kit::RowList &workList() { return *m_work; }
    ui_kit::TreeView &tree() { return *m_tree; }
    void showTab(Tab tab);
    /// Opens the tree down to the chosen folder and selects it.
    void followContext();

Q_SIGNALS:
    void mainWanted();
    void newProjectWanted();
    /// Something was chosen by a person; a narrow window goes on to the tasks.
    void wentOn();

protected:
    QWidget *focusTarget() const override;

private:
    void buildAdd();
    void onTabChanged(int tab);
    void onFilterChanged(const QString &words);
    void onFolderChosen(const QModelIndex &index);
    void onFoldersChanged();
    void onEmptyAction();
    void showFolderMenu(const QPoint &position);
    void addFolderMenu(QMenu &menu, const Folder &folder);
    void showGroupingMenu();
    void updateWords();
    void updateFolds();
    void updateState();
    void showNoProject();
    void showWorkState(const AreaState &state);
    void showFolderState(const AreaState &state);
    void updateShortcuts();
    void expandHits();

    LauncherPresenter &m_presenter;
    ui_kit::UserMemory &m_memory;
    StructureActions &m_actions;
    FolderFilter m_filterModel;
    ui_kit::SegmentedTabs *m_tabs;
    ui_kit::ElidedLabel *m_count;
    ui_kit::IconButton *m_add;
    QStackedWidget *m_pages;
    ui_kit::RowList *m_work;
    ui_kit::TreeView *m_tree;
    QWidget *m_folds;
    QWidget *m_shortcuts; ///< pinned and recent folders
    QString m_words[2];
    bool m_isFollowing = false;
    bool m_lacksProject = false; ///< there is none at all
};

} // namespace hearth::launcher_ui
