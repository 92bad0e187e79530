// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "ui_kit/row_list_model.h"

namespace hearth::launcher_ui
{

/// The tasks of one folder.
class TaskModel final : public ui_kit::RowListModel<Task>
{
public:
    explicit TaskModel(QObject *parent = nullptr);
    void setToday(const QDate &today) { m_today = today; }
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    QString keyOf(const Task &task) const override { return task.id; }

private:
    QDate m_today = QDate::currentDate();
};

} // namespace hearth::launcher_ui
