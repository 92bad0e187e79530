// SPDX-License-Identifier: Apache-2.0
#include "repository/links.h"

#include "core/entity_id.h"
#include "json_text/writer.h"
#include "repository/entity_store.h"
#include "repository/stamp.h"
#include "rules/project_rules.h"
#include "server/rest/routes.h"

#include <algorithm>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

struct FullName {
    std::string type;
    std::string input;
    std::string output;
};

FullName parseName(const std::string &text)
{
    const auto first = text.find('|');
    const auto second = first == std::string::npos ? first : text.find('|', first + 1);
    if (second == std::string::npos)
        rules::refuse(rules::badRequest("A link type is written name|input|output"));
    FullName made{text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
    for (const std::string &end : {made.input, made.output})
        if (const auto kind = repository::kindOf(end); !kind || *kind == repository::Kind::Workfile)
            rules::refuse(rules::badRequest("Links cannot begin or end at a " + end));
    return made;
}

void saveTypes(WriteContext &context, const rules::ProjectInfo &project, const Array &types)
{
    repository::ProjectRow row = project.row;
    row.linkTypes = jsontext::toText(types);
    rules::need(repository::updateProject(context.db, row));
    context.projectsChanged();
}

void dropType(Array &types, const std::string &name)
{
    for (auto it = types.begin(); it != types.end();)
        it = jsontext::text(it->as_object(), "name") == name ? types.erase(it) : std::next(it);
}

http::Response putType(Call &call, WriteContext &context)
{
    const std::string &name = call.param("type");
    const FullName parts = parseName(name);
    const auto project = context.project(call.project->row.name);
    Array types = jsontext::parseArray(project->row.linkTypes);
    dropType(types, name);
    const Object *data = jsontext::object(call.object(), "data");
    types.push_back(Object{{"name", name},
                           {"linkType", parts.type},
                           {"inputType", parts.input},
                           {"outputType", parts.output},
                           {"data", data ? *data : call.object()}});
    saveTypes(context, *project, types);
    return http::Response::empty();
}

http::Response removeType(Call &call, WriteContext &context)
{
    const std::string &name = call.param("type");
    const FullName parts = parseName(name);
    const auto project = context.project(call.project->row.name);
    Array types = jsontext::parseArray(project->row.linkTypes);
    dropType(types, name);
    saveTypes(context, *project, types);
    rules::need(repository::removeLinksOfType(context.db, project->row.id, parts.type, parts.input, parts.output));
    return http::Response::empty();
}

std::string eventSummary(const repository::LinkRow &link)
{
    std::string out;
    jsontext::Writer(out)
        .beginObject()
        .member("id", link.id)
        .member("linkType", link.linkType)
        .member("inputType", link.inputType)
        .member("outputType", link.outputType)
        .member("inputId", link.inputId)
        .member("outputId", link.outputId)
        .endObject();
    return out;
}

void checkEnd(WriteContext &context, std::int64_t project, const std::string &type, const std::string &id)
{
    const auto kind = repository::kindOf(type);
    if (!kind || !rules::need(repository::entityById(context.db, *kind, project, id)))
        rules::refuse(rules::notFound("Entity " + id + " not found"));
}

http::Response create(Call &call, WriteContext &context)
{
    const Object &body = call.object();
    const auto project = context.project(call.project->row.name);
    std::string name(jsontext::text(body, "linkType"));
    if (name.empty())
        name = jsontext::text(body, "link");
    const FullName parts = parseName(name);
    const Array types = jsontext::parseArray(project->row.linkTypes);
    if (std::none_of(types.begin(), types.end(),
                     [&name](const Value &item) { return jsontext::text(item.as_object(), "name") == name; }))
        rules::refuse(rules::badRequest("Unsupported link type."));
    repository::LinkRow link;
    link.id = canonicalEntityId(jsontext::text(body, "id"));
    if (link.id.empty())
        link.id = newEntityId();
    link.name = jsontext::text(body, "name");
    link.linkType = parts.type;
    link.inputType = parts.input;
    link.outputType = parts.output;
    link.inputId = canonicalEntityId(jsontext::text(body, "input"));
    link.outputId = canonicalEntityId(jsontext::text(body, "output"));
    if (link.inputId.empty() || link.outputId.empty() || link.inputId == link.outputId)
        rules::refuse(rules::badRequest("A link needs two different ends"));
    checkEnd(context, project->row.id, link.inputType, link.inputId);
    checkEnd(context, project->row.id, link.outputType, link.outputId);
    if (rules::need(repository::linkById(context.db, project->row.id, link.id)))
        rules::refuse(rules::conflict("Link already exists", "unique-violation"));
    link.author = call.user->name();
    if (const Object *data = jsontext::object(body, "data"))
        link.data = jsontext::toText(*data);
    link.createdAt = repository::stampNow();
    rules::need(repository::insertLink(context.db, project->row.id, link));
    context.emit(rules::need(rules::storeEvent(context.db, call.actor, "link.created", project->row.name,
                                               "Link created", eventSummary(link), "{}")));
    context.touch(project->row.id);
    return idResponse(200, link.id);
}

http::Response remove(Call &call, WriteContext &context)
{
    const std::string id = entityIdParam(call, "link");
    const auto project = context.project(call.project->row.name);
    const auto link = rules::need(repository::linkById(context.db, project->row.id, id));
    if (!link)
        rules::refuse(rules::notFound("Link " + id + " not found"));
    (void)rules::need(repository::removeLink(context.db, project->row.id, id));
    context.emit(rules::need(rules::storeEvent(context.db, call.actor, "link.deleted", project->row.name,
                                               "Link deleted", eventSummary(*link), "{}")));
    context.touch(project->row.id);
    return http::Response::empty();
}

} // namespace

void registerLinkRoutes(Api &api)
{
    api.read("GET", "/api/projects/{project}/links/types", Access::User,
             [](Call &call) { return http::Response::json(200, "{\"types\":" + call.project->row.linkTypes + '}'); });
    api.write("PUT", "/api/projects/{project}/links/types/{type}", Access::Manager, putType);
    api.write("DELETE", "/api/projects/{project}/links/types/{type}", Access::Manager, removeType);
    api.write("POST", "/api/projects/{project}/links", Access::User, create);
    api.write("DELETE", "/api/projects/{project}/links/{link}", Access::User, remove);
}

} // namespace hearth::server
