// SPDX-License-Identifier: Apache-2.0
#include "rules/anatomy.h"

#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/builtins.h"
#include "server/rest/routes.h"

namespace hearth::server
{
namespace
{

using jsontext::Object;
namespace documents = repository::documents;

http::Response list(Call &call)
{
    std::string body;
    jsontext::Writer w(body);
    w.beginObject().member("version", "1.0.0").key("presets").beginArray();
    for (const auto &preset : rules::need(repository::documentsOf(*call.db, documents::anatomyPreset)))
        w.beginObject()
            .member("name", preset.name)
            .member("primary", jsontext::flag(jsontext::parseObject(preset.body), "primary"))
            .member("version", "1.0.0")
            .endObject();
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

http::Response one(Call &call)
{
    const std::string &name = call.param("name");
    if (name == "_" || name == "__builtin__")
        return http::Response::json(200, std::string(rules::builtinAnatomy()));
    for (const auto &preset : rules::need(repository::documentsOf(*call.db, documents::anatomyPreset))) {
        const Object stored = jsontext::parseObject(preset.body);
        const Object *anatomy = jsontext::object(stored, "data");
        if (anatomy && (preset.name == name || (name == "__primary__" && jsontext::flag(stored, "primary"))))
            return http::Response::json(200, jsontext::toText(*anatomy));
    }
    if (name == "__primary__")
        return http::Response::json(200, std::string(rules::builtinAnatomy()));
    rules::refuse(rules::notFound("Anatomy preset " + name + " not found"));
}

void setPrimary(WriteContext &context, const std::string &name, bool isPrimary)
{
    for (const auto &preset : rules::need(repository::documentsOf(context.db, documents::anatomyPreset))) {
        Object stored = jsontext::parseObject(preset.body);
        stored["primary"] = preset.name == name && isPrimary;
        rules::need(
            repository::putDocument(context.db, documents::anatomyPreset, preset.name, jsontext::toText(stored)));
    }
}

http::Response put(Call &call, WriteContext &context)
{
    const std::string &name = call.param("name");
    if (name.empty() || name.starts_with("_"))
        rules::refuse(rules::badRequest("A preset cannot have this name"));
    repository::ProjectRow trial; // an anatomy that no project could have is refused here already
    rules::applyAnatomy(call.object(), *context.attributes(), trial);
    const auto stored = rules::need(repository::documentByName(context.db, documents::anatomyPreset, name));
    const bool isPrimary = stored && jsontext::flag(jsontext::parseObject(stored->body), "primary");
    rules::need(repository::putDocument(context.db, documents::anatomyPreset, name,
                                        jsontext::toText(Object{{"primary", isPrimary}, {"data", call.object()}})));
    return http::Response::empty();
}

} // namespace

void registerAnatomyRoutes(Api &api)
{
    api.read("GET", "/api/anatomy/presets", Access::User, list);
    api.read("GET", "/api/anatomy/presets/{name}", Access::User, one);
    api.write("PUT", "/api/anatomy/presets/{name}", Access::Manager, put);
    api.write("DELETE", "/api/anatomy/presets/{name}", Access::Manager, [](Call &call, WriteContext &context) {
        if (!rules::need(repository::removeDocument(context.db, documents::anatomyPreset, call.param("name"))))
            rules::refuse(rules::notFound("Anatomy preset " + call.param("name") + " not found"));
        return http::Response::empty();
    });
    for (const char *method : {"POST", "DELETE"})
        api.write(
            method, "/api/anatomy/presets/{name}/primary", Access::Manager, [](Call &call, WriteContext &context) {
                if (!rules::need(repository::documentByName(context.db, documents::anatomyPreset, call.param("name"))))
                    rules::refuse(rules::notFound("Anatomy preset " + call.param("name") + " not found"));
                setPrimary(context, call.param("name"), call.request.method == "POST");
                return http::Response::empty();
            });
}

} // namespace hearth::server
