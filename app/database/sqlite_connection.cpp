// SPDX-License-Identifier: Apache-2.0
#include "database/connection.h"

#include <sqlite3.h>

#include <cctype>
#include <unordered_map>

namespace hearth::database
{
namespace
{

constexpr int stepsForOneClock = 20'000;   // of SQLite's machine, a fraction of a millisecond
constexpr std::size_t composedLimit = 256; // cached texts put together at run time

struct Finalize {
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using StatementHandle = std::unique_ptr<sqlite3_stmt, Finalize>;

// SQLite numbers parameters as ?1; the texts are written for both databases with $1.
std::string withQuestionMarks(std::string_view sql)
{
    std::string made(sql);
    for (std::size_t i = 0; i + 1 < made.size(); ++i)
        if (made[i] == '$' && std::isdigit(static_cast<unsigned char>(made[i + 1])) != 0)
            made[i] = '?';
    return made;
}

void bind(sqlite3_stmt *statement, int index, const Parameter &value)
{
    switch (value.kind()) {
    case Parameter::Kind::Null:
        sqlite3_bind_null(statement, index);
        return;
    case Parameter::Kind::Integer:
        sqlite3_bind_int64(statement, index, value.integer());
        return;
    case Parameter::Kind::Real:
        sqlite3_bind_double(statement, index, value.real());
        return;
    case Parameter::Kind::Text:
        // An empty view may hold a null pointer, which SQLite would take for NULL.
        sqlite3_bind_text(statement, index, value.text().empty() ? "" : value.text().data(),
                          static_cast<int>(value.text().size()), SQLITE_STATIC);
        return;
    }
}

ErrorKind kindOf(int code)
{
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return ErrorKind::Conflict;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorKind::Offline;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
        return ErrorKind::Forbidden;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ErrorKind::Invalid;
    case SQLITE_FULL:
        return ErrorKind::NoSpace;
    case SQLITE_INTERRUPT:
        return ErrorKind::Timeout;
    default:
        return ErrorKind::Internal;
    }
}

QString sentenceOf(int code)
{
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return QStringLiteral("The change contradicts what is stored.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return QStringLiteral("The database is in use by another process.");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return QStringLiteral("The database cannot be written.");
    case SQLITE_FULL:
        return QStringLiteral("The disk of the database is full.");
    case SQLITE_INTERRUPT:
        return QStringLiteral("The database took too long.");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return QStringLiteral("The database file is damaged.");
    default:
        return QStringLiteral("The database reported an error.");
    }
}

class SqliteCursor final : public Cursor
{
public:
    explicit SqliteCursor(sqlite3_stmt *statement) : m_statement(statement) {}
    bool isNull(int column) const override { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(m_statement, column); }
    double real(int column) const override { return sqlite3_column_double(m_statement, column); }
    std::string_view text(int column) const override
    {
        const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
        return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)))
                     : std::string_view{};
    }

private:
    sqlite3_stmt *m_statement;
};

// Asked by SQLite now and then; what is not 0 ends the statement.
int isLate(void *connection)
{
    const auto &deadline = static_cast<Connection *>(connection)->deadline();
    return deadline && std::chrono::steady_clock::now() > *deadline ? 1 : 0;
}

class SqliteConnection final : public Connection
{
public:
    explicit SqliteConnection(sqlite3 *handle) : m_handle(handle) {}
    ~SqliteConnection() override;

    [[nodiscard]] Result<> setUp(Access access);
    [[nodiscard]] tl::unexpected<Error> lastError(int code) const;

    using Connection::visit;
    Result<std::int64_t> visit(const char *sql, std::span<const Parameter> parameters,
                               const RowVisitor &onRow) override;
    Result<std::int64_t> visitComposed(const std::string &sql, std::span<const Parameter> parameters,
                                       const RowVisitor &onRow) override;
    Result<> runScript(const std::string &sql) override;
    bool isInTransaction() const override { return sqlite3_get_autocommit(m_handle) == 0; }
    Result<bool> beginWrite() override;
    Result<> commit(std::string_view announcement) override;
    void rollback() override { (void)visit("ROLLBACK", {}, {}); }
    Result<int> schemaVersion() override
    {
        return firstNumber("PRAGMA user_version").map([](std::int64_t version) { return static_cast<int>(version); });
    }
    Result<> runMigration(const std::string &script, int version) override;
    Result<std::int64_t> sizeBytes() override
    {
        return firstNumber("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
    }
    Result<> copyTo(const std::string &file) override;
    Result<bool> isSound() override;

private:
    [[nodiscard]] Result<std::int64_t> firstNumber(const char *sql);
    [[nodiscard]] Result<sqlite3_stmt *> prepare(std::string_view sql);
    [[nodiscard]] Result<std::int64_t> step(sqlite3_stmt *statement, std::span<const Parameter> parameters,
                                            const RowVisitor &onRow);

    sqlite3 *m_handle;
    std::unordered_map<const void *, StatementHandle> m_fixed;
    std::unordered_map<std::string, StatementHandle> m_composed;
};

SqliteConnection::~SqliteConnection()
{
    m_fixed.clear();
    m_composed.clear();
    sqlite3_close_v2(m_handle);
}

// The busy timeout comes first: switching to WAL takes a lock that another process may hold. FULL because a reply is
// only sent once its change would survive a power cut; group commit makes that affordable.
Result<> SqliteConnection::setUp(Access access)
{
    sqlite3_progress_handler(m_handle, stepsForOneClock, isLate, static_cast<Connection *>(this));
    sqlite3_busy_timeout(m_handle, 5000);
    std::string pragmas = "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;";
    if (access == Access::ReadWrite)
        pragmas += "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA "
                   "cache_size=-16384;";
    else
        pragmas += "PRAGMA query_only=ON; PRAGMA cache_size=-4096; PRAGMA mmap_size=268435456;";
    return runScript(pragmas);
}

Result<sqlite3_stmt *> SqliteConnection::prepare(std::string_view sql)
{
    const std::string text = withQuestionMarks(sql);
    sqlite3_stmt *statement = nullptr;
    const int code = sqlite3_prepare_v3(m_handle, text.c_str(), static_cast<int>(text.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK)
        return lastError(code);
    return statement;
}

Result<std::int64_t> SqliteConnection::visit(const char *sql, std::span<const Parameter> parameters,
                                             const RowVisitor &onRow)
{
    StatementHandle &cached = m_fixed[sql];
    if (!cached) {
        auto prepared = prepare(sql);
        if (!prepared)
            return fail(prepared.error());
        cached.reset(*prepared);
    }
    return step(cached.get(), parameters, onRow);
}

Result<std::int64_t> SqliteConnection::visitComposed(const std::string &sql, std::span<const Parameter> parameters,
                                                     const RowVisitor &onRow)
{
    auto found = m_composed.find(sql);
    if (found == m_composed.end()) {
        auto prepared = prepare(sql);
        if (!prepared)
            return fail(prepared.error());
        if (m_composed.size() >= composedLimit)
            m_composed.clear();
        found = m_composed.emplace(sql, StatementHandle(*prepared)).first;
    }
    return step(found->second.get(), parameters, onRow);
}

Result<std::int64_t> SqliteConnection::step(sqlite3_stmt *statement, std::span<const Parameter> parameters,
                                            const RowVisitor &onRow)
{
    struct Reset {
        sqlite3_stmt *statement;
        ~Reset() { sqlite3_reset(statement); }
    } const reset{statement};
    for (std::size_t i = 0; i < parameters.size(); ++i)
        bind(statement, static_cast<int>(i) + 1, parameters[i]);
    const SqliteCursor cursor(statement);
    for (;;) {
        const int code = sqlite3_step(statement);
        if (code == SQLITE_DONE)
            return sqlite3_changes64(m_handle);
        if (code != SQLITE_ROW)
            return lastError(code);
        if (onRow && !onRow(cursor))
            return 0;
    }
}

Result<> SqliteConnection::runScript(const std::string &sql)
{
    const int code = sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return lastError(code);
    return {};
}

Result<bool> SqliteConnection::beginWrite()
{
    if (const auto begun = visit("BEGIN IMMEDIATE", {}, {}); !begun)
        return fail(begun.error());
    return false; // the program that has a data folder is alone with it
}

Result<> SqliteConnection::commit(std::string_view)
{
    if (const auto done = visit("COMMIT", {}, {}); !done)
        return fail(done.error());
    return {};
}

Result<std::int64_t> SqliteConnection::firstNumber(const char *sql)
{
    std::int64_t number = 0;
    const auto read = visit(sql, {}, [&number](const Cursor &cursor) {
        number = cursor.integer(0);
        return false;
    });
    if (!read)
        return fail(read.error());
    return number;
}

Result<> SqliteConnection::runMigration(const std::string &script, int version)
{
    auto done = runScript("BEGIN IMMEDIATE;" + script + ";PRAGMA user_version=" + std::to_string(version) + ";COMMIT;");
    if (!done && isInTransaction())
        (void)runScript("ROLLBACK");
    return done;
}

Result<> SqliteConnection::copyTo(const std::string &file)
{
    sqlite3 *target = nullptr;
    int code = sqlite3_open_v2(file.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    if (code == SQLITE_OK) {
        sqlite3_backup *backup = sqlite3_backup_init(target, "main", m_handle, "main");
        code = backup ? sqlite3_backup_step(backup, -1) : SQLITE_ERROR;
        sqlite3_backup_finish(backup);
    }
    // One whole file, that can be looked into later without files beside it.
    if (code == SQLITE_DONE &&
        sqlite3_exec(target, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr) != SQLITE_OK)
        code = sqlite3_errcode(target);
    const QString detail = QString::fromUtf8(sqlite3_errmsg(target));
    sqlite3_close_v2(target);
    if (code != SQLITE_DONE)
        return fail(kindOf(code), sentenceOf(code), detail);
    return {};
}

Result<bool> SqliteConnection::isSound()
{
    bool sound = false;
    const auto checked = visit("PRAGMA quick_check(1)", std::span<const Parameter>{}, [&sound](const Cursor &cursor) {
        sound = cursor.text(0) == "ok";
        return false;
    });
    if (!checked)
        return false;
    return sound;
}

tl::unexpected<Error> SqliteConnection::lastError(int code) const
{
    return fail(kindOf(code), sentenceOf(code),
                QStringLiteral("SQLite %1: %2").arg(code).arg(QString::fromUtf8(sqlite3_errmsg(m_handle))));
}

} // namespace

Result<std::unique_ptr<Connection>> Connection::open(const std::string &file, Access access)
{
    // Counting every allocation of every connection under one lock is for those who look at the counts.
    static const int counted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)counted;
    sqlite3 *handle = nullptr;
    const int flags = SQLITE_OPEN_NOMUTEX |
                      (access == Access::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
    auto made = std::make_unique<SqliteConnection>(handle);
    if (code != SQLITE_OK)
        return made->lastError(code);
    sqlite3_extended_result_codes(handle, 1);
    if (auto ready = made->setUp(access); !ready)
        return fail(ready.error());
    return made;
}

} // namespace hearth::database
