// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/folder_filter.h"
#include "launcher/ui/folder_model.h"
#include "launcher/ui/studio_source.h"

#include <QWidget>

class QComboBox;
class QPushButton;

namespace hearth::ui_kit
{
class FilterField;
class PopupPanel;
class TreeView;
} // namespace hearth::ui_kit

namespace hearth::publisher_ui
{

/// Where to publish: project, folder and task.
class PlacePicker final : public QWidget
{
    Q_OBJECT

public:
    explicit PlacePicker(launcher_ui::StudioSource &studio, QWidget *parent = nullptr);

    void setPlace(const launcher_ui::Context &place);
    [[nodiscard]] const launcher_ui::Context &place() const { return m_place; }
    void reload();

Q_SIGNALS:
    void placeChosen(const launcher_ui::Context &place);
    void failed(const Error &problem);

private:
    void build();
    void loadFolders();
    void loadTasks();
    void openFolders();
    void chooseFolder(const QModelIndex &index);
    void showFolder();

    launcher_ui::StudioSource &m_studio;
    launcher_ui::FolderModel m_folders;
    launcher_ui::FolderFilter m_filter{m_folders};
    launcher_ui::Context m_place;
    QComboBox *m_project;
    QPushButton *m_folder;
    QComboBox *m_task;
    ui_kit::PopupPanel *m_popup;
    ui_kit::FilterField *m_words;
    ui_kit::TreeView *m_tree;
    QString m_shownProject; ///< whose folders the tree holds
};

} // namespace hearth::publisher_ui
