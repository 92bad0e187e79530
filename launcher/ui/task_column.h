// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/list_column.h"

class QSortFilterProxyModel;

namespace hearth::ui_kit
{
class ElidedLabel;
class IconButton;
class RowList;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::launcher_ui
{

class StatusPopup;

class StructureActions;

/// The middle column: tasks of the chosen folder, notes of the chosen task.
class TaskColumn final : public ListColumn
{
    Q_OBJECT

public:
    TaskColumn(LauncherPresenter &presenter, StructureActions &actions, QWidget *parent = nullptr);

    ui_kit::RowList &list() { return *m_list; }
    StatusPopup &statusPopup() { return *m_statusPopup; }
    /// Opens the choice of a status for the chosen task.
    void openStatus();

Q_SIGNALS:
    void mainWanted();
    void wentOn();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    QWidget *focusTarget() const override;

private:
    void followContext();
    void updateState();
    void updateNotes();
    void openStatusFor(const QModelIndex &index, const QPoint &position);
    void openNewTask();
    void showTaskMenu(const QPoint &position);

    LauncherPresenter &m_presenter;
    StructureActions &m_actions;
    QSortFilterProxyModel *m_filterModel;
    ui_kit::ElidedLabel *m_title;
    ui_kit::IconButton *m_add;
    ui_kit::RowList *m_list;
    QWidget *m_notes;
    ui_kit::TextLabel *m_notesHead;
    ui_kit::TextLabel *m_notesText;
    StatusPopup *m_statusPopup;
};

} // namespace hearth::launcher_ui
