// SPDX-License-Identifier: Apache-2.0
// Whom and what a comment might speak of: people, teams, tasks and versions near an entity.
#include "core/entity_id.h"
#include "json_text/writer.h"
#include "repository/activities.h"
#include "repository/folder_tree.h"
#include "rules/entity_json.h"
#include "server/entity_rights.h"
#include "server/rest/routes.h"

#include <map>

namespace hearth::server
{
namespace
{

using jsontext::Writer;
using repository::Entity;
using repository::Kind;

constexpr std::int64_t shownRows = 50;

void appendPeople(Writer &w, Call &call, Kind kind, const std::string &id, const std::string &folder)
{
    const std::int64_t project = call.project->row.id;
    std::map<std::string, double> relevance;
    for (const std::string &user : rules::need(repository::assigneesOf(*call.db, Kind::Folder, project, folder)))
        relevance[user] += 50;
    if (kind == Kind::Task)
        for (const std::string &user : rules::need(repository::assigneesOf(*call.db, kind, project, id)))
            relevance[user] += 100;
    for (const auto &watcher : rules::need(repository::watchersOf(*call.db, project, id)))
        relevance[watcher.name] += 100;
    w.key("users").beginArray();
    for (auto &row : rules::need(repository::allUsers(*call.db))) {
        const auto user = rules::readUser(std::move(row));
        if (!user->row.active || user->isService || !user->mayRead(call.project->row.name))
            continue;
        w.beginObject().member("name", user->name()).memberIf("fullName", jsontext::text(user->attrib, "fullName"));
        w.key("relevance").real(relevance[user->name()]).member("createdAt", user->row.createdAt).endObject();
    }
    w.endArray().key("teams").beginArray();
    const jsontext::Object data = jsontext::parseObject(call.project->row.data);
    for (const jsontext::Value &team : jsontext::items(jsontext::array(data, "teams")))
        if (team.is_object()) {
            w.beginObject().member("name", jsontext::text(team.get_object(), "name"));
            w.key("relevance").real(0).endObject();
        }
    w.endArray();
}

void appendFolder(Writer &w, const Entity &folder)
{
    w.key("parent").beginObject().member("id", folder.id).member("folderType", folder.type);
    w.member("name", folder.name).memberIf("label", folder.label).memberIf("thumbnailId", folder.thumbnailId);
    w.member("createdAt", folder.createdAt).endObject();
}

void appendTasks(Writer &w, Call &call, const Entity &folder, const std::string &nearest)
{
    repository::EntityQuery query(Kind::Task, call.project->row.id);
    query.where("t.folder_id = $#", folder.id).limit(shownRows);
    call.scope(*call.db)->narrow(query);
    w.key("tasks").beginArray();
    for (const Entity &task : rules::need(query.all(*call.db))) {
        w.beginObject().member("id", task.id).member("taskType", task.type).member("name", task.name);
        w.memberIf("label", task.label).memberIf("thumbnailId", task.thumbnailId).member("createdAt", task.createdAt);
        w.key("relevance").real(task.id == nearest ? 100 : 50);
        appendFolder(w, folder);
        w.endObject();
    }
    w.endArray();
}

void appendVersions(Writer &w, Call &call, const Entity &folder)
{
    const std::int64_t project = call.project->row.id;
    repository::EntityQuery query(Kind::Version, project, true);
    query.where("p.folder_id = $#", folder.id).order("v.creation_order", true).limit(shownRows);
    call.scope(*call.db)->narrow(query);
    std::map<std::string, Entity> products;
    w.key("versions").beginArray();
    for (const Entity &version : rules::need(query.all(*call.db))) {
        auto &product = products[version.parentId];
        if (product.id.empty())
            product = rules::need(repository::entityById(*call.db, Kind::Product, project, version.parentId))
                          .value_or(Entity());
        w.beginObject().member("id", version.id).member("version", version.version);
        w.member("name", rules::versionName(version.version)).member("createdAt", version.createdAt);
        w.key("relevance").real(50).key("parent").beginObject();
        w.member("id", product.id).member("name", product.name).member("productType", product.type);
        appendFolder(w, folder);
        w.endObject().endObject();
    }
    w.endArray();
}

http::Response suggest(Call &call)
{
    const jsontext::Value parsed = parseBody(call);
    if (!parsed.is_object())
        rules::refuse(rules::invalidField("__root__", "value is not a valid dict", "type_error.dict"));
    const jsontext::Object &body = parsed.get_object();
    const auto kind = repository::kindOf(jsontext::text(body, "entityType"));
    if (!kind || (*kind != Kind::Folder && *kind != Kind::Task && *kind != Kind::Version))
        rules::refuse(
            rules::notPermitted("entityType", jsontext::text(body, "entityType"), {"folder", "task", "version"}));
    const std::string id = canonicalEntityId(jsontext::text(body, "entityId"));
    if (id.empty())
        rules::refuse(rules::invalidField("entityId", "value is not a valid id", "value_error.uuid"));
    const Entity entity = readableEntity(call, *call.db, *kind, id);
    const auto place = rules::need(repository::folderOf(*call.db, *kind, call.project->row.id, id));
    const auto folder =
        rules::need(repository::entityById(*call.db, Kind::Folder, call.project->row.id, place ? place->id : ""));
    std::string answer;
    Writer w(answer);
    w.beginObject();
    appendPeople(w, call, *kind, id, place ? place->id : "");
    if (folder) {
        appendTasks(w, call, *folder, *kind == Kind::Version ? entity.taskId : id);
        appendVersions(w, call, *folder);
    } else {
        w.key("tasks").beginArray().endArray().key("versions").beginArray().endArray();
    }
    w.endObject();
    return http::Response::json(200, std::move(answer));
}

} // namespace

void registerSuggestRoutes(Api &api)
{
    api.read("POST", "/api/projects/{project}/suggest", Access::User, suggest);
}

} // namespace hearth::server
