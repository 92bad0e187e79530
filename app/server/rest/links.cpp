// SPDX-License-Identifier: Apache-2.0
#include "repository/links.h"

#include "core/entity_id.h"
#include "json_text/writer.h"
#include "repository/change_log.h"
#include "repository/entity_store.h"
#include "repository/stamp.h"
#include "rules/project_rules.h"
#include "server/entity_rights.h"
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
    rules::need(repository::logChange(context.db, {row.id, "project", row.name}, "update",
                                      {{"linkTypes", jsontext::parseArray(project.row.linkTypes)}},
                                      {{"linkTypes", types}}));
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

void checkEnd(const Call &call, WriteContext &context, const std::string &type, const std::string &id)
{
    const auto kind = repository::kindOf(type);
    if (!kind || !rules::need(repository::entityById(context.db, *kind, call.project->row.id, id)))
        rules::refuse(rules::notFound("Entity " + id + " not found"));
    checkMayRead(call, context.db, *kind, id);
}

void checkMayLink(const Call &call, database::Connection &db, const std::string &type)
{
    if (call.user->isManager)
        return;
    if (!rules::ProjectRights::allows(rules::need(rules::readRights(db, *call.user, call.project->row.name))->links,
                                      type))
        rules::refuse(rules::forbidden("You are not allowed to change links of the type " + type));
}

std::string idIn(const Object &body, const char *field, bool isNeeded)
{
    const Value *given = jsontext::find(body, field);
    if (!isNeeded && (!given || given->is_null()))
        return newEntityId();
    std::string id = given && given->is_string() ? canonicalEntityId(std::string(given->get_string())) : std::string();
    if (id.empty())
        rules::refuse(rules::badRequest(std::string("The value of ") + field + " is no id"));
    return id;
}

repository::LinkRow makeLink(Call &call, WriteContext &context, const rules::ProjectInfo &project, const Object &body)
{
    std::string name(jsontext::text(body, "linkType"));
    for (const char *other : {"link_type", "link"})
        if (name.empty())
            name = jsontext::text(body, other);
    const FullName parts = parseName(name);
    const Array types = jsontext::parseArray(project.row.linkTypes);
    if (std::none_of(types.begin(), types.end(),
                     [&name](const Value &item) { return jsontext::text(item.as_object(), "name") == name; }))
        rules::refuse(rules::badRequest("Unsupported link type."));
    checkMayLink(call, context.db, name);
    repository::LinkRow link;
    link.id = idIn(body, "id", false);
    link.name = jsontext::text(body, "name");
    link.linkType = parts.type;
    link.inputType = parts.input;
    link.outputType = parts.output;
    link.inputId = idIn(body, "input", true);
    link.outputId = idIn(body, "output", true);
    if (link.inputId == link.outputId)
        rules::refuse(rules::badRequest("A link needs two different ends"));
    checkEnd(call, context, link.inputType, link.inputId);
    checkEnd(call, context, link.outputType, link.outputId);
    if (rules::need(repository::linkById(context.db, project.row.id, link.id)))
        rules::refuse(rules::conflict("Link already exists", "unique-violation"));
    link.author = call.user->name();
    if (const Object *data = jsontext::object(body, "data"))
        link.data = jsontext::toText(*data);
    link.createdAt = repository::stampNow();
    rules::need(repository::insertLink(context.db, project.row.id, link));
    return link;
}

http::Response create(Call &call, WriteContext &context)
{
    const auto project = context.project(call.project->row.name);
    const repository::LinkRow link = makeLink(call, context, *project, call.object());
    context.emit(rules::need(rules::storeEvent(context.db, call.actor, "link.created", project->row.name,
                                               "Link created", eventSummary(link), "{}")));
    context.touch(project->row.id);
    return idResponse(200, link.id);
}

// All of them or none.
http::Response createMany(Call &call, WriteContext &context)
{
    const auto project = context.project(call.project->row.name);
    const Array *given = jsontext::array(call.object(), "links");
    if (!given)
        rules::refuse(rules::invalidField("links", "field required", "value_error.missing"));
    std::string made;
    std::string told;
    jsontext::Writer w(made);
    jsontext::Writer t(told);
    w.beginObject().key("created").beginArray();
    t.beginObject().member("count", given->size()).key("links").beginArray();
    for (const Value &item : *given) {
        if (!item.is_object())
            rules::refuse(rules::invalidField("links", "value is not a valid dict", "type_error.dict"));
        const repository::LinkRow link = makeLink(call, context, *project, item.get_object());
        w.beginObject().member("id", link.id).member("input", link.inputId).member("output", link.outputId);
        w.member("linkType", link.linkType + '|' + link.inputType + '|' + link.outputType).endObject();
        t.raw(eventSummary(link));
    }
    w.endArray().endObject();
    t.endArray().endObject();
    if (!given->empty())
        context.emit(rules::need(rules::storeEvent(context.db, call.actor, "links.created", project->row.name,
                                                   std::to_string(given->size()) + " links created", told, "{}")));
    context.touch(project->row.id);
    return http::Response::json(200, std::move(made));
}

http::Response remove(Call &call, WriteContext &context)
{
    const std::string id = entityIdParam(call, "link");
    const auto project = context.project(call.project->row.name);
    const auto link = rules::need(repository::linkById(context.db, project->row.id, id));
    if (!link)
        rules::refuse(rules::notFound("Link " + id + " not found"));
    checkMayRead(call, context.db, *repository::kindOf(link->inputType), link->inputId);
    checkMayRead(call, context.db, *repository::kindOf(link->outputType), link->outputId);
    checkMayLink(call, context.db, link->linkType + '|' + link->inputType + '|' + link->outputType);
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
    api.write("POST", "/api/projects/{project}/links", Access::User, create)
        .needs("input")
        .needs("output")
        .needs("linkType")
        .takes("name")
        .takes("data", "object")
        .gives("id");
    api.write("POST", "/api/projects/{project}/links/bulk", Access::User, createMany)
        .needs("links", "array")
        .gives("created", "array");
    api.write("DELETE", "/api/projects/{project}/links/{link}", Access::User, remove);
}

} // namespace hearth::server
