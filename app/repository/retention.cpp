// SPDX-License-Identifier: Apache-2.0
#include "repository/retention.h"

namespace hearth::repository
{
namespace
{

using database::Connection;
using database::Cursor;

struct Number {
    static constexpr int parameterCount = 1;
    using Row = std::int64_t;
    static Row read(const Cursor &c) { return c.integer(0); }
};
struct NextChange : Number {
    static constexpr const char *sql = "SELECT seq FROM changes WHERE seq >= $1 ORDER BY seq LIMIT 1";
};
struct NextEvent : Number {
    static constexpr const char *sql = "SELECT seq FROM events WHERE seq >= $1 ORDER BY seq LIMIT 1";
};

Amount readAmount(const Cursor &c)
{
    return {c.integer(0), c.integer(1)};
}

struct OldChanges {
    static constexpr const char *sql = "SELECT count(*), coalesce(sum(length(before) + length(after) + 160), 0) FROM "
                                       "changes WHERE seq >= $1 AND seq < $2 AND at < $3";
    static constexpr int parameterCount = 3;
    using Row = Amount;
    static Row read(const Cursor &c) { return readAmount(c); }
};

struct RemoveChanges {
    static constexpr const char *sql = "DELETE FROM changes WHERE seq >= $1 AND seq < $2 AND at < $3";
    static constexpr int parameterCount = 3;
};

struct OldEvents {
    static constexpr const char *sql =
        "SELECT seq, depends_on, length(description) + length(summary) + length(payload) + 250 FROM events WHERE "
        "seq >= $1 AND seq < $2 AND updated_at < $3 AND status IN ('finished', 'failed', 'aborted') AND "
        "(CASE WHEN substr(topic, 1, 4) = 'log.' THEN 1 ELSE 0 END) = $4 ORDER BY seq";
    static constexpr int parameterCount = 4;
    using Row = OldEvent;
    static Row read(const Cursor &c) { return {c.integer(0), c.string(1), c.integer(2)}; }
};

struct Awaiting {
    static constexpr const char *sql = "SELECT count(*) FROM events WHERE depends_on = $1 AND status NOT IN "
                                       "('finished', 'failed', 'aborted')";
    static constexpr int parameterCount = 1;
    using Row = std::int64_t;
    static Row read(const Cursor &c) { return c.integer(0); }
};

struct OldSessions {
    static constexpr const char *sql = "SELECT count(*), coalesce(sum(length(token) + length(client) + 60), 0) FROM "
                                       "sessions WHERE last_used < $1";
    static constexpr int parameterCount = 1;
    using Row = Amount;
    static Row read(const Cursor &c) { return readAmount(c); }
};

template <typename Statement, typename... Args>
Result<Amount> amountOf(Connection &db, const Args &...args)
{
    const auto amount = db.one<Statement>(args...);
    if (!amount)
        return fail(amount.error());
    return amount->value_or(Amount{});
}

} // namespace

Result<std::optional<std::int64_t>> nextChange(Connection &db, std::int64_t from)
{
    return db.one<NextChange>(from);
}

Result<std::optional<std::int64_t>> nextEvent(Connection &db, std::int64_t from)
{
    return db.one<NextEvent>(from);
}

Result<Amount> oldChanges(Connection &db, std::int64_t begin, std::int64_t end, std::string_view before)
{
    return amountOf<OldChanges>(db, begin, end, before);
}

Result<> removeChanges(Connection &db, std::int64_t begin, std::int64_t end, std::string_view before)
{
    if (auto removed = db.run<RemoveChanges>(begin, end, before); !removed)
        return fail(removed.error());
    return {};
}

Result<std::vector<OldEvent>> oldEvents(Connection &db, std::int64_t begin, std::int64_t end, std::string_view before,
                                        bool isLog)
{
    return db.all<OldEvents>(begin, end, before, isLog);
}

Result<bool> isEventAwaited(Connection &db, std::string_view id)
{
    const auto count = db.one<Awaiting>(id);
    if (!count)
        return fail(count.error());
    return count->value_or(0) > 0;
}

Result<Amount> oldSessions(Connection &db, double lastUsedBefore)
{
    return amountOf<OldSessions>(db, lastUsedBefore);
}

} // namespace hearth::repository
