// SPDX-License-Identifier: Apache-2.0
#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/names.h"
#include "rules/project_rights.h"
#include "rules/project_rules.h"
#include "server/rest/routes.h"

#include <algorithm>
#include <map>

namespace hearth::server
{
namespace
{

namespace documents = repository::documents;

// "_" stands for the studio; anything else must be a project the caller may read.
std::string projectIn(const Call &call, database::Connection &db, const std::string &name)
{
    if (name == "_")
        return {};
    const auto project = call.store->project(db, name);
    if (!project)
        rules::refuse(rules::notFound("Project " + name + " not found"));
    if (!call.user->mayRead(project->row.name))
        rules::refuse(rules::forbidden("No access group assigned on this project"));
    return project->row.name;
}

std::string keyOf(const std::string &group, const std::string &project)
{
    return project.empty() ? group : group + '|' + project;
}

// The first element names a project here, and a group in the longer path.
http::Response list(Call &call)
{
    const std::string project = projectIn(call, *call.db, call.param("group"));
    if (project.empty() && !call.user->isManager)
        rules::refuse(rules::forbidden("Only managers may do this"));
    std::map<std::string, bool> groups;
    for (const auto &document : rules::need(repository::documentsOf(*call.db, documents::accessGroup))) {
        const auto bar = document.name.find('|');
        if (bar == std::string::npos)
            groups.try_emplace(document.name, false);
        else if (!project.empty() && document.name.substr(bar + 1) == project)
            groups[document.name.substr(0, bar)] = true;
    }
    std::string body;
    jsontext::Writer w(body);
    w.beginArray();
    for (const auto &[name, isProjectLevel] : groups)
        w.beginObject().member("name", name).member("isProjectLevel", isProjectLevel).endObject();
    w.endArray();
    return http::Response::json(200, std::move(body));
}

// Managers, and at a project those whose groups let them manage its access.
void checkMay(const Call &call, database::Connection &db, const std::string &project, int level)
{
    if (call.user->isManager)
        return;
    if (project.empty() || rules::need(rules::readRights(db, *call.user, project))->access < level)
        rules::refuse(rules::forbidden("Only managers may do this"));
}

http::Response one(Call &call)
{
    const std::string project = projectIn(call, *call.db, call.param("scope"));
    checkMay(call, *call.db, project, 1);
    auto found =
        rules::need(repository::documentByName(*call.db, documents::accessGroup, keyOf(call.param("group"), project)));
    if (!found && !project.empty())
        found = rules::need(repository::documentByName(*call.db, documents::accessGroup, call.param("group")));
    if (!found)
        rules::refuse(rules::notFound("Access group " + call.param("group") + " not found"));
    return http::Response::json(200, found->body);
}

void tell(Call &call, WriteContext &context, const char *topic)
{
    std::string summary;
    jsontext::Writer(summary).beginObject().member("name", call.param("group")).endObject();
    context.emit(rules::need(rules::storeEvent(context.db, call.actor, topic, {},
                                               "Access group " + call.param("group") + " changed", summary, "{}")));
}

const jsontext::Object &schema()
{
    static const jsontext::Object made = [] {
        const auto restricting = [](std::initializer_list<const char *> lists) {
            jsontext::Object properties{{"enabled", jsontext::Object{{"type", "boolean"}, {"default", false}}}};
            for (const char *list : lists)
                properties[list] = jsontext::Object{{"type", "array"}, {"default", jsontext::Array{}}};
            return jsontext::Object{{"type", "object"}, {"properties", std::move(properties)}};
        };
        const auto values = [](std::initializer_list<const char *> names, const char *type) {
            jsontext::Object properties;
            for (const char *name : names)
                properties[name] = jsontext::Object{{"type", type}};
            return jsontext::Object{{"type", "object"}, {"properties", std::move(properties)}};
        };
        jsontext::Object sections{{"studio", values({"create_projects", "list_all_users"}, "boolean")},
                                  {"project", values({"anatomy", "access", "settings"}, "integer")}};
        for (const char *folders : {"create", "read", "update", "publish", "delete"})
            sections[folders] = restricting({"access_list"});
        sections["attrib_read"] = restricting({"attributes"});
        sections["attrib_write"] = restricting({"attributes", "fields"});
        sections["activities"] = restricting({"activities"});
        sections["actions"] = restricting({"actions"});
        sections["links"] = restricting({"link_types"});
        sections["endpoints"] = restricting({"endpoints"});
        sections["advanced"] = values({"show_sibling_tasks"}, "boolean");
        return jsontext::Object{{"title", "Permissions"}, {"type", "object"}, {"properties", std::move(sections)}};
    }();
    return made;
}

// A right that cannot be read would be no restriction at all.
void checkPermissions(const jsontext::Object &given)
{
    const jsontext::Object &sections = schema().at("properties").get_object();
    for (const auto &member : given) {
        const std::string name(member.key());
        const jsontext::Value *section = sections.if_contains(name);
        if (!section || member.value().is_null())
            continue;
        if (!member.value().is_object())
            rules::refuse(rules::invalidField(name, "value is not a valid dict", "type_error.dict"));
        const jsontext::Object &fields = section->get_object().at("properties").get_object();
        for (const auto &field : member.value().get_object()) {
            const jsontext::Value *wanted = fields.if_contains(field.key());
            const std::string_view type = wanted ? jsontext::text(wanted->get_object(), "type") : std::string_view();
            const bool isGood = type.empty() || (type == "boolean" && field.value().is_bool()) ||
                                (type == "array" && field.value().is_array()) ||
                                (type == "integer" && field.value().is_number());
            if (!isGood)
                rules::refuse(rules::invalidField(name + '.' + std::string(field.key()),
                                                  "value is not a valid " + std::string(type), "type_error"));
        }
    }
}

http::Response put(Call &call, WriteContext &context)
{
    if (!rules::isEntityName(call.param("group")))
        rules::refuse(rules::invalidPattern("name", rules::entityNamePattern));
    const std::string project = projectIn(call, context.db, call.param("scope"));
    checkMay(call, context.db, project, 2);
    checkPermissions(call.object());
    rules::need(repository::putDocument(context.db, documents::accessGroup, keyOf(call.param("group"), project),
                                        jsontext::toText(call.object())));
    context.usersChanged();
    tell(call, context, "access_group.updated");
    return http::Response::empty();
}

http::Response remove(Call &call, WriteContext &context)
{
    const std::string project = projectIn(call, context.db, call.param("scope"));
    checkMay(call, context.db, project, 2);
    if (project.empty()) // the group's changes in projects go with it
        for (const auto &own :
             rules::need(repository::documentsStarting(context.db, documents::accessGroup, call.param("group") + '|')))
            (void)rules::need(repository::removeDocument(context.db, documents::accessGroup, own.name));
    if (!rules::need(
            repository::removeDocument(context.db, documents::accessGroup, keyOf(call.param("group"), project))))
        rules::refuse(rules::notFound("Access group " + call.param("group") + " not found"));
    context.usersChanged();
    tell(call, context, "access_group.deleted");
    return http::Response::empty();
}

} // namespace

void registerAccessGroupRoutes(Api &api)
{
    api.read("GET", "/api/accessGroups/{group}", Access::User, list);
    api.read("GET", "/api/accessGroups/_schema", Access::User,
             [](Call &) { return http::Response::json(200, jsontext::toText(schema())); });
    api.read("GET", "/api/accessGroups/{group}/{scope}", Access::User, one);
    api.write("PUT", "/api/accessGroups/{group}/{scope}", Access::User, put);
    api.write("DELETE", "/api/accessGroups/{group}/{scope}", Access::User, remove);
}

} // namespace hearth::server
