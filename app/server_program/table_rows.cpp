// SPDX-License-Identifier: Apache-2.0
#include "server_program/table_rows.h"

#include <QCryptographicHash>

#include <charconv>
#include <cstring>
#include <fmt/format.h>

namespace hearth::server_program
{
namespace
{

using database::Connection;
using database::Cursor;
using database::Parameter;

constexpr const char *columnsOfFile =
    "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND "
    "substr(m.name, 1, 7) <> 'sqlite_' ORDER BY m.name, c.name";
constexpr const char *columnsOfSchema =
    "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns WHERE table_schema = "
    "'hearth' AND table_name <> 'studio' ORDER BY table_name::text COLLATE \"C\", column_name::text COLLATE \"C\"";

Parameter::Kind kindOf(std::string_view type)
{
    if (type == "INTEGER" || type == "bigint")
        return Parameter::Kind::Integer;
    return type == "REAL" || type == "double precision" ? Parameter::Kind::Real : Parameter::Kind::Text;
}

Value valueOf(const Cursor &cursor, int column, Parameter::Kind kind)
{
    Value made;
    if (cursor.isNull(column))
        return made;
    made.kind = kind;
    if (kind == Parameter::Kind::Integer)
        made.integer = cursor.integer(column);
    else if (kind == Parameter::Kind::Real)
        made.real = cursor.real(column);
    else
        made.text = cursor.string(column);
    return made;
}

// With its length, so that no two rows look the same.
void append(QByteArray &bytes, const Value &value)
{
    char digits[40];
    std::string_view text = value.text;
    if (value.kind == Parameter::Kind::Integer)
        text = {digits, static_cast<std::size_t>(std::to_chars(digits, digits + 40, value.integer).ptr - digits)};
    if (value.kind == Parameter::Kind::Real)
        text = {digits, static_cast<std::size_t>(std::to_chars(digits, digits + 40, value.real).ptr - digits)};
    bytes.append(static_cast<char>('0' + static_cast<int>(value.kind)));
    bytes.append(QByteArray::number(static_cast<qlonglong>(text.size()))).append(':');
    bytes.append(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

std::string Table::columnList() const
{
    std::string made;
    for (const Column &column : columns)
        made.append(made.empty() ? "" : ", ").append(column.name);
    return made;
}

Result<std::vector<Table>> tablesOf(Connection &db, bool isFile)
{
    std::vector<Table> made;
    const auto read = db.visit(isFile ? columnsOfFile : columnsOfSchema, {}, [&made](const Cursor &cursor) {
        if (made.empty() || made.back().name != cursor.text(0))
            made.push_back({cursor.string(0), {}});
        made.back().columns.push_back({cursor.string(1), kindOf(cursor.text(2))});
        return true;
    });
    if (!read)
        return fail(read.error());
    return made;
}

Parameter Value::parameter() const
{
    switch (kind) {
    case Parameter::Kind::Integer:
        return integer;
    case Parameter::Kind::Real:
        return real;
    case Parameter::Kind::Text:
        return std::string_view(text);
    default:
        return nullptr;
    }
}

// A PostgreSQL database would answer a SELECT with the whole table at once; a cursor gives it in portions.
Result<> eachRow(Connection &db, const Table &table, bool isFile, const std::function<bool(const Row &)> &onRow)
{
    bool goesOn = true;
    std::int64_t portion = 0;
    Row row(table.columns.size());
    const auto visitor = [&](const Cursor &cursor) {
        ++portion;
        for (std::size_t i = 0; i < row.size(); ++i)
            row[i] = valueOf(cursor, static_cast<int>(i), table.columns[i].kind);
        goesOn = onRow(row);
        return goesOn;
    };
    const std::string select = "SELECT " + table.columnList() + " FROM " + table.name;
    if (isFile) {
        if (auto read = db.visitComposed(select, {}, visitor); !read)
            return fail(read.error());
        return {};
    }
    const std::string cursor = "copied_" + table.name;
    if (auto declared = db.runScript("DECLARE " + cursor + " NO SCROLL CURSOR FOR " + select); !declared)
        return declared;
    do {
        portion = 0;
        if (auto read = db.visitComposed("FETCH 2000 FROM " + cursor, {}, visitor); !read)
            return fail(read.error());
    } while (goesOn && portion > 0);
    return db.runScript("CLOSE " + cursor);
}

void RowDigest::add(const Row &row)
{
    QByteArray bytes;
    for (const Value &value : row)
        append(bytes, value);
    const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    for (std::size_t i = 0; i < m_sum.size(); ++i) {
        std::uint64_t lane = 0;
        std::memcpy(&lane, hash.constData() + i * sizeof lane, sizeof lane);
        m_sum[i] += lane;
    }
    ++m_rows;
}

std::string RowDigest::text() const
{
    return fmt::format("{:016x}{:016x}{:016x}{:016x}", m_sum[0], m_sum[1], m_sum[2], m_sum[3]);
}

} // namespace hearth::server_program
