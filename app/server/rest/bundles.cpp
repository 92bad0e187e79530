// SPDX-License-Identifier: Apache-2.0
#include "server/bundles.h"

#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/project_rules.h"
#include "rules/version_range.h"
#include "server/addons/addons.h"
#include "server/rest/routes.h"

#include <algorithm>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
namespace documents = repository::documents;

struct Issue {
    bool isError = true;
    std::string addon;
    std::string message;
    std::string required; ///< the other addon
};

constexpr const char *protocolVersion = "1.15.18"; // of the server whose protocol is spoken here

// An addon's wish about another one: it must be there, should be there, or must fit where it is there.
void checkWishes(const Addon &addon, const Object &bundle, const char *wishes, bool isNeeded, bool isError,
                 std::vector<Issue> &issues)
{
    const Object *wanted = jsontext::object(addon.package, wishes);
    if (!wanted)
        return;
    const std::string who = addon.name + ' ' + addon.version;
    for (const auto &member : *wanted) {
        const std::string other(member.key());
        const std::string range = member.value().is_string() ? std::string(member.value().get_string()) : std::string();
        const std::string version = versionIn(bundle, other);
        if (version.empty() && isNeeded)
            issues.push_back(
                {isError, addon.name,
                 who + " requires " + other + (range.empty() ? "" : ' ' + range) + ", which the bundle does not have",
                 other});
        else if (!version.empty() && !version.starts_with("__") && !rules::isInRange(version, range))
            issues.push_back(
                {isError, addon.name, who + " requires " + other + ' ' + range + ", the bundle has " + version, other});
    }
}

void checkRange(const Addon &addon, const char *wish, std::string_view version, const char *what,
                std::vector<Issue> &issues)
{
    const std::string range(jsontext::text(addon.package, wish));
    if (!range.empty() && !version.empty() && !rules::isInRange(version, range))
        issues.push_back(
            {true,
             addon.name,
             addon.name + ' ' + addon.version + " requires " + what + ' ' + range + ", not " + std::string(version),
             {}});
}

std::vector<Issue> issuesOf(const Addons &addons, const Object &bundle)
{
    std::vector<Issue> made;
    for (const auto &member : jsontext::object(bundle, "addons") ? *jsontext::object(bundle, "addons") : Object{}) {
        const std::string version = member.value().is_string() ? std::string(member.value().get_string()) : "__";
        if (version.starts_with("__")) // inherited, or none
            continue;
        const std::string name(member.key());
        const auto addon = addons.find(name, version);
        if (!addon) {
            made.push_back({true, name, name + ' ' + version + " is not active", {}});
            continue;
        }
        if (!addon->problem.empty())
            made.push_back({false, name, name + ' ' + version + " is broken: " + addon->problem, {}});
        checkWishes(*addon, bundle, "ayon_required_addons", true, true, made);
        checkWishes(*addon, bundle, "ayon_soft_required_addons", true, false, made);
        checkWishes(*addon, bundle, "ayon_compatible_addons", false, true, made);
        checkRange(*addon, "ayon_server_version", protocolVersion, "the server", made);
        checkRange(*addon, "ayon_launcher_version", jsontext::text(bundle, "installerVersion"), "the launcher", made);
    }
    return made;
}

void checkIssues(Call &call, const Addons &addons, const Object &bundle)
{
    if (call.flag("force"))
        return;
    for (const Issue &issue : issuesOf(addons, bundle))
        if (issue.isError)
            rules::refuse(rules::badRequest("Failed to validate bundle: " + issue.addon + ": " + issue.message));
}

http::Response list(Call &call)
{
    const bool withArchived = call.flag("archived");
    std::string items;
    std::string production;
    std::string staging;
    std::vector<std::string> development;
    jsontext::Writer w(items);
    w.beginArray();
    for (const Bundle &bundle : allBundles(*call.db)) {
        if (jsontext::flag(bundle.body, "isArchived") && !withArchived)
            continue;
        if (jsontext::flag(bundle.body, "isProduction"))
            production = bundle.name;
        if (jsontext::flag(bundle.body, "isStaging"))
            staging = bundle.name;
        if (jsontext::flag(bundle.body, "isDev"))
            development.push_back(bundle.name);
        w.raw(jsontext::toText(bundle.body));
    }
    w.endArray();
    std::string body;
    jsontext::Writer out(body);
    out.beginObject()
        .memberRaw("bundles", items)
        .memberOrNull("productionBundle", production)
        .memberOrNull("stagingBundle", staging);
    out.key("devBundles").beginArray();
    for (const std::string &name : development)
        out.string(name);
    out.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

std::string eventPayload(const Object &bundle)
{
    const Object *addons = jsontext::object(bundle, "addons");
    return "{\"addons\":" + (addons ? jsontext::toText(*addons) : std::string("{}")) + '}';
}

void tell(Call &call, WriteContext &context, const char *topic, const Object &bundle)
{
    Object summary{{"name", bundle.at("name")}};
    for (const char *flag : {"isProduction", "isStaging", "isDev"})
        summary[flag] = jsontext::flag(bundle, flag);
    context.emit(rules::need(rules::storeEvent(context.db, call.actor, topic, {},
                                               "Bundle " + std::string(jsontext::text(bundle, "name")) + " changed",
                                               jsontext::toText(summary), eventPayload(bundle))));
}

void checkActiveUser(WriteContext &context, const Object &bundle)
{
    const std::string_view user = jsontext::text(bundle, "activeUser");
    if (user.empty())
        return;
    for (Bundle &other : allBundles(context.db))
        if (other.name != jsontext::text(bundle, "name") && jsontext::text(other.body, "activeUser") == user) {
            other.body["activeUser"] = nullptr;
            saveBundle(context.db, other.body);
        }
}

http::Response create(Call &call, WriteContext &context, const Addons &addons)
{
    Object bundle = completeBundle(call.object());
    const std::string name(jsontext::text(bundle, "name"));
    if (name.empty() || name.size() > 200)
        rules::refuse(rules::invalidField("name", "field required", "value_error.missing"));
    if (bundleByName(context.db, name))
        rules::refuse(rules::conflict("Bundle with name '" + name + "' already exists.", "unique-violation"));
    checkIssues(call, addons, bundle);
    saveBundle(context.db, bundle);
    clearFlagsElsewhere(context.db, bundle);
    checkActiveUser(context, bundle);
    tell(call, context, "bundle.created", bundle);
    return http::Response::json(201, "null");
}

void mergeMap(Object &bundle, const Object &given, const char *name)
{
    const Object *patch = jsontext::object(given, name);
    if (!patch)
        return;
    if (!bundle[name].is_object())
        bundle[name] = Object{};
    jsontext::mergePatch(bundle[name].get_object(), *patch);
}

// What only development bundles may change.
void patchDevelopment(const Object &given, Object &bundle)
{
    const auto change = [&](const char *field, const Value *value) {
        if (!value || *value == bundle[field])
            return;
        if (!jsontext::flag(bundle, "isDev"))
            rules::refuse(rules::badRequest(std::string("Only development bundles may change ") + field));
        bundle[field] = *value;
    };
    change("activeUser", jsontext::find(given, "activeUser"));
    change("installerVersion", jsontext::find(given, "installerVersion"));
    const Value *development = jsontext::find(given, "addonDevelopment");
    change("addonDevelopment", development && development->is_object() ? development : nullptr);
}

http::Response patch(Call &call, WriteContext &context, const Addons &addons)
{
    auto stored = bundleByName(context.db, call.param("bundle"));
    if (!stored)
        rules::refuse(rules::notFound("Bundle " + call.param("bundle") + " not found"));
    Object &bundle = stored->body;
    const Object before = bundle;
    const Object &given = call.object();
    for (const char *flag : {"isProduction", "isStaging", "isArchived", "isDev"})
        if (const Value *value = jsontext::find(given, flag); value && value->is_bool())
            bundle[flag] = *value;
    patchDevelopment(given, bundle);
    mergeMap(bundle, given, "addons");
    mergeMap(bundle, given, "dependencyPackages");
    if (jsontext::object(given, "addons"))
        checkIssues(call, addons, bundle);
    saveBundle(context.db, bundle);
    clearFlagsElsewhere(context.db, bundle);
    checkActiveUser(context, bundle);
    bool isStatus = false;
    for (const char *flag : {"isProduction", "isStaging", "isDev"})
        isStatus |= jsontext::flag(before, flag) != jsontext::flag(bundle, flag);
    tell(call, context, isStatus ? "bundle.status_changed" : "bundle.updated", bundle);
    return http::Response::empty();
}

http::Response promote(Call &call, WriteContext &context)
{
    auto stored = bundleByName(context.db, call.param("bundle"));
    if (!stored)
        rules::refuse(rules::notFound("Bundle " + call.param("bundle") + " not found"));
    if (jsontext::text(call.object(), "action") != "promote")
        rules::refuse(rules::badRequest("Unknown action"));
    stored->body["isProduction"] = true;
    saveBundle(context.db, stored->body);
    clearFlagsElsewhere(context.db, stored->body);
    tell(call, context, "bundle.status_changed", stored->body);
    return http::Response::empty();
}

http::Response check(Call &call, const Addons &addons)
{
    std::string body;
    const auto issues = issuesOf(addons, completeBundle(call.object()));
    const bool isGood = std::none_of(issues.begin(), issues.end(), [](const Issue &issue) { return issue.isError; });
    jsontext::Writer w(body);
    w.beginObject().member("success", isGood).key("issues").beginArray();
    for (const Issue &issue : issues)
        w.beginObject()
            .member("severity", issue.isError ? "error" : "warning")
            .member("addon", issue.addon)
            .member("message", issue.message)
            .memberOrNull("requiredAddon", issue.required)
            .endObject();
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

} // namespace

void registerBundleRoutes(Api &api, Addons &addons)
{
    api.read("GET", "/api/bundles", Access::User, list);
    api.write("POST", "/api/bundles", Access::Admin,
              [&addons](Call &call, WriteContext &context) { return create(call, context, addons); })
        .needs("name")
        .needs("addons", "object")
        .takes("installerVersion")
        .takes("dependencyPackages", "object")
        .takes("isProduction", "boolean");
    api.write("POST", "/api/bundles/check", Access::User,
              [&addons](Call &call, WriteContext &) { return check(call, addons); })
        .takes("name")
        .takes("addons", "object");
    api.write("PATCH", "/api/bundles/{bundle}", Access::Admin,
              [&addons](Call &call, WriteContext &context) { return patch(call, context, addons); });
    api.write("POST", "/api/bundles/{bundle}", Access::Admin, promote);
    api.write("DELETE", "/api/bundles/{bundle}", Access::Admin, [](Call &call, WriteContext &context) {
        const auto stored = bundleByName(context.db, call.param("bundle"));
        if (!stored)
            rules::refuse(rules::notFound("Bundle " + call.param("bundle") + " not found"));
        (void)rules::need(repository::removeDocument(context.db, documents::bundle, stored->name));
        return http::Response::empty();
    });
}

} // namespace hearth::server
