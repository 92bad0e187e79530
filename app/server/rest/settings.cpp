// SPDX-License-Identifier: Apache-2.0
#include "server/settings_store.h"

#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/project_rights.h"
#include "rules/project_rules.h"
#include "server/addons/settings_schema.h"
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
        if (const std::string as = call.text("as"); !as.empty() && as != scope.user) {
            if (!call.user->isManager)
                rules::refuse(rules::forbidden("Only managers see the settings of other users"));
            scope.user = as;
        }
    }
    return scope;
}

// A change names its site in the query; the header that every request of a desktop carries does not make it one.
SettingsScope changedScope(const Call &call)
{
    const bool hasSite = !call.text("site_id").empty() || !call.text("site").empty();
    return scopeOf(call, hasSite);
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

// Managers; at a project also who may manage its settings; at a site its user.
void checkMayWrite(const Call &call, database::Connection &db, const SettingsScope &scope)
{
    if (call.user->isManager || (!scope.site.empty() && scope.user == call.user->name()))
        return;
    const bool mayManage =
        !scope.project.empty() && rules::need(rules::readRights(db, *call.user, scope.project))->settings >= 2;
    if (!mayManage)
        rules::refuse(rules::forbidden("Only managers change settings"));
}

http::Response withRevision(http::Response response, database::Connection &db, const Addon &addon,
                            const SettingsScope &scope)
{
    response.headers.push_back({"X-Hearth-Revision", std::to_string(revisionOf(db, addon, scope).number)});
    return response;
}

// Who says what it has seen is told when somebody else was faster.
void checkUnchanged(const Call &call, database::Connection &db, const Addon &addon, const SettingsScope &scope)
{
    std::string_view seen = call.request.header("if-match");
    if (seen.empty() || seen == "*")
        return;
    if (seen.size() > 1 && seen.front() == '"' && seen.back() == '"')
        seen = seen.substr(1, seen.size() - 2);
    const SettingsRevision now = revisionOf(db, addon, scope);
    if (seen != std::to_string(now.number))
        rules::refuse({412,
                       "precondition-failed",
                       "The settings were changed by " + now.user + " at " + now.at +
                           " after you read them. Nothing of yours was stored; read them again and repeat your change.",
                       {}});
}

// Stores what a change made of the overrides and tells of it.
http::Response finish(Call &call, WriteContext &context, const Addon &addon, const SettingsScope &scope,
                      const Object &overrides)
{
    storeOverrides(context.db, addon, scope, overrides);
    advanceRevision(context.db, addon, scope, call.user->name());
    tell(call, context, addon, scope);
    return withRevision(http::Response::empty(), context.db, addon, scope);
}

SettingsScope scopeBelow(const SettingsScope &scope)
{
    return scope.site.empty() ? SettingsScope{scope.variant, {}, {}, {}}
                              : SettingsScope{scope.variant, scope.project, {}, {}};
}

// What was given goes over what is in force; only what then differs from the layer below is kept.
http::Response post(Call &call, WriteContext &context, const Addons &addons)
{
    const auto addon = addonOf(call, addons);
    const SettingsScope scope = changedScope(call);
    checkMayWrite(call, context.db, scope);
    checkUnchanged(call, context.db, *addon, scope);
    if (const std::string problem = misfitOf(addon->schema, call.object()); !problem.empty())
        rules::refuse(rules::invalidField(problem.substr(0, problem.find(':')),
                                          problem.substr(std::min(problem.find(':') + 2, problem.size())),
                                          "type_error"));
    const Object base = scope.project.empty() ? addon->defaults : mergedSettings(context.db, *addon, scopeBelow(scope));
    Object wanted = mergedSettings(context.db, *addon, scope);
    jsontext::mergeDeep(wanted, call.object());
    return finish(call, context, *addon, scope, differenceTo(base, wanted));
}

void listOverrides(Object &into, const Object &overrides, const std::string &prefix, const Array &path,
                   const char *level)
{
    for (const auto &member : overrides) {
        Array here = path;
        here.emplace_back(member.key());
        std::string name = prefix + '_' + std::string(member.key());
        if (member.value().is_object() && !member.value().get_object().empty()) {
            listOverrides(into, member.value().get_object(), name, here, level);
            continue;
        }
        // Keys hold the sign that joins them: a/b_c and a_b/c would be one. Readers go by the path.
        while (into.contains(name) && into.at(name).get_object().at("path") != Value(here))
            name += '_';
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
    const SettingsScope scope = changedScope(call);
    if (call.project && scope.site.empty() && call.rights(*call.db)->settings < 1)
        rules::refuse(rules::forbidden("Your access groups do not let you see who changed settings of this project"));
    Object made;
    listOverrides(made, overridesOf(*call.db, *addon, {scope.variant, {}, {}, {}}), "root", {}, "studio");
    if (!scope.project.empty())
        listOverrides(made, overridesOf(*call.db, *addon, {scope.variant, scope.project, {}, {}}), "root", {},
                      "project");
    if (!scope.site.empty())
        listOverrides(made, overridesOf(*call.db, *addon, scope), "root", {}, "site");
    return withRevision(http::Response::json(200, jsontext::toText(made)), *call.db, *addon, scope);
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

// Copies the value in force at a path into the overrides.
void pin(const Object &merged, const Array &path, Object &own)
{
    const Object *source = &merged;
    Object *target = &own;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const Value *value = path[i].is_string() && source ? source->if_contains(path[i].get_string()) : nullptr;
        if (!value)
            rules::refuse(rules::badRequest("There is no such setting"));
        Value &place = (*target)[path[i].get_string()];
        if (i + 1 == path.size()) {
            place = *value;
            return;
        }
        source = value->if_object();
        if (!place.is_object())
            place = Object{};
        target = &place.get_object();
    }
}

// {"action": "delete", "path": […]} takes one override away; "pin" keeps the value now in force as an override.
http::Response modifyOverrides(Call &call, WriteContext &context, const Addons &addons)
{
    const auto addon = addonOf(call, addons);
    const SettingsScope scope = changedScope(call);
    checkMayWrite(call, context.db, scope);
    checkUnchanged(call, context.db, *addon, scope);
    const std::string_view action = jsontext::text(call.object(), "action");
    const Array *path = jsontext::array(call.object(), "path");
    if (!path || path->empty())
        rules::refuse(rules::invalidField("path", "field required", "value_error.missing"));
    if (action != "delete" && action != "pin")
        rules::refuse(rules::notPermitted("action", action, {"delete", "pin"}));
    Object own = overridesOf(context.db, *addon, scope);
    if (action == "delete")
        (void)removeAt(own, *path, 0);
    else
        pin(mergedSettings(context.db, *addon, scope), *path, own);
    return finish(call, context, *addon, scope, own);
}

http::Response setRaw(Call &call, WriteContext &context, const Addons &addons, bool clears)
{
    const auto addon = addonOf(call, addons);
    const SettingsScope scope = changedScope(call);
    checkMayWrite(call, context.db, scope);
    checkUnchanged(call, context.db, *addon, scope);
    return finish(call, context, *addon, scope, clears ? Object{} : call.object());
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

Object mergedSiteSettings(database::Connection &db, const Addon &addon, const std::string &site,
                          const std::string &user);

std::shared_ptr<const rules::ProjectInfo> projectNamed(const Call &call, const std::string &name)
{
    if (name.empty())
        return nullptr;
    auto found = call.store->project(*call.db, name);
    if (!found)
        rules::refuse(rules::notFound("Project " + name + " not found"));
    if (!call.user->mayRead(found->row.name))
        rules::refuse(rules::forbidden("No access group assigned on this project"));
    return found;
}

// The bundle a project has for itself: the one that is named, else the one it has chosen, unless a studio's is named.
std::optional<Bundle> ownBundle(const Call &call, const rules::ProjectInfo *project, const std::string &variant)
{
    if (const std::string name = call.text("project_bundle_name"); !name.empty()) {
        auto named = bundleByName(*call.db, name);
        if (!named)
            rules::refuse(rules::notFound("Bundle not found"));
        return named;
    }
    if (!project || !call.text("bundle_name").empty())
        return std::nullopt;
    return bundleOfProject(*call.db, project->row.data, variant);
}

http::Response ofBundle(Call &call, const Addons &addons)
{
    SettingsScope scope;
    Bundle bundle = bundleFor(call, scope.variant);
    const auto project = projectNamed(call, call.text("project_name"));
    if (project) {
        scope.project = project->row.name;
        scope.site = siteOf(call.request);
        scope.user = call.user->name();
    }
    const auto own = ownBundle(call, project.get(), scope.variant);
    const auto isOwn = [&own](const Addon &addon) { return own && versionIn(own->body, addon.name) == addon.version; };
    if (own)
        bundle.body = overlaid(bundle.body, own->body);
    const bool isSummary = call.flag("summary");
    std::string body;
    Writer w(body);
    w.beginObject().memberIf("projectName", scope.project).member("bundleName", bundle.name).key("addons").beginArray();
    for (const auto &addon : addonsIn(bundle.body, addons)) {
        w.beginObject().member("name", addon->name).member("version", addon->version).member("title", addon->title);
        w.member("hasSettings", addon->hasSettings)
            .member("hasProjectSettings", addon->hasSettings)
            .member("hasProjectSiteSettings", false);
        w.member("hasSiteSettings", addon->hasSiteSettings);
        if (!isSummary)
            w.memberRaw("settings", jsontext::toText(mergedSettings(*call.db, *addon, scope)))
                .memberRaw("siteSettings", jsontext::toText(mergedSiteSettings(*call.db, *addon, siteOf(call.request),
                                                                               call.user->name())));
        w.member("isBroken", !addon->problem.empty()).memberIf("reason", addon->problem);
        w.member("isProjectBundle", isOwn(*addon)).endObject();
    }
    w.endArray().key("inheritedAddons").beginArray();
    for (const auto &addon : addonsIn(bundle.body, addons))
        if (own && !isOwn(*addon))
            w.string(addon->name);
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

http::Response allSettings(Call &call, const Addons &addons)
{
    SettingsScope scope;
    Bundle bundle = bundleFor(call, scope.variant);
    if (const auto project = projectNamed(call, call.text("project"))) {
        scope.project = project->row.name;
        scope.site = siteOf(call.request);
        scope.user = call.user->name();
        if (const auto own = ownBundle(call, project.get(), scope.variant))
            bundle.body = overlaid(bundle.body, own->body);
    }
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

std::string siteKey(const Addon &addon, const std::string &site, const std::string &user)
{
    return addon.name + '|' + addon.version + '|' + site + '|' + user;
}

// What a user chose at a site, over what the addon starts with.
Object mergedSiteSettings(database::Connection &db, const Addon &addon, const std::string &site,
                          const std::string &user)
{
    Object made = addon.siteDefaults;
    const auto stored = site.empty() ? std::nullopt
                                     : rules::need(repository::documentByName(db, repository::documents::siteSettings,
                                                                              siteKey(addon, site, user)));
    if (stored)
        jsontext::mergeDeep(made, jsontext::parseObject(stored->body));
    return made;
}

http::Response allSiteSettings(Call &call, const Addons &addons)
{
    std::string variant;
    const Bundle bundle = bundleFor(call, variant);
    Object made;
    for (const auto &addon : addonsIn(bundle.body, addons))
        if (addon->hasSiteSettings)
            made[addon->name] = mergedSiteSettings(*call.db, *addon, siteOf(call.request), call.user->name());
    return http::Response::json(200, jsontext::toText(made));
}

http::Response siteSettings(Call &call, const Addons &addons)
{
    const auto addon = addonOf(call, addons);
    return http::Response::json(
        200, jsontext::toText(mergedSiteSettings(*call.db, *addon, siteOf(call.request), call.user->name())));
}

http::Response putSiteSettings(Call &call, WriteContext &context, const Addons &addons)
{
    const auto addon = addonOf(call, addons);
    const std::string site = siteOf(call.request);
    if (site.empty())
        rules::refuse(rules::badRequest("A site id is needed"));
    if (const std::string problem = misfitOf(addon->siteSchema, call.object()); !problem.empty())
        rules::refuse(rules::badRequest("The settings do not fit: " + problem));
    rules::need(repository::putDocument(context.db, repository::documents::siteSettings,
                                        siteKey(*addon, site, call.user->name()),
                                        jsontext::toText(differenceTo(addon->siteDefaults, call.object()))));
    SettingsScope scope;
    scope.site = site;
    tell(call, context, *addon, scope);
    return http::Response::empty();
}

void registerScoped(Api &api, Addons &addons, const std::string &end)
{
    const std::string start = "/api/addons/{addon}/{version}/";
    api.read("GET", (start + "schema" + end).c_str(), Access::User, [&addons](Call &call) {
        return http::Response::json(200, jsontext::toText(addonOf(call, addons)->schema));
    });
    api.read("GET", (start + "settings" + end).c_str(), Access::User, [&addons](Call &call) {
        const auto addon = addonOf(call, addons);
        return withRevision(
            http::Response::json(200, jsontext::toText(mergedSettings(*call.db, *addon, scopeOf(call, true)))),
            *call.db, *addon, changedScope(call));
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
        const auto addon = addonOf(call, addons);
        const SettingsScope scope = changedScope(call);
        return withRevision(http::Response::json(200, jsontext::toText(overridesOf(*call.db, *addon, scope))), *call.db,
                            *addon, scope);
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
        return http::Response::json(200, jsontext::toText(addonOf(call, addons)->siteSchema));
    });
    api.read("GET", "/api/settings", Access::User, [&addons](Call &call) { return ofBundle(call, addons); });
    api.read("GET", "/api/settings/addons/siteSettings", Access::User,
             [&addons](Call &call) { return allSiteSettings(call, addons); });
    api.read("GET", "/api/settings/addons", Access::User, [&addons](Call &call) { return allSettings(call, addons); });
}

} // namespace hearth::server
