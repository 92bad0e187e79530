// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/my_work_model.h"

#include "launcher/ui/task_words.h"
#include "ui_kit/row_roles.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace hearth::launcher_ui
{

namespace role = ui_kit::row_role;

namespace
{

QString tr(const char *words)
{
    return QCoreApplication::translate("hearth::launcher_ui", words);
}

enum DueGroup { Overdue, Today, ThisWeek, Later, Done };

DueGroup dueGroup(const Task &task, const QDate &today)
{
    if (task.status.state == StatusState::Done)
        return Done;
    if (!task.due.isValid())
        return Later;
    if (task.due < today)
        return Overdue;
    if (task.due == today)
        return Today;
    return today.daysTo(task.due) < 7 ? ThisWeek : Later;
}

struct Group {
    QString id;
    QString label;
    bool isFoldable = false;
    std::vector<Task> tasks;
};

QString dueLabel(DueGroup group)
{
    switch (group) {
    case Overdue:
        return tr("Overdue");
    case Today:
        return tr("Today");
    case ThisWeek:
        return tr("This week");
    case Later:
        return tr("Later");
    case Done:
        break;
    }
    return tr("Done");
}

// The first part of a group's key decides the order.
std::pair<QString, Group> groupOf(const Task &task, Grouping grouping, const QDate &today)
{
    const DueGroup due = dueGroup(task, today);
    if (due == Done)
        return {QStringLiteral("9"), {QStringLiteral("done"), dueLabel(Done), true, {}}};
    switch (grouping) {
    case Grouping::Project:
        return {QStringLiteral("1") + task.projectLabel.toLower(), {task.project, task.projectLabel, false, {}}};
    case Grouping::Status:
        return {QStringLiteral("1%1%2").arg(static_cast<int>(task.status.state)).arg(task.status.name),
                {task.status.name, task.status.name, false, {}}};
    case Grouping::Due:
        break;
    }
    return {QString::number(due), {QStringLiteral("due%1").arg(due), dueLabel(due), due == Later, {}}};
}

bool matches(const Task &task, const QString &words)
{
    for (const QString &part : words.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QString all = task.name + QLatin1Char(' ') + task.label + QLatin1Char(' ') + task.projectLabel +
                            task.folderPath + QLatin1Char(' ') + task.status.name;
        if (!all.contains(part, Qt::CaseInsensitive))
            return false;
    }
    return true;
}

bool isSooner(const Task &a, const Task &b)
{
    const QDate far(9999, 1, 1);
    const QDate first = a.due.isValid() ? a.due : far;
    const QDate second = b.due.isValid() ? b.due : far;
    if (first != second)
        return first < second;
    if (a.priority != b.priority)
        return a.priority > b.priority;
    return pathWords(a.projectLabel, a.folderPath) < pathWords(b.projectLabel, b.folderPath);
}

} // namespace

std::vector<WorkRow> groupedWork(const std::vector<Task> &tasks, Grouping grouping, const QString &words,
                                 const QSet<QString> &openGroups, const QDate &today, std::vector<FoldedGroup> *folded)
{
    std::map<QString, Group> groups;
    for (const Task &task : tasks) {
        if (!matches(task, words))
            continue;
        auto [order, group] = groupOf(task, grouping, today);
        groups.try_emplace(order, std::move(group)).first->second.tasks.push_back(task);
    }
    // A list whose every group is folded would look empty: what comes first is open then.
    const bool isAllFoldable =
        std::all_of(groups.begin(), groups.end(), [](const auto &entry) { return entry.second.isFoldable; });
    if (isAllFoldable && !groups.empty() && groups.begin()->second.id != QLatin1String("done"))
        groups.begin()->second.isFoldable = false;
    std::vector<WorkRow> rows;
    folded->clear();
    for (auto &[order, group] : groups) {
        const auto count = static_cast<int>(group.tasks.size());
        // While a filter is typed nothing may hide behind a fold.
        const bool isOpen = !group.isFoldable || openGroups.contains(group.id) || !words.isEmpty();
        if (group.isFoldable && words.isEmpty())
            folded->push_back({group.id, group.label, count, isOpen});
        if (!isOpen)
            continue;
        rows.push_back({QStringLiteral("head/") + group.id, tr("%1 · %2").arg(group.label.toUpper()).arg(count), {}});
        std::sort(group.tasks.begin(), group.tasks.end(), isSooner);
        for (Task &task : group.tasks)
            rows.push_back({QStringLiteral("task/") + task.id, {}, std::move(task)});
    }
    return rows;
}

MyWorkModel::MyWorkModel(QObject *parent) : RowListModel(parent) {}

void MyWorkModel::setToday(const QDate &today)
{
    m_today = today;
    arrange();
}

void MyWorkModel::setTasks(std::vector<Task> tasks)
{
    m_tasks = std::move(tasks);
    arrange();
}

void MyWorkModel::setGrouping(Grouping grouping)
{
    m_grouping = grouping;
    arrange();
}

void MyWorkModel::setWords(const QString &words)
{
    m_words = words.trimmed();
    arrange();
}

void MyWorkModel::toggleGroup(const QString &id)
{
    if (!m_openGroups.remove(id))
        m_openGroups.insert(id);
    arrange();
}

void MyWorkModel::arrange()
{
    setRows(groupedWork(m_tasks, m_grouping, m_words, m_openGroups, m_today, &m_folded));
}

int MyWorkModel::shownCount() const
{
    return static_cast<int>(
        std::count_if(rows().begin(), rows().end(), [](const WorkRow &r) { return r.head.isEmpty(); }));
}

int MyWorkModel::projectCount() const
{
    QSet<QString> projects;
    for (const Task &task : m_tasks)
        projects.insert(task.project);
    return static_cast<int>(projects.size());
}

const Task *MyWorkModel::task(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return nullptr;
    const WorkRow &work = row(index.row());
    return work.head.isEmpty() ? &work.task : nullptr;
}

QModelIndex MyWorkModel::indexOfTask(const QString &taskId) const
{
    const int found = rowOf(QStringLiteral("task/") + taskId);
    return found < 0 ? QModelIndex() : index(found);
}

Qt::ItemFlags MyWorkModel::flags(const QModelIndex &index) const
{
    return task(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren : Qt::NoItemFlags;
}

QVariant MyWorkModel::data(const QModelIndex &index, int wanted) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const WorkRow &work = row(index.row());
    return work.head.isEmpty() ? taskData(work.task, wanted) : headData(work.head, wanted);
}

QVariant MyWorkModel::headData(const QString &head, int wanted)
{
    if (wanted == Qt::DisplayRole || wanted == Qt::AccessibleTextRole)
        return head;
    return wanted == role::IsSection ? QVariant(true) : QVariant();
}

QVariant MyWorkModel::taskData(const Task &task, int wanted) const
{
    const bool isDone = task.status.state == StatusState::Done;
    const DueWords due = isDone ? DueWords{} : dueWords(task.due, m_today);
    switch (wanted) {
    case Qt::DisplayRole:
        return task.label.isEmpty() ? task.name : task.label;
    case Qt::ToolTipRole:
        return pathWords(task.projectLabel, task.folderPath) + QStringLiteral(" · ") + task.name;
    case Qt::AccessibleTextRole:
        return tr("%1, %2, status %3, %4")
            .arg(task.name, pathWords(task.projectLabel, task.folderPath), task.status.name, due.text);
    case role::SecondLine:
        return pathWords(task.projectLabel, task.folderPath);
    case role::Trailing:
        return due.text;
    case role::TrailingTone:
        return static_cast<int>(due.tone);
    case role::Id:
        return task.id;
    default:
        return statusData(task.status, wanted);
    }
}

QVariant MyWorkModel::statusData(const Status &status, int wanted)
{
    switch (wanted) {
    case role::Glyph:
        return QStringLiteral("task_alt");
    case role::GlyphColor:
        return status.state == StatusState::NotStarted ? QColor() : status.color;
    case role::ChipText:
        return status.name;
    case role::ChipColor:
        return status.color;
    default:
        return {};
    }
}

} // namespace hearth::launcher_ui
