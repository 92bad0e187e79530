// SPDX-License-Identifier: Apache-2.0
// Which activities are shown: of a project, of its entities, and in a user's inbox.
#include "server/graphql/activities.h"

#include "core/entity_id.h"
#include "repository/entity_store.h"
#include "repository/stamp.h"
#include "rules/query_filter.h"
#include "server/graphql/activity_nodes.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace hearth::server::graphql
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using repository::Entity;
using repository::FeedQuery;
using repository::FeedRow;
using repository::Kind;
using Texts = std::vector<std::string>;
using Tests = std::vector<std::function<bool(const FeedRow &)>>;

constexpr std::size_t shownComments = 5;

constexpr std::array<std::string_view, 17> filterFields{
    "activityType", "activityData", "referenceType", "referenceData", "entityType", "entityName",
    "entityId",     "tags",         "body",          "active",        "createdAt",  "updatedAt",
    "referenceId",  "activityId",   "entityPath",    "creationOrder", "author"};

/// What of some rows of one project the user may see: what they are about and what they refer to may be read, and
/// the type of the activity is allowed.
class FeedSight
{
public:
    FeedSight(Context &context, const rules::ReadScope &scope, std::int64_t project, const std::vector<FeedRow> &rows)
        : m_scope(scope)
    {
        if (scope.isAll())
            return;
        for (const Kind kind : repository::allKinds) {
            std::unordered_set<std::string> ids;
            for (const FeedRow &row : rows) {
                if (row.project != project)
                    continue;
                if (row.activity.entityType == repository::nameOf(kind))
                    ids.insert(row.activity.entityId);
                if (row.reference.entityType == repository::nameOf(kind))
                    ids.insert(row.reference.entityId);
            }
            if (!ids.empty())
                m_readable.merge(rules::need(scope.readable(context.db, kind, project, Texts(ids.begin(), ids.end()))));
        }
    }

    [[nodiscard]] bool maySee(const FeedRow &row) const
    {
        const rules::ProjectRights &rights = m_scope.rights();
        if (!rules::ProjectRights::allows(rights.activities, row.activity.type))
            return false;
        if (m_scope.hidesAttributes() && row.activity.type == "attrib.change" &&
            !m_scope.showsAttribute(jsontext::text(jsontext::parseObject(row.activity.data), "key")))
            return false;
        return m_scope.isAll() || (isReadable(row.activity.entityId) && isReadable(row.reference.entityId));
    }

private:
    [[nodiscard]] bool isReadable(const std::string &id) const { return id.empty() || m_readable.contains(id); }
    const rules::ReadScope &m_scope;
    std::unordered_set<std::string> m_readable;
};

void addFilter(const Object &arguments, Tests &tests)
{
    auto filter = filterIn(arguments, "filter", filterFields);
    if (!filter)
        return;
    tests.push_back([filter = std::move(*filter)](const FeedRow &row) {
        const auto &a = row.activity;
        const auto &r = row.reference;
        return filter.matches([&](std::string_view field) -> Value {
            if (field == "activityData")
                return jsontext::parseObject(a.data);
            if (field == "referenceData")
                return Object{{"read", r.isRead}};
            if (field == "tags")
                return jsontext::parseArray(a.tags);
            if (field == "active")
                return r.isActive;
            if (field == "creationOrder")
                return a.order;
            const std::pair<std::string_view, const std::string *> texts[] = {
                {"activityType", &a.type},     {"referenceType", &r.type},  {"entityType", &r.entityType},
                {"entityName", &r.entityName}, {"entityId", &r.entityId},   {"body", &a.body},
                {"createdAt", &a.createdAt},   {"updatedAt", &a.updatedAt}, {"activityId", &a.id},
                {"author", &a.author}};
            for (const auto &[name, value] : texts)
                if (field == name)
                    return Value(*value);
            return nullptr;
        });
    });
}

// False when a list that was given is empty, and so nothing is wanted.
bool addLists(const Object &arguments, std::initializer_list<std::pair<const char *, const char *>> lists,
              FeedQuery &query)
{
    for (const auto &[name, condition] : lists) {
        auto given = listOf(arguments, name);
        if (!given)
            continue;
        if (given->empty())
            return false;
        const std::string_view field(name);
        if (field == "entityIds" || field == "activityIds")
            for (std::string &id : *given) {
                const std::string canonical = canonicalEntityId(id);
                if (canonical.empty())
                    throw GraphError("Invalid entity ID " + id, {}, 400);
                id = canonical;
            }
        query.where(condition, repository::jsonList(*given));
    }
    return true;
}

#define HEARTH_IN " IN (SELECT value FROM json_each($#))"
bool addTypes(const Object &arguments, FeedQuery &query)
{
    return addLists(arguments,
                    {{"activityTypes", "a.activity_type" HEARTH_IN}, {"referenceTypes", "x.reference_type" HEARTH_IN}},
                    query);
}

bool addArguments(const Object &arguments, FeedQuery &query)
{
    if (const std::string_view type = jsontext::text(arguments, "entityType"); !type.empty())
        query.where("x.entity_type = $#", std::string(type));
    for (const auto &[name, condition] :
         {std::pair{"changedAfter", "a.updated_at > $#"}, std::pair{"changedBefore", "a.updated_at < $#"}}) {
        const std::string_view time = jsontext::text(arguments, name);
        if (time.empty())
            continue;
        const std::string stamp = repository::canonicalStamp(time);
        if (stamp.empty())
            throw GraphError("Invalid timestamp: " + std::string(time), {}, 400);
        query.where(condition, stamp);
    }
    return addTypes(arguments, query) &&
           addLists(arguments,
                    {{"entityIds", "x.entity_id" HEARTH_IN},
                     {"entityNames", "x.entity_name" HEARTH_IN},
                     {"activityIds", "x.activity_id" HEARTH_IN},
                     {"authors", "a.author" HEARTH_IN},
                     {"categories", "json_extract(a.data, '$.category')" HEARTH_IN},
                     {"tags", "NOT EXISTS (SELECT 1 FROM json_each($#) w WHERE w.value NOT IN (SELECT value FROM "
                              "json_each(a.tags)))"}},
                    query);
}
#undef HEARTH_IN

std::vector<FeedRow> feed(Context &context, const FeedQuery &query)
{
    std::vector<FeedRow> rows;
    rules::need(query.each(context.db, [&](FeedRow &row) {
        context.effort.keep(sizeof row + row.activity.body.size() + row.activity.data.size());
        rows.push_back(std::move(row));
    }));
    context.effort.count(rows.size());
    return rows;
}

constexpr std::int64_t greatestStep = 5000; ///< rows that are read at once

/// Reads on until the page is full, since some rows may not be seen.
class PageReader
{
public:
    using MakeQuery = std::function<FeedQuery()>;
    using MaySee = std::function<std::vector<bool>(const std::vector<FeedRow> &)>;

    PageReader(Context &context, Paging paging) : m_context(context), m_paging(paging) {}

    Page<FeedRow> read(const MakeQuery &makeQuery, const MaySee &maySee)
    {
        Page<FeedRow> page;
        page.isBackward = m_paging.isBackward;
        std::optional<std::int64_t> from = m_paging.cursor;
        std::size_t found = 0;
        const std::int64_t rowsAtOnce = std::min(m_paging.count, greatestStep);
        do {
            FeedQuery query = makeQuery();
            if (from)
                query.where(m_paging.isBackward ? "(x.created_at, x.creation_order) < (SELECT o.created_at, "
                                                  "o.creation_order FROM activity_references o WHERE "
                                                  "o.creation_order = $#)"
                                                : "(x.created_at, x.creation_order) > (SELECT o.created_at, "
                                                  "o.creation_order FROM activity_references o WHERE "
                                                  "o.creation_order = $#)",
                            *from);
            if (m_paging.isBackward)
                query.newestFirst();
            query.limit(rowsAtOnce);
            auto rows = feed(m_context, query);
            found = rows.size();
            const std::vector<bool> seen = maySee(rows);
            for (std::size_t i = 0; i < rows.size() && !isFull(page); ++i) {
                from = rows[i].reference.order;
                if (!seen[i])
                    continue;
                page.cursors.push_back(cursorOf(rows[i].reference.order));
                page.rows.push_back(std::move(rows[i]));
            }
        } while (!isFull(page) && static_cast<std::int64_t>(found) >= rowsAtOnce);
        page.hasMore = m_paging.count > 0 && isFull(page);
        return page;
    }

private:
    [[nodiscard]] bool isFull(const Page<FeedRow> &page) const
    {
        return static_cast<std::int64_t>(page.rows.size()) >= m_paging.count;
    }
    Context &m_context;
    const Paging m_paging;
};

std::vector<std::string> renderFeeds(Context &context, const Item &item, const std::vector<Page<FeedRow>> &pages)
{
    return renderConnections<FeedRow>(context, item.definition->type.name, item.selections, pages,
                                      [&context](const Selections &selections, const Feed &rows) {
                                          return renderActivityNodes(context, selections, rows);
                                      });
}

void addVisible(Context &context, const rules::ReadScope &scope, std::int64_t project, const std::vector<FeedRow> &rows,
                std::vector<bool> &seen)
{
    const FeedSight sight(context, scope, project, rows);
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].project == project)
            seen[i] = sight.maySee(rows[i]);
}

FeedQuery ofEntities(Context &context, const std::vector<const Entity *> &entities)
{
    Texts ids;
    for (const Entity *entity : entities)
        ids.push_back(entity->id);
    FeedQuery query;
    query.where("x.project = $#", context.project->row.id)
        .where("x.entity_id IN (SELECT value FROM json_each($#)) AND x.entity_id <> ''", repository::jsonList(ids));
    return query;
}

} // namespace

std::string renderActivities(Context &context, const Item &item)
{
    Tests tests;
    addFilter(item.arguments, tests);
    const std::int64_t project = context.project->row.id;
    FeedQuery probe;
    std::vector<Page<FeedRow>> pages(1);
    if (addArguments(item.arguments, probe))
        pages.front() = PageReader(context, Paging::from(item.arguments))
                            .read(
                                [&] {
                                    FeedQuery query;
                                    query.where("x.project = $#", project);
                                    (void)addArguments(item.arguments, query);
                                    return query;
                                },
                                [&](const std::vector<FeedRow> &rows) {
                                    std::vector<bool> seen(rows.size());
                                    addVisible(context, *context.scope, project, rows, seen);
                                    for (std::size_t i = 0; i < rows.size(); ++i)
                                        for (const auto &test : tests)
                                            seen[i] = seen[i] && test(rows[i]);
                                    return seen;
                                });
    return renderFeeds(context, item, pages).front();
}

std::vector<std::string> renderEntityActivities(Context &context, const Item &item,
                                                const std::vector<const Entity *> &entities)
{
    const Paging paging = Paging::from(item.arguments);
    std::vector<Page<FeedRow>> pages(entities.size());
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < entities.size(); ++i) {
        pages[i].isBackward = paging.isBackward;
        places[entities[i]->id] = i;
    }
    FeedQuery query = ofEntities(context, entities);
    if (!addTypes(item.arguments, query))
        return renderFeeds(context, item, pages);
    if (paging.isBackward)
        query.newestFirst();
    auto rows = feed(context, query);
    std::vector<bool> seen(rows.size());
    addVisible(context, *context.scope, context.project->row.id, rows, seen);
    std::vector<bool> isPast(entities.size(), !paging.cursor.has_value());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t place = places.at(rows[i].reference.entityId);
        Page<FeedRow> &page = pages[place];
        if (!isPast[place]) {
            isPast[place] = rows[i].reference.order == *paging.cursor;
            continue;
        }
        if (!seen[i])
            continue;
        if (static_cast<std::int64_t>(page.rows.size()) >= paging.count) {
            page.hasMore = true;
            continue;
        }
        page.cursors.push_back(cursorOf(rows[i].reference.order));
        page.rows.push_back(std::move(rows[i]));
    }
    return renderFeeds(context, item, pages);
}

std::vector<std::string> renderLatestComments(Context &context, const Item &item,
                                              const std::vector<const Entity *> &entities)
{
    FeedQuery query = ofEntities(context, entities);
    query.where("x.reference_type = 'origin'").where("a.activity_type = 'comment'").newestFirst();
    const auto rows = feed(context, query);
    std::vector<bool> seen(rows.size());
    addVisible(context, *context.scope, context.project->row.id, rows, seen);
    std::map<std::string_view, std::vector<const FeedRow *>> shown;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (auto &comments = shown[rows[i].activity.entityId]; seen[i] && comments.size() < shownComments)
            comments.push_back(&rows[i]);
    const auto fields = context.request.items(*context.request.schema().type("EntityComment"), item.selections);
    Texts made(entities.size());
    for (std::size_t i = 0; i < entities.size(); ++i) {
        Writer w(made[i]);
        w.beginArray();
        for (const FeedRow *row : shown[entities[i]->id]) {
            w.beginObject();
            for (const Item &field : fields)
                w.key(field.key).string(field.name == "activityId"  ? row->activity.id
                                        : field.name == "body"      ? row->activity.body
                                        : field.name == "author"    ? row->activity.author
                                        : field.name == "createdAt" ? row->activity.createdAt
                                                                    : "EntityComment");
            w.endObject();
        }
        w.endArray();
    }
    return made;
}

namespace
{

#define HEARTH_RANK(alias)                                                                                             \
    "CASE " alias ".reference_type WHEN 'mention' THEN 0 WHEN 'relation' THEN 1 WHEN 'watching' THEN 2 ELSE 3 END"

// One row an activity: the reference that concerns the user most.
FeedQuery inboxQuery(const std::string &user, const Object &arguments)
{
    FeedQuery query;
    query.where("x.entity_name = $# AND x.entity_type = 'user'", user)
        .where("a.author <> $#", user)
        .where("a.activity_type <> 'watch'")
        .where("NOT EXISTS (SELECT 1 FROM activity_references o WHERE o.project = x.project AND o.activity_id = "
               "x.activity_id AND o.entity_name = x.entity_name AND " HEARTH_RANK("o") " < " HEARTH_RANK("x") ")");
    const auto flag = [&arguments](const char *name) -> std::optional<bool> {
        const Value *value = arguments.if_contains(name);
        return value && value->is_bool() ? std::optional(value->get_bool()) : std::nullopt;
    };
    if (const auto isActive = flag("showActiveMessages"))
        query.where("x.is_active = $#", std::int64_t{*isActive});
    if (const auto isUnread = flag("showUnreadMessages"))
        query.where("x.is_read <> $#", std::int64_t{*isUnread});
    if (const auto isImportant = flag("showImportantMessages"))
        query.where("CASE x.reference_type WHEN 'mention' THEN 1 ELSE 0 END = $#", std::int64_t{*isImportant});
    if (const auto isActive = flag("showActiveProjects"))
        query.where("EXISTS (SELECT 1 FROM projects p WHERE p.id = x.project AND p.active = $#)",
                    std::int64_t{*isActive});
    return query;
}
#undef HEARTH_RANK

} // namespace

std::string renderInbox(Context &context, const Item &item)
{
    std::vector<Page<FeedRow>> pages;
    pages.push_back(PageReader(context, Paging::from(item.arguments))
                        .read([&] { return inboxQuery(context.user->name(), item.arguments); },
                              [&](const std::vector<FeedRow> &rows) {
                                  std::vector<bool> seen(rows.size());
                                  std::unordered_set<std::int64_t> projects;
                                  for (const FeedRow &row : rows)
                                      projects.insert(row.project);
                                  for (const std::int64_t id : projects) {
                                      const auto project = readableProject(context, id);
                                      if (!project)
                                          continue;
                                      const auto scope = context.store.readScope(context.db, *context.user, *project);
                                      if (scope->rights().mayCall("POST", "graphql"))
                                          addVisible(context, *scope, id, rows, seen);
                                  }
                                  return seen;
                              }));
    return renderFeeds(context, item, pages).front();
}

} // namespace hearth::server::graphql
