// SPDX-License-Identifier: Apache-2.0
#include "server/settings_store.h"

#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/project_rules.h"
#include "server/bundles.h"
#include "server/rest/routes.h"
#include "server/sites.h"

#include <algorithm>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using jsontext::Writer;

std::shared_ptr<const Addon> addonOf(const Call &call, const Addons &addons)
{
    auto addon = addons.find(call.param("addon"), call.param("version"));
    if (!addon)
        rules::refuse(rules::notFound("Addon " + call.param("addon") + ' ' + call.param("version") + " not found"));
    return addon;
}

SettingsScope scopeOf(const Call &call, bool withSite)
{
    SettingsScope scope;
    if (const std::string variant = call.text("variant"); !variant.empty())
        scope.variant = variant;
    if (call.project)
        scope.project = call.project->row.name;
    if (withSite && !scope.project.empty()) {
        scope.site = siteOf(call.request);
        scope.user = call.user->name();
    }
    return scope;
}

void tell(Call &call, WriteContext &context, const Addon &addon, const SettingsScope &scope)
{
    std::string summary;
    Writer w(summary);
    w.beginObject()
        .member("addon_name", addon.name)
        .member("addon_version", addon.version)
        .member("variant", scope.variant);
    w.memberIf("project_name", scope.project).memberIf("site_id", scope.site).endObject();
    context.emit(rules::need(rules::storeEvent(context.db, call.actor, "settings.changed", scope.project,
                                               "Settings of " + addon.name + " changed", summary, "{}")));
}

void checkMayWrite(const Call &call)
{
    if (!call.user->isManager)
        rules::refuse(rules::forbidden("Only managers change settings"));
}

// What was given goes over what is in force; only what then differs from the layer below is kept.
http::Response post(Call &call, WriteContext &context, const Addons &addons)
{
    checkMayWrite(call);
    const auto addon = addonOf(call, addons);
    const SettingsScope scope = scopeOf(call, false);
    const Object base =
        scope.project.empty() ? addon->defaults : mergedSettings(context.db, *addon, {scope.variant, {}, {}, {}});
    Object wanted = mergedSettings(context.db, *addon, scope);
    jsontext::mergeDeep(wanted, call.object());
    storeOverrides(context.db, *addon, scope, differenceTo(base, wanted));
    tell(call, context, *addon, scope);
    return http::Response::empty();
}

void listOverrides(Object &into, const Object &overrides, const std::string &prefix, const Array &path,
                   const char *level)
{
    for (const auto &member : overrides) {
        Array here = path;
        here.emplace_back(member.key());
        const std::string name = prefix + '_' + std::string(member.key());
        if (member.value().is_object() && !member.value().get_object().empty()) {
            listOverrides(into, member.value().get_object(), name, here, level);
            continue;
        }
        into[name] = Object{{"path", here},
                            {"value", member.value()},
                            {"level", level},
                            {"inGroup", nullptr},
                            {"scope", Array{"studio", "project"}}};
    }
}

http::Response overrides(Call &call, const Addons &addons)
{
    const auto addon = addonOf(call, addons);
    const SettingsScope scope = scopeOf(call, false);
    Object made;
    listOverrides(made, overridesOf(*call.db, *addon, {scope.variant, {}, {}, {}}), "root", {}, "studio");
    if (!scope.project.empty())
        listOverrides(made, overridesOf(*call.db, *addon, scope), "root", {}, "project");
    return http::Response::json(200, jsontext::toText(made));
}

bool removeAt(Object &from, const Array &path, std::size_t index)
{
    if (index >= path.size() || !path[index].is_string())
        return false;
    const auto &key = path[index].get_string();
    Value *next = from.if_contains(key);
    if (!next)
        return false;
    if (index + 1 == path.size()) {
        from.erase(key);
        return true;
    }
    return next->is_object() && removeAt(next->get_object(), path, index + 1);
}

// {"action": "delete", "path": […]} takes one override away; "pin" keeps the value now in force as an override.
http::Response modifyOverrides(Call &call, WriteContext &context, const Addons &addons)
{
    checkMayWrite(call);
    const auto addon = addonOf(call, addons);
    const SettingsScope scope = scopeOf(call, false);
    const Array *path = jsontext::array(call.object(), "path");
    if (!path || path->empty())
        rules::refuse(rules::invalidField("path", "field required", "value_error.missing"));
    Object own = overridesOf(context.db, *addon, scope);
    if (jsontext::text(call.object(), "action") == "delete") {
        (void)removeAt(own, *path, 0);
    } else {
        const Object merged = mergedSettings(context.db, *addon, scope);
        const Object *source = &merged;
        Object *target = &own;
        for (std::size_t i = 0; i < path->size(); ++i) {
            const Value *value = (*path)[i].is_string() ? source->if_contains((*path)[i].get_string()) : nullptr;
            if (!value)
                rules::refuse(rules::badRequest("There is no such setting"));
            Value &place = (*target)[(*path)[i].get_string()];
            if (i + 1 == path->size() || !value->is_object()) {
                place = *value;
                break;
            }
            if (!place.is_object())
                place = Object{};
            source = &value->get_object();
            target = &place.get_object();
        }
    }
    storeOverrides(context.db, *addon, scope, own);
    tell(call, context, *addon, scope);
    return http::Response::empty();
}

http::Response setRaw(Call &call, WriteContext &context, const Addons &addons, bool clears)
{
    checkMayWrite(call);
    const auto addon = addonOf(call, addons);
    const SettingsScope scope = scopeOf(call, false);
    storeOverrides(context.db, *addon, scope, clears ? Object{} : call.object());
    tell(call, context, *addon, scope);
    return http::Response::empty();
}

// The addons of a bundle, and the applications that every server has.
std::vector<std::shared_ptr<const Addon>> addonsIn(const Object &bundle, const Addons &addons)
{
    std::vector<std::shared_ptr<const Addon>> made;
    bool hasApplications = false;
    if (const Object *wanted = jsontext::object(bundle, "addons"))
        for (const auto &member : *wanted) {
            const std::string version = versionIn(bundle, {member.key().data(), member.key().size()});
            const auto addon = version.empty() ? nullptr : addons.find(std::string(member.key()), version);
            hasApplications |= addon && addon->name == Addons::applications;
            if (addon)
                made.push_back(addon);
        }
    if (!hasApplications)
        for (const auto &addon : addons.all())
            if (addon->name == Addons::applications && addon->folder.empty())
                made.push_back(addon);
    std::sort(made.begin(), made.end(), [](const auto &a, const auto &b) { return a->name < b->name; });
    return made;
}

Bundle bundleFor(Call &call, std::string &variant)
{
    variant = call.text("variant");
    const std::string name = call.text("bundle_name");
    auto bundle = name.empty() ? bundleOfVariant(*call.db, variant.empty() ? "production" : variant)
                               : bundleByName(*call.db, name);
    if (!bundle)
        rules::refuse(rules::notFound("Bundle not found"));
    if (variant.empty())
        variant = jsontext::flag(bundle->body, "isDev") ? bundle->name
                  : jsontext::flag(bundle->body, "isStaging") && !jsontext::flag(bundle->body, "isProduction")
                      ? "staging"
                      : "production";
    return std::move(*bundle);
}

http::Response ofBundle(Call &call, const Addons &addons)
{
    SettingsScope scope;
    const Bundle bundle = bundleFor(call, scope.variant);
    if (const std::string project = call.text("project_name"); !project.empty()) {
        const auto found = call.store->project(*call.db, project);
        if (!found)
            rules::refuse(rules::notFound("Project " + project + " not found"));
        if (!call.user->mayRead(found->row.name))
            rules::refuse(rules::forbidden("No access group assigned on this project"));
        scope.project = found->row.name;
        scope.site = siteOf(call.request);
        scope.user = call.user->name();
    }
    const bool isSummary = call.flag("summary");
    std::string body;
    Writer w(body);
    w.beginObject().memberIf("projectName", scope.project).member("bundleName", bundle.name).key("addons").beginArray();
    for (const auto &addon : addonsIn(bundle.body, addons)) {
        w.beginObject().member("name", addon->name).member("version", addon->version).member("title", addon->title);
        w.member("hasSettings", addon->hasSettings)
            .member("hasProjectSettings", addon->hasSettings)
            .member("hasProjectSiteSettings", false);
        w.member("hasSiteSettings", false);
        if (!isSummary)
            w.memberRaw("settings", jsontext::toText(mergedSettings(*call.db, *addon, scope)))
                .memberRaw("siteSettings", "{}");
        w.member("isBroken", false).member("isProjectBundle", false).endObject();
    }
    w.endArray().key("inheritedAddons").beginArray().endArray().endObject();
    return http::Response::json(200, std::move(body));
}

http::Response allSettings(Call &call, const Addons &addons)
{
    SettingsScope scope;
    const Bundle bundle = bundleFor(call, scope.variant);
    std::string settings;
    std::string versions;
    Writer s(settings);
    Writer v(versions);
    s.beginObject();
    v.beginObject();
    for (const auto &addon : addonsIn(bundle.body, addons)) {
        s.anyKey(addon->name).raw(jsontext::toText(mergedSettings(*call.db, *addon, scope)));
        v.anyKey(addon->name).string(addon->version);
    }
    s.endObject();
    v.endObject();
    return http::Response::json(200, "{\"settings\":" + settings + ",\"versions\":" + versions + '}');
}

http::Response siteSettings(Call &call, const Addons &addons)
{
    const auto addon = addonOf(call, addons);
    const std::string key = addon->name + '|' + addon->version + '|' + siteOf(call.request) + '|' + call.user->name();
    const auto stored = rules::need(repository::documentByName(*call.db, repository::documents::siteSettings, key));
    return http::Response::json(200, stored ? stored->body : "{}");
}

http::Response putSiteSettings(Call &call, WriteContext &context, const Addons &addons)
{
    const auto addon = addonOf(call, addons);
    const std::string site = siteOf(call.request);
    if (site.empty())
        rules::refuse(rules::badRequest("A site id is needed"));
    const std::string key = addon->name + '|' + addon->version + '|' + site + '|' + call.user->name();
    rules::need(
        repository::putDocument(context.db, repository::documents::siteSettings, key, jsontext::toText(call.object())));
    return http::Response::empty();
}

void registerScoped(Api &api, Addons &addons, const std::string &end)
{
    const std::string start = "/api/addons/{addon}/{version}/";
    api.read("GET", (start + "schema" + end).c_str(), Access::User, [&addons](Call &call) {
        return http::Response::json(200, jsontext::toText(addonOf(call, addons)->schema));
    });
    api.read("GET", (start + "settings" + end).c_str(), Access::User, [&addons](Call &call) {
        return http::Response::json(
            200, jsontext::toText(mergedSettings(*call.db, *addonOf(call, addons), scopeOf(call, true))));
    });
    api.write("POST", (start + "settings" + end).c_str(), Access::User,
              [&addons](Call &call, WriteContext &context) { return post(call, context, addons); });
    api.read("GET", (start + "overrides" + end).c_str(), Access::User,
             [&addons](Call &call) { return overrides(call, addons); });
    api.write("POST", (start + "overrides" + end).c_str(), Access::User,
              [&addons](Call &call, WriteContext &context) { return modifyOverrides(call, context, addons); });
    api.write("DELETE", (start + "overrides" + end).c_str(), Access::User,
              [&addons](Call &call, WriteContext &context) { return setRaw(call, context, addons, true); });
    api.read("GET", (start + "rawOverrides" + end).c_str(), Access::Admin, [&addons](Call &call) {
        return http::Response::json(
            200, jsontext::toText(overridesOf(*call.db, *addonOf(call, addons), scopeOf(call, false))));
    });
    api.write("PUT", (start + "rawOverrides" + end).c_str(), Access::Admin,
              [&addons](Call &call, WriteContext &context) { return setRaw(call, context, addons, false); });
}

} // namespace

void registerSettingsRoutes(Api &api, Addons &addons)
{
    registerScoped(api, addons, "");
    registerScoped(api, addons, "/{project}");
    api.read("GET", "/api/addons/{addon}/{version}/siteSettings", Access::User,
             [&addons](Call &call) { return siteSettings(call, addons); });
    api.write("PUT", "/api/addons/{addon}/{version}/siteSettings", Access::User,
              [&addons](Call &call, WriteContext &context) { return putSiteSettings(call, context, addons); });
    api.read("GET", "/api/addons/{addon}/{version}/siteSettings/schema", Access::User, [&addons](Call &call) {
        (void)addonOf(call, addons);
        return http::Response::json(200, "{}");
    });
    api.read("GET", "/api/settings", Access::User, [&addons](Call &call) { return ofBundle(call, addons); });
    api.read("GET", "/api/settings/addons", Access::User, [&addons](Call &call) { return allSettings(call, addons); });
}

} // namespace hearth::server
