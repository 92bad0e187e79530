// SPDX-License-Identifier: Apache-2.0
#include "repository/activities.h"

namespace hearth::repository
{
namespace
{

using database::Connection;
using database::Cursor;
using database::Parameter;

#define HEARTH_ACTIVITY_COLUMNS                                                                                        \
    "a.creation_order, a.id, a.activity_type, a.entity_type, a.entity_id, a.author, a.body, a.tags, a.data, "          \
    "a.created_at, a.updated_at"
#define HEARTH_REFERENCE_COLUMNS                                                                                       \
    "x.creation_order, x.activity_id, x.reference_type, x.entity_type, x.entity_id, x.entity_name, x.is_active, "      \
    "x.is_read, x.created_at"

ActivityRow readActivity(const Cursor &c, int at = 0)
{
    return {c.integer(at),    c.string(at + 1), c.string(at + 2), c.string(at + 3), c.string(at + 4), c.string(at + 5),
            c.string(at + 6), c.string(at + 7), c.string(at + 8), c.string(at + 9), c.string(at + 10)};
}

ReferenceRow readReference(const Cursor &c)
{
    return {c.integer(0), c.string(1),  c.string(2),  c.string(3), c.string(4),
            c.string(5),  c.boolean(6), c.boolean(7), c.string(8)};
}

struct InsertActivity {
    static constexpr const char *sql =
        "INSERT INTO activities (project, id, activity_type, entity_type, entity_id, author, body, tags, data, "
        "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    static constexpr int parameterCount = 11;
};

struct UpdateActivity {
    static constexpr const char *sql =
        "UPDATE activities SET body = $3, tags = $4, data = $5, updated_at = $6 WHERE project = $1 AND id = $2";
    static constexpr int parameterCount = 6;
};

constexpr const char *removals[] = {
    "DELETE FROM activity_references WHERE project = $1 AND activity_id = $2",
    "DELETE FROM activities WHERE project = $1 AND id = $2",
};

struct ActivityById {
    static constexpr const char *sql =
        "SELECT " HEARTH_ACTIVITY_COLUMNS " FROM activities a WHERE a.project = $1 AND a.id = $2";
    static constexpr int parameterCount = 2;
    using Row = ActivityRow;
    static Row read(const Cursor &c) { return readActivity(c); }
};

struct ReviewablesOf {
    static constexpr const char *sql =
        "SELECT " HEARTH_ACTIVITY_COLUMNS " FROM activities a WHERE a.project = $1 AND a.activity_type = 'reviewable' "
        "AND a.entity_id IN (SELECT value FROM json_each($2)) ORDER BY a.creation_order";
    static constexpr int parameterCount = 2;
    using Row = ActivityRow;
    static Row read(const Cursor &c) { return readActivity(c); }
};

struct InsertReference {
    static constexpr const char *sql =
        "INSERT INTO activity_references (project, activity_id, reference_type, entity_type, entity_id, entity_name, "
        "is_active, is_read, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
    static constexpr int parameterCount = 9;
};

struct ReferencesOf {
    static constexpr const char *sql = "SELECT " HEARTH_REFERENCE_COLUMNS " FROM activity_references x WHERE "
                                       "x.project = $1 AND x.activity_id = $2 ORDER BY x.creation_order";
    static constexpr int parameterCount = 2;
    using Row = ReferenceRow;
    static Row read(const Cursor &c) { return readReference(c); }
};

struct RemoveReference {
    static constexpr const char *sql = "DELETE FROM activity_references WHERE project = $1 AND creation_order = $2";
    static constexpr int parameterCount = 2;
};

struct WatchersOf {
    static constexpr const char *sql =
        "SELECT x.entity_name, a.id FROM activities a JOIN activity_references x ON x.project = a.project AND "
        "x.activity_id = a.id AND x.reference_type = 'watching' WHERE a.project = $1 AND a.entity_id = $2 AND "
        "a.activity_type = 'watch' ORDER BY a.creation_order";
    static constexpr int parameterCount = 2;
    using Row = Watcher;
    static Row read(const Cursor &c) { return {c.string(0), c.string(1)}; }
};

struct AssigneesOfTask {
    static constexpr const char *sql =
        "SELECT DISTINCT s.value FROM tasks t, json_each(t.assignees) s WHERE t.project = $1 AND t.id = $2";
    static constexpr int parameterCount = 2;
    using Row = std::string;
    static Row read(const Cursor &c) { return c.string(0); }
};

struct AssigneesInFolder {
    static constexpr const char *sql = "SELECT DISTINCT s.value FROM tasks t, json_each(t.assignees) s WHERE "
                                       "t.project = $1 AND t.folder_id = $2 AND t.assignees <> '[]'";
    static constexpr int parameterCount = 2;
    using Row = std::string;
    static Row read(const Cursor &c) { return c.string(0); }
};

// Of a folder and of a task all that an activity refers to, in one statement: what it is, its place among its like, and
// the name or id.
constexpr const char *concernedByFolder =
    "SELECT 0, a.creation_order, x.entity_name FROM activities a JOIN activity_references x ON x.project = a.project "
    "AND x.activity_id = a.id AND x.reference_type = 'watching' WHERE a.project = $1 AND a.entity_id = $2 AND "
    "a.activity_type = 'watch' UNION ALL SELECT DISTINCT 1, 0, s.value FROM tasks t, json_each(t.assignees) s WHERE "
    "t.project = $1 AND t.folder_id = $2 AND t.assignees <> '[]' ORDER BY 1, 2";

constexpr const char *concernedByTask =
    "SELECT 0, a.creation_order, x.entity_name FROM activities a JOIN activity_references x ON x.project = a.project "
    "AND x.activity_id = a.id AND x.reference_type = 'watching' WHERE a.project = $1 AND a.entity_id = $2 AND "
    "a.activity_type = 'watch' UNION ALL SELECT 2, creation_order, id FROM versions WHERE project = $1 AND task_id = "
    "$2 AND task_id <> '' ORDER BY 1, 2";

struct CountsOfDays {
    static constexpr const char *sql =
        "SELECT substr(created_at, 1, 10), count(*) FROM activity_references WHERE project = $1 AND created_at >= $2 "
        "AND reference_type = 'origin' GROUP BY 1";
    static constexpr int parameterCount = 2;
    using Row = std::pair<std::string, std::int64_t>;
    static Row read(const Cursor &c) { return {c.string(0), c.integer(1)}; }
};

struct MarkSome {
    static constexpr const char *sql =
        "UPDATE activity_references SET is_active = $4, is_read = $5 WHERE project = $1 AND entity_name = $2 AND "
        "entity_type = 'user' AND activity_id IN (SELECT o.activity_id FROM activity_references o WHERE o.project = $1 "
        "AND o.entity_name = $2 AND o.creation_order IN (SELECT CAST(value AS BIGINT) FROM json_each($3)))";
    static constexpr int parameterCount = 5;
};

struct MarkAll {
    static constexpr const char *sql = "UPDATE activity_references SET is_active = $3, is_read = $4 WHERE project = $1 "
                                       "AND entity_name = $2 AND entity_type = 'user'";
    static constexpr int parameterCount = 4;
};

constexpr const char *selectFeed = "SELECT " HEARTH_REFERENCE_COLUMNS ", x.project, " HEARTH_ACTIVITY_COLUMNS
                                   " FROM activity_references x JOIN activities a ON a.project = x.project AND "
                                   "a.id = x.activity_id";

#undef HEARTH_ACTIVITY_COLUMNS
#undef HEARTH_REFERENCE_COLUMNS

Result<> done(const Result<std::int64_t> &changed)
{
    if (!changed)
        return fail(changed.error());
    return {};
}

} // namespace

Result<> insertActivity(Connection &db, std::int64_t project, const ActivityRow &a, bool mayClash)
{
    if (!mayClash)
        return db.post<InsertActivity>(project, a.id, a.type, a.entityType, a.entityId, a.author, a.body, a.tags,
                                       a.data, a.createdAt, a.updatedAt);
    return done(db.run<InsertActivity>(project, a.id, a.type, a.entityType, a.entityId, a.author, a.body, a.tags,
                                       a.data, a.createdAt, a.updatedAt));
}

Result<> updateActivity(Connection &db, std::int64_t project, const ActivityRow &a)
{
    return done(db.run<UpdateActivity>(project, a.id, a.body, a.tags, a.data, a.updatedAt));
}

Result<> removeActivity(Connection &db, std::int64_t project, std::string_view id)
{
    for (const char *sql : removals)
        if (auto removed = db.visit(sql, {Parameter(project), Parameter(id)}, {}); !removed)
            return fail(removed.error());
    return {};
}

Result<std::optional<ActivityRow>> activityById(Connection &db, std::int64_t project, std::string_view id)
{
    return db.one<ActivityById>(project, id);
}

Result<std::vector<ActivityRow>> reviewablesOf(Connection &db, std::int64_t project, std::string_view versions)
{
    return db.all<ReviewablesOf>(project, versions);
}

Result<> insertReference(Connection &db, std::int64_t project, const ReferenceRow &r)
{
    return db.post<InsertReference>(project, r.activityId, r.type, r.entityType, r.entityId, r.entityName, r.isActive,
                                    r.isRead, r.createdAt);
}

Result<std::vector<ReferenceRow>> referencesOf(Connection &db, std::int64_t project, std::string_view activity)
{
    return db.all<ReferencesOf>(project, activity);
}

Result<> removeReference(Connection &db, std::int64_t project, std::int64_t order)
{
    return done(db.run<RemoveReference>(project, order));
}

Result<std::vector<Watcher>> watchersOf(Connection &db, std::int64_t project, std::string_view entityId)
{
    return db.all<WatchersOf>(project, entityId);
}

Result<std::vector<std::string>> assigneesOf(Connection &db, Kind kind, std::int64_t project, std::string_view id)
{
    return kind == Kind::Folder ? db.all<AssigneesInFolder>(project, id) : db.all<AssigneesOfTask>(project, id);
}

Result<Concerned> concernedBy(Connection &db, Kind kind, std::int64_t project, std::string_view id)
{
    Concerned made;
    const auto keep = [&made](const Cursor &c) {
        const std::array lists{&made.watchers, &made.assignees, &made.versions};
        lists[static_cast<std::size_t>(c.integer(0))]->push_back(c.string(2));
        return true;
    };
    if (kind == Kind::Folder || kind == Kind::Task) {
        const char *sql = kind == Kind::Folder ? concernedByFolder : concernedByTask;
        if (const auto visited = db.visit(sql, {Parameter(project), Parameter(id)}, keep); !visited)
            return fail(visited.error());
        return made;
    }
    const auto watchers = watchersOf(db, project, id);
    if (!watchers)
        return fail(watchers.error());
    for (const Watcher &watcher : *watchers)
        made.watchers.push_back(watcher.name);
    return made;
}

Result<std::map<std::string, std::int64_t>> activityCounts(Connection &db, std::int64_t project, std::string_view first)
{
    const auto rows = db.all<CountsOfDays>(project, first);
    if (!rows)
        return fail(rows.error());
    return std::map<std::string, std::int64_t>(rows->begin(), rows->end());
}

Result<> markInbox(Connection &db, std::int64_t project, std::string_view user, std::string_view orders, bool isActive,
                   bool isRead)
{
    return done(orders.empty() ? db.run<MarkAll>(project, user, isActive, isRead)
                               : db.run<MarkSome>(project, user, orders, isActive, isRead));
}

FeedQuery &FeedQuery::newestFirst()
{
    m_order = " ORDER BY x.created_at DESC, x.creation_order DESC";
    return *this;
}

FeedQuery &FeedQuery::limit(std::int64_t rows)
{
    m_limit = " LIMIT " + bind(rows);
    return *this;
}

Result<> FeedQuery::each(Connection &db, const std::function<void(FeedRow &)> &onRow) const
{
    const auto visited =
        db.visitComposed(selectFeed + m_where + m_order + m_limit, parameters(), [&onRow](const Cursor &cursor) {
            FeedRow row{cursor.integer(9), readReference(cursor), readActivity(cursor, 10)};
            onRow(row);
            return true;
        });
    if (!visited)
        return fail(visited.error());
    return {};
}

Result<std::vector<FeedRow>> FeedQuery::all(Connection &db) const
{
    std::vector<FeedRow> rows;
    if (auto done = each(db, [&rows](FeedRow &row) { rows.push_back(std::move(row)); }); !done)
        return fail(done.error());
    return rows;
}

} // namespace hearth::repository
