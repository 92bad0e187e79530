// SPDX-License-Identifier: Apache-2.0
// The studio's configuration, and its secrets.
#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/names.h"
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

std::string secretText(const Call &call, const repository::Document &document)
{
    std::string out;
    jsontext::Writer w(out);
    w.beginObject().member("name", document.name);
    if (call.user->isAdmin)
        w.member("value", jsontext::text(jsontext::parseObject(document.body), "value"));
    w.endObject();
    return out;
}

http::Response secrets(Call &call)
{
    std::string body;
    jsontext::Writer w(body);
    w.beginArray();
    for (const auto &document : rules::need(repository::documentsOf(*call.db, documents::secret)))
        if (!document.name.starts_with("_"))
            w.raw(secretText(call, document));
    w.endArray();
    return http::Response::json(200, std::move(body));
}

http::Response secret(Call &call)
{
    const auto found = rules::need(repository::documentByName(*call.db, documents::secret, call.param("name")));
    if (!found)
        rules::refuse(rules::notFound("Secret " + call.param("name") + " not found"));
    return http::Response::json(200, secretText(call, *found));
}

http::Response putSecret(Call &call, WriteContext &context)
{
    const std::string &name = call.param("name");
    if (!rules::isEntityName(name))
        rules::refuse(rules::invalidPattern("name", rules::entityNamePattern));
    rules::need(repository::putDocument(context.db, documents::secret, name,
                                        jsontext::toText(Object{{"value", jsontext::text(call.object(), "value")}})));
    return http::Response::empty();
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
    api.read("GET", "/api/secrets", Access::Manager, secrets);
    api.read("GET", "/api/secrets/{name}", Access::Manager, secret);
    api.write("PUT", "/api/secrets/{name}", Access::Admin, putSecret);
    api.write("DELETE", "/api/secrets/{name}", Access::Admin, [](Call &call, WriteContext &context) {
        if (!rules::need(repository::removeDocument(context.db, documents::secret, call.param("name"))))
            rules::refuse(rules::notFound("Secret " + call.param("name") + " not found"));
        return http::Response::empty();
    });
}

} // namespace hearth::server
