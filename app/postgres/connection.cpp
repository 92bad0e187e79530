// SPDX-License-Identifier: Apache-2.0
#include "postgres/dialect.h"
#include "postgres/functions.h"
#include "postgres/session.h"

#include "core/log.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstring>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hearth::postgres
{
namespace
{

using database::Connection;
using database::Cursor;
using database::Parameter;

constexpr std::int64_t firstEstimate = 300; // statements of a writer on a young studio
constexpr std::int64_t grownRows = 100'000;
constexpr std::size_t postedLimit = 200;   // their answers must fit into the socket's memory
constexpr std::size_t composedLimit = 256; // prepared texts that were put together at run time
constexpr Oid bigintType = 20;
constexpr Oid textType = 25;
constexpr Oid doubleType = 701;

// Any number that nobody else uses; every writer of a studio asks for it.
constexpr const char *takeTurn = "SELECT pg_advisory_xact_lock(5216694956355244)";

class PostgresCursor final : public Cursor
{
public:
    explicit PostgresCursor(const PGresult *rows) : m_rows(rows) {}
    void moveTo(int row) { m_row = row; }

    bool isNull(int column) const override { return PQgetisnull(m_rows, m_row, column) != 0; }
    std::int64_t integer(int column) const override
    {
        const std::string_view value = text(column);
        if (value == "t")
            return 1;
        std::int64_t made = 0;
        (void)std::from_chars(value.data(), value.data() + value.size(), made);
        return made;
    }
    double real(int column) const override
    {
        const std::string_view value = text(column);
        double made = 0;
        (void)std::from_chars(value.data(), value.data() + value.size(), made);
        return made;
    }
    std::string_view text(int column) const override
    {
        return {PQgetvalue(m_rows, m_row, column), static_cast<std::size_t>(PQgetlength(m_rows, m_row, column))};
    }

private:
    const PGresult *m_rows;
    int m_row = 0;
};

// Parameters as libpq takes them. Texts go as bytes with a length, since they may hold anything and need not end in
// NUL; numbers go as digits, which fit whatever type the statement found for a value that was NULL at first.
class Values
{
public:
    explicit Values(std::span<const Parameter> parameters)
        : m_digits(parameters.size()), m_values(parameters.size()), m_lengths(parameters.size()),
          m_formats(parameters.size())
    {
        for (std::size_t i = 0; i < parameters.size(); ++i)
            set(i, parameters[i]);
    }
    [[nodiscard]] int count() const { return static_cast<int>(m_values.size()); }
    [[nodiscard]] const char *const *values() const { return m_values.data(); }
    [[nodiscard]] const int *lengths() const { return m_lengths.data(); }
    [[nodiscard]] const int *formats() const { return m_formats.data(); }

private:
    template <typename Number>
    void setNumber(std::size_t i, Number number)
    {
        auto &digits = m_digits[i];
        *std::to_chars(digits.data(), digits.data() + digits.size() - 1, number).ptr = '\0';
        m_values[i] = digits.data();
    }
    void set(std::size_t i, const Parameter &parameter)
    {
        if (parameter.kind() == Parameter::Kind::Integer)
            setNumber(i, parameter.integer());
        if (parameter.kind() == Parameter::Kind::Real)
            setNumber(i, parameter.real());
        if (parameter.kind() != Parameter::Kind::Text)
            return;
        m_values[i] = parameter.text().empty() ? "" : parameter.text().data();
        m_lengths[i] = static_cast<int>(parameter.text().size());
        m_formats[i] = 1;
    }

    std::vector<std::array<char, 40>> m_digits;
    std::vector<const char *> m_values;
    std::vector<int> m_lengths;
    std::vector<int> m_formats;
};

Oid typeOf(const Parameter &parameter)
{
    switch (parameter.kind()) {
    case Parameter::Kind::Integer:
        return bigintType;
    case Parameter::Kind::Real:
        return doubleType;
    case Parameter::Kind::Text:
        return textType;
    default:
        return 0; // the statement decides
    }
}

class PostgresConnection final : public Connection
{
public:
    PostgresConnection(const PostgresSource &source, Access access, Session session)
        : m_source(source), m_access(access), m_session(std::move(session))
    {
    }

    using Connection::visit;
    Result<std::int64_t> visit(const char *sql, std::span<const Parameter> parameters,
                               const RowVisitor &onRow) override;
    Result<std::int64_t> visitComposed(const std::string &sql, std::span<const Parameter> parameters,
                                       const RowVisitor &onRow) override;
    Result<> postText(const char *sql, std::span<const Parameter> parameters) override;
    Result<> postChange(const char *sql, std::span<const Parameter> parameters) override;
    Result<std::optional<std::int64_t>> nextNumber(const char *table, const char *column) override;
    Result<> runScript(const std::string &sql) override;
    bool isInTransaction() const override;
    bool isDistant() const override { return true; }
    Result<bool> beginWrite() override;
    Result<> commit(std::string_view announcement) override;
    void rollback() override;
    Result<int> schemaVersion() override;
    Result<> runMigration(const std::string &script, int version) override;
    Result<std::int64_t> sizeBytes() override;
    Result<> copyTo(const std::string &) override
    {
        return fail(ErrorKind::Invalid,
                    QStringLiteral("Backups of a PostgreSQL database are made with its own tools."));
    }
    Result<bool> isSound() override { return runScript("SELECT 1").has_value(); }

private:
    [[nodiscard]] Result<Answer> run(const std::string &name, std::span<const Parameter> parameters);
    [[nodiscard]] Result<> send(const std::string &name, std::span<const Parameter> parameters,
                                bool mustChange = false);
    [[nodiscard]] Result<> post(const char *sql, std::span<const Parameter> parameters, bool mustChange);
    [[nodiscard]] Answer runUntilDeadline(const std::string &name, const Values &values);
    [[nodiscard]] std::optional<Error> failureOf(PGresult *answer, bool mustChange) const;
    [[nodiscard]] Result<Answer> collect();
    [[nodiscard]] Result<> drain();
    [[nodiscard]] Result<Answer> script(const std::string &sql);
    [[nodiscard]] Result<std::int64_t> number(const std::string &sql);
    [[nodiscard]] Result<> reconnect();
    void beginEstimates();
    void keepEstimates();
    [[nodiscard]] Result<bool> hasStudio();
    [[nodiscard]] Result<> addFunctions();
    [[nodiscard]] Result<std::string> prepare(std::string_view sql, std::span<const Parameter> parameters);
    [[nodiscard]] Result<const std::string *> nameOf(const char *sql, std::span<const Parameter> parameters);
    [[nodiscard]] Result<const std::string *> nameOf(const std::string &sql, std::span<const Parameter> parameters);
    template <typename Sql>
    [[nodiscard]] Result<Answer> execute(const Sql &sql, std::span<const Parameter> parameters);
    [[nodiscard]] Result<std::int64_t> each(Answer answer, const RowVisitor &onRow);

    const PostgresSource &m_source;
    const Access m_access;
    Session m_session;
    std::unordered_map<const void *, std::string> m_fixed;
    std::unordered_map<std::string, std::string> m_composed;
    std::int64_t m_prepared = 0;
    std::int64_t m_statements = 0;   ///< run so far
    std::int64_t m_nextEstimate = 0; ///< when the planner is told how large the tables are; 0: it knows by itself
    bool m_hasTurn = false;          ///< between `beginWrite` and the end of its transaction
    std::vector<bool> m_posted;      ///< statements whose answers were not read; whether each has to change a row
    struct Numbers {
        std::string sequence;
        std::int64_t last = 0;
        bool isChanged = false; ///< in this transaction
    };
    std::unordered_map<std::string, Numbers> m_numbers; ///< by table; hold until another program writes
    std::int64_t m_revision = -1;                       ///< of the studio, after this connection's last commit
};

// --- statements

Result<std::string> PostgresConnection::prepare(std::string_view sql, std::span<const Parameter> parameters)
{
    if (auto drained = drain(); !drained)
        return fail(drained.error());
    std::vector<Oid> types;
    for (const Parameter &parameter : parameters)
        types.push_back(typeOf(parameter));
    std::string name = "s" + std::to_string(++m_prepared);
    const Answer answer(PQprepare(m_session.get(), name.c_str(), statementText(sql).c_str(),
                                  static_cast<int>(types.size()), types.data()));
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK)
        return tl::unexpected(errorOf(m_session.get(), answer.get()));
    return name;
}

Result<const std::string *> PostgresConnection::nameOf(const char *sql, std::span<const Parameter> parameters)
{
    std::string &name = m_fixed[sql];
    if (name.empty()) {
        auto prepared = prepare(sql, parameters);
        if (!prepared)
            return fail(prepared.error());
        name = std::move(*prepared);
    }
    return &name;
}

Result<const std::string *> PostgresConnection::nameOf(const std::string &sql, std::span<const Parameter> parameters)
{
    if (const auto found = m_composed.find(sql); found != m_composed.end())
        return &found->second;
    if (m_composed.size() >= composedLimit) {
        std::string forget;
        for (const auto &[text, name] : m_composed)
            forget += "DEALLOCATE " + name + ';';
        m_composed.clear();
        if (auto done = runScript(forget); !done)
            return fail(done.error());
    }
    auto prepared = prepare(sql, parameters);
    if (!prepared)
        return fail(prepared.error());
    return &m_composed.emplace(sql, std::move(*prepared)).first->second;
}

// What was posted goes in one stream with the statements after it, whose answers come together: one way there and back
// for many of them. A failure makes the server skip what follows, so a ROLLBACK waits for it first.

Result<> PostgresConnection::send(const std::string &name, std::span<const Parameter> parameters, bool mustChange)
{
    const Values values(parameters);
    if (m_posted.empty() && PQenterPipelineMode(m_session.get()) != 1)
        return tl::unexpected(errorOf(m_session.get(), nullptr));
    if (PQsendQueryPrepared(m_session.get(), name.c_str(), values.count(), values.values(), values.lengths(),
                            values.formats(), 0) != 1)
        return tl::unexpected(errorOf(m_session.get(), nullptr));
    m_posted.push_back(mustChange);
    ++m_statements;
    return {};
}

std::optional<Error> PostgresConnection::failureOf(PGresult *answer, bool mustChange) const
{
    const ExecStatusType status = PQresultStatus(answer);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        return errorOf(m_session.get(), answer);
    if (mustChange && std::string_view(PQcmdTuples(answer)) == "0")
        return contradiction().value();
    return std::nullopt;
}

// The last answer, or the first failure, of what was sent. A session that is lost gives no more answers.
Result<Answer> PostgresConnection::collect()
{
    const auto isLost = [this] { return PQstatus(m_session.get()) == CONNECTION_BAD; };
    Answer last;
    std::optional<Error> failure;
    if (PQpipelineSync(m_session.get()) != 1)
        failure = errorOf(m_session.get(), nullptr);
    const std::vector<bool> posted = std::exchange(m_posted, {});
    for (std::size_t i = 0; i < posted.size() && !isLost(); ++i) {
        last.reset(PQgetResult(m_session.get()));
        if (!failure)
            failure = failureOf(last.get(), posted[i]);
        while (!isLost() && Answer(PQgetResult(m_session.get())))
            continue;
    }
    if (isLost())
        return tl::unexpected(errorOf(m_session.get(), nullptr));
    const Answer sync(PQgetResult(m_session.get()));
    if (PQexitPipelineMode(m_session.get()) != 1 && !failure)
        failure = errorOf(m_session.get(), nullptr);
    if (failure)
        return fail(*failure);
    return last;
}

Result<> PostgresConnection::drain()
{
    if (m_posted.empty())
        return {};
    if (auto collected = collect(); !collected)
        return fail(collected.error());
    return {};
}

Result<> PostgresConnection::post(const char *sql, std::span<const Parameter> parameters, bool mustChange)
{
    if (m_posted.size() >= postedLimit)
        if (auto drained = drain(); !drained)
            return drained;
    const auto name = nameOf(sql, parameters);
    return name ? send(**name, parameters, mustChange) : fail(name.error());
}

Result<> PostgresConnection::postText(const char *sql, std::span<const Parameter> parameters)
{
    return isInTransaction() ? post(sql, parameters, false) : Connection::postText(sql, parameters);
}

Result<> PostgresConnection::postChange(const char *sql, std::span<const Parameter> parameters)
{
    return isInTransaction() ? post(sql, parameters, true) : Connection::postChange(sql, parameters);
}

// What runs past the deadline is cancelled and fails with the database's own word for that.
Answer PostgresConnection::runUntilDeadline(const std::string &name, const Values &values)
{
    PGconn *session = m_session.get();
    if (PQsendQueryPrepared(session, name.c_str(), values.count(), values.values(), values.lengths(), values.formats(),
                            0) != 1)
        return Answer(PQmakeEmptyPGresult(session, PGRES_FATAL_ERROR));
    bool isCancelled = false;
    while (PQisBusy(session) == 1) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline() - std::chrono::steady_clock::now());
        pollfd socket{PQsocket(session), POLLIN, 0};
        const int ready = poll(&socket, 1, isCancelled ? -1 : std::max(0, static_cast<int>(left.count())));
        if (ready == 0) {
            const std::unique_ptr<PGcancel, void (*)(PGcancel *)> cancel(PQgetCancel(session), PQfreeCancel);
            std::array<char, 256> reason{};
            (void)PQcancel(cancel.get(), reason.data(), static_cast<int>(reason.size()));
            isCancelled = true;
        } else if (PQconsumeInput(session) != 1) {
            break;
        }
    }
    Answer answer(PQgetResult(session));
    while (Answer(PQgetResult(session)))
        continue;
    return answer;
}

Result<Answer> PostgresConnection::run(const std::string &name, std::span<const Parameter> parameters)
{
    if (!m_posted.empty()) {
        if (auto sent = send(name, parameters); !sent)
            return fail(sent.error());
        return collect();
    }
    ++m_statements;
    const Values values(parameters);
    Answer answer = deadline() ? runUntilDeadline(name, values)
                               : Answer(PQexecPrepared(m_session.get(), name.c_str(), values.count(), values.values(),
                                                       values.lengths(), values.formats(), 0));
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        return tl::unexpected(errorOf(m_session.get(), answer.get()));
    return answer;
}

// A reader whose session was lost asks once more on a new one: it changes nothing.
template <typename Sql>
Result<Answer> PostgresConnection::execute(const Sql &sql, std::span<const Parameter> parameters)
{
    if (std::string_view(sql).starts_with("ROLLBACK"))
        (void)drain();
    const bool mayTryAgain = m_access == Access::ReadOnly;
    for (int attempt = 0;; ++attempt) {
        const auto name = nameOf(sql, parameters);
        auto answer = name ? run(**name, parameters) : fail(name.error());
        if (answer)
            return answer;
        if (answer.error().kind == ErrorKind::Internal)
            log::error(log::database, "a statement failed: {}", answer.error().detail.toStdString());
        if (attempt > 0 || !mayTryAgain || PQstatus(m_session.get()) != CONNECTION_BAD)
            return answer;
        if (auto again = reconnect(); !again)
            return fail(again.error());
    }
}

Result<std::int64_t> PostgresConnection::each(Answer answer, const RowVisitor &onRow)
{
    const int rows = PQntuples(answer.get());
    PostgresCursor cursor(answer.get());
    for (int row = 0; onRow && row < rows; ++row) {
        cursor.moveTo(row);
        if (!onRow(cursor))
            return 0;
    }
    const std::string_view changed = PQcmdTuples(answer.get());
    std::int64_t count = 0;
    (void)std::from_chars(changed.data(), changed.data() + changed.size(), count);
    return count;
}

Result<std::int64_t> PostgresConnection::visit(const char *sql, std::span<const Parameter> parameters,
                                               const RowVisitor &onRow)
{
    auto answer = execute(sql, parameters);
    if (!answer)
        return fail(answer.error());
    return each(std::move(*answer), onRow);
}

Result<std::int64_t> PostgresConnection::visitComposed(const std::string &sql, std::span<const Parameter> parameters,
                                                       const RowVisitor &onRow)
{
    auto answer = execute(sql, parameters);
    if (!answer)
        return fail(answer.error());
    return each(std::move(*answer), onRow);
}

Result<Answer> PostgresConnection::script(const std::string &sql)
{
    if (auto drained = drain(); !drained && !sql.starts_with("ROLLBACK"))
        return fail(drained.error());
    Answer answer(PQexec(m_session.get(), sql.c_str()));
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY)
        return tl::unexpected(errorOf(m_session.get(), answer.get()));
    return answer;
}

Result<> PostgresConnection::runScript(const std::string &sql)
{
    if (auto done = script(sql); !done)
        return fail(done.error());
    return {};
}

Result<std::int64_t> PostgresConnection::number(const std::string &sql)
{
    const auto answer = script(sql);
    if (!answer)
        return fail(answer.error());
    return PQntuples(answer->get()) > 0 ? PostgresCursor(answer->get()).integer(0) : 0;
}

Result<> PostgresConnection::reconnect()
{
    m_session.reset();
    m_posted.clear();
    m_fixed.clear();
    m_composed.clear();
    auto session = connect(m_source, m_access == Access::ReadOnly);
    if (!session)
        return fail(session.error());
    m_session = std::move(*session);
    return {};
}

// --- transactions

bool PostgresConnection::isInTransaction() const
{
    if (!m_posted.empty()) // nothing is posted outside of one
        return true;
    const PGTransactionStatusType status = PQtransactionStatus(m_session.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

// A session that was lost since the last transaction, or that does not answer as it should, is made anew.
Result<bool> PostgresConnection::beginWrite()
{
    const std::string begin = std::string("BEGIN;") + takeTurn + ";SELECT revision FROM hearth.studio";
    auto revision = m_session ? number(begin) : fail(ErrorKind::Offline);
    if (!revision) {
        if (auto again = reconnect(); !again)
            return fail(again.error());
        m_revision = -1;
        revision = number(begin);
    }
    if (!revision) {
        if (isInTransaction())
            rollback();
        return fail(revision.error());
    }
    const bool hasOthers = m_revision != *revision;
    if (hasOthers)
        m_numbers.clear();
    if (m_revision < 0)
        beginEstimates();
    m_revision = *revision;
    m_hasTurn = true;
    return hasOthers;
}

// What the commit needs is posted, so that it is one way there and back.
Result<> PostgresConnection::commit(std::string_view announcement)
{
    m_hasTurn = false;
    const auto posted = [this](const char *sql, std::initializer_list<Parameter> parameters) {
        return postText(sql, std::span(parameters.begin(), parameters.size()));
    };
    auto done = posted("UPDATE hearth.studio SET revision = $1", {m_revision + 1});
    for (auto &[table, numbers] : m_numbers)
        if (done && std::exchange(numbers.isChanged, false))
            done = posted("SELECT setval(CAST($1 AS regclass), $2)", {numbers.sequence, numbers.last});
    if (done && !announcement.empty())
        done = posted("SELECT pg_notify('hearth', $1)", {announcement});
    const auto answer = done ? execute("COMMIT", {}) : fail(done.error());
    if (answer && std::strcmp(PQcmdStatus(answer->get()), "COMMIT") == 0) {
        ++m_revision;
        keepEstimates();
        return {};
    }
    m_numbers.clear();
    if (answer) // the server undoes a transaction in which a statement had failed
        return fail(ErrorKind::Internal, QStringLiteral("The change could not be stored."),
                    QStringLiteral("a statement of the transaction had failed"));
    if (PQstatus(m_session.get()) == CONNECTION_BAD)
        return fail(ErrorKind::Timeout, QStringLiteral("The connection to the database was lost while it was storing."),
                    answer.error().detail);
    return fail(answer.error());
}

// The server looks at grown tables once a minute. A young studio may take in tens of thousands of rows before, with
// plans made for empty tables, so its writer has them looked at as it goes.
void PostgresConnection::beginEstimates()
{
    const auto rows = number("SELECT CAST(coalesce(sum(reltuples), 0) AS bigint) FROM pg_class WHERE relkind = 'r' AND "
                             "relnamespace = 'hearth'::regnamespace");
    m_nextEstimate = rows && *rows < grownRows ? m_statements + firstEstimate : 0;
}

void PostgresConnection::keepEstimates()
{
    if (m_nextEstimate == 0 || m_statements < m_nextEstimate)
        return;
    m_nextEstimate = m_statements > grownRows ? 0 : m_statements * 4;
    const auto looked = runScript("DO $$ BEGIN EXECUTE (SELECT 'ANALYZE ' || string_agg(format('hearth.%I', relname), "
                                  "', ') FROM pg_class WHERE relkind = 'r' AND relnamespace = 'hearth'::regnamespace); "
                                  "END $$");
    if (!looked)
        log::warning(log::database, "the planner was not told how large the tables are: {}",
                     looked.error().detail.toStdString());
}

void PostgresConnection::rollback()
{
    m_hasTurn = false;
    m_numbers.clear();
    (void)runScript("ROLLBACK");
}

// Writers take turns, so the one whose turn it is may count by itself; the sequence follows with the commit.
Result<std::optional<std::int64_t>> PostgresConnection::nextNumber(const char *table, const char *column)
{
    if (!m_hasTurn)
        return std::nullopt;
    Numbers &numbers = m_numbers[table];
    if (numbers.sequence.empty()) {
        const auto found = script(std::string("SELECT s, coalesce(pg_sequence_last_value(s::regclass), 0) FROM "
                                              "pg_get_serial_sequence('hearth.") +
                                  table + "', '" + column + "') s");
        if (!found)
            return fail(found.error());
        PostgresCursor cursor(found->get());
        numbers.sequence = cursor.string(0);
        numbers.last = cursor.integer(1);
    }
    numbers.isChanged = true;
    return ++numbers.last;
}

// --- schema

Result<bool> PostgresConnection::hasStudio()
{
    const auto found = number("SELECT (to_regclass('hearth.studio') IS NOT NULL)::int");
    if (!found)
        return fail(found.error());
    return *found != 0;
}

Result<> PostgresConnection::addFunctions()
{
    const auto isThere = hasStudio();
    if (!isThere)
        return fail(isThere.error());
    const auto known = *isThere ? number("SELECT functions_version FROM hearth.studio") : 0;
    if (known && *known >= functionsVersion)
        return {};
    std::string sql = "BEGIN;";
    sql.append(takeTurn).append(";CREATE SCHEMA IF NOT EXISTS hearth;").append(functionsScript());
    sql.append("UPDATE hearth.studio SET functions_version = greatest(functions_version, ");
    sql.append(std::to_string(functionsVersion)).append(");COMMIT");
    auto done = runScript(sql);
    if (!done && isInTransaction())
        rollback();
    return done;
}

Result<int> PostgresConnection::schemaVersion()
{
    if (m_access == Access::ReadWrite)
        if (auto added = addFunctions(); !added)
            return fail(added.error());
    const auto isThere = hasStudio();
    if (!isThere)
        return fail(isThere.error());
    if (!*isThere)
        return 0;
    return number("SELECT schema_version FROM hearth.studio").map([](std::int64_t version) {
        return static_cast<int>(version);
    });
}

Result<> PostgresConnection::runMigration(const std::string &script, int version)
{
    const auto stored = number(std::string("BEGIN;") + takeTurn + ";SELECT schema_version FROM hearth.studio");
    if (stored && *stored >= version) { // another instance was faster
        rollback();
        return {};
    }
    auto done = stored ? runScript(schemaText(script) +
                                   ";UPDATE hearth.studio SET schema_version = " + std::to_string(version) + ";COMMIT")
                       : fail(stored.error());
    if (!done && isInTransaction())
        rollback();
    return done;
}

Result<std::int64_t> PostgresConnection::sizeBytes()
{
    return number("SELECT pg_database_size(current_database())");
}

} // namespace

Result<std::unique_ptr<Connection>> openConnection(const PostgresSource &source, Connection::Access access)
{
    auto session = connect(source, access == Connection::Access::ReadOnly);
    if (!session)
        return fail(session.error());
    return std::make_unique<PostgresConnection>(source, access, std::move(*session));
}

} // namespace hearth::postgres
