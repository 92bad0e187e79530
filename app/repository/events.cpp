// SPDX-License-Identifier: Apache-2.0
#include "repository/events.h"

#include <algorithm>

#include <array>
#include <charconv>

namespace hearth::repository
{
namespace
{

using database::Connection;
using database::Cursor;
using database::Parameter;

constexpr const char *selectEvents = "SELECT e.seq, e.hash, e.topic, e.project, e.user_name, e.sender, e.sender_type, "
                                     "e.depends_on, e.status, e.retries, "
                                     "e.description, e.summary, e.payload, e.created_at, e.updated_at FROM events e";

EventRow readEvent(const Cursor &c)
{
    return {c.integer(0), c.string(1),  c.string(2),  c.string(3),  c.string(4),
            c.string(5),  c.string(6),  c.string(7),  c.string(8),  c.integer(9),
            c.string(10), c.string(11), c.string(12), c.string(13), c.string(14)};
}

struct InsertEvent {
    static constexpr const char *sql = "INSERT INTO events (hash, topic, project, user_name, sender, sender_type, "
                                       "depends_on, status, retries, description, "
                                       "summary, payload, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, "
                                       "$8, $9, $10, $11, $12, $13, $14) RETURNING seq";
    static constexpr int parameterCount = 14;
    using Row = std::int64_t;
    static Row read(const Cursor &c) { return c.integer(0); }
};

constexpr const char *insertNumberedSql =
    "INSERT INTO events (seq, hash, topic, project, user_name, sender, sender_type, depends_on, status, retries, "
    "description, summary, payload, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
    "$12, $13, $14, $15)";

struct EventBySeq {
    static constexpr const char *sql =
        "SELECT e.seq, e.hash, e.topic, e.project, e.user_name, e.sender, e.sender_type, e.depends_on, e.status, "
        "e.retries, "
        "e.description, e.summary, e.payload, e.created_at, e.updated_at FROM events e WHERE e.seq = $1";
    static constexpr int parameterCount = 1;
    using Row = EventRow;
    static Row read(const Cursor &c) { return readEvent(c); }
};

struct EventByHash {
    static constexpr const char *sql =
        "SELECT e.seq, e.hash, e.topic, e.project, e.user_name, e.sender, e.sender_type, e.depends_on, e.status, "
        "e.retries, "
        "e.description, e.summary, e.payload, e.created_at, e.updated_at FROM events e WHERE e.hash = $1";
    static constexpr int parameterCount = 1;
    using Row = EventRow;
    static Row read(const Cursor &c) { return readEvent(c); }
};

struct UpdateEvent {
    static constexpr const char *sql =
        "UPDATE events SET hash = $1, project = $2, user_name = $3, sender = $4, sender_type = $5, depends_on = $6, "
        "status = $7, "
        "retries = $8, description = $9, summary = $10, payload = $11, updated_at = $12 WHERE seq = $13";
    static constexpr int parameterCount = 13;
};

struct RemoveEvent {
    static constexpr const char *sql = "DELETE FROM events WHERE seq = $1";
    static constexpr int parameterCount = 1;
};

struct EventsDependingOn {
    static constexpr const char *sql = "SELECT e.seq, e.hash, e.topic, e.project, e.user_name, e.sender, "
                                       "e.sender_type, e.depends_on, e.status, e.retries, "
                                       "e.description, e.summary, e.payload, e.created_at, e.updated_at FROM events e "
                                       "WHERE e.depends_on = $1 AND e.topic = $2 ORDER BY e.seq";
    static constexpr int parameterCount = 2;
    using Row = EventRow;
    static Row read(const Cursor &c) { return readEvent(c); }
};

struct EventsAfter {
    static constexpr const char *sql =
        "SELECT e.seq, e.hash, e.topic, e.project, e.user_name, e.sender, e.sender_type, e.depends_on, e.status, "
        "e.retries, "
        "e.description, e.summary, e.payload, e.created_at, e.updated_at FROM events e "
        "WHERE e.seq > $1 "
        "AND EXISTS (SELECT 1 FROM json_each($2) p WHERE like(p.value, e.topic)) ORDER BY e.seq LIMIT $3";
    static constexpr int parameterCount = 3;
    using Row = EventRow;
    static Row read(const Cursor &c) { return readEvent(c); }
};

struct NewestSeq {
    static constexpr const char *sql = "SELECT coalesce(max(seq), 0) FROM events";
    static constexpr int parameterCount = 0;
    using Row = std::int64_t;
    static Row read(const Cursor &c) { return c.integer(0); }
};

Result<> done(const Result<std::int64_t> &changed)
{
    if (!changed)
        return fail(changed.error());
    return {};
}

} // namespace

std::string EventIds::idOf(std::int64_t seq) const
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string id = m_prefix;
    id.resize(32);
    auto rest = static_cast<std::uint64_t>(seq);
    for (std::size_t i = 32; i-- > 16; rest >>= 4)
        id[i] = digits[rest & 15];
    return id;
}

std::int64_t EventIds::seqOf(std::string_view id) const
{
    if (id.size() != 32 || id.substr(0, 16) != m_prefix)
        return 0;
    std::uint64_t seq = 0;
    const auto [end, error] = std::from_chars(id.data() + 16, id.data() + 32, seq, 16);
    return error == std::errc{} && end == id.data() + 32 ? static_cast<std::int64_t>(seq) : 0;
}

namespace
{

// An event without a hash has nothing that could be refused, so nobody needs to wait for it.
Result<std::int64_t> insertNumbered(Connection &db, const EventRow &e, std::int64_t seq)
{
    const std::array values{
        Parameter(seq),       Parameter::orNull(e.hash), Parameter(e.topic),       Parameter(e.project),
        Parameter(e.user),    Parameter(e.sender),       Parameter(e.senderType),  Parameter::orNull(e.dependsOn),
        Parameter(e.status),  Parameter(e.retries),      Parameter(e.description), Parameter(e.summary),
        Parameter(e.payload), Parameter(e.createdAt),    Parameter(e.updatedAt)};
    const auto stored =
        e.hash.empty() ? db.postText(insertNumberedSql, values) : done(db.visit(insertNumberedSql, values, {}));
    if (!stored)
        return fail(stored.error());
    return seq;
}

} // namespace

Result<std::int64_t> insertEvent(Connection &db, const EventRow &e)
{
    const auto number = db.nextNumber("events", "seq");
    if (!number)
        return fail(number.error());
    if (*number)
        return insertNumbered(db, e, **number);
    const auto made = db.one<InsertEvent>(Parameter::orNull(e.hash), e.topic, e.project, e.user, e.sender, e.senderType,
                                          Parameter::orNull(e.dependsOn), e.status, e.retries, e.description, e.summary,
                                          e.payload, e.createdAt, e.updatedAt);
    if (!made)
        return fail(made.error());
    return made->value_or(0);
}

Result<std::optional<EventRow>> eventBySeq(Connection &db, std::int64_t seq)
{
    return db.one<EventBySeq>(seq);
}
Result<std::optional<EventRow>> eventByHash(Connection &db, std::string_view hash)
{
    return db.one<EventByHash>(hash);
}

Result<> updateEvent(Connection &db, const EventRow &e)
{
    return done(db.run<UpdateEvent>(Parameter::orNull(e.hash), e.project, e.user, e.sender, e.senderType,
                                    Parameter::orNull(e.dependsOn), e.status, e.retries, e.description, e.summary,
                                    e.payload, e.updatedAt, e.seq));
}

Result<> removeEvent(Connection &db, std::int64_t seq)
{
    return done(db.run<RemoveEvent>(seq));
}

Result<std::vector<EventRow>> eventsDependingOn(Connection &db, std::string_view id, std::string_view topic)
{
    return db.all<EventsDependingOn>(id, topic);
}

Result<std::vector<EventRow>> eventsAfter(Connection &db, std::int64_t seq, std::string_view topicPatterns, int most)
{
    return db.all<EventsAfter>(seq, topicPatterns, most);
}

Result<std::int64_t> newestEvent(Connection &db)
{
    const auto newest = db.one<NewestSeq>();
    if (!newest)
        return fail(newest.error());
    return newest->value_or(0);
}

bool matchesTopic(const std::vector<std::string> &patterns, std::string_view topic)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::string &pattern) {
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            if (pattern[i] == '%' || pattern[i] == '_')
                return true;
            if (i >= topic.size() || lower(pattern[i]) != lower(topic[i]))
                return false;
        }
        return pattern.size() == topic.size();
    });
}

EventQuery &EventQuery::newestFirst()
{
    m_order = " ORDER BY e.seq DESC";
    return *this;
}

EventQuery &EventQuery::limit(std::int64_t rows)
{
    m_limit = " LIMIT " + bind(rows);
    return *this;
}

Result<std::vector<EventRow>> EventQuery::all(Connection &db) const
{
    std::vector<EventRow> rows;
    const auto visited =
        db.visitComposed(selectEvents + m_where + m_order + m_limit, parameters(), [&rows](const Cursor &cursor) {
            rows.push_back(readEvent(cursor));
            return true;
        });
    if (!visited)
        return fail(visited.error());
    return rows;
}

} // namespace hearth::repository
