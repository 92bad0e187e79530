// SPDX-License-Identifier: Apache-2.0
// Who is in a project, and with which access groups: for managers, and for those whose groups let them manage it.
#include "json_text/writer.h"
#include "repository/documents.h"
#include "repository/projects.h"
#include "repository/stamp.h"
#include "server/rest/project_change.h"
#include "server/rest/routes.h"

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;

// Project, then the groups of each user who is in it.
std::string peopleText(database::Connection &db, const std::string &project)
{
    std::string body;
    jsontext::Writer w(body);
    w.beginObject();
    for (const auto &row : rules::need(repository::allUsers(db))) {
        const auto user = rules::readUser(row);
        const auto groups = user->accessGroups.find(project);
        if (groups == user->accessGroups.end())
            continue;
        w.anyKey(user->name()).beginArray();
        for (const std::string &group : groups->second)
            w.string(group);
        w.endArray();
    }
    w.endObject();
    return body;
}

// The groups of one user in some projects; in others they stay. An empty list takes the user out.
void assign(WriteContext &context, const std::string &name, const Object &given)
{
    auto row = rules::need(repository::userByName(context.db, name));
    if (!row)
        rules::refuse(rules::notFound("User " + name + " not found"));
    Object data = jsontext::parseObject(row->data);
    if (!data["accessGroups"].is_object())
        data["accessGroups"] = Object{};
    Object &groups = data["accessGroups"].get_object();
    for (const auto &member : given)
        groups[member.key()] = member.value();
    Object known = knownGroups(context, groups);
    data["accessGroups"] = std::move(known);
    row->data = jsontext::toText(data);
    row->updatedAt = repository::stampNow();
    rules::need(repository::putUser(context.db, *row));
    context.usersChanged();
}

http::Response setOne(Call &call, WriteContext &context)
{
    const std::string project = call.project->row.name;
    checkMayManagePeople(call, context.db, project);
    if (!call.body.is_array())
        rules::refuse(rules::invalidField("__root__", "value is not a valid list", "type_error.list"));
    assign(context, call.param("name"), Object{{project, call.body}});
    return http::Response::json(200, peopleText(context.db, project));
}

// {"user": {"project": ["group"]}}: all of it or nothing.
http::Response setMany(Call &call, WriteContext &context)
{
    for (const auto &user : call.object()) {
        const Object *given = user.value().if_object();
        if (!given)
            rules::refuse(rules::invalidField(std::string(user.key()), "value is not a valid dict", "type_error.dict"));
        Object projects;
        for (const auto &member : *given) {
            const std::string project = context.project(std::string(member.key()))->row.name;
            checkMayManagePeople(call, context.db, project);
            if (!member.value().is_array())
                rules::refuse(rules::invalidField(std::string(user.key()) + '.' + project, "value is not a valid list",
                                                  "type_error.list"));
            projects[project] = member.value();
        }
        assign(context, std::string(user.key()), projects);
    }
    return http::Response::json(200, "null");
}

} // namespace

void checkMayManagePeople(const Call &call, database::Connection &db, const std::string &project)
{
    if (!call.user->isManager && rules::need(rules::readRights(db, *call.user, project))->access < 2)
        rules::refuse(rules::forbidden("You may not manage who is in the project " + project));
}

Object knownGroups(WriteContext &context, const Object &given)
{
    Object made;
    for (const auto &member : given) {
        const auto project =
            rules::need(repository::projectByName(context.db, {member.key().data(), member.key().size()}));
        jsontext::Array kept;
        for (const Value &group : jsontext::items(member.value().if_array()))
            if (group.is_string() &&
                rules::need(repository::documentByName(context.db, repository::documents::accessGroup,
                                                       std::string(group.get_string()))))
                kept.push_back(group);
        if (project && !kept.empty())
            made[project->name] = std::move(kept);
    }
    return made;
}

void registerProjectPeopleRoutes(Api &api)
{
    api.read("GET", "/api/projects/{project}/users", Access::User,
             [](Call &call) { return http::Response::json(200, peopleText(*call.db, call.project->row.name)); });
    api.write("PATCH", "/api/projects/{project}/users/{name}", Access::User, setOne);
    api.write("POST", "/api/access", Access::User, setMany);
}

} // namespace hearth::server
