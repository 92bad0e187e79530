// SPDX-License-Identifier: Apache-2.0
// Versions of addons that one project uses instead of the studio's: a bundle of its own for each variant.
#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/project_rules.h"
#include "server/addons/addons.h"
#include "server/bundles.h"
#include "server/rest/routes.h"

#include <map>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

std::string variantOf(const Call &call)
{
    const std::string variant = call.text("variant");
    if (!variant.empty() && variant != "production" && variant != "staging")
        rules::refuse(rules::notPermitted("variant", variant, {"production", "staging"}));
    return variant.empty() ? "production" : variant;
}

bool mayOverride(const Addon &addon)
{
    return jsontext::flag(addon.package, "project_can_override_addon_version");
}

Object bundleNames(const repository::ProjectRow &row)
{
    const Object data = jsontext::parseObject(row.data);
    const Object *names = jsontext::object(data, "bundle");
    return names ? *names : Object{};
}

// Which bundles the project uses, by variant; null for the studio's. Others stay.
void choose(Call &call, WriteContext &context, const Object &chosen)
{
    const auto project = context.project(call.project->row.name);
    Object names = bundleNames(project->row);
    for (const auto &member : chosen)
        names[member.key()] = member.value();
    auto events = rules::patchProject(context.db, *context.attributes(), call.actor, *project,
                                      Object{{"data", Object{{"bundle", std::move(names)}}}});
    if (!events)
        rules::refuse(events.error());
    context.emit(std::move(*events));
    context.projectsChanged();
}

http::Response show(Call &call, const Addons &addons)
{
    const auto bundle = bundleByName(*call.db, projectBundleName(call.project->row.name, variantOf(call)));
    const Object body = bundle ? bundle->body : completeBundle({});
    std::map<std::string, std::vector<std::shared_ptr<const Addon>>> choices;
    for (const auto &addon : addons.all())
        if (mayOverride(*addon))
            choices[addon->name].push_back(addon);
    std::string text;
    jsontext::Writer w(text);
    w.beginObject().memberRaw("addons", jsontext::toText(*jsontext::object(body, "addons")));
    w.memberRaw("installerVersion", jsontext::toText(body.at("installerVersion")))
        .memberRaw("dependencyPackages", jsontext::toText(*jsontext::object(body, "dependencyPackages")));
    w.key("addonMetadata").beginArray();
    for (const auto &[name, versions] : choices) {
        w.beginObject().member("name", name).member("label", versions.back()->title).key("options").beginArray();
        for (const auto &addon : versions)
            w.beginObject().member("value", addon->version).member("label", addon->version).endObject();
        w.endArray().endObject();
    }
    w.endArray().key("installerOptions").beginArray().endArray();
    w.key("dependencyPackageOptions").beginObject().endObject().endObject();
    return http::Response::json(200, std::move(text));
}

// A project may change the versions of addons that allow it.
void checkAddons(const Object &bundle, const Addons &addons)
{
    const Object *wanted = jsontext::object(bundle, "addons");
    for (const auto &member : wanted ? *wanted : Object{}) {
        if (member.value().is_null())
            continue;
        const std::string name(member.key());
        const std::string version = versionIn(bundle, name);
        const auto addon = addons.find(name, version);
        if (!addon)
            rules::refuse(rules::badRequest("Failed to validate bundle: " + name + ' ' + version + " is not active"));
        if (!mayOverride(*addon))
            rules::refuse(rules::badRequest("A project cannot have its own version of " + name));
    }
}

http::Response put(Call &call, WriteContext &context, const Addons &addons)
{
    const std::string variant = variantOf(call);
    if (!jsontext::object(call.object(), "addons"))
        rules::refuse(rules::invalidField("addons", "field required", "value_error.missing"));
    Object bundle = completeBundle(call.object());
    const std::string name = projectBundleName(call.project->row.name, variant);
    bundle["name"] = name;
    bundle["isProject"] = true;
    for (const char *flag : {"isProduction", "isStaging", "isDev", "isArchived"})
        bundle[flag] = false;
    bundle["activeUser"] = nullptr;
    checkAddons(bundle, addons);
    saveBundle(context.db, bundle);
    choose(call, context, {{variant, name}});
    return http::Response::json(200, "null");
}

http::Response remove(Call &call, WriteContext &context)
{
    const std::string variant = variantOf(call);
    (void)rules::need(repository::removeDocument(context.db, repository::documents::bundle,
                                                 projectBundleName(call.project->row.name, variant)));
    choose(call, context, {{variant, nullptr}});
    return http::Response::empty();
}

// {"production": name, "staging": name}: bundles that are there, or null for the studio's.
http::Response chooseBoth(Call &call, WriteContext &context)
{
    Object chosen;
    for (const char *variant : {"production", "staging"}) {
        const Value *given = jsontext::find(call.object(), variant);
        if (!given)
            continue;
        const std::string name = given->is_string() ? std::string(given->get_string()) : std::string();
        if (!name.empty() && !bundleByName(context.db, name))
            rules::refuse(rules::notFound("Bundle " + name + " not found"));
        chosen[variant] = name.empty() ? Value(nullptr) : Value(name);
    }
    choose(call, context, chosen);
    return http::Response::empty();
}

} // namespace

void registerProjectBundleRoutes(Api &api, Addons &addons)
{
    const char *pattern = "/api/projects/{project}/bundle";
    api.read("GET", pattern, Access::User, [&addons](Call &call) { return show(call, addons); });
    api.write("POST", pattern, Access::Manager,
              [&addons](Call &call, WriteContext &context) { return put(call, context, addons); });
    api.write("DELETE", pattern, Access::Manager, remove);
    api.write("POST", "/api/projects/{project}/bundles", Access::Manager, chooseBoth);
}

} // namespace hearth::server
