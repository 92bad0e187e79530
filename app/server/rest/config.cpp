// SPDX-License-Identifier: Apache-2.0
// The studio's configuration.
#include "repository/documents.h"
#include "server/addons/settings_schema.h"
#include "server/media/served_file.h"
#include "server/rest/kept_picture.h"
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

constexpr std::int64_t studio = 0;                          // the project under whose number the pictures lie
constexpr std::uint64_t pictureLimit = 16ull * 1024 * 1024; ///< bytes

// Names of users begin with a letter or a digit, so no avatar has this id.
std::string pictureId(const Call &call)
{
    const std::string &kind = call.param("kind");
    if (kind != "login_background" && kind != "studio_logo")
        rules::refuse(rules::badRequest("Unknown file " + kind + "; there are login_background and studio_logo"));
    return '_' + kind;
}

http::Response picture(Call &call, const Media &media)
{
    const auto row = rules::need(repository::thumbnailById(*call.db, studio, pictureId(call)));
    if (!row)
        rules::refuse(rules::notFound("File " + call.param("kind") + " not found"));
    return servedPicture(call, media, *row, "private, max-age=600");
}

// The configuration then names the picture.
void putPicture(const std::shared_ptr<Call> &call, const http::Responder &reply, const Media &media)
{
    const std::string id = pictureId(*call);
    const std::string name = safeFileName(call->request.header("x-file-name"));
    if (name.empty())
        rules::refuse(rules::badRequest("The name of the file must be given as x-file-name"));
    KeptPicture kept = keepPicture(*call, media);
    kept.row.id = id;
    call->change(
        [call, kept, name, &media](WriteContext &context) {
            storePicture(context, media, studio, kept.row);
            Object made = overrides(context.db);
            jsontext::mergeDeep(made, Object{{"customization", Object{{call->param("kind"), name}}}});
            rules::need(repository::putDocument(context.db, documents::config, "studio", jsontext::toText(made)));
            return http::Response::json(200, "null");
        },
        [call, trial = kept.trial, reply](rules::Outcome<http::Response> made) {
            if (made)
                trial->keep();
            reply.send(made ? std::move(*made) : failureResponse(made.error(), call->request));
        });
}

} // namespace

void registerConfigRoutes(Api &api, Media &media)
{
    api.read("GET", "/api/config/schema", Access::Admin, [](Call &) {
        return http::Response::json(200, jsontext::toText(schemaOfDefaults(defaults(), "Server configuration")));
    });
    api.read("GET", "/api/config/files/{kind}", Access::User, [&media](Call &call) { return picture(call, media); });
    api.slow("PUT", "/api/config/files/{kind}", Access::Admin, media.pool,
             [&media](const std::shared_ptr<Call> &call, const http::Responder &reply) {
                 putPicture(call, reply, media);
             },
             {pictureLimit, true})
        .header("x-file-name");
    api.read("GET", "/api/config", Access::Admin,
             [](Call &call) { return http::Response::json(200, jsontext::toText(inForce(*call.db))); });
    api.write("POST", "/api/config", Access::Admin,
              [](Call &call, WriteContext &context) { return store(call, context, false); });
    api.write("PATCH", "/api/config", Access::Admin,
              [](Call &call, WriteContext &context) { return store(call, context, true); })
        .takes("studio_name")
        .takes("customization", "object")
        .takes("authentication", "object");
    api.read("GET", "/api/config/overrides", Access::Admin,
             [](Call &call) { return http::Response::json(200, jsontext::toText(overrides(*call.db))); });
    api.read("GET", "/api/config/value/{key}", Access::User, value);
}

} // namespace hearth::server
