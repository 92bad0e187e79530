// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "database/origin.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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
    Cursor() = default;
    virtual ~Cursor() = default;
    Cursor(const Cursor &) = delete;
    Cursor &operator=(const Cursor &) = delete;

    [[nodiscard]] virtual bool isNull(int column) const = 0;
    /// A truth counts as 1 or 0; what is no number as 0.
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual double real(int column) const = 0;
    /// Valid until the next row; empty for NULL.
    [[nodiscard]] virtual std::string_view text(int column) const = 0;
    [[nodiscard]] bool boolean(int column) const { return integer(column) != 0; }
    [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }
};

/// One connection with its prepared statements. A statement is a type that names its text, how many parameters it
/// takes, its row and how the row is read:
///   struct UserByName { static constexpr const char *sql = "… WHERE name = $1"; static constexpr int parameterCount =
///   1;
///                       using Row = User; static Row read(const Cursor &); };
/// Errors: Conflict for a violated constraint, Offline when another process holds the lock or the database cannot be
/// reached, Invalid for a value that the database does not take, Internal for the rest; the detail holds the database's
/// own text; Timeout past the deadline. Threads: one at a time.
class Connection
{
public:
    enum class Access { ReadWrite, ReadOnly };
    using RowVisitor = std::function<bool(const Cursor &)>; ///< false stops the reading

    /// A file of SQLite.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const std::string &file, Access access);
    Connection() = default;
    virtual ~Connection() = default;
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

    /// Runs a statement whose outcome nobody waits for. Where the database is not in this process it may run later,
    /// though before anything that is asked after it; then its failure is that of a later statement, or of the commit.
    template <typename Statement, typename... Args>
    [[nodiscard]] Result<> post(const Args &...args)
    {
        static_assert(sizeof...(Args) == Statement::parameterCount, "the statement takes another number of parameters");
        const std::initializer_list<Parameter> parameters{Parameter(args)...};
        return postText(Statement::sql, std::span(parameters.begin(), parameters.size()));
    }
    [[nodiscard]] virtual Result<> postText(const char *sql, std::span<const Parameter> parameters)
    {
        if (auto done = visit(sql, parameters, {}); !done)
            return fail(done.error());
        return {};
    }

    /// The same for a statement that has to change a row: where it changes none, the failure is Conflict. It may be
    /// told of by any later statement, so this is for who can undo all since and do it again while waiting for each.
    [[nodiscard]] virtual Result<> postChange(const char *sql, std::span<const Parameter> parameters)
    {
        const auto changed = visit(sql, parameters, {});
        if (!changed)
            return fail(changed.error());
        if (*changed == 0)
            return contradiction();
        return {};
    }
    /// The error of a change that the database refuses for what it holds.
    [[nodiscard]] static tl::unexpected<Error> contradiction()
    {
        return fail(ErrorKind::Conflict, QStringLiteral("The change contradicts what is stored."));
    }

    /// Whether each answer of the database is a way to another process and back, so that it pays to ask for much at
    /// once.
    [[nodiscard]] virtual bool isDistant() const { return false; }

    /// \param sql a text with static lifetime, the key of the statement cache
    [[nodiscard]] virtual Result<std::int64_t> visit(const char *sql, std::span<const Parameter> parameters,
                                                     const RowVisitor &onRow) = 0;
    [[nodiscard]] Result<std::int64_t> visit(const char *sql, std::initializer_list<Parameter> parameters,
                                             const RowVisitor &onRow)
    {
        return visit(sql, std::span(parameters.begin(), parameters.size()), onRow);
    }
    /// For texts put together from fixed parts; cached by content.
    [[nodiscard]] virtual Result<std::int64_t>
    visitComposed(const std::string &sql, std::span<const Parameter> parameters, const RowVisitor &onRow) = 0;

    /// Several statements without parameters.
    [[nodiscard]] virtual Result<> runScript(const std::string &sql) = 0;
    [[nodiscard]] virtual bool isInTransaction() const = 0;
    /// Who asked for what is done from now on; an empty one: the program itself.
    void setOrigin(Origin origin) { m_origin = std::move(origin); }
    [[nodiscard]] const Origin &origin() const { return m_origin; }
    /// Until when statements may run; one that would go on fails with Timeout. What is posted is not bounded.
    using Moment = std::chrono::steady_clock::time_point;
    void setDeadline(std::optional<Moment> deadline) { m_deadline = deadline; }
    [[nodiscard]] const std::optional<Moment> &deadline() const { return m_deadline; }

    /// Begins a transaction and waits until nobody else writes. \returns whether another program has written since the
    /// last transaction of this connection, so that what was learnt of the data may not hold.
    [[nodiscard]] virtual Result<bool> beginWrite() = 0;
    /// \param announcement for the other programs on this database, told with the commit; may be empty. Errors: as of
    /// statements; Timeout when nobody can tell whether it was stored.
    [[nodiscard]] virtual Result<> commit(std::string_view announcement) = 0;
    virtual void rollback() = 0;

    /// The next number of a numbered column, inside of `beginWrite` and `commit`, for a row that says its number
    /// itself; nullopt where only the database gives numbers.
    [[nodiscard]] virtual Result<std::optional<std::int64_t>> nextNumber(const char *table, const char *column)
    {
        (void)table;
        (void)column;
        return std::nullopt;
    }

    /// What `runMigration` has brought the database to; 0 for an empty one.
    [[nodiscard]] virtual Result<int> schemaVersion() = 0;
    /// Runs one step of the schema in a transaction of its own and notes its version. On an error nothing of it
    /// remains.
    [[nodiscard]] virtual Result<> runMigration(const std::string &script, int version) = 0;

    [[nodiscard]] virtual Result<std::int64_t> sizeBytes() = 0;
    /// Copies the whole database into a new file, consistent while others write. Errors: Internal; Invalid where the
    /// database is no file.
    [[nodiscard]] virtual Result<> copyTo(const std::string &file) = 0;
    /// Lets the database look for damage. \returns false when there is some
    [[nodiscard]] virtual Result<bool> isSound() = 0;

private:
    Origin m_origin;
    std::optional<Moment> m_deadline;
};

/// Lets a connection's statements run until a moment, while this lives.
class Deadline
{
public:
    Deadline(Connection &connection, Connection::Moment moment) : m_connection(connection)
    {
        m_connection.setDeadline(moment);
    }
    ~Deadline() { m_connection.setDeadline(std::nullopt); }
    Deadline(const Deadline &) = delete;
    Deadline &operator=(const Deadline &) = delete;

private:
    Connection &m_connection;
};

} // namespace hearth::database
