// SPDX-License-Identifier: Apache-2.0
#include "structure/table_text.h"
#include "structure/name_pattern.h"
#include "structure/structure_file.h"

#include <QHash>
#include <QMap>

#include <algorithm>

namespace hearth::structure
{

namespace
{
constexpr qsizetype mostRows = 20'000;

Column columnOf(const QString &head)
{
    static const QHash<QString, Column> names{
        {QStringLiteral("folder"), Column::Folder},         {QStringLiteral("path"), Column::Folder},
        {QStringLiteral("shot"), Column::Folder},           {QStringLiteral("asset"), Column::Folder},
        {QStringLiteral("name"), Column::Folder},           {QStringLiteral("foldertype"), Column::FolderType},
        {QStringLiteral("type"), Column::FolderType},       {QStringLiteral("task"), Column::Task},
        {QStringLiteral("tasktype"), Column::TaskType},     {QStringLiteral("assignee"), Column::Assignees},
        {QStringLiteral("assignees"), Column::Assignees},   {QStringLiteral("artist"), Column::Assignees},
        {QStringLiteral("status"), Column::Status},         {QStringLiteral("due"), Column::Due},
        {QStringLiteral("duedate"), Column::Due},           {QStringLiteral("framestart"), Column::FrameStart},
        {QStringLiteral("firstframe"), Column::FrameStart}, {QStringLiteral("in"), Column::FrameStart},
        {QStringLiteral("frameend"), Column::FrameEnd},     {QStringLiteral("lastframe"), Column::FrameEnd},
        {QStringLiteral("out"), Column::FrameEnd}};
    QString key = head.toLower();
    key.remove(u' ').remove(u'_').remove(u'-');
    return names.value(key, Column::Ignored);
}

std::vector<Column> columnsOf(const QStringList &first, bool &isHead)
{
    std::vector<Column> made;
    for (const QString &cell : first)
        made.push_back(columnOf(cell));
    isHead = std::find(made.begin(), made.end(), Column::Folder) != made.end() &&
             std::find(made.begin(), made.end(), Column::Ignored) == made.end();
    if (isHead)
        return made;
    return {Column::Folder,    Column::FolderType, Column::Task, Column::TaskType,
            Column::Assignees, Column::Status,     Column::Due};
}

QString capitalized(const QString &word)
{
    return word.isEmpty() ? word : word.at(0).toUpper() + word.mid(1);
}

/// One row on its way to what it asks for.
class RowReader
{
public:
    RowReader(TableText &table, const StructureFacts &facts, const QStringList &people)
        : m_table(table), m_facts(facts), m_people(people)
    {
    }

    void read(qsizetype row, const QString &base, const QString &type, QString &above)
    {
        m_row = row;
        m_task = WantedTask{};
        m_folder = WantedFolder{};
        m_folder.type = type;
        m_path = above;
        const QStringList &cells = m_table.rows[static_cast<std::size_t>(row)];
        for (qsizetype n = 0; n < cells.size(); ++n)
            if (!cells[n].isEmpty())
                takeCell(n, cells[n], base);
        above = m_path;
        if (m_path.isEmpty())
            return problem(0, QStringLiteral("A folder is missing."));
        add();
    }

private:
    void problem(qsizetype column, const QString &words) { m_table.problems.push_back({m_row, column, words}); }

    QString known(const QStringList &all, const QString &word, qsizetype column, const QString &what)
    {
        for (const QString &one : all)
            if (one.compare(word, Qt::CaseInsensitive) == 0)
                return one;
        problem(column,
                QStringLiteral("There is no %1 \"%2\". There is %3.").arg(what, word, all.join(QStringLiteral(", "))));
        return {};
    }

    void takeCell(qsizetype n, const QString &cell, const QString &base)
    {
        if (static_cast<std::size_t>(n) >= m_table.columns.size())
            return problem(n, QStringLiteral("There is no column for \"%1\".").arg(cell));
        switch (m_table.columns[static_cast<std::size_t>(n)]) {
        case Column::Folder:
            m_path = cell.startsWith(u'/') ? cell : base + u'/' + cell;
            m_folderColumn = n;
            break;
        case Column::FolderType:
            m_folder.type = known(m_facts.folderTypes, cell, n, QStringLiteral("folder type"));
            break;
        case Column::Task:
            m_task.name = cell;
            m_taskColumn = n;
            break;
        case Column::TaskType:
            m_task.type = known(m_facts.taskTypes, cell, n, QStringLiteral("task type"));
            break;
        case Column::Assignees:
            takePeople(n, cell);
            break;
        case Column::Status:
            m_task.status = known(m_facts.statuses, cell, n, QStringLiteral("status"));
            break;
        case Column::Due:
            takeDue(n, cell);
            break;
        case Column::FrameStart:
            takeFrame(n, cell, QStringLiteral("frameStart"));
            break;
        case Column::FrameEnd:
            takeFrame(n, cell, QStringLiteral("frameEnd"));
            break;
        case Column::Ignored:
            break;
        }
    }

    void takePeople(qsizetype column, const QString &cell)
    {
        m_task.assignees.emplace();
        for (const QString &word : cell.split(u',', Qt::SkipEmptyParts))
            if (const QString person = known(m_people, word.trimmed(), column, QStringLiteral("person"));
                !person.isEmpty())
                m_task.assignees->append(person);
    }

    void takeDue(qsizetype column, const QString &cell)
    {
        const Result<QString> due = dueDate(cell);
        if (due)
            m_task.attrib.insert(QStringLiteral("endDate"), *due);
        else
            problem(column, due.error().message);
    }

    void takeFrame(qsizetype column, const QString &cell, const QString &name)
    {
        bool isNumber = false;
        const int frame = cell.toInt(&isNumber);
        if (isNumber)
            m_folder.attrib.insert(name, frame);
        else
            problem(column, QStringLiteral("\"%1\" is no frame.").arg(cell));
    }

    void add()
    {
        const Result<QStringList> paths = namesOf(m_path);
        if (!paths)
            return problem(m_folderColumn, paths.error().message);
        const Result<QStringList> names = m_task.name.isEmpty() ? QStringList{} : namesOf(m_task.name);
        if (!names)
            return problem(m_taskColumn, names.error().message);
        for (const QString &path : *paths) {
            WantedFolder folder = m_folder;
            folder.path = path;
            for (const QString &name : *names) {
                WantedTask task = m_task;
                task.name = name;
                if (task.type.isEmpty() && m_facts.taskTypes.contains(capitalized(name)))
                    task.type = capitalized(name); // a task "animation" is of the type Animation
                if (task.type.isEmpty())
                    task.type = m_facts.taskTypes.value(0);
                folder.tasks.push_back(task);
            }
            merge(std::move(folder));
        }
    }

    /// A folder of several rows gets the tasks of all of them.
    void merge(WantedFolder folder)
    {
        const auto known = m_places.constFind(folder.path.toLower());
        if (known == m_places.constEnd()) {
            m_places.insert(folder.path.toLower(), m_table.wanted.size());
            m_table.wanted.push_back(std::move(folder));
            return;
        }
        WantedFolder &there = m_table.wanted[*known];
        std::move(folder.tasks.begin(), folder.tasks.end(), std::back_inserter(there.tasks));
        for (auto it = folder.attrib.begin(); it != folder.attrib.end(); ++it)
            there.attrib.insert(it.key(), it.value());
    }

    TableText &m_table;
    const StructureFacts &m_facts;
    const QStringList &m_people;
    QHash<QString, std::size_t> m_places;
    WantedFolder m_folder;
    WantedTask m_task;
    QString m_path;
    qsizetype m_row = 0;
    qsizetype m_folderColumn = 0;
    qsizetype m_taskColumn = 0;
};

QStringList cellsOf(const QString &line, QChar separator)
{
    QStringList cells;
    for (const QString &cell : line.split(separator)) {
        QString text = cell.trimmed();
        if (text.size() > 1 && text.startsWith(u'"') && text.endsWith(u'"'))
            text = text.mid(1, text.size() - 2).replace(QLatin1String("\"\""), QLatin1String("\""));
        cells.append(text);
    }
    return cells;
}
} // namespace

TableText readTable(const QString &text, const QString &base, const QString &type, const StructureFacts &facts,
                    const QStringList &people)
{
    TableText made;
    const QChar separator = text.contains(u'\t') ? u'\t' : u';';
    bool isFirst = true;
    const QStringList lines = QString(text).remove(u'\r').split(u'\n');
    for (const QString &line : lines) {
        if (line.trimmed().isEmpty())
            continue;
        const QStringList cells = cellsOf(line, separator);
        bool isHead = false;
        if (std::exchange(isFirst, false))
            made.columns = columnsOf(cells, isHead);
        if (!isHead)
            made.rows.push_back(cells);
    }
    if (static_cast<qsizetype>(made.rows.size()) > mostRows) {
        made.problems.push_back(
            {0, 0, QStringLiteral("That are more than %1 rows; paste them in parts.").arg(mostRows)});
        return made;
    }
    RowReader reader(made, facts, people);
    QString above;
    const QString top = base.isEmpty() || base == QLatin1String("/") ? QString() : base;
    for (qsizetype row = 0; row < static_cast<qsizetype>(made.rows.size()); ++row)
        reader.read(row, top, type, above);
    return made;
}

} // namespace hearth::structure
