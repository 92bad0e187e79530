// SPDX-License-Identifier: Apache-2.0
// The keys a user has by name, each with an end if it is given one. Only their keyed hashes are stored.
#include "core/entity_id.h"
#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/names.h"
#include "server/rest/routes.h"
#include "server/user_json.h"

#include <chrono>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
namespace documents = repository::documents;

constexpr std::size_t labelLimit = 200;

struct OwnKey {
    std::string hash;
    Object body;
};

// The user of the path, whom one is oneself or may change.
std::string ownerOf(const Call &call, database::Connection &db)
{
    const auto row = rules::need(repository::userByName(db, call.param("name")));
    if (!row)
        rules::refuse(rules::notFound("User " + call.param("name") + " not found"));
    if (row->name != call.user->name() && !call.user->isAdmin)
        rules::refuse(rules::forbidden("Only administrators see and change the API keys of others"));
    return row->name;
}

std::vector<OwnKey> keysOf(database::Connection &db, const std::string &user)
{
    std::vector<OwnKey> made;
    for (const auto &document : rules::need(repository::documentsOf(db, documents::apiKey)))
        if (Object body = jsontext::parseObject(document.body); jsontext::text(body, "user") == user)
            made.push_back({document.name, std::move(body)});
    return made;
}

OwnKey keyById(const Call &call, database::Connection &db)
{
    const std::string id = entityIdParam(call, "id");
    for (OwnKey &key : keysOf(db, ownerOf(call, db)))
        if (jsontext::text(key.body, "id") == id)
            return std::move(key);
    rules::refuse(rules::notFound("API key not found"));
}

void readLabel(const Object &given, Object &body, bool isNeeded)
{
    const std::string_view label = jsontext::text(given, "label");
    if (label.size() > labelLimit || (isNeeded && label.empty()))
        rules::refuse(rules::invalidField("label", "a label has 1 to 200 characters", "value_error"));
    if (!label.empty())
        body["label"] = label;
}

// Seconds since 1970; null for a key without an end.
void readEnd(const Object &given, Object &body)
{
    const Value *end = given.if_contains("expires");
    if (!end)
        return;
    if (!end->is_null() && !end->is_number())
        rules::refuse(rules::invalidField("expires", "value is not a valid float", "type_error.float"));
    body["expires"] = *end;
}

http::Response list(Call &call)
{
    std::string text;
    jsontext::Writer w(text);
    w.beginArray();
    for (const OwnKey &key : keysOf(*call.db, ownerOf(call, *call.db))) {
        Object shown = key.body;
        shown.erase("user");
        w.raw(jsontext::toText(shown));
    }
    w.endArray();
    return http::Response::json(200, std::move(text));
}

http::Response create(Call &call, WriteContext &context, const Authenticator &authenticator)
{
    const std::string key(jsontext::text(call.object(), "key"));
    checkKeyText(key);
    const std::string hash = authenticator.hashOf(key);
    const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    Object body{{"id", newEntityId()}, {"user", ownerOf(call, context.db)}};
    readLabel(call.object(), body, true);
    body["preview"] = keyPreview(key);
    body["created"] = now;
    body["expires"] = nullptr;
    readEnd(call.object(), body);
    if (rules::need(repository::documentByName(context.db, documents::apiKey, hash)) ||
        rules::need(repository::userByApiKey(context.db, hash)))
        rules::refuse(rules::conflict("This API key is in use", "unique-violation"));
    rules::need(repository::putDocument(context.db, documents::apiKey, hash, jsontext::toText(body)));
    return idResponse(200, jsontext::text(body, "id"));
}

http::Response patch(Call &call, WriteContext &context, Authenticator &authenticator)
{
    OwnKey key = keyById(call, context.db);
    readLabel(call.object(), key.body, false);
    readEnd(call.object(), key.body);
    rules::need(repository::putDocument(context.db, documents::apiKey, key.hash, jsontext::toText(key.body)));
    context.afterCommit([&authenticator] { authenticator.forgetAll(); });
    return http::Response::empty();
}

http::Response remove(Call &call, WriteContext &context, Authenticator &authenticator)
{
    const OwnKey key = keyById(call, context.db);
    (void)rules::need(repository::removeDocument(context.db, documents::apiKey, key.hash));
    context.afterCommit([&authenticator] { authenticator.forgetAll(); });
    return http::Response::empty();
}

} // namespace

void checkKeyText(const std::string &key)
{
    const auto isGood = [](char c) { return rules::isProjectName({&c, 1}) && c != '_'; };
    if (key.size() < 16 || key.size() > 128 || !std::all_of(key.begin(), key.end(), isGood))
        rules::refuse(rules::badRequest("An API key has 16 to 128 letters and digits"));
}

void removeKeysOf(WriteContext &context, const std::string &user)
{
    for (const OwnKey &key : keysOf(context.db, user))
        (void)rules::need(repository::removeDocument(context.db, documents::apiKey, key.hash));
}

void registerApiKeyRoutes(Api &api)
{
    Authenticator &authenticator = api.authenticator();
    api.read("GET", "/api/users/{name}/apikeys", Access::User, list);
    api.write("POST", "/api/users/{name}/apikeys", Access::User,
              [&authenticator](Call &call, WriteContext &context) { return create(call, context, authenticator); });
    api.write("PATCH", "/api/users/{name}/apikeys/{id}", Access::User,
              [&authenticator](Call &call, WriteContext &context) { return patch(call, context, authenticator); });
    api.write("DELETE", "/api/users/{name}/apikeys/{id}", Access::User,
              [&authenticator](Call &call, WriteContext &context) { return remove(call, context, authenticator); });
}

} // namespace hearth::server
