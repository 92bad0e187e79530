// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/task_model.h"

#include "launcher/ui/task_words.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/row_roles.h"

#include <QCoreApplication>

namespace hearth::launcher_ui
{

namespace role = ui_kit::row_role;

TaskModel::TaskModel(QObject *parent) : RowListModel(parent) {}

QVariant TaskModel::data(const QModelIndex &index, int wanted) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Task &task = row(index.row());
    switch (wanted) {
    case Qt::DisplayRole:
        return task.label.isEmpty() ? task.name : task.label;
    case Qt::AccessibleTextRole:
        return QCoreApplication::translate("hearth::launcher_ui", "%1, status %2, %3")
            .arg(task.name, task.status.name, taskSecondLine(task, m_today));
    case role::IsDimmed:
        return !task.isActive;
    case role::SecondLine:
        return taskSecondLine(task, m_today);
    case role::Glyph:
        return task.isActive ? task.typeIcon : QStringLiteral("visibility_off");
    case role::GlyphKindRole:
        return static_cast<int>(ui_kit::GlyphKind::Task);
    case role::GlyphColor:
        return task.status.color;
    case role::ChipText:
        return task.status.name;
    case role::ChipColor:
        return task.status.color;
    case role::ChipHasMenu:
        return task.mayChangeStatus;
    case role::Id:
        return task.id;
    default:
        return {};
    }
}

} // namespace hearth::launcher_ui
