// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "ui_kit/popup_panel.h"

class QLineEdit;

namespace hearth::ui_kit
{
class RowList;
}

namespace hearth::launcher_ui
{

class StatusModel;

/// Chooses a task's status, with a comment if one likes. Letters jump to a status, Enter takes it.
class StatusPopup final : public ui_kit::PopupPanel
{
    Q_OBJECT

public:
    explicit StatusPopup(QWidget *parent);

    void openFor(const Task &task, const std::vector<Status> &statuses, const QPoint &position);

Q_SIGNALS:
    void statusChosen(const Task &task, const QString &status, const QString &comment);

private:
    void take();

    Task m_task;
    StatusModel *m_model;
    ui_kit::RowList *m_list;
    QLineEdit *m_comment;
};

} // namespace hearth::launcher_ui
