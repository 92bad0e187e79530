// SPDX-License-Identifier: Apache-2.0
#include "repository/change_log.h"

#include "repository/change_text.h"
#include "repository/stamp.h"

#include <algorithm>

namespace hearth::repository
{
namespace
{

using database::Connection;
using database::Cursor;
using jsontext::Object;

struct AppendChange {
    static constexpr const char *sql =
        "INSERT INTO changes (at, project, entity_type, entity_id, action, before, after, user_name, sender, address, "
        "request) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    static constexpr int parameterCount = 11;
};

struct NewestChange {
    static constexpr const char *sql = "SELECT seq FROM changes ORDER BY seq DESC LIMIT 1";
    static constexpr int parameterCount = 0;
    using Row = std::int64_t;
    static Row read(const Cursor &c) { return c.integer(0); }
};

struct OldestChange {
    static constexpr const char *sql = "SELECT seq FROM changes ORDER BY seq LIMIT 1";
    static constexpr int parameterCount = 0;
    using Row = std::int64_t;
    static Row read(const Cursor &c) { return c.integer(0); }
};

constexpr const char *selectChanges = "SELECT c.seq, c.at, c.project, c.entity_type, c.entity_id, c.action, c.before, "
                                      "c.after, c.user_name, c.sender, c.address, c.request FROM changes c";

class ChangeQuery : public Conditions<ChangeQuery>
{
public:
    Result<std::vector<LoggedChange>> newest(Connection &db, std::int64_t limit)
    {
        std::vector<LoggedChange> rows;
        const std::string sql = selectChanges + m_where + " ORDER BY c.seq DESC LIMIT " + bind(limit);
        const auto visited = db.visitComposed(sql, parameters(), [&rows](const Cursor &c) {
            rows.push_back({c.integer(0), c.string(1), c.integer(2), c.string(3), c.string(4), c.string(5), c.string(6),
                            c.string(7), c.string(8), c.string(9), c.string(10), c.string(11)});
            return true;
        });
        if (!visited)
            return fail(visited.error());
        return rows;
    }
};

void narrow(ChangeQuery &query, const ChangeFilter &filter)
{
    if (!filter.user.empty())
        query.where("c.user_name = $#", filter.user);
    if (filter.project)
        query.where("c.project = $#", *filter.project);
    if (!filter.entityType.empty())
        query.where("c.entity_type = $#", filter.entityType);
    if (!filter.entityId.empty())
        query.where("c.entity_id = $#", filter.entityId);
    if (!filter.action.empty())
        query.where("c.action = $#", filter.action);
    if (!filter.since.empty())
        query.where("c.at >= $#", filter.since);
    if (!filter.until.empty())
        query.where("c.at <= $#", filter.until);
    if (!filter.text.empty())
        query.where("instr(lower(c.entity_id || ' ' || c.before || ' ' || c.after), lower($#)) > 0", filter.text);
}

} // namespace

Result<> appendChange(Connection &db, const ChangeRow &c)
{
    const database::Origin &origin = db.origin();
    return db.post<AppendChange>(c.at, c.project, c.entityType, c.entityId, c.action, c.before, c.after, c.user,
                                 c.sender, origin.address, origin.request);
}

Result<> logChange(Connection &db, const Subject &subject, std::string_view action, const Object &before,
                   const Object &after)
{
    const ChangedMembers changed = changedMembers(before, after);
    if (action == "update" && changed.isEmpty())
        return {};
    const std::string now = stampNow();
    const std::string was = keptText(changed.before);
    const std::string is = keptText(changed.after);
    const database::Origin &origin = db.origin();
    return appendChange(db,
                        {now, subject.project, subject.type, subject.id, action, was, is, origin.user, origin.sender});
}

Result<> logDifference(Connection &db, const Subject &subject, const Object *before, const Object *after)
{
    static const Object none;
    if (!before && !after)
        return {};
    return logChange(db, subject,
                     before && after ? "update"
                     : after         ? "create"
                                     : "delete",
                     before ? *before : none, after ? *after : none);
}

Result<ChangePage> changesBefore(Connection &db, const ChangeFilter &filter, std::int64_t before, std::int64_t limit)
{
    const auto newest = db.one<NewestChange>();
    const auto oldest = db.one<OldestChange>();
    if (!newest || !oldest)
        return fail(newest ? oldest.error() : newest.error());
    ChangePage page;
    if (!newest->has_value())
        return page;
    const std::int64_t end = before > 0 ? std::min(before, **newest + 1) : **newest + 1;
    const std::int64_t begin = std::max(**oldest, end - lookedThrough);
    ChangeQuery query;
    query.where("c.seq < $#", end).where("c.seq >= $#", begin);
    narrow(query, filter);
    auto rows = query.newest(db, limit);
    if (!rows)
        return fail(rows.error());
    page.changes = std::move(*rows);
    const bool isFull = static_cast<std::int64_t>(page.changes.size()) == limit;
    const std::int64_t reached = isFull ? page.changes.back().seq : begin;
    page.nextBefore = reached > **oldest ? reached : 0;
    return page;
}

} // namespace hearth::repository
