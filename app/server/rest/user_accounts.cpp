// SPDX-License-Identifier: Apache-2.0
// What belongs to one user's account: its name, its sessions, its preferences, and what its groups allow.
#include "json_text/writer.h"
#include "repository/documents.h"
#include "repository/stamp.h"
#include "repository/users.h"
#include "rules/names.h"
#include "rules/project_rules.h"
#include "rules/rights.h"
#include "server/bundles.h"
#include "server/rest/routes.h"
#include "server/user_json.h"

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using jsontext::Writer;

repository::UserRow existing(database::Connection &db, const std::string &name)
{
    auto row = rules::need(repository::userByName(db, name));
    if (!row)
        rules::refuse(rules::notFound("User " + name + " not found"));
    return std::move(*row);
}

void checkSelfOrManager(const Call &call, const repository::UserRow &row)
{
    if (!call.user->isManager && row.name != call.user->name())
        rules::refuse(rules::forbidden("You may only see and change your own account"));
    checkMayTouch(call, row);
}

http::Response rename(Call &call, WriteContext &context, Authenticator &authenticator, const char *field)
{
    const repository::UserRow row = existing(context.db, call.param("name"));
    checkMayTouch(call, row);
    const std::string name(jsontext::text(call.object(), field));
    if (!rules::isUserName(name))
        rules::refuse(rules::invalidPattern(field, rules::userNamePattern));
    const auto taken = rules::need(repository::userByName(context.db, name));
    if (taken && taken->name != row.name)
        rules::refuse(rules::conflict("User " + name + " already exists", "unique-violation"));
    if (name == row.name)
        return http::Response::empty();
    rules::need(repository::renameUser(context.db, row.name, name));
    for (Bundle &bundle : allBundles(context.db))
        if (jsontext::text(bundle.body, "activeUser") == row.name) {
            bundle.body["activeUser"] = name;
            saveBundle(context.db, bundle.body);
        }
    context.usersChanged();
    context.afterCommit([&authenticator] { authenticator.forgetAll(); });
    std::string summary;
    Writer(summary).beginObject().member("entityName", row.name).endObject();
    std::string payload;
    Writer(payload).beginObject().member("oldValue", row.name).member("newValue", name).endObject();
    context.emit(rules::need(rules::storeEvent(context.db, call.actor, "entity.user.renamed", {},
                                               "Renamed user " + row.name + " to " + name, summary, payload)));
    return http::Response::empty();
}

http::Response preferences(Call &call, WriteContext &context)
{
    repository::UserRow row = existing(context.db, call.param("name"));
    checkSelfOrManager(call, row);
    Object data = jsontext::parseObject(row.data);
    if (!data["frontendPreferences"].is_object())
        data["frontendPreferences"] = Object{};
    jsontext::mergePatch(data["frontendPreferences"].get_object(), call.object());
    row.data = jsontext::toText(data);
    row.updatedAt = repository::stampNow();
    rules::need(repository::putUser(context.db, row));
    context.usersChanged();
    return http::Response::empty();
}

http::Response sessions(Call &call)
{
    const repository::UserRow row = existing(*call.db, call.param("name"));
    checkSelfOrManager(call, row);
    std::string body;
    Writer w(body);
    w.beginObject().key("sessions").beginArray();
    for (const auto &session : rules::need(repository::sessionsOf(*call.db, row.name)))
        w.raw(sessionText(session, nullptr, session.token)); // the hash tells sessions apart and opens nothing
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

http::Response endSessions(Call &call, WriteContext &context, Authenticator &authenticator)
{
    const repository::UserRow row = existing(context.db, call.param("name"));
    checkSelfOrManager(call, row);
    const std::string &token = call.param("token");
    bool isFound = token.empty();
    for (const auto &session : rules::need(repository::sessionsOf(context.db, row.name))) {
        if (!token.empty() && session.token != token && session.token != authenticator.hashOf(token))
            continue;
        isFound = true;
        (void)rules::need(repository::removeSession(context.db, session.token));
        AuditTrail::loggedOut(context, row.name);
        context.afterCommit([&authenticator, hash = session.token] { authenticator.end(hash, "User logged out"); });
    }
    if (!isFound)
        rules::refuse(rules::notFound("Session not found"));
    return http::Response::empty();
}

std::string permissionsText(Call &call, const rules::User &user)
{
    const char *level = user.isAdmin ? "admin" : user.isManager ? "manager" : "user";
    const bool mayCreate = rules::need(rules::mayCreateProjects(*call.db, user));
    const bool mayList = rules::need(rules::mayListUsers(*call.db, user));
    std::string body;
    Writer w(body);
    w.beginObject().member("user_level", level).key("studio").beginObject();
    w.member("create_projects", mayCreate).member("list_all_users", mayList).endObject();
    w.key("projects").beginObject();
    if (!user.isManager)
        for (const auto &[project, groups] : user.accessGroups)
            w.anyKey(project).raw(jsontext::toText(rules::need(rules::permissionsIn(*call.db, user, project))));
    w.endObject().endObject();
    return body;
}

http::Response permissions(Call &call, const std::string &name)
{
    const auto user = name == "me" ? call.user : call.store->user(*call.db, name);
    if (!user)
        rules::refuse(rules::notFound("User " + name + " not found"));
    if (!call.user->isManager && user->name() != call.user->name())
        rules::refuse(rules::forbidden("You may only see and change your own account"));
    if (!call.project)
        return http::Response::json(200, permissionsText(call, *user));
    return http::Response::json(
        200, jsontext::toText(rules::need(rules::permissionsIn(*call.db, *user, call.project->row.name))));
}

} // namespace

void checkMayTouch(const Call &call, const repository::UserRow &row)
{
    const Object data = jsontext::parseObject(row.data);
    const bool isAbove = jsontext::flag(data, "isAdmin") || jsontext::flag(data, "isService");
    if (isAbove && !call.user->isAdmin && row.name != call.user->name())
        rules::refuse(rules::forbidden("Only administrators may change this user"));
}

void registerUserAccountRoutes(Api &api)
{
    Authenticator &authenticator = api.authenticator();
    api.write("POST", "/api/users/{name}/rename", Access::Manager, [&authenticator](Call &call, WriteContext &context) {
        return rename(call, context, authenticator, "name");
    });
    api.write("PATCH", "/api/users/{name}/rename", Access::Manager,
              [&authenticator](Call &call, WriteContext &context) {
                  return rename(call, context, authenticator, "newName");
              });
    api.write("PATCH", "/api/users/{name}/frontendPreferences", Access::User, preferences);
    api.read("GET", "/api/users/{name}/sessions", Access::User, sessions);
    for (const char *pattern : {"/api/users/{name}/sessions", "/api/users/{name}/sessions/{token}"})
        api.write("DELETE", pattern, Access::User, [&authenticator](Call &call, WriteContext &context) {
            return endSessions(call, context, authenticator);
        });
    for (const char *end : {"", "/{project}"}) {
        api.read("GET", (std::string("/api/users/me/permissions") + end).c_str(), Access::User,
                 [](Call &call) { return permissions(call, "me"); });
        api.read("GET", (std::string("/api/users/{name}/permissions") + end).c_str(), Access::User,
                 [](Call &call) { return permissions(call, call.param("name")); });
    }
}

} // namespace hearth::server
