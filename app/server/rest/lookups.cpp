// SPDX-License-Identifier: Apache-2.0
// Ids of entities that fit: representations by the context they were published with, folders by themselves and their
// tasks.
#include "json_text/writer.h"
#include "repository/entity_store.h"
#include "rules/entity_json.h"
#include "rules/names.h"
#include "server/bounded_pattern.h"
#include "server/entity_match.h"
#include "server/rest/body_lists.h"
#include "server/rest/routes.h"

#include <algorithm>
#include <set>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using jsontext::Writer;
using repository::Entity;
using repository::EntityQuery;
using repository::Kind;

constexpr std::size_t patternLimit = 1000;     ///< expressions of one request
constexpr std::chrono::seconds patternTime{5}; ///< of one request

/// One key of a representation's context with what it may be.
struct ContextRule {
    std::vector<std::string> path;
    std::vector<BoundedPattern> patterns;
};

ContextRule readRule(const Object &given, PatternBudget &budget)
{
    ContextRule made;
    std::string_view key = jsontext::text(given, "key");
    if (key.empty())
        rules::refuse(rules::invalidField("context.key", "field required", "value_error.missing"));
    for (std::size_t at = 0; at <= key.size();) {
        const auto end = std::min(key.find('.', at), key.size());
        made.path.emplace_back(key.substr(at, end - at));
        at = end + 1;
    }
    for (const std::string &text : textsIn(given, "values")) {
        auto pattern = BoundedPattern::make(text, budget);
        if (!pattern)
            rules::refuse(
                rules::invalidField("context.values", "\"" + text + "\" is no regular expression", "value_error"));
        made.patterns.push_back(std::move(*pattern));
    }
    return made;
}

bool fits(const Value &value, const ContextRule &rule)
{
    if (value.is_null() || value.is_object())
        return false;
    if (value.is_array())
        return std::any_of(value.get_array().begin(), value.get_array().end(),
                           [&rule](const Value &item) { return fits(item, rule); });
    const std::string text = value.is_string() ? std::string(value.get_string()) : jsontext::toText(value);
    return std::any_of(rule.patterns.begin(), rule.patterns.end(),
                       [&text](const BoundedPattern &pattern) { return pattern.isFoundIn(text); });
}

bool fits(const Object &context, const ContextRule &rule)
{
    const Object *level = &context;
    for (std::size_t i = 0; i + 1 < rule.path.size(); ++i) {
        level = jsontext::object(*level, rule.path[i]);
        if (!level)
            return false;
    }
    const Value *value = level->if_contains(rule.path.back());
    return value && fits(*value, rule);
}

std::vector<ContextRule> rulesIn(const Object &body, PatternBudget &budget)
{
    std::vector<ContextRule> made;
    std::size_t patterns = 0;
    for (const Value &item : jsontext::items(jsontext::array(body, "context"))) {
        if (!item.is_object())
            rules::refuse(rules::invalidField("context", "value is not a valid dict", "type_error.dict"));
        made.push_back(readRule(item.get_object(), budget));
        patterns += made.back().patterns.size();
    }
    if (patterns > patternLimit)
        rules::refuse(rules::badRequest("Too many expressions in one request"));
    return made;
}

http::Response idsResponse(const char *name, const std::vector<std::string> &ids)
{
    std::string text;
    Writer w(text);
    w.beginObject().key(name).beginArray();
    for (const std::string &id : ids)
        w.string(id);
    w.endArray().endObject();
    return http::Response::json(200, std::move(text));
}

http::Response byContext(Call &call)
{
    call.body = parseBody(call);
    const Object &body = call.object();
    EntityQuery query(Kind::Representation, call.project->row.id);
    call.scope(*call.db)->narrow(query);
    if (const auto names = textsIn(body, "names"); !names.empty())
        query.where("r.name IN (SELECT value FROM json_each($#))", repository::jsonList(names));
    if (const auto versions = entityIdsIn(body, "versionIds"); !versions.empty())
        query.where("r.version_id IN (SELECT value FROM json_each($#))", repository::jsonList(versions));
    PatternBudget budget(patternTime);
    const auto wanted = rulesIn(body, budget);
    std::vector<std::string> found;
    rules::need(query.each(*call.db, [&](Entity &e) {
        const Object data = wanted.empty() ? Object{} : jsontext::parseObject(e.data);
        const Object *context = jsontext::object(data, "context");
        static const Object none;
        if (std::all_of(wanted.begin(), wanted.end(),
                        [&](const ContextRule &rule) { return fits(context ? *context : none, rule); }))
            found.push_back(std::move(e.id));
    }));
    return idsResponse("ids", found);
}

EntityWish readWish(const Object &body, const char *filterName, const char *searchName)
{
    EntityWish made;
    if (const Object *given = jsontext::object(body, filterName)) {
        auto filter = rules::QueryFilter::parse(*given, rules::filterFields);
        if (!filter)
            rules::refuse(filter.error());
        made.filter = std::move(*filter);
    }
    made.search = rules::lowered(jsontext::text(body, searchName));
    return made;
}

std::set<std::string> foldersOfTasks(Call &call, const EntitySight &sight, const EntityWish &wish)
{
    std::set<std::string> made;
    rules::need(
        eachWanted(*call.db, sight, wish, Kind::Task, [&](Entity &task) { made.insert(std::move(task.parentId)); }));
    return made;
}

// Both filters must hold; `search` is satisfied by the folder or by one of its tasks.
http::Response folders(Call &call)
{
    call.body = parseBody(call);
    const Object &body = call.object();
    const auto scope = call.scope(*call.db);
    const auto library = call.store->attributes();
    const EntitySight sight{*scope, *library, call.project->row.id};
    const EntityWish ofFolder = readWish(body, "folderFilter", "folderSearch");
    const EntityWish ofTask = readWish(body, "taskFilter", "taskSearch");
    EntityWish ofEither;
    ofEither.search = rules::lowered(jsontext::text(body, "search"));
    const auto byTasks = ofTask.isEmpty() ? std::set<std::string>() : foldersOfTasks(call, sight, ofTask);
    const auto bySearch = ofEither.isEmpty() ? std::set<std::string>() : foldersOfTasks(call, sight, ofEither);
    std::vector<std::string> found;
    rules::need(eachWanted(*call.db, sight, ofFolder, Kind::Folder, [&](Entity &folder) {
        if ((ofTask.isEmpty() || byTasks.contains(folder.id)) &&
            (bySearch.contains(folder.id) || isWanted(sight, ofEither, Kind::Folder, folder)))
            found.push_back(std::move(folder.id));
    }));
    return idsResponse("folderIds", found);
}

http::Response taskFolders(Call &call)
{
    call.body = parseBody(call);
    const auto scope = call.scope(*call.db);
    const auto library = call.store->attributes();
    const auto found =
        foldersOfTasks(call, {*scope, *library, call.project->row.id}, readWish(call.object(), "filter", "search"));
    return idsResponse("folderIds", {found.begin(), found.end()});
}

} // namespace

void registerLookupRoutes(Api &api, WorkPool &pool)
{
    const auto search = [&api, &pool](const char *pattern, http::Response (*answer)(Call &)) -> RouteDescription & {
        return api.slow("POST", pattern, Access::User, pool,
                        [answer](const std::shared_ptr<Call> &call, const http::Responder &reply) {
                            const auto db = call->store->read();
                            call->db = &*db;
                            reply.send(answer(*call));
                        });
    };
    search("/api/projects/{project}/repreContextFilter", byContext)
        .takes("names", "array")
        .takes("versionIds", "array")
        .takes("context", "array")
        .gives("ids", "array");
    search("/api/projects/{project}/folders/search", folders)
        .takes("search")
        .takes("folderSearch")
        .takes("folderFilter", "object")
        .takes("taskSearch")
        .takes("taskFilter", "object")
        .gives("folderIds", "array");
    search("/api/projects/{project}/tasksFolders", taskFolders)
        .takes("search")
        .takes("filter", "object")
        .gives("folderIds", "array");
}

} // namespace hearth::server
