// SPDX-License-Identifier: Apache-2.0
#include "rules/anatomy.h"

#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/builtins.h"
#include "server/addons/settings_schema.h"
#include "server/rest/routes.h"

#include <algorithm>

namespace hearth::server
{
namespace
{

using jsontext::Object;
namespace documents = repository::documents;

bool isBuiltin(std::string_view name)
{
    return name == "_" || name == "__builtin__";
}

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
    if (isBuiltin(name))
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

void checkPresetName(const std::string &name)
{
    const bool isGood = !name.empty() && name.size() <= 100 && !name.starts_with("_") &&
                        std::none_of(name.begin(), name.end(),
                                     [](unsigned char c) { return c < 0x20 || c == '/' || c == '\\' || c == 0x7f; });
    if (!isGood)
        rules::refuse(rules::badRequest("A preset cannot have this name"));
}

http::Response rename(Call &call, WriteContext &context)
{
    const std::string &name = call.param("name");
    const auto stored = rules::need(repository::documentByName(context.db, documents::anatomyPreset, name));
    if (!stored)
        rules::refuse(rules::notFound("Anatomy preset " + name + " not found"));
    const std::string wanted(jsontext::text(call.object(), "name"));
    checkPresetName(wanted);
    if (wanted == name)
        return http::Response::empty();
    if (rules::need(repository::documentByName(context.db, documents::anatomyPreset, wanted)))
        rules::refuse(rules::conflict("Anatomy preset " + wanted + " already exists", "unique-violation"));
    (void)rules::need(repository::removeDocument(context.db, documents::anatomyPreset, name));
    rules::need(repository::putDocument(context.db, documents::anatomyPreset, wanted, stored->body));
    return http::Response::empty();
}

http::Response put(Call &call, WriteContext &context)
{
    const std::string &name = call.param("name");
    checkPresetName(name);
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
    api.write("PUT", "/api/anatomy/presets/{name}", Access::Manager, put)
        .takes("roots", "array")
        .takes("templates", "object")
        .takes("attributes", "object")
        .takes("folder_types", "array")
        .takes("statuses", "array");
    api.write("DELETE", "/api/anatomy/presets/{name}", Access::Manager, [](Call &call, WriteContext &context) {
        if (!rules::need(repository::removeDocument(context.db, documents::anatomyPreset, call.param("name"))))
            rules::refuse(rules::notFound("Anatomy preset " + call.param("name") + " not found"));
        return http::Response::empty();
    });
    api.write("POST", "/api/anatomy/presets/{name}/rename", Access::Manager, rename);
    api.read("GET", "/api/anatomy/schema", Access::User, [](Call &) {
        return http::Response::json(
            200, jsontext::toText(schemaOfDefaults(jsontext::parseObject(rules::builtinAnatomy()), "Anatomy")));
    });
    for (const char *method : {"POST", "DELETE"})
        api.write(
            method, "/api/anatomy/presets/{name}/primary", Access::Manager, [](Call &call, WriteContext &context) {
                if (!isBuiltin(call.param("name")) &&
                    !rules::need(repository::documentByName(context.db, documents::anatomyPreset, call.param("name"))))
                    rules::refuse(rules::notFound("Anatomy preset " + call.param("name") + " not found"));
                setPrimary(context, call.param("name"), call.request.method == "POST");
                return http::Response::empty();
            });
}

} // namespace hearth::server
