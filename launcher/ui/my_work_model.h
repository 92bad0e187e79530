// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "ui_kit/row_list_model.h"

#include <QSet>

namespace hearth::launcher_ui
{

enum class Grouping { Due, Project, Status };

/// One line of My work: a head or a task.
struct WorkRow {
    QString key;
    QString head; ///< set for heads only
    Task task;
    bool operator==(const WorkRow &) const = default;
};

/// A group that is folded away and can be opened: "Later", "Done".
struct FoldedGroup {
    QString id;
    QString label;
    int count = 0;
    bool isOpen = false;
};

/// Sorted into groups; overdue and today first, done last. Pure.
std::vector<WorkRow> groupedWork(const std::vector<Task> &tasks, Grouping grouping, const QString &words,
                                 const QSet<QString> &openGroups, const QDate &today, std::vector<FoldedGroup> *folded);

/// The person's tasks over all projects, in groups.
class MyWorkModel final : public ui_kit::RowListModel<WorkRow>
{
public:
    explicit MyWorkModel(QObject *parent = nullptr);

    void setToday(const QDate &today);
    void setTasks(std::vector<Task> tasks);
    void setGrouping(Grouping grouping);
    void setWords(const QString &words);
    void toggleGroup(const QString &id);

    const std::vector<Task> &tasks() const { return m_tasks; }
    const std::vector<FoldedGroup> &foldedGroups() const { return m_folded; }
    Grouping grouping() const { return m_grouping; }
    int shownCount() const;
    int projectCount() const;
    const Task *task(const QModelIndex &index) const;
    QModelIndex indexOfTask(const QString &taskId) const;

    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

protected:
    QString keyOf(const WorkRow &row) const override { return row.key; }

private:
    void arrange();
    QVariant taskData(const Task &task, int role) const;
    static QVariant headData(const QString &head, int role);
    static QVariant statusData(const Status &status, int role);

    std::vector<Task> m_tasks;
    std::vector<FoldedGroup> m_folded;
    QSet<QString> m_openGroups;
    Grouping m_grouping = Grouping::Due;
    QString m_words;
    QDate m_today = QDate::currentDate();
};

} // namespace hearth::launcher_ui
