// SPDX-License-Identifier: Apache-2.0
#include "server_program/database_copy.h"

#include "database/migration.h"
#include "repository/schema.h"
#include "server_program/table_rows.h"

#include <span>

namespace hearth::server_program
{
namespace
{

using database::Connection;
using database::Cursor;
using database::Parameter;
using database::Source;

constexpr std::size_t rowsAtOnce = 40; // of one statement
constexpr std::int64_t tellEvery = 5000;

constexpr const char *othersHere = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                                   "application_name = 'hearth-server' AND pid <> pg_backend_pid()";
constexpr const char *lastOfFile = "SELECT seq FROM sqlite_sequence WHERE name = $1";
constexpr const char *lastOfSchema = "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('hearth.' || $1, "
                                     "$2)), 0)";
constexpr const char *numberedOfSchema =
    "SELECT column_name::text FROM information_schema.columns WHERE table_schema = "
    "'hearth' AND table_name = $1 AND is_identity = 'YES'";

bool isFile(const Source &source)
{
    return !source.file().empty();
}

Result<std::int64_t> number(Connection &db, const char *sql, std::span<const Parameter> parameters = {})
{
    std::int64_t made = 0;
    const auto read = db.visit(sql, parameters, [&made](const Cursor &cursor) {
        made = cursor.integer(0);
        return false;
    });
    if (!read)
        return fail(read.error());
    return made;
}

/// One of the two databases, while it is copied.
class Side
{
public:
    static Result<std::unique_ptr<Side>> open(const Source &source, Connection::Access access)
    {
        auto opened = source.open(access);
        if (!opened)
            return fail(opened.error());
        return std::make_unique<Side>(source, std::move(*opened));
    }
    Side(const Source &source, std::unique_ptr<Connection> opened)
        : db(std::move(opened)), name(source.name()), isFile(server_program::isFile(source))
    {
    }
    /// Everything read from now on is of one moment.
    Result<> beginReading()
    {
        return db->runScript(isFile ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }
    Result<std::string> numberedColumn(const std::string &table)
    {
        std::string made;
        const std::array parameters{Parameter(table)};
        const auto read = db->visit(numberedOfSchema, parameters, [&made](const Cursor &cursor) {
            made = cursor.string(0);
            return false;
        });
        if (!read)
            return fail(read.error());
        return made;
    }
    /// The last number that a table has given, also to a row that is gone. \param column that is numbered
    Result<std::int64_t> lastNumber(const std::string &table, const std::string &column)
    {
        const std::array parameters{Parameter(table), Parameter(column)};
        return isFile ? number(*db, lastOfFile, std::span(parameters).first(1)) : number(*db, lastOfSchema, parameters);
    }
    Result<> setLastNumber(const std::string &table, const std::string &column, std::int64_t last)
    {
        const std::string value = std::to_string(last);
        if (last <= 0)
            return {};
        if (!isFile)
            return db->runScript("SELECT setval(pg_get_serial_sequence('hearth." + table + "', '" + column + "'), " +
                                 value + ')');
        return db->runScript("DELETE FROM sqlite_sequence WHERE name = '" + table +
                             "'; INSERT INTO sqlite_sequence (name, seq) VALUES ('" + table + "', " + value + ')');
    }

    const std::unique_ptr<Connection> db;
    const std::string name;
    const bool isFile;
};

Error about(Error error, const QString &what)
{
    error.message += QLatin1Char(' ') + what;
    return error;
}

Result<> checkSource(Side &from)
{
    const auto version = from.db->schemaVersion();
    if (!version)
        return fail(version.error());
    if (*version != repository::migrations().back().version)
        return fail(ErrorKind::Conflict,
                    QStringLiteral("The database to copy has schema %1, this program copies schema %2. Start this "
                                   "version's server on it once, then end it and try again.")
                        .arg(*version)
                        .arg(repository::migrations().back().version));
    if (from.isFile)
        return {};
    const auto others = number(*from.db, othersHere);
    if (!others)
        return fail(others.error());
    if (*others > 0)
        return fail(ErrorKind::Offline, QStringLiteral("The database to copy is served. End its servers first."));
    return {};
}

Result<> checkTarget(Side &to, const std::vector<Table> &tables)
{
    for (const Table &table : tables) {
        bool isEmpty = true;
        const std::string any = "SELECT 1 FROM " + table.name + " LIMIT 1";
        const auto read = to.db->visitComposed(any, {}, [&isEmpty](const Cursor &) { return isEmpty = false; });
        if (!read)
            return fail(read.error());
        if (!isEmpty)
            return fail(ErrorKind::Conflict,
                        QStringLiteral("The database to copy to is not empty (%1). Nothing was changed; name an empty "
                                       "one.")
                            .arg(QString::fromStdString(table.name)));
    }
    return {};
}

/// Puts rows together to statements of several.
class RowWriter
{
public:
    RowWriter(Connection &db, const Table &table) : m_db(db), m_table(table) { m_rows.reserve(rowsAtOnce); }

    Result<> add(const Row &row)
    {
        m_rows.push_back(row);
        return m_rows.size() < rowsAtOnce ? Result<>{} : flush();
    }
    Result<> flush()
    {
        const std::size_t atOnce = m_rows.size() == rowsAtOnce ? rowsAtOnce : 1;
        for (std::size_t at = 0; at < m_rows.size(); at += atOnce)
            if (auto written = write(std::span(m_rows).subspan(at, atOnce)); !written)
                return written;
        m_rows.clear();
        return {};
    }

private:
    std::string &statement(std::size_t rows)
    {
        std::string &sql = m_statements[rows == 1 ? 0 : 1];
        if (!sql.empty())
            return sql;
        sql = "INSERT INTO " + m_table.name + " (" + m_table.columnList() + ") VALUES ";
        std::size_t place = 0;
        for (std::size_t row = 0; row < rows; ++row) {
            sql += row == 0 ? "(" : ", (";
            for (std::size_t i = 0; i < m_table.columns.size(); ++i)
                sql.append(i == 0 ? "$" : ", $").append(std::to_string(++place));
            sql += ')';
        }
        return sql;
    }
    Result<> write(std::span<const Row> rows)
    {
        std::vector<Parameter> parameters;
        for (const Row &row : rows)
            for (const Value &value : row)
                parameters.push_back(value.parameter());
        if (auto written = m_db.visitComposed(statement(rows.size()), parameters, {}); !written)
            return fail(written.error());
        return {};
    }

    Connection &m_db;
    const Table &m_table;
    std::vector<Row> m_rows;
    std::array<std::string, 2> m_statements; ///< of one row, of many
};

Result<CopiedTable> copyTable(Side &from, Side &to, const Table &table, const CopyProgress &progress)
{
    RowDigest digest;
    RowWriter writer(*to.db, table);
    Result<> written;
    const auto read = eachRow(*from.db, table, from.isFile, [&](const Row &row) {
        digest.add(row);
        written = writer.add(row);
        if (written && digest.rows() % tellEvery == 0)
            progress(table.name, digest.rows());
        return written.has_value();
    });
    if (written)
        written = read ? writer.flush() : read;
    if (!written)
        return fail(about(written.error(), QStringLiteral("(table %1)").arg(QString::fromStdString(table.name))));
    progress(table.name, digest.rows());
    return CopiedTable{table.name, digest.rows(), digest.text()};
}

Result<> copyNumbers(Side &from, Side &to, const std::vector<Table> &tables)
{
    Side &described = from.isFile ? to : from;
    for (const Table &table : tables) {
        const bool isBothFiles = described.isFile; // then both number in the same way, and ask for no column
        const auto column =
            isBothFiles ? Result<std::string>(std::string("rowid")) : described.numberedColumn(table.name);
        if (!column)
            return fail(column.error());
        if (column->empty())
            continue;
        const auto last = from.lastNumber(table.name, *column);
        if (!last)
            return fail(last.error());
        if (auto set = to.setLastNumber(table.name, *column, *last); !set)
            return set;
    }
    return {};
}

Result<> compare(const Source &target, const std::vector<Table> &tables, const std::vector<CopiedTable> &copied)
{
    auto side = Side::open(target, Connection::Access::ReadOnly);
    if (!side)
        return fail(side.error());
    if (auto begun = (*side)->beginReading(); !begun)
        return begun;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        RowDigest digest;
        if (auto read = eachRow(*(*side)->db, tables[i], (*side)->isFile,
                                [&digest](const Row &row) {
                                    digest.add(row);
                                    return true;
                                });
            !read)
            return read;
        if (digest.rows() != copied[i].rows || digest.text() != copied[i].digest)
            return fail(ErrorKind::Internal,
                        QStringLiteral("The copy of the table %1 differs from the original. Do not use it.")
                            .arg(QString::fromStdString(tables[i].name)));
    }
    return (*side)->db->runScript("ROLLBACK");
}

Result<std::vector<CopiedTable>> copyAll(Side &from, Side &to, const std::vector<Table> &tables,
                                         const CopyProgress &progress)
{
    std::vector<CopiedTable> made;
    for (const Table &table : tables) {
        auto copied = copyTable(from, to, table, progress);
        if (!copied)
            return fail(copied.error());
        made.push_back(std::move(*copied));
    }
    if (auto numbered = copyNumbers(from, to, tables); !numbered)
        return fail(numbered.error());
    return made;
}

} // namespace

Result<std::vector<CopiedTable>> copyDatabase(const Source &source, const Source &target, const CopyProgress &progress)
{
    auto from = Side::open(source, Connection::Access::ReadOnly);
    if (!from)
        return fail(from.error());
    if (auto fits = checkSource(**from); !fits)
        return fail(fits.error());
    auto to = Side::open(target, Connection::Access::ReadWrite);
    if (!to)
        return fail(to.error());
    if (auto schema = database::migrate(*(*to)->db, repository::migrations()); !schema)
        return fail(schema.error());
    if (auto begun = (*from)->beginReading(); !begun)
        return fail(begun.error());
    const auto tables = tablesOf(*(*from)->db, (*from)->isFile);
    if (!tables)
        return fail(tables.error());
    if (auto begun = (*to)->db->beginWrite(); !begun)
        return fail(begun.error());
    auto isEmpty = checkTarget(**to, *tables);
    auto copied = isEmpty ? copyAll(**from, **to, *tables, progress) : fail(isEmpty.error());
    auto stored = copied ? (*to)->db->commit({}) : fail(copied.error());
    if (!stored) {
        if ((*to)->db->isInTransaction())
            (*to)->db->rollback();
        return fail(stored.error());
    }
    if (!(*to)->isFile) // or the first minute's plans would be for empty tables
        (void)(*to)->db->runScript("ANALYZE");
    to->reset();
    if (auto same = compare(target, *tables, *copied); !same)
        return fail(same.error());
    return copied;
}

} // namespace hearth::server_program
