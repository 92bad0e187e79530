// SPDX-License-Identifier: Apache-2.0
// The studio's configuration.
#include "repository/documents.h"
#include "server/rest/routes.h"

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
namespace documents = repository::documents;

const Object &defaults()
{
    static const Object made = jsontext::parseObject(
        R"({"studio_name":"","customization":{"login_background":null,"studio_logo":null,"motd":"","frontend_flags":[]},)"
        R"("authentication":{"hide_password_auth":false},"project_options":{"project_code_regex":"^.{0,3}"},)"
        R"("changelog":{"show_changelog_to_users":true},"cdn":{"default_cdn_resolver_url":""}})");
    return made;
}

Object overrides(database::Connection &db)
{
    const auto stored = rules::need(repository::documentByName(db, documents::config, "studio"));
    return stored ? jsontext::parseObject(stored->body) : Object{};
}

Object inForce(database::Connection &db)
{
    Object made = defaults();
    jsontext::mergeDeep(made, overrides(db));
    return made;
}

http::Response store(Call &call, WriteContext &context, bool isPatch)
{
    Object made = isPatch ? overrides(context.db) : Object{};
    jsontext::mergeDeep(made, call.object());
    rules::need(repository::putDocument(context.db, documents::config, "studio", jsontext::toText(made)));
    return http::Response::empty();
}

http::Response value(Call &call)
{
    const std::string &key = call.param("key");
    const Object config = inForce(*call.db);
    const Value *found = config.if_contains(key);
    if (!found)
        rules::refuse(rules::badRequest("Unknown configuration value " + key));
    if (!call.user->isAdmin && key != "studio_name" && key != "project_options")
        rules::refuse(rules::forbidden("Only administrators may read this"));
    return http::Response::json(200, jsontext::toText(*found));
}

} // namespace

void registerConfigRoutes(Api &api)
{
    api.read("GET", "/api/config", Access::Admin,
             [](Call &call) { return http::Response::json(200, jsontext::toText(inForce(*call.db))); });
    api.write("POST", "/api/config", Access::Admin,
              [](Call &call, WriteContext &context) { return store(call, context, false); });
    api.write("PATCH", "/api/config", Access::Admin,
              [](Call &call, WriteContext &context) { return store(call, context, true); });
    api.read("GET", "/api/config/overrides", Access::Admin,
             [](Call &call) { return http::Response::json(200, jsontext::toText(overrides(*call.db))); });
    api.read("GET", "/api/config/value/{key}", Access::User, value);
}

} // namespace hearth::server
