// SPDX-License-Identifier: Apache-2.0
#include "server/bundles.h"

#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/project_rules.h"
#include "server/addons/addons.h"
#include "server/rest/routes.h"

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
namespace documents = repository::documents;

struct Issue {
    std::string addon;
    std::string message;
};

std::vector<Issue> issuesOf(const Addons &addons, const Object &bundle)
{
    std::vector<Issue> made;
    if (const Object *wanted = jsontext::object(bundle, "addons"))
        for (const auto &member : *wanted) {
            if (!member.value().is_string())
                continue;
            const std::string name(member.key());
            const std::string version(member.value().get_string());
            if (version.starts_with("__"))
                continue;
            if (!addons.find(name, version))
                made.push_back({name, name + ' ' + version + " is not active"});
        }
    return made;
}

void checkIssues(Call &call, const Addons &addons, const Object &bundle)
{
    const auto issues = issuesOf(addons, bundle);
    if (!issues.empty() && !call.flag("force"))
        rules::refuse(
            rules::badRequest("Failed to validate bundle: " + issues.front().addon + ": " + issues.front().message));
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
    const bool isDev = jsontext::flag(bundle, "isDev");
    for (const char *field : {"activeUser", "installerVersion"})
        if (const Value *value = jsontext::find(given, field); value && *value != bundle[field]) {
            if (!isDev)
                rules::refuse(rules::badRequest(std::string("Only development bundles may change ") + field));
            bundle[field] = *value;
        }
    mergeMap(bundle, given, "addons");
    mergeMap(bundle, given, "dependencyPackages");
    if (const Value *development = jsontext::find(given, "addonDevelopment");
        development && development->is_object() && isDev)
        bundle["addonDevelopment"] = *development;
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
    const auto issues = issuesOf(addons, call.object());
    jsontext::Writer w(body);
    w.beginObject().member("success", issues.empty()).key("issues").beginArray();
    for (const Issue &issue : issues)
        w.beginObject()
            .member("severity", "error")
            .member("addon", issue.addon)
            .member("message", issue.message)
            .key("requiredAddon")
            .null()
            .endObject();
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

} // namespace

void registerBundleRoutes(Api &api, Addons &addons)
{
    api.read("GET", "/api/bundles", Access::User, list);
    api.write("POST", "/api/bundles", Access::Admin,
              [&addons](Call &call, WriteContext &context) { return create(call, context, addons); });
    api.write("POST", "/api/bundles/check", Access::User,
              [&addons](Call &call, WriteContext &) { return check(call, addons); });
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
