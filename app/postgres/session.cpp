// SPDX-License-Identifier: Apache-2.0
#include "postgres/session.h"

#include <libpq-fe.h>

#include <array>
#include <cstring>

namespace hearth::postgres
{
namespace
{

struct FreeOptions {
    void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};

std::string_view partOf(const PQconninfoOption *options, const char *keyword)
{
    for (const PQconninfoOption *option = options; option->keyword; ++option)
        if (std::strcmp(option->keyword, keyword) == 0 && option->val)
            return option->val;
    return {};
}

// What makes the statements mean here what they mean in SQLite, and keeps the planner to the keys: its estimates are
// made before a studio has grown. A writer that hangs in a transaction would keep every other one waiting.
constexpr const char *setUp =
    "SET search_path = hearth, pg_catalog; SET jit = off; SET plan_cache_mode = force_generic_plan; "
    "SET enable_seqscan = off; SET standard_conforming_strings = on; SET extra_float_digits = 1; "
    "SET idle_in_transaction_session_timeout = '60s';";
// A writer's statements go from a few rows to their neighbours, never through a whole table; small tables would be read
// whole for that.
constexpr const char *setUpWriter = "SET enable_hashjoin = off; SET enable_mergejoin = off;";

struct Meaning {
    std::string_view state; ///< how an SQLSTATE begins
    ErrorKind kind;
    const char *sentence;
};

constexpr std::array<Meaning, 15> meanings{{
    {"23", ErrorKind::Conflict, "The change contradicts what is stored."},
    {"22021", ErrorKind::Invalid, "A text holds a character that cannot be stored."},
    {"22P05", ErrorKind::Invalid, "A text holds a character that cannot be stored."},
    {"22", ErrorKind::Invalid, "A value cannot be stored."},
    {"08", ErrorKind::Offline, "The database cannot be reached."},
    {"57014", ErrorKind::Timeout, "The database took too long."},
    {"57", ErrorKind::Offline, "The database is not taking requests just now."},
    {"53100", ErrorKind::Internal, "The disk of the database is full."},
    {"53", ErrorKind::Offline, "The database has no room for another connection just now."},
    {"40", ErrorKind::Offline, "The database asks to try again."},
    {"55P03", ErrorKind::Offline, "The database is in use by another process."},
    {"25006", ErrorKind::Forbidden, "The database cannot be written."},
    {"42501", ErrorKind::Forbidden, "The database cannot be written: its user lacks a permission."},
    {"28", ErrorKind::Unauthorized, "The database does not accept the user or the password."},
    {"XX001", ErrorKind::Invalid, "The database is damaged."},
}};

Error unreachable(PGconn *session)
{
    const QString text = session ? QString::fromUtf8(PQerrorMessage(session)).trimmed() : QString();
    // libpq gives no code of why a session was not made.
    for (const char *refusal : {"authentication failed", "no pg_hba.conf entry", "no password supplied"})
        if (text.contains(QLatin1String(refusal)))
            return {ErrorKind::Unauthorized, QStringLiteral("The database does not accept the user or the password."),
                    text};
    return {ErrorKind::Offline, QStringLiteral("The database cannot be reached."), text};
}

Result<Session> connectNow(const PostgresSource &source, bool isReader)
{
    const std::string patience = std::to_string(source.connectPatience().count());
    // The address may say otherwise of everything but the encoding: what comes later wins, and it is expanded first.
    const std::array<const char *, 9> names{"connect_timeout",  "keepalives_idle",  "keepalives_interval",
                                            "keepalives_count", "tcp_user_timeout", "application_name",
                                            "dbname",           "client_encoding",  nullptr};
    const std::array<const char *, 9> values{patience.c_str(),     "30",   "10",   "3", "30000", "hearth-server",
                                             source.url().c_str(), "UTF8", nullptr};
    Session session(PQconnectdbParams(names.data(), values.data(), 1));
    if (!session || PQstatus(session.get()) != CONNECTION_OK)
        return tl::unexpected(unreachable(session.get()));
    const char *encoding = PQparameterStatus(session.get(), "server_encoding");
    if (!encoding || std::strcmp(encoding, "UTF8") != 0)
        return fail(ErrorKind::Invalid, QStringLiteral("The database must keep texts as UTF-8."),
                    QStringLiteral("server_encoding is %1").arg(QString::fromUtf8(encoding ? encoding : "unknown")));
    const std::string script = std::string(setUp) + (isReader ? "SET default_transaction_read_only = on" : setUpWriter);
    PQsetNoticeProcessor(
        session.get(), [](void *, const char *) {}, nullptr);
    const Answer answer(PQexec(session.get(), script.c_str()));
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK)
        return tl::unexpected(errorOf(session.get(), answer.get()));
    return session;
}

} // namespace

void EndSession::operator()(pg_conn *session) const
{
    PQfinish(session);
}
void ClearAnswer::operator()(pg_result *answer) const
{
    PQclear(answer);
}

Result<std::string> nameOf(const std::string &url)
{
    char *problem = nullptr;
    const std::unique_ptr<PQconninfoOption, FreeOptions> options(PQconninfoParse(url.c_str(), &problem));
    if (!options) {
        const QString detail = QString::fromUtf8(problem ? problem : "").trimmed();
        PQfreemem(problem);
        return fail(ErrorKind::Invalid, QStringLiteral("This is no address of a PostgreSQL database."), detail);
    }
    std::string made = "postgres://";
    if (const auto user = partOf(options.get(), "user"); !user.empty())
        made.append(user).push_back('@');
    made += partOf(options.get(), "host");
    if (const auto port = partOf(options.get(), "port"); !port.empty())
        made.append(":").append(port);
    return made.append("/").append(partOf(options.get(), "dbname"));
}

Error errorOf(pg_conn *session, const pg_result *answer)
{
    if (PQstatus(session) == CONNECTION_BAD)
        return {ErrorKind::Offline, QStringLiteral("The connection to the database was lost."),
                QString::fromUtf8(PQerrorMessage(session)).trimmed()};
    const char *code = answer ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : nullptr;
    const std::string_view state = code ? code : "";
    const QString detail = QStringLiteral("PostgreSQL %1: %2")
                               .arg(QString::fromUtf8(code), QString::fromUtf8(PQerrorMessage(session)).trimmed());
    for (const Meaning &meaning : meanings)
        if (state.starts_with(meaning.state))
            return {meaning.kind, QString::fromLatin1(meaning.sentence), detail};
    return {ErrorKind::Internal, QStringLiteral("The database reported an error."), detail};
}

Result<Session> connect(const PostgresSource &source, bool isReader)
{
    if (auto may = source.mayTry(); !may)
        return fail(may.error());
    auto session = connectNow(source, isReader);
    source.tried(session ? Result<>{} : fail(session.error()));
    return session;
}

} // namespace hearth::postgres
