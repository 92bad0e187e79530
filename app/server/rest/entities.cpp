// SPDX-License-Identifier: Apache-2.0
// The six entity types share one shape: read one, create, patch, delete. Writes are batches of one operation.
#include "repository/entity_store.h"
#include "repository/folder_tree.h"
#include "rules/entity_json.h"
#include "server/entity_rights.h"
#include "server/one_operation.h"
#include "server/rest/routes.h"

namespace hearth::server
{
namespace
{

using repository::Kind;

bool hasVersionsBelow(const Call &call, const rules::ProjectRights &rights, const std::string &folder)
{
    const std::int64_t project = call.project->row.id;
    if (rights.of(rules::Right::Read).isEverywhere)
        return rules::need(repository::hasVersionsBelow(*call.db, project, folder));
    return rules::need(call.scope(*call.db)->countBelow(*call.db, Kind::Version, project, folder)) > 0;
}

http::Response readOne(Call &call, Kind kind)
{
    const std::string id = entityIdParam(call, "id");
    const std::int64_t project = call.project->row.id;
    auto entity = rules::need(repository::entityById(*call.db, kind, project, id, true));
    if (!entity)
        rules::refuse(rules::notFound("Entity " + id + " not found"));
    checkMayRead(call, *call.db, kind, id);
    const auto rights = call.rights(*call.db);
    const bool hasVersions = kind == Kind::Folder && hasVersionsBelow(call, *rights, id);
    std::string body;
    body.reserve(1024);
    std::string attrib = rules::shownAttrib(kind, *entity, *call.store->attributes());
    if (rights->hidesAttributes()) {
        attrib = rights->shownAttrib(std::move(attrib));
        entity->attrib = rights->shownAttrib(std::move(entity->attrib));
    }
    rules::appendEntity(body, kind, *entity, attrib, hasVersions);
    return http::Response::json(200, std::move(body));
}

rules::Operation operationFor(Call &call, Kind kind, rules::OperationType type)
{
    rules::Operation operation;
    operation.kind = kind;
    operation.type = type;
    if (type != rules::OperationType::Delete)
        operation.data = call.object();
    if (type != rules::OperationType::Create)
        operation.entityId = entityIdParam(call, "id");
    operation.isForced = call.flag("force");
    return operation;
}

// Of all kinds; each leaves out what it does not have.
void describeFields(RouteDescription &route)
{
    for (const char *name : {"name", "label", "folderType", "taskType", "productType", "status", "path", "author"})
        route.takes(name);
    for (const char *name : {"parentId", "folderId", "productId", "versionId", "taskId", "thumbnailId"})
        route.takes(name);
    route.takes("version", "integer").takes("attrib", "object").takes("data", "object").takes("tags", "array");
    route.takes("files", "array").takes("traits", "object").takes("assignees", "array").takes("active", "boolean");
}

void registerKind(Api &api, Kind kind, const char *collection, const char *single)
{
    api.read("GET", single, Access::User, [kind](Call &call) { return readOne(call, kind); }).gives("id");
    RouteDescription &create = api.write("POST", collection, Access::User, [kind](Call &call, WriteContext &context) {
        return idResponse(201, runOne(call, context, operationFor(call, kind, rules::OperationType::Create)).entityId);
    });
    describeFields(create.gives("id"));
    RouteDescription &patch = api.write("PATCH", single, Access::User, [kind](Call &call, WriteContext &context) {
        (void)runOne(call, context, operationFor(call, kind, rules::OperationType::Update));
        return http::Response::empty();
    });
    describeFields(patch);
    api.write("DELETE", single, Access::User, [kind](Call &call, WriteContext &context) {
        (void)runOne(call, context, operationFor(call, kind, rules::OperationType::Delete));
        return http::Response::empty();
    });
}

// {"mode": "add" | "remove" | "set", "users": […]}
http::Response assign(Call &call, WriteContext &context)
{
    const std::string id = entityIdParam(call, "id");
    const auto task = rules::need(repository::entityById(context.db, Kind::Task, call.project->row.id, id));
    if (!task)
        rules::refuse(rules::notFound("Entity " + id + " not found"));
    const std::string mode(jsontext::text(call.object(), "mode"));
    if (mode != "add" && mode != "remove" && mode != "set")
        rules::refuse(rules::notPermitted("mode", mode, {"add", "remove", "set"}));
    const jsontext::Array *users = jsontext::array(call.object(), "users");
    jsontext::Array now = mode == "set" ? jsontext::Array{} : jsontext::parseArray(task->assignees);
    for (const jsontext::Value &user : users ? *users : jsontext::Array{}) {
        const auto place = std::find(now.begin(), now.end(), user);
        if (mode == "remove" && place != now.end())
            now.erase(place);
        else if (mode != "remove" && place == now.end())
            now.push_back(user);
    }
    rules::Operation operation;
    operation.kind = Kind::Task;
    operation.type = rules::OperationType::Update;
    operation.entityId = id;
    operation.data["assignees"] = std::move(now);
    (void)runOne(call, context, std::move(operation));
    return http::Response::empty();
}

} // namespace

void registerEntityRoutes(Api &api)
{
    registerKind(api, Kind::Folder, "/api/projects/{project}/folders", "/api/projects/{project}/folders/{id}");
    registerKind(api, Kind::Task, "/api/projects/{project}/tasks", "/api/projects/{project}/tasks/{id}");
    registerKind(api, Kind::Product, "/api/projects/{project}/products", "/api/projects/{project}/products/{id}");
    registerKind(api, Kind::Version, "/api/projects/{project}/versions", "/api/projects/{project}/versions/{id}");
    registerKind(api, Kind::Representation, "/api/projects/{project}/representations",
                 "/api/projects/{project}/representations/{id}");
    registerKind(api, Kind::Workfile, "/api/projects/{project}/workfiles", "/api/projects/{project}/workfiles/{id}");
    api.write("POST", "/api/projects/{project}/tasks/{id}/assign", Access::User, assign)
        .needs("mode")
        .needs("users", "array");
}

} // namespace hearth::server
