// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/list_column.h"

class QPushButton;

namespace hearth::ui_kit
{
class LinkButton;
class RowList;
} // namespace hearth::ui_kit

namespace hearth::launcher_ui
{

/// The right column: workfiles of the chosen task, and what can be done with one.
class WorkfileColumn final : public ListColumn
{
    Q_OBJECT

public:
    explicit WorkfileColumn(LauncherPresenter &presenter, QWidget *parent = nullptr);

    ui_kit::RowList &list() { return *m_list; }
    QPushButton &newButton() { return *m_new; }

Q_SIGNALS:
    void newWanted();
    void mainWanted();

protected:
    QWidget *focusTarget() const override;

private:
    void followChoice();
    void updateState();
    void updateActions();
    void copyPath();
    void showMenu(const QPoint &position);

    LauncherPresenter &m_presenter;
    QPushButton *m_new;
    ui_kit::RowList *m_list;
    ui_kit::LinkButton *m_next;
    ui_kit::LinkButton *m_duplicate;
    ui_kit::LinkButton *m_reveal;
    ui_kit::LinkButton *m_copy;
    ui_kit::LinkButton *m_register;
    ui_kit::LinkButton *m_fetch;
    QWidget *m_actions;
};

} // namespace hearth::launcher_ui
