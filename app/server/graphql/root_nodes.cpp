// SPDX-License-Identifier: Apache-2.0
// Users and events.
#include "server/graphql/root_nodes.h"

#include "core/entity_id.h"
#include "repository/entity_store.h"
#include "repository/stamp.h"
#include "rules/names.h"
#include "rules/rights.h"
#include "server/event_sight.h"
#include "server/graphql/entity_filters.h"
#include "server/graphql/entity_nodes.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace hearth::server::graphql
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using rules::User;
using UserEntry = std::shared_ptr<const User>;
using Leaf = std::function<void(Writer &, const UserEntry &)>;

Leaf userFlag(std::string_view name)
{
    const auto stored = [name](Writer &w, const UserEntry &u) { w.boolean(jsontext::flag(u->data, name)); };
    if (name == "isAdmin" || name == "isManager" || name == "isService" || name == "isGuest" || name == "isDeveloper" ||
        name == "disablePasswordLogin")
        return stored;
    if (name == "isStagingAllowed")
        return [](Writer &w, const UserEntry &u) { w.boolean(u->isManager || u->isDeveloper); };
    if (name == "hasPassword")
        return [](Writer &w, const UserEntry &u) { w.boolean(!u->row.password.empty()); };
    if (name == "deleted") // who is deleted is gone
        return [](Writer &w, const UserEntry &) { w.boolean(false); };
    if (name == "active")
        return [](Writer &w, const UserEntry &u) { w.boolean(u->row.active); };
    return {};
}

Leaf userLeaf(Context &context, const Item &item)
{
    if (Leaf flag = userFlag(item.name))
        return flag;
    if (item.name == "name")
        return [](Writer &w, const UserEntry &u) { w.string(u->name()); };
    if (item.name == "createdAt")
        return [](Writer &w, const UserEntry &u) { w.string(u->row.createdAt); };
    if (item.name == "updatedAt")
        return [](Writer &w, const UserEntry &u) { w.string(u->row.updatedAt); };
    if (item.name == "allAttrib")
        return [](Writer &w, const UserEntry &u) { w.string(u->row.attrib); };
    if (item.name == "attrib")
        return [&context, &item](Writer &w, const UserEntry &u) {
            writeAttrib(context, w, "UserAttribType", item.selections, u->row.attrib);
        };
    if (item.name == "accessGroups")
        return [](Writer &w, const UserEntry &u) {
            const Object *groups = jsontext::object(u->data, "accessGroups");
            w.string(groups ? jsontext::toText(*groups) : "{}");
        };
    if (item.name == "defaultAccessGroups")
        return [](Writer &w, const UserEntry &u) {
            const jsontext::Array *groups = jsontext::array(u->data, "defaultAccessGroups");
            w.raw(groups ? jsontext::toText(*groups) : "[]");
        };
    return [name = std::string(item.name)](Writer &w, const UserEntry &u) {
        w.stringOrNull(jsontext::text(u->data, name));
    };
}

// Tasks assigned to each of the users in a project.
std::vector<std::string> userTasks(Context &context, const Item &item, const std::vector<const UserEntry *> &users)
{
    const std::string name(jsontext::text(item.arguments, "projectName"));
    const auto project = context.store.project(context.db, name);
    if (!project)
        throw GraphError("Project not found", item.location, 404);
    if (!context.user->mayRead(project->row.name))
        throw GraphError("No access group assigned on this project", item.location, 403);
    const InProject inside(context, project);
    std::vector<std::string> made;
    for (const UserEntry *user : users) {
        Item tasks = item;
        tasks.arguments = Object{{"assigneesAny", jsontext::Array{(*user)->name()}}};
        made.push_back(renderProjectEntities(context, repository::Kind::Task, tasks));
    }
    return made;
}

std::vector<std::string> renderUsers(Context &context, const Selections &selections,
                                     const std::vector<const UserEntry *> &users)
{
    return renderObjects<UserEntry>(
        context, "UserNode", selections, users,
        [&context](const Item &item, const std::vector<const UserEntry *> &objects) -> Column<UserEntry> {
            if (item.name == "tasks")
                return {{}, userTasks(context, item, objects)};
            return {userLeaf(context, item), {}};
        });
}

// What everybody may know of a user.
UserEntry publicPart(const User &user)
{
    repository::UserRow row;
    row.name = user.name();
    row.active = user.row.active;
    row.createdAt = user.row.createdAt;
    row.updatedAt = user.row.updatedAt;
    row.attrib = jsontext::toText(Object{{"fullName", jsontext::text(user.attrib, "fullName")}});
    return rules::readUser(std::move(row));
}

bool contains(const std::vector<std::string> &values, std::string_view value)
{
    return std::find(values.begin(), values.end(), value) != values.end();
}

bool isInProjects(const User &user, const Object &arguments)
{
    const std::string_view project = jsontext::text(arguments, "projectName");
    const auto projects = listOf(arguments, "projects");
    if (projects && !user.isManager)
        return std::any_of(projects->begin(), projects->end(),
                           [&user](const std::string &one) { return user.mayRead(one); });
    return project.empty() || user.mayRead(project);
}

bool isWantedUser(const User &user, const Object &arguments)
{
    const std::string_view name = jsontext::text(arguments, "name");
    const auto names = listOf(arguments, "names");
    const auto emails = listOf(arguments, "emails");
    const Value *isSupport = arguments.if_contains("isSupport");
    if (!name.empty() && user.name() != name)
        return false;
    if (names && !contains(*names, user.name()))
        return false;
    if (emails && !contains(*emails, jsontext::text(user.attrib, "email")))
        return false;
    if (isSupport && isSupport->is_bool() && isSupport->get_bool() != jsontext::flag(user.data, "isSupport"))
        return false;
    return isInProjects(user, arguments);
}

using repository::EventRow;

Column<EventRow> eventField(Context &context, const Item &item)
{
    static const std::pair<std::string_view, std::string EventRow::*> nullable[] = {
        {"project", &EventRow::project},
        {"user", &EventRow::user},
        {"sender", &EventRow::sender},
        {"dependsOn", &EventRow::dependsOn}};
    static const std::pair<std::string_view, std::string EventRow::*> texts[] = {
        {"topic", &EventRow::topic},     {"status", &EventRow::status},       {"description", &EventRow::description},
        {"summary", &EventRow::summary}, {"createdAt", &EventRow::createdAt}, {"updatedAt", &EventRow::updatedAt}};
    for (const auto &[name, member] : nullable)
        if (item.name == name)
            return {[field = member](Writer &w, const EventRow &e) { w.stringOrNull(e.*field); }, {}};
    for (const auto &[name, member] : texts)
        if (item.name == name)
            return {[field = member](Writer &w, const EventRow &e) { w.string(e.*field); }, {}};
    if (item.name == "retries")
        return {[](Writer &w, const EventRow &e) { w.integer(e.retries); }, {}};
    const auto *ids = &context.store.eventIds();
    if (item.name == "id")
        return {[ids](Writer &w, const EventRow &e) { w.string(ids->idOf(e.seq)); }, {}};
    if (item.name == "hash")
        return {[ids](Writer &w, const EventRow &e) { w.string(e.hash.empty() ? ids->idOf(e.seq) : e.hash); }, {}};
    return {[](Writer &w, const EventRow &e) {
                w.stringOrNull(e.payload == "{}" ? std::string_view() : std::string_view(e.payload));
            },
            {}}; // payload, data
}

void whereTopics(repository::EventQuery &query, const std::vector<std::string> &topics)
{
    std::vector<std::string> patterns;
    for (std::string topic : topics) {
        if (!rules::isTopic(topic) && topic != "*")
            throw GraphError("Invalid topic: " + topic, {}, 400);
        std::replace(topic.begin(), topic.end(), '*', '%');
        patterns.push_back(std::move(topic));
    }
    query.where("EXISTS (SELECT 1 FROM json_each($#) x WHERE like(x.value, e.topic))", repository::jsonList(patterns));
}

void whereTime(repository::EventQuery &query, const Object &arguments, const char *name, const char *condition)
{
    const std::string_view text = jsontext::text(arguments, name);
    if (text.empty())
        return;
    const std::string stamp = repository::canonicalStamp(text);
    if (stamp.empty())
        throw GraphError("Invalid timestamp: " + std::string(text), {}, 400);
    query.where(condition, stamp);
}

void whereWords(repository::EventQuery &query, std::string_view text)
{
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(" ,;"), text.size());
        const std::string word = rules::lowered(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.size() >= 3)
            query.where(
                "instr(lower(e.topic || ' ' || e.project || ' ' || e.user_name || ' ' || e.description), $#) > 0",
                word);
    }
}

void whereIds(Context &context, repository::EventQuery &query, const std::vector<std::string> &ids)
{
    std::vector<std::string> numbers;
    for (const std::string &id : ids) {
        const std::string canonical = canonicalEntityId(id);
        if (canonical.empty())
            throw GraphError("Invalid entity ID " + id, {}, 400);
        numbers.push_back(std::to_string(context.store.eventIds().seqOf(canonical)));
    }
    query.where("e.seq IN (SELECT CAST(value AS BIGINT) FROM json_each($#))", repository::jsonList(numbers));
}

// A list of names and its condition. \param isName what a name must be
std::optional<std::vector<std::string>> whereNames(repository::EventQuery &query, const Object &arguments,
                                                   const char *name, const char *condition,
                                                   bool (*isName)(std::string_view))
{
    auto names = listOf(arguments, name);
    if (!names)
        return names;
    for (const std::string &one : *names)
        if (!isName(one))
            throw GraphError("Invalid value of " + std::string(name) + ": " + one, {}, 400);
    query.where(condition, repository::jsonList(*names));
    return names;
}

// False when the arguments allow nothing.
bool applyEventArguments(Context &context, const Object &arguments, repository::EventQuery &query)
{
    const auto ids = listOf(arguments, "ids");
    if (ids) {
        whereIds(context, query, *ids);
    } else if (!context.user->isManager) {
        query.where("e.user_name = $#", context.user->name());
    }
    const auto topics = listOf(arguments, "topics");
    if (topics)
        whereTopics(query, *topics);
    else if (!jsontext::flag(arguments, "includeLogs"))
        query.where("NOT like('log.%', e.topic)");
    const bool hasStatuses = listOf(arguments, "statuses").has_value();
    const auto statuses = whereNames(query, arguments, hasStatuses ? "statuses" : "states",
                                     "e.status IN (SELECT value FROM json_each($#))", rules::isEntityName);
    const auto projects =
        whereNames(query, arguments, "projects", "e.project IN (SELECT value FROM json_each($#))", rules::isEntityName);
    const auto users =
        whereNames(query, arguments, "users", "e.user_name IN (SELECT value FROM json_each($#))", rules::isUserName);
    whereTime(query, arguments, "newerThan", "e.created_at > $#");
    whereTime(query, arguments, "olderThan", "e.created_at < $#");
    whereWords(query, jsontext::text(arguments, "filter"));
    const std::array lists{&ids, &topics, &statuses, &projects, &users};
    return std::none_of(lists.begin(), lists.end(), [](const auto *list) { return *list && (*list)->empty(); });
}

} // namespace

std::vector<std::string> renderUsersByName(Context &context, const Selections &selections,
                                           const std::vector<std::string> &names)
{
    const bool mayList = rules::need(rules::mayListUsers(context.db, *context.user));
    std::map<std::string_view, UserEntry> users;
    for (const std::string &name : names)
        if (!name.empty() && !users.contains(name)) {
            UserEntry user = context.store.user(context.db, name);
            users[name] = !user || mayList || user->name() == context.user->name() ? user : publicPart(*user);
        }
    std::vector<const UserEntry *> known;
    std::map<std::string_view, std::size_t> places;
    for (const auto &[name, user] : users)
        if (user) {
            places[name] = known.size();
            known.push_back(&user);
        }
    const auto texts = renderUsers(context, selections, known);
    std::vector<std::string> made;
    for (const std::string &name : names) {
        const auto found = places.find(name);
        made.push_back(found == places.end() ? "null" : texts[found->second]);
    }
    return made;
}

std::string renderUser(Context &context, const Item &item)
{
    UserEntry user =
        item.name == "me" ? context.user : context.store.user(context.db, jsontext::text(item.arguments, "name"));
    if (!user)
        throw GraphError("User not found", item.location, 404);
    if (item.name != "me" && user->name() != context.user->name() &&
        !rules::need(rules::mayListUsers(context.db, *context.user)))
        throw GraphError("You may not read other users", item.location, 403);
    return renderUsers(context, item.selections, {&user}).front();
}

std::string renderUserList(Context &context, const Item &item)
{
    const std::string_view project = jsontext::text(item.arguments, "projectName");
    const bool mayList =
        project.empty() ? rules::need(rules::mayListUsers(context.db, *context.user)) : context.user->mayRead(project);
    if (!mayList)
        throw GraphError("You may not list users", item.location, 403);
    std::vector<UserEntry> users;
    for (auto &row : rules::need(repository::allUsers(context.db)))
        if (UserEntry user = rules::readUser(std::move(row)); isWantedUser(*user, item.arguments))
            users.push_back(std::move(user));
    std::vector<Page<UserEntry>> pages;
    pages.push_back(pageOf(std::move(users), Paging::from(item.arguments, 1'000'000)));
    return renderConnections<UserEntry>(
               context, item.definition->type.name, item.selections, pages,
               [&context](const Selections &selections, const std::vector<const UserEntry *> &objects) {
                   return renderUsers(context, selections, objects);
               })
        .front();
}

namespace
{

// Events that the user may know of, until the page is full.
void readEvents(Context &context, const Object &arguments, const Paging &paging, Page<EventRow> &page)
{
    std::optional<std::int64_t> from = paging.cursor;
    std::size_t found = 0;
    constexpr std::int64_t greatestStep = 5000;
    const std::int64_t rowsAtOnce = std::min(paging.count, greatestStep);
    do {
        repository::EventQuery query;
        if (!applyEventArguments(context, arguments, query))
            return;
        if (from)
            query.where(paging.isBackward ? "e.seq < $#" : "e.seq > $#", *from);
        if (paging.isBackward)
            query.newestFirst();
        if (const Value *parents = arguments.if_contains("hasChildren"); parents && parents->is_bool())
            query.where(parents->get_bool() ? "EXISTS (SELECT 1 FROM events c WHERE c.depends_on IS NOT NULL AND "
                                              "substr(c.depends_on, 17) = printf('%016x', e.seq))"
                                            : "NOT EXISTS (SELECT 1 FROM events c WHERE c.depends_on IS NOT NULL AND "
                                              "substr(c.depends_on, 17) = printf('%016x', e.seq))");
        query.limit(rowsAtOnce);
        auto rows = rules::need(query.all(context.db));
        found = rows.size();
        context.effort.count(found);
        for (EventRow &event : rows) {
            from = event.seq;
            context.effort.keep(sizeof event + event.summary.size() + event.payload.size());
            if (static_cast<std::int64_t>(page.rows.size()) >= paging.count ||
                !prepareFor(*context.user, context.store, context.db, event))
                continue;
            page.cursors.push_back(cursorOf(event.seq));
            page.rows.push_back(std::move(event));
        }
    } while (static_cast<std::int64_t>(page.rows.size()) < paging.count &&
             static_cast<std::int64_t>(found) >= rowsAtOnce);
    page.hasMore = paging.count > 0 && static_cast<std::int64_t>(page.rows.size()) >= paging.count;
}

} // namespace

std::string renderEvents(Context &context, const Item &item)
{
    const Paging paging = Paging::from(item.arguments);
    std::vector<Page<EventRow>> pages(1);
    pages.front().isBackward = paging.isBackward;
    readEvents(context, item.arguments, paging, pages.front());
    return renderConnections<EventRow>(
               context, item.definition->type.name, item.selections, pages,
               [&context](const Selections &selections, const std::vector<const EventRow *> &events) {
                   return renderObjects<EventRow>(context, "EventNode", selections, events,
                                                  [&context](const Item &field, const std::vector<const EventRow *> &) {
                                                      return eventField(context, field);
                                                  });
               })
        .front();
}

} // namespace hearth::server::graphql
