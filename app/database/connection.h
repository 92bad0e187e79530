// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "database/origin.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace hearth::database
{

/// One value of a statement. Texts are not copied: they must live until the call has returned.
class Parameter
{
public:
    enum class Kind { Null, Integer, Real, Text };

    Parameter(std::nullptr_t) {}
    Parameter(std::int64_t value) : m_kind(Kind::Integer), m_integer(value) {}
    Parameter(int value) : m_kind(Kind::Integer), m_integer(value) {}
    Parameter(bool value) : m_kind(Kind::Integer), m_integer(value ? 1 : 0) {}
    Parameter(double value) : m_kind(Kind::Real), m_real(value) {}
    Parameter(std::string_view value) : m_kind(Kind::Text), m_text(value) {}
    Parameter(const std::string &value) : m_kind(Kind::Text), m_text(value) {}
    Parameter(const char *value) : m_kind(Kind::Text), m_text(value) {}
    /// An empty text as NULL.
    static Parameter orNull(std::string_view value) { return value.empty() ? Parameter(nullptr) : Parameter(value); }

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] std::int64_t integer() const { return m_integer; }
    [[nodiscard]] double real() const { return m_real; }
    [[nodiscard]] std::string_view text() const { return m_text; }

private:
    Kind m_kind = Kind::Null;
    std::int64_t m_integer = 0;
    double m_real = 0;
    std::string_view m_text;
};

/// The current row of a statement.
class Cursor
{
public:
    explicit Cursor(sqlite3_stmt *statement) : m_statement(statement) {}
    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] bool boolean(int column) const { return integer(column) != 0; }
    /// Valid until the next row; empty for NULL.
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }

private:
    sqlite3_stmt *m_statement;
};

/// One connection with its prepared statements. A statement is a type that names its text, how many parameters it
/// takes, its row and how the row is read:
///   struct UserByName { static constexpr const char *sql = "… WHERE name = $1"; static constexpr int parameterCount =
///   1;
///                       using Row = User; static Row read(const Cursor &); };
/// Errors: Conflict for a violated constraint, Offline when another process holds the lock, Internal for the rest; the
/// detail holds SQLite's own text. Threads: one at a time.
class Connection
{
public:
    enum class Access { ReadWrite, ReadOnly };
    using RowVisitor = std::function<bool(const Cursor &)>; ///< false stops the reading

    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const std::string &file, Access access);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    template <typename Statement, typename... Args>
    [[nodiscard]] Result<std::vector<typename Statement::Row>> all(const Args &...args)
    {
        static_assert(sizeof...(Args) == Statement::parameterCount, "the statement takes another number of parameters");
        std::vector<typename Statement::Row> rows;
        const auto visited = visit(Statement::sql, {Parameter(args)...}, [&rows](const Cursor &cursor) {
            rows.push_back(Statement::read(cursor));
            return true;
        });
        if (!visited)
            return fail(visited.error());
        return rows;
    }

    template <typename Statement, typename... Args>
    [[nodiscard]] Result<std::optional<typename Statement::Row>> one(const Args &...args)
    {
        static_assert(sizeof...(Args) == Statement::parameterCount, "the statement takes another number of parameters");
        std::optional<typename Statement::Row> row;
        const auto visited = visit(Statement::sql, {Parameter(args)...}, [&row](const Cursor &cursor) {
            row = Statement::read(cursor);
            return false;
        });
        if (!visited)
            return fail(visited.error());
        return row;
    }

    /// \returns how many rows were changed
    template <typename Statement, typename... Args>
    [[nodiscard]] Result<std::int64_t> run(const Args &...args)
    {
        static_assert(sizeof...(Args) == Statement::parameterCount, "the statement takes another number of parameters");
        return visit(Statement::sql, {Parameter(args)...}, {});
    }

    /// \param sql a text with static lifetime, the key of the statement cache
    [[nodiscard]] Result<std::int64_t> visit(const char *sql, std::span<const Parameter> parameters,
                                             const RowVisitor &onRow);
    [[nodiscard]] Result<std::int64_t> visit(const char *sql, std::initializer_list<Parameter> parameters,
                                             const RowVisitor &onRow)
    {
        return visit(sql, std::span(parameters.begin(), parameters.size()), onRow);
    }
    /// For texts put together from fixed parts; cached by content.
    [[nodiscard]] Result<std::int64_t> visitComposed(const std::string &sql, std::span<const Parameter> parameters,
                                                     const RowVisitor &onRow);

    /// Several statements without parameters.
    [[nodiscard]] Result<> runScript(const std::string &sql);
    [[nodiscard]] std::int64_t lastRowId() const;
    [[nodiscard]] bool isInTransaction() const;
    /// Who asked for what is done from now on; an empty one: the program itself.
    void setOrigin(Origin origin) { m_origin = std::move(origin); }
    [[nodiscard]] const Origin &origin() const { return m_origin; }
    /// Copies the whole database into a new file, consistent while others write. Errors: Internal.
    [[nodiscard]] Result<> copyTo(const std::string &file);
    /// Lets SQLite look for damage. \returns false when there is some
    [[nodiscard]] Result<bool> isSound();

private:
    struct Cache;
    explicit Connection(sqlite3 *handle);
    [[nodiscard]] Result<> setUp(Access access);
    [[nodiscard]] Result<sqlite3_stmt *> prepare(std::string_view sql);
    [[nodiscard]] Result<std::int64_t> step(sqlite3_stmt *statement, std::span<const Parameter> parameters,
                                            const RowVisitor &onRow);
    [[nodiscard]] tl::unexpected<Error> lastError(int code) const;

    sqlite3 *m_handle;
    std::unique_ptr<Cache> m_cache;
    Origin m_origin;
};

} // namespace hearth::database
