// SPDX-License-Identifier: Apache-2.0
#include "search/search_index.h"
#include "search/search_words.h"

#include <QFile>

#include <algorithm>
#include <functional>

namespace hearth::search
{

namespace
{
constexpr int version = 2;
constexpr std::int64_t kindStep = std::int64_t(1) << 40; // rows of a kind lie together, in the order of the kinds

constexpr const char *schema =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
    "CREATE TABLE IF NOT EXISTS entries (row INTEGER PRIMARY KEY, kind INTEGER NOT NULL, project TEXT NOT NULL,"
    " id TEXT NOT NULL, title TEXT NOT NULL, path TEXT NOT NULL, glyph TEXT NOT NULL, payload TEXT NOT NULL,"
    " UNIQUE (project, kind, id));"
    "CREATE INDEX IF NOT EXISTS entries_title ON entries (title COLLATE NOCASE);"
    "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (title, path, parts, project, detail = column,"
    " tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');"
    "CREATE TABLE IF NOT EXISTS stamps (project TEXT PRIMARY KEY, stamp TEXT NOT NULL);";

constexpr const char *findSql =
    "SELECT e.kind, e.project, e.id, e.title, e.path, e.glyph, e.payload FROM words w JOIN entries e ON e.row = w.rowid"
    " WHERE words MATCH $1 LIMIT $2";
// What is called exactly so in this project comes first, however many names begin like it.
constexpr const char *titleSql =
    "SELECT kind, project, id, title, path, glyph, payload FROM entries WHERE title = $1 COLLATE NOCASE"
    " AND project = $2 ORDER BY row LIMIT $3";
constexpr const char *rowSql = "SELECT row, title, path FROM entries WHERE project = $1 AND kind = $2 AND id = $3";
constexpr const char *nextSql = "SELECT coalesce(max(row), $1) + 1 FROM entries WHERE row >= $1 AND row < $2";
constexpr const char *insertSql = "INSERT INTO entries (row, kind, project, id, title, path, glyph, payload)"
                                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
constexpr const char *updateSql = "UPDATE entries SET glyph = $2, payload = $3 WHERE row = $1";
constexpr const char *insertWordsSql =
    "INSERT INTO words (rowid, title, path, parts, project) VALUES ($1, $2, $3, $4, $5)";
constexpr const char *deleteSql = "DELETE FROM entries WHERE row = $1";
constexpr const char *deleteWordsSql = "DELETE FROM words WHERE rowid = $1";
constexpr const char *ofKindSql = "SELECT row, id FROM entries WHERE project = $1 AND kind = $2";
constexpr const char *projectRowsSql = "SELECT row, project FROM entries WHERE project <> ''";
constexpr const char *countSql = "SELECT count(*) FROM entries";
constexpr const char *stampSql = "SELECT stamp FROM stamps WHERE project = $1";
constexpr const char *setStampSql = "INSERT INTO stamps (project, stamp) VALUES ($1, $2)"
                                    " ON CONFLICT (project) DO UPDATE SET stamp = excluded.stamp";

std::string utf8(const QString &text)
{
    return text.toStdString();
}

QString read(const database::Cursor &cursor, int column)
{
    const std::string_view text = cursor.text(column);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// As one word of the index, whatever stands in the name.
QString projectWord(const QString &project)
{
    return QStringLiteral("p") + QString::fromLatin1(project.toUtf8().toHex());
}

Result<std::unique_ptr<database::Connection>> openFile(const QString &file)
{
    auto connection = database::Connection::open(utf8(file), database::Connection::Access::ReadWrite);
    if (!connection)
        return connection;
    if (const Result<> made = (*connection)->runScript(schema); !made)
        return fail(made.error());
    const Result<std::int64_t> looked =
        (*connection)->visit("SELECT count(*) FROM words WHERE words MATCH '\"a\"*'", {}, {});
    return looked ? std::move(connection) : fail(looked.error());
}

template <typename T>
Result<> only(const Result<T> &result)
{
    return result ? Result<>{} : fail(result.error());
}
} // namespace

Result<std::unique_ptr<SearchIndex>> SearchIndex::open(const QString &file)
{
    const QString versioned = QStringLiteral("%1.%2").arg(file).arg(version);
    auto connection = openFile(versioned);
    if (!connection) {
        for (const char *end : {"", "-wal", "-shm"})
            QFile::remove(versioned + QLatin1String(end));
        connection = openFile(versioned);
    }
    if (!connection)
        return fail(connection.error());
    return std::unique_ptr<SearchIndex>(new SearchIndex(std::move(*connection)));
}

Result<> SearchIndex::inTransaction(const std::function<Result<>()> &work)
{
    const std::lock_guard lock(m_mutex);
    if (const Result<> begun = m_connection->runScript("BEGIN IMMEDIATE"); !begun)
        return begun;
    Result<> done = work();
    const Result<> ended = m_connection->runScript(done ? "COMMIT" : "ROLLBACK");
    return done ? ended : done;
}

Result<> SearchIndex::removeRow(std::int64_t row)
{
    if (const auto gone = m_connection->visit(deleteWordsSql, {row}, {}); !gone)
        return fail(gone.error());
    return only(m_connection->visit(deleteSql, {row}, {}));
}

Result<> SearchIndex::putOne(const Entry &entry)
{
    const std::string project = utf8(entry.project);
    const std::string id = utf8(entry.id);
    const std::string title = utf8(entry.title);
    const std::string path = utf8(entry.path);
    const std::string glyph = utf8(entry.glyph);
    const std::string payload = utf8(entry.payload);
    const auto kind = static_cast<int>(entry.kind);
    std::int64_t row = 0;
    bool isSame = false;
    if (const auto found = m_connection->visit(rowSql, {project, kind, id},
                                               [&](const database::Cursor &cursor) {
                                                   row = cursor.integer(0);
                                                   isSame = cursor.text(1) == title && cursor.text(2) == path;
                                                   return false;
                                               });
        !found)
        return fail(found.error());
    if (isSame)
        return only(m_connection->visit(updateSql, {row, glyph, payload}, {}));
    if (row != 0)
        if (const Result<> gone = removeRow(row); !gone)
            return gone;
    const std::int64_t first = kind * kindStep + 1;
    if (const auto next = m_connection->visit(nextSql, {first, first + kindStep - 1},
                                              [&row](const database::Cursor &cursor) {
                                                  row = cursor.integer(0);
                                                  return false;
                                              });
        !next)
        return fail(next.error());
    if (const auto added = m_connection->visit(insertSql, {row, kind, project, id, title, path, glyph, payload}, {});
        !added)
        return fail(added.error());
    const std::string parts = utf8(partsOf(entry.title));
    const std::string word = utf8(projectWord(entry.project));
    return only(m_connection->visit(insertWordsSql, {row, title, path, parts, word}, {}));
}

Result<> SearchIndex::put(const std::vector<Entry> &entries)
{
    return inTransaction([this, &entries]() -> Result<> {
        for (const Entry &entry : entries)
            if (const Result<> done = putOne(entry); !done)
                return done;
        return {};
    });
}

Result<> SearchIndex::remove(Kind kind, const QString &project, const QString &id)
{
    return inTransaction([&]() -> Result<> {
        std::int64_t row = 0;
        const std::string name = utf8(project);
        const std::string entity = utf8(id);
        const auto found =
            m_connection->visit(rowSql, {name, static_cast<int>(kind), entity}, [&row](const database::Cursor &cursor) {
                row = cursor.integer(0);
                return false;
            });
        return !found ? fail(found.error()) : row == 0 ? Result<>{} : removeRow(row);
    });
}

Result<> SearchIndex::keepOnly(Kind kind, const QString &project, const QSet<QString> &ids)
{
    return inTransaction([&]() -> Result<> {
        std::vector<std::int64_t> going;
        const std::string name = utf8(project);
        const auto listed =
            m_connection->visit(ofKindSql, {name, static_cast<int>(kind)}, [&](const database::Cursor &cursor) {
                if (!ids.contains(read(cursor, 1)))
                    going.push_back(cursor.integer(0));
                return true;
            });
        if (!listed)
            return fail(listed.error());
        for (const std::int64_t row : going)
            if (const Result<> gone = removeRow(row); !gone)
                return gone;
        return {};
    });
}

Result<> SearchIndex::keepProjects(const QSet<QString> &projects)
{
    return inTransaction([&]() -> Result<> {
        std::vector<std::int64_t> going;
        const auto listed = m_connection->visit(projectRowsSql, {}, [&](const database::Cursor &cursor) {
            if (!projects.contains(read(cursor, 1)))
                going.push_back(cursor.integer(0));
            return true;
        });
        if (!listed)
            return fail(listed.error());
        for (const std::int64_t row : going)
            if (const Result<> gone = removeRow(row); !gone)
                return gone;
        return {};
    });
}

Result<std::vector<Entry>> SearchIndex::entries(const char *sql, std::initializer_list<database::Parameter> parameters)
{
    std::vector<Entry> found;
    const auto visited = m_connection->visit(sql, parameters, [&found](const database::Cursor &cursor) {
        found.push_back({static_cast<Kind>(cursor.integer(0)), read(cursor, 1), read(cursor, 2), read(cursor, 3),
                         read(cursor, 4), read(cursor, 5), read(cursor, 6)});
        return true;
    });
    return visited ? Result<std::vector<Entry>>(std::move(found)) : fail(visited.error());
}

Result<std::vector<Entry>> SearchIndex::matching(const QString &expression, std::size_t limit)
{
    const std::string text = utf8(expression);
    return entries(findSql, {text, static_cast<std::int64_t>(limit)});
}

Result<std::vector<Entry>> SearchIndex::called(const QString &title, const QString &project, std::size_t limit)
{
    const std::string text = utf8(title);
    const std::string name = utf8(project);
    return entries(titleSql, {text, name, static_cast<std::int64_t>(limit)});
}

Result<std::vector<Entry>> SearchIndex::find(const QString &typed, const QString &project, std::size_t limit)
{
    const QString anywhere = matchExpression(typed);
    std::vector<Entry> hits;
    if (anywhere.isEmpty())
        return hits;
    const QString inTitle = QStringLiteral("{title parts} : (%1)").arg(anywhere);
    const QString here = QStringLiteral("project : \"%1\" AND (%2)").arg(projectWord(project));
    const std::lock_guard lock(m_mutex);
    QSet<QString> seen;
    const auto take = [&](std::vector<Entry> some) {
        for (Entry &one : some) {
            const QString key = QString::number(static_cast<int>(one.kind)) + one.project + u'/' + one.id;
            if (hits.size() < limit && !seen.contains(key))
                hits.push_back(std::move(one));
            seen.insert(key);
        }
    };
    Result<std::vector<Entry>> exact = called(typed.trimmed(), project, limit);
    if (!exact)
        return exact;
    take(std::move(*exact));
    for (const QString &expression : {here.arg(inTitle), inTitle, here.arg(anywhere), anywhere}) {
        if (hits.size() >= limit)
            break;
        Result<std::vector<Entry>> some = matching(expression, limit * 4);
        if (!some)
            return some;
        std::stable_sort(some->begin(), some->end(), [&typed](const Entry &a, const Entry &b) {
            return fitOf(a.title, typed) < fitOf(b.title, typed);
        });
        take(std::move(*some));
    }
    return hits;
}

Result<std::int64_t> SearchIndex::count()
{
    const std::lock_guard lock(m_mutex);
    std::int64_t rows = 0;
    const auto visited = m_connection->visit(countSql, {}, [&rows](const database::Cursor &cursor) {
        rows = cursor.integer(0);
        return false;
    });
    return visited ? Result<std::int64_t>(rows) : fail(visited.error());
}

Result<QString> SearchIndex::stamp(const QString &project)
{
    const std::lock_guard lock(m_mutex);
    QString found;
    const std::string name = utf8(project);
    const auto visited = m_connection->visit(stampSql, {name}, [&found](const database::Cursor &cursor) {
        found = read(cursor, 0);
        return false;
    });
    return visited ? Result<QString>(found) : fail(visited.error());
}

Result<> SearchIndex::setStamp(const QString &project, const QString &stamp)
{
    const std::lock_guard lock(m_mutex);
    const std::string name = utf8(project);
    const std::string value = utf8(stamp);
    return only(m_connection->visit(setStampSql, {name, value}, {}));
}

} // namespace hearth::search
