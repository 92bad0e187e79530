// SPDX-License-Identifier: Apache-2.0
// Who is told about everything that happens to an entity.
#include "json_text/writer.h"
#include "repository/stamp.h"
#include "rules/activities.h"
#include "server/entity_rights.h"
#include "server/rest/routes.h"

#include <set>

namespace hearth::server
{
namespace
{

using repository::Kind;

http::Response watchers(Call &call)
{
    const Kind kind = kindParam(call);
    const std::string id = entityIdParam(call, "id");
    (void)readableEntity(call, *call.db, kind, id);
    std::string body;
    jsontext::Writer w(body);
    w.beginObject().key("watchers").beginArray();
    for (const auto &watcher : rules::need(repository::watchersOf(*call.db, call.project->row.id, id)))
        w.string(watcher.name);
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

// Whoever may read an entity says who watches it, out of those in the project.
http::Response setWatchers(Call &call, WriteContext &context)
{
    const Kind kind = kindParam(call);
    const auto entity = readableEntity(call, context.db, kind, entityIdParam(call, "id"));
    const jsontext::Array *given = jsontext::array(call.object(), "watchers");
    if (!given)
        rules::refuse(rules::invalidField("watchers", "field required", "value_error.missing"));
    std::set<std::string> wanted;
    for (const jsontext::Value &item : *given) {
        const auto user = item.is_string()
                              ? rules::need(repository::userByName(context.db, std::string(item.get_string())))
                              : std::nullopt;
        if (!user)
            rules::refuse(rules::badRequest("One of the watchers is no user"));
        const auto known = rules::readUser(*user);
        if (!known->mayRead(call.project->row.name))
            rules::refuse(rules::badRequest("User " + user->name + " is not in this project"));
        wanted.insert(user->name);
    }
    rules::ActivityBook book(context.db, call.project->row, repository::stampNow());
    for (const auto &watcher : rules::need(repository::watchersOf(context.db, call.project->row.id, entity.id)))
        if (wanted.erase(watcher.name) == 0)
            if (const auto activity =
                    rules::need(repository::activityById(context.db, call.project->row.id, watcher.activityId)))
                book.remove(call.actor, *activity);
    for (const std::string &name : wanted)
        book.watch(call.actor, kind, entity, name);
    context.emit(book.takeEvents());
    context.pass(book.takePassing());
    return http::Response::empty();
}

} // namespace

void registerWatcherRoutes(Api &api)
{
    const char *pattern = "/api/projects/{project}/{entityType}/{id}/watchers";
    api.read("GET", pattern, Access::User, watchers);
    api.write("POST", pattern, Access::User, setWatchers);
}

} // namespace hearth::server
