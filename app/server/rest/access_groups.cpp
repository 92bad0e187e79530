// SPDX-License-Identifier: Apache-2.0
#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/names.h"
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

http::Response one(Call &call)
{
    const std::string project = projectIn(call, *call.db, call.param("scope"));
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

http::Response put(Call &call, WriteContext &context)
{
    if (!rules::isEntityName(call.param("group")))
        rules::refuse(rules::invalidPattern("name", rules::entityNamePattern));
    const std::string project = projectIn(call, context.db, call.param("scope"));
    rules::need(repository::putDocument(context.db, documents::accessGroup, keyOf(call.param("group"), project),
                                        jsontext::toText(call.object())));
    tell(call, context, "access_group.updated");
    return http::Response::empty();
}

http::Response remove(Call &call, WriteContext &context)
{
    const std::string project = projectIn(call, context.db, call.param("scope"));
    if (!rules::need(
            repository::removeDocument(context.db, documents::accessGroup, keyOf(call.param("group"), project))))
        rules::refuse(rules::notFound("Access group " + call.param("group") + " not found"));
    tell(call, context, "access_group.deleted");
    return http::Response::empty();
}

} // namespace

void registerAccessGroupRoutes(Api &api)
{
    api.read("GET", "/api/accessGroups/{group}", Access::User, list);
    api.read("GET", "/api/accessGroups/{group}/{scope}", Access::Manager, one);
    api.write("PUT", "/api/accessGroups/{group}/{scope}", Access::Manager, put);
    api.write("DELETE", "/api/accessGroups/{group}/{scope}", Access::Manager, remove);
}

} // namespace hearth::server
