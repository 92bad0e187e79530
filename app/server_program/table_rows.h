// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace hearth::server_program
{

/// A table as its database describes it.
struct Table {
    struct Column {
        std::string name;
        database::Parameter::Kind kind = database::Parameter::Kind::Text;
    };
    std::string name;
    std::vector<Column> columns; ///< by name, so that both databases have them in one order

    [[nodiscard]] std::string columnList() const;
};

/// The tables of a studio's database, by name. \param isFile whether it is one of SQLite
[[nodiscard]] Result<std::vector<Table>> tablesOf(database::Connection &db, bool isFile);

/// A value of a row with what is needed to hand it on.
struct Value {
    database::Parameter::Kind kind = database::Parameter::Kind::Null;
    std::int64_t integer = 0;
    double real = 0;
    std::string text;

    [[nodiscard]] database::Parameter parameter() const;
};
using Row = std::vector<Value>;

/// Every row of a table, in no order; false ends the reading. Inside a transaction where the database is no file.
[[nodiscard]] Result<> eachRow(database::Connection &db, const Table &table, bool isFile,
                               const std::function<bool(const Row &)> &onRow);

/// A digest over rows that does not depend on their order.
class RowDigest
{
public:
    void add(const Row &row);
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::int64_t rows() const { return m_rows; }

private:
    std::array<std::uint64_t, 4> m_sum{};
    std::int64_t m_rows = 0;
};

} // namespace hearth::server_program
