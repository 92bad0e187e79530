// SPDX-License-Identifier: Apache-2.0
#include "json_text/writer.h"
#include "repository/documents.h"
#include "repository/entity_store.h"
#include "repository/stamp.h"
#include "rules/names.h"
#include "rules/project_rules.h"
#include "server/auth/password_hasher.h"
#include "server/rest/routes.h"
#include "server/user_json.h"

#include <algorithm>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using jsontext::Writer;

repository::UserRow existing(WriteContext &context, const std::string &name)
{
    auto row = rules::need(repository::userByName(context.db, name));
    if (!row)
        rules::refuse(rules::notFound("User " + name + " not found"));
    return std::move(*row);
}

void checkEmail(WriteContext &context, const Object &attrib, const std::string &name)
{
    const std::string email = rules::lowered(jsontext::text(attrib, "email"));
    if (email.empty())
        return;
    if (email.find('@') == std::string::npos || email.find_first_of(" \t\r\n<>") != std::string::npos)
        rules::refuse(rules::badRequest("The e-mail address is malformed"));
    for (const auto &other : rules::need(repository::allUsers(context.db)))
        if (other.name != name && rules::lowered(jsontext::text(jsontext::parseObject(other.attrib), "email")) == email)
            rules::refuse(rules::conflict("This e-mail address is used by another user", "unique-violation"));
}

void applyGiven(Call &call, WriteContext &context, repository::UserRow &row)
{
    const Object &body = call.object();
    if (const Object *attrib = jsontext::object(body, "attrib")) {
        const Object checked = context.attributes()->checked("user", *attrib);
        checkEmail(context, checked, row.name);
        Object own = jsontext::parseObject(row.attrib);
        jsontext::mergePatch(own, checked);
        row.attrib = jsontext::toText(own);
    }
    if (const Object *data = jsontext::object(body, "data"); data && call.user->isManager) {
        Object patch = *data;
        for (const char *hidden : {"password", "apiKey", "apiKeyPreview"})
            patch.erase(hidden);
        for (const char *adminOnly : {"isAdmin", "isService"})
            if (!call.user->isAdmin)
                patch.erase(adminOnly);
        if (const Object *groups = jsontext::object(patch, "accessGroups"))
            patch["accessGroups"] = knownGroups(context, *groups);
        Object own = jsontext::parseObject(row.data);
        jsontext::mergePatch(own, patch);
        row.data = jsontext::toText(own);
    }
    if (call.user->isManager)
        row.active = jsontext::flag(body, "active", row.active);
}

void setKey(Authenticator &authenticator, repository::UserRow &row, const std::string &key)
{
    checkKeyText(key);
    Object data = jsontext::parseObject(row.data);
    if (!jsontext::flag(data, "isService"))
        rules::refuse(rules::badRequest("Only service users have an API key"));
    data["apiKeyPreview"] = keyPreview(key);
    row.data = jsontext::toText(data);
    row.apiKey = authenticator.hashOf(key);
}

void revokeKey(WriteContext &context, repository::UserRow &row)
{
    Object data = jsontext::parseObject(row.data);
    data.erase("apiKeyPreview");
    row.data = jsontext::toText(data);
    row.apiKey.clear();
    rules::need(repository::removeSessionsOf(context.db, row.name));
}

void save(WriteContext &context, repository::UserRow &row)
{
    row.updatedAt = repository::stampNow();
    rules::need(repository::putUser(context.db, row));
    context.usersChanged();
}

http::Response one(Call &call)
{
    const auto user = call.store->user(*call.db, call.param("name"));
    if (!user)
        rules::refuse(rules::notFound("User " + call.param("name") + " not found"));
    if (call.user->isManager || user->name() == call.user->name())
        return http::Response::json(200, userText(*user, true));
    std::string body;
    Writer w(body);
    w.beginObject()
        .member("name", user->name())
        .key("attrib")
        .beginObject()
        .memberOrNull("fullName", jsontext::text(user->attrib, "fullName"));
    w.endObject().endObject();
    return http::Response::json(200, std::move(body));
}

http::Response create(Call &call, WriteContext &context, Authenticator &authenticator, const std::string &passwordHash)
{
    const std::string &name = call.param("name");
    if (!rules::isUserName(name))
        rules::refuse(rules::invalidPattern("name", rules::userNamePattern));
    if (rules::need(repository::userByName(context.db, name)))
        rules::refuse(rules::conflict("User already exists"));
    repository::UserRow row;
    row.name = name;
    row.createdAt = repository::stampNow();
    applyGiven(call, context, row);
    const bool isService = jsontext::flag(jsontext::parseObject(row.data), "isService");
    if (!passwordHash.empty() && isService)
        rules::refuse(rules::badRequest("Service users have no password"));
    row.password = passwordHash;
    if (const std::string key(jsontext::text(call.object(), "apiKey")); !key.empty())
        setKey(authenticator, row, key);
    save(context, row);
    std::string summary;
    Writer(summary).beginObject().member("entityName", name).endObject();
    context.emit(rules::need(rules::storeEvent(context.db, call.actor, "entity.user.created", {},
                                               "User " + name + " created", summary, "{}")));
    return http::Response::empty();
}

http::Response patch(Call &call, WriteContext &context, Authenticator &authenticator)
{
    repository::UserRow row = existing(context, call.param("name"));
    if (!call.user->isManager && row.name != call.user->name())
        rules::refuse(rules::forbidden("You may only change yourself"));
    checkMayTouch(call, row);
    const bool wasActive = row.active;
    applyGiven(call, context, row);
    if (wasActive && !row.active) { // sessions end for good; keys sleep
        rules::need(repository::removeSessionsOf(context.db, row.name));
        context.afterCommit([&authenticator] { authenticator.forgetAll(); });
    }
    save(context, row);
    return http::Response::empty();
}

// Takes the name out of the assignees of every task.
void unassign(Call &call, WriteContext &context, const std::string &name)
{
    for (const auto &project : rules::need(repository::allProjects(context.db))) {
        repository::EntityQuery query(repository::Kind::Task, project.id);
        query.where("EXISTS (SELECT 1 FROM json_each(t.assignees) a WHERE a.value = $#)", name);
        for (auto &task : rules::need(query.all(context.db))) {
            jsontext::Array names = jsontext::parseArray(task.assignees);
            names.erase(std::remove(names.begin(), names.end(), Value(name)), names.end());
            task.assignees = jsontext::toText(names);
            task.updatedAt = repository::stampNow();
            task.updatedBy = call.user->name();
            rules::need(repository::updateEntity(context.db, repository::Kind::Task, project.id, task));
            context.touch(project.id);
        }
    }
}

http::Response remove(Call &call, WriteContext &context, Authenticator &authenticator, const Media &media)
{
    const repository::UserRow row = existing(context, call.param("name"));
    if (row.name == call.user->name())
        rules::refuse(rules::badRequest("You cannot delete yourself"));
    checkMayTouch(call, row);
    (void)rules::need(repository::removeUser(context.db, row.name));
    rules::need(repository::removeSessionsOf(context.db, row.name));
    removeKeysOf(context, row.name);
    removeAvatar(context, media, row.name);
    unassign(call, context, row.name);
    context.usersChanged();
    context.afterCommit([&authenticator] { authenticator.forgetAll(); });
    std::string summary;
    Writer(summary).beginObject().member("entityName", row.name).endObject();
    context.emit(rules::need(rules::storeEvent(context.db, call.actor, "entity.user.deleted", {},
                                               "User " + row.name + " deleted", summary, "{}")));
    return http::Response::empty();
}

bool isComplex(const std::string &password)
{
    const auto any = [&password](auto test) { return std::any_of(password.begin(), password.end(), test); };
    return password.size() >= 8 && any([](unsigned char c) { return std::isalpha(c) != 0; }) &&
           any([](unsigned char c) { return std::isdigit(c) != 0; }) &&
           password.find_first_of(".-!@#$%^&*()_+") != std::string::npos;
}

void checkComplex(const std::string &password)
{
    if (!isComplex(password))
        rules::refuse(
            rules::badRequest("A password has at least 8 characters with letters, digits and one of .-!@#$%^&*()_+"));
}

// Whether a password would do for someone who sets it; nothing is changed.
http::Response checkPassword(Call &call)
{
    const Value body = parseBody(call);
    if (!call.store->user(*call.db, call.param("name")))
        rules::refuse(rules::notFound("User " + call.param("name") + " not found"));
    if (!call.user->isManager && rules::lowered(call.param("name")) != rules::lowered(call.user->name()))
        rules::refuse(rules::forbidden("You may only check your own password"));
    checkComplex(body.is_object() ? std::string(jsontext::text(body.get_object(), "password")) : std::string());
    return http::Response::json(200, "null");
}

http::Response changeSecret(Call &call, WriteContext &context, Authenticator &authenticator,
                            const std::string &passwordHash)
{
    repository::UserRow row = existing(context, call.param("name"));
    const bool isSelf = row.name == call.user->name();
    if (!call.user->isManager && !isSelf)
        rules::refuse(rules::forbidden("You may only change your own password"));
    checkMayTouch(call, row);
    const Value *key = jsontext::find(call.object(), "apiKey");
    const bool isRevoked = key && key->is_null() && passwordHash.empty();
    if (isRevoked || (key && key->is_string() && !key->get_string().empty())) {
        if (!call.user->isAdmin)
            rules::refuse(rules::forbidden("Only administrators set API keys"));
        if (isRevoked)
            revokeKey(context, row);
        else
            setKey(authenticator, row, std::string(key->get_string()));
    } else if (passwordHash.empty()) {
        rules::refuse(rules::badRequest("Either password or apiKey is needed"));
    } else {
        if (jsontext::flag(jsontext::parseObject(row.data), "isService"))
            rules::refuse(rules::badRequest("Service users have no password"));
        if (!call.user->isAdmin)
            checkComplex(std::string(jsontext::text(call.object(), "password")));
        row.password = passwordHash;
    }
    save(context, row);
    context.afterCommit([&authenticator] { authenticator.forgetAll(); });
    return http::Response::empty();
}

using WithHash = std::function<http::Response(Call &, WriteContext &, const std::string &)>;

// A route whose body may hold a password: its hash is computed on the pool before the write.
void writeWithPassword(Api &api, PasswordHasher &hasher, const char *method, const char *pattern, Access access,
                       WithHash handler)
{
    api.free(
        method, pattern, access,
        [&hasher, handler = std::move(handler)](const std::shared_ptr<Call> &call, const http::Responder &reply) {
            const auto store = [call, reply, handler](const std::string &hash) {
                call->change([call, handler, hash](WriteContext &context) { return handler(*call, context, hash); },
                             [call, reply](rules::Outcome<http::Response> made) {
                                 reply.send(made ? std::move(*made) : failureResponse(made.error(), call->request));
                             });
            };
            const std::string password(jsontext::text(call->object(), "password"));
            if (password.empty())
                return store({});
            if (password.size() > 1024)
                rules::refuse(rules::badRequest("The password is too long"));
            if (!hasher.post([password, store] { store(PasswordHasher::hash(password)); }))
                rules::refuse({503, "service-unavailable", "Too many requests at once", {}});
        },
        {1024 * 1024, false}, true);
}

http::Response setAccessGroups(Call &call, WriteContext &context)
{
    repository::UserRow row = existing(context, call.param("name"));
    Object groups;
    const jsontext::Array *given = jsontext::array(call.object(), "accessGroups");
    for (const Value &item : given ? *given : jsontext::Array{})
        if (item.is_object())
            if (const Value *list = jsontext::find(item.get_object(), "accessGroups"))
                groups[jsontext::text(item.get_object(), "project")] = *list;
    Object data = jsontext::parseObject(row.data);
    data["accessGroups"] = knownGroups(context, groups);
    row.data = jsontext::toText(data);
    save(context, row);
    return http::Response::empty();
}

} // namespace

void registerUserRoutes(Api &api, PasswordHasher &hasher, Media &media)
{
    Authenticator &authenticator = api.authenticator();
    api.read("GET", "/api/users/me", Access::User,
             [](Call &call) { return http::Response::json(200, userText(*call.user, true)); });
    registerUserAccountRoutes(api);
    api.read("GET", "/api/users/{name}", Access::User, one);
    writeWithPassword(api, hasher, "PUT", "/api/users/{name}", Access::Manager,
                      [&authenticator](Call &call, WriteContext &context, const std::string &hash) {
                          return create(call, context, authenticator, hash);
                      });
    api.write("PATCH", "/api/users/{name}", Access::User,
              [&authenticator](Call &call, WriteContext &context) { return patch(call, context, authenticator); })
        .takes("attrib", "object")
        .takes("data", "object")
        .takes("active", "boolean");
    api.write("DELETE", "/api/users/{name}", Access::Manager,
              [&authenticator, &media](Call &call, WriteContext &context) {
                  return remove(call, context, authenticator, media);
              });
    writeWithPassword(api, hasher, "PATCH", "/api/users/{name}/password", Access::User,
                      [&authenticator](Call &call, WriteContext &context, const std::string &hash) {
                          return changeSecret(call, context, authenticator, hash);
                      });
    api.read("POST", "/api/users/{name}/checkPassword", Access::User, checkPassword);
    api.write("PATCH", "/api/users/{name}/accessGroups", Access::Manager, setAccessGroups)
        .needs("accessGroups", "array");
}

} // namespace hearth::server
