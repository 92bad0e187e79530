// SPDX-License-Identifier: Apache-2.0
// Teams of a project: people who are spoken to together. Kept in the project's data.
#include "json_text/writer.h"
#include "rules/names.h"
#include "server/rest/project_change.h"
#include "server/rest/routes.h"

#include <algorithm>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

Array teamsOf(const rules::ProjectInfo &project)
{
    const Object data = jsontext::parseObject(project.row.data);
    Array made;
    for (const Value &team : jsontext::items(jsontext::array(data, "teams")))
        if (team.is_object())
            made.push_back(team);
    return made;
}

bool isNamed(const Value &one, std::string_view name)
{
    return jsontext::text(one.as_object(), "name") == name;
}

Array::iterator find(Array &items, std::string_view name)
{
    return std::find_if(items.begin(), items.end(), [name](const Value &one) { return isNamed(one, name); });
}

Object memberIn(WriteContext &context, const Object &given, const std::string &name)
{
    const auto user = rules::isUserName(name) ? rules::need(repository::userByName(context.db, name)) : std::nullopt;
    if (!user)
        rules::refuse(rules::badRequest("The member " + name + " of the team is no user"));
    Array roles;
    for (const Value &role : jsontext::items(jsontext::array(given, "roles")))
        if (role.is_string())
            roles.push_back(role);
    return {{"name", user->name}, {"leader", jsontext::flag(given, "leader")}, {"roles", std::move(roles)}};
}

Object teamIn(WriteContext &context, const std::string &name, const Object &given)
{
    if (name.size() < 2 || name.size() > 64)
        rules::refuse(
            rules::invalidField("name", "ensure this value has 2 to 64 characters", "value_error.any_str.min_length"));
    Array members;
    for (const Value &item : jsontext::items(jsontext::array(given, "members"))) {
        if (!item.is_object())
            rules::refuse(rules::invalidField("members", "value is not a valid dict", "type_error.dict"));
        Object member = memberIn(context, item.get_object(), std::string(jsontext::text(item.get_object(), "name")));
        if (find(members, jsontext::text(member, "name")) != members.end())
            rules::refuse(rules::badRequest("A member of a team is named twice"));
        members.push_back(std::move(member));
    }
    return {{"name", name}, {"members", std::move(members)}};
}

void save(Call &call, WriteContext &context, Array teams)
{
    changeProject(call, context, call.project->row.name, Object{{"data", Object{{"teams", std::move(teams)}}}});
}

void put(Array &teams, Object team)
{
    const auto found = find(teams, jsontext::text(team, "name"));
    if (found != teams.end())
        *found = std::move(team);
    else
        teams.push_back(std::move(team));
}

http::Response list(Call &call)
{
    const bool showsMembers = call.flag("show_members") || call.flag("showMembers");
    Array made;
    for (const Value &team : teamsOf(*call.project)) {
        const Array &members = jsontext::items(jsontext::array(team.get_object(), "members"));
        Object one{{"name", jsontext::text(team.get_object(), "name")}, {"memberCount", members.size()}};
        Array leaders;
        for (const Value &member : members)
            if (jsontext::flag(member.as_object(), "leader"))
                leaders.push_back(member);
        one["leaders"] = std::move(leaders);
        if (showsMembers)
            one["members"] = members;
        made.push_back(std::move(one));
    }
    return http::Response::json(200, jsontext::toText(made));
}

// The teams a call works on, as the transaction has them.
Array begin(Call &call, WriteContext &context)
{
    checkMayManagePeople(call, context.db, call.project->row.name);
    return teamsOf(*context.project(call.project->row.name));
}

http::Response putMany(Call &call, WriteContext &context)
{
    Array teams = begin(call, context);
    if (!call.body.is_array())
        rules::refuse(rules::invalidField("__root__", "value is not a valid list", "type_error.list"));
    for (const Value &item : call.body.get_array()) {
        if (!item.is_object())
            rules::refuse(rules::invalidField("__root__", "value is not a valid dict", "type_error.dict"));
        put(teams, teamIn(context, std::string(jsontext::text(item.get_object(), "name")), item.get_object()));
    }
    save(call, context, std::move(teams));
    return http::Response::empty();
}

http::Response putOne(Call &call, WriteContext &context)
{
    Array teams = begin(call, context);
    put(teams, teamIn(context, call.param("team"), call.object()));
    save(call, context, std::move(teams));
    return http::Response::empty();
}

Array::iterator existing(Array &teams, const std::string &name)
{
    const auto found = find(teams, name);
    if (found == teams.end())
        rules::refuse(rules::notFound("Team " + name + " not found"));
    return found;
}

http::Response remove(Call &call, WriteContext &context)
{
    Array teams = begin(call, context);
    teams.erase(existing(teams, call.param("team")));
    save(call, context, std::move(teams));
    return http::Response::empty();
}

http::Response putMember(Call &call, WriteContext &context)
{
    Array teams = begin(call, context);
    Object &team = existing(teams, call.param("team"))->as_object();
    put(team["members"].as_array(), memberIn(context, call.object(), call.param("member")));
    save(call, context, std::move(teams));
    return http::Response::empty();
}

http::Response removeMember(Call &call, WriteContext &context)
{
    Array teams = begin(call, context);
    Array &members = existing(teams, call.param("team"))->as_object()["members"].as_array();
    const auto found = find(members, call.param("member"));
    if (found == members.end())
        rules::refuse(rules::notFound("The team has no member " + call.param("member")));
    members.erase(found);
    save(call, context, std::move(teams));
    return http::Response::empty();
}

} // namespace

void registerTeamRoutes(Api &api)
{
    const std::string all = "/api/projects/{project}/teams";
    const std::string one = all + "/{team}";
    const std::string member = one + "/members/{member}";
    api.read("GET", all.c_str(), Access::User, list);
    api.write("PATCH", all.c_str(), Access::User, putMany);
    api.write("PUT", one.c_str(), Access::User, putOne);
    api.write("DELETE", one.c_str(), Access::User, remove);
    api.write("PUT", member.c_str(), Access::User, putMember);
    api.write("DELETE", member.c_str(), Access::User, removeMember);
}

} // namespace hearth::server
