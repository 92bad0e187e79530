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
    const auto has = [&made](auto isWanted) { return std::any_of(made.begin(), made.end(), isWanted); };
    const bool namesMore = has([](Column one) { return one != Column::Folder && one != Column::Ignored; });
    const bool namesOthers = has([](Column one) { return one == Column::Ignored; });
    isHead = has([](Column one) { return one == Column::Folder; }) && (namesMore || !namesOthers);
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
        m_folder.typeIfNew = type;
        m_typeColumn = 0;
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
            m_typeColumn = n;
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
        for (const QString &word : QString(cell).replace(u'\n', u',').split(u',', Qt::SkipEmptyParts))
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

    /// Said once a cell, however many folders its row stands for.
    void contradiction(const WantedFolder &folder, const QString &type)
    {
        const bool isSaid = !m_table.problems.empty() && m_table.problems.back().row == m_row &&
                            m_table.problems.back().column == m_typeColumn;
        if (!isSaid)
            problem(m_typeColumn, QStringLiteral("%1 is of the type %2 in a row above, and %3 here.")
                                      .arg(folder.path, type, folder.type));
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
        if (there.type.isEmpty())
            there.type = folder.type;
        else if (!folder.type.isEmpty() && folder.type != there.type)
            contradiction(folder, there.type);
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
    qsizetype m_typeColumn = 0;
};

/// Cells of a text, row by row. A cell that begins with a quote goes on to the one that closes it, over line breaks and
/// separators; doubled quotes in it are one. A quote that nothing closes is a letter like others.
class CellReader
{
public:
    CellReader(const QString &text, QChar separator) : m_text(text), m_separator(separator) {}

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }

    QStringList readRow()
    {
        QStringList cells{readCell()};
        while (!atEnd() && m_text[m_at] == m_separator) {
            ++m_at;
            cells.append(readCell());
        }
        ++m_at; // the line's end
        return cells;
    }

private:
    [[nodiscard]] bool isBreak(qsizetype at) const
    {
        return at >= m_text.size() || m_text[at] == u'\n' || m_text[at] == m_separator;
    }

    [[nodiscard]] qsizetype overSpaces(qsizetype at) const
    {
        while (!isBreak(at) && m_text[at].isSpace())
            ++at;
        return at;
    }

    QString readCell()
    {
        const qsizetype begin = overSpaces(m_at);
        if (!isBreak(begin) && m_text[begin] == u'"')
            if (const std::optional<QString> quoted = readQuoted(begin + 1))
                return *quoted;
        const qsizetype from = m_at;
        while (!isBreak(m_at))
            ++m_at;
        return m_text.mid(from, m_at - from).trimmed();
    }

    /// \param at behind the opening quote \returns nothing where none closes it at the end of a cell
    std::optional<QString> readQuoted(qsizetype at)
    {
        QString made;
        for (; at < m_text.size(); ++at) {
            if (m_text[at] != u'"') {
                made += m_text[at];
            } else if (at + 1 < m_text.size() && m_text[at + 1] == u'"') {
                made += m_text[at++];
            } else {
                const qsizetype end = overSpaces(at + 1);
                if (!isBreak(end))
                    return std::nullopt;
                m_at = end;
                return made.trimmed();
            }
        }
        return std::nullopt;
    }

    const QString &m_text;
    const QChar m_separator;
    qsizetype m_at = 0;
};

/// A line with nothing in it; semicolons alone are a row, for whoever typed them.
bool isBlank(const QStringList &cells, QChar separator)
{
    return (cells.size() == 1 || separator == u'\t') &&
           std::all_of(cells.begin(), cells.end(), [](const QString &cell) { return cell.isEmpty(); });
}
} // namespace

TableText readTable(const QString &text, const QString &base, const QString &type, const StructureFacts &facts,
                    const QStringList &people)
{
    TableText made;
    const QChar separator = text.contains(u'\t') ? u'\t' : u';';
    bool isFirst = true;
    const QString plain = QString(text).replace(QLatin1String("\r\n"), QLatin1String("\n")).replace(u'\r', u'\n');
    CellReader lines(plain, separator);
    while (!lines.atEnd()) {
        const QStringList cells = lines.readRow();
        if (isBlank(cells, separator))
            continue;
        bool isHead = false;
        if (std::exchange(isFirst, false))
            made.columns = columnsOf(cells, isHead);
        if (isHead)
            made.heads = cells;
        else
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
