// SPDX-License-Identifier: Apache-2.0
// Settings of addons carried over: from one bundle's versions to another's, and between the studio's variants.
#include "json_text/writer.h"
#include "rules/project_rules.h"
#include "server/addons/settings_schema.h"
#include "server/bundles.h"
#include "server/rest/routes.h"
#include "server/settings_store.h"

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;

/// One side of a migration.
struct Side {
    std::shared_ptr<const Addon> addon;
    std::string variant;
};

// What the other version does not take any more is left behind.
Object fitting(const Object &schema, const Object &overrides)
{
    Object made;
    for (const auto &member : overrides)
        if (Object one{{member.key(), member.value()}}; misfitOf(schema, one).empty())
            made[member.key()] = member.value();
    return made;
}

void carry(Call &call, WriteContext &context, const Side &from, const Side &to, const std::string &project)
{
    const SettingsScope source{from.variant, project, {}, {}};
    const SettingsScope target{to.variant, project, {}, {}};
    const Object wanted = fitting(to.addon->schema, overridesOf(context.db, *from.addon, source));
    if (wanted == overridesOf(context.db, *to.addon, target))
        return;
    storeOverrides(context.db, *to.addon, target, wanted);
    advanceRevision(context.db, *to.addon, target, call.user->name());
    std::string summary;
    jsontext::Writer(summary)
        .beginObject()
        .member("addon_name", to.addon->name)
        .member("addon_version", to.addon->version)
        .member("variant", to.variant)
        .memberIf("project_name", project)
        .endObject();
    context.emit(rules::need(rules::storeEvent(context.db, call.actor, "settings.changed", project,
                                               "Settings of " + to.addon->name + " changed", summary, "{}")));
}

void carryAll(Call &call, WriteContext &context, const Side &from, const Side &to, bool withProjects)
{
    if (from.addon == to.addon && from.variant == to.variant)
        return;
    carry(call, context, from, to, {});
    if (withProjects)
        for (const auto &project : rules::need(repository::allProjects(context.db)))
            carry(call, context, from, to, project.name);
}

std::string required(const Object &body, const char *name)
{
    std::string made(jsontext::text(body, name));
    if (made.empty())
        rules::refuse(rules::invalidField(name, "field required", "value_error.missing"));
    return made;
}

Bundle bundleNamed(database::Connection &db, const std::string &name)
{
    auto bundle = bundleByName(db, name);
    if (!bundle)
        rules::refuse(rules::notFound("Bundle " + name + " not found"));
    return std::move(*bundle);
}

http::Response betweenBundles(Call &call, WriteContext &context, const Addons &addons)
{
    const Object &body = call.object();
    const Bundle source = bundleNamed(context.db, required(body, "sourceBundle"));
    const Bundle target = bundleNamed(context.db, required(body, "targetBundle"));
    const std::string sourceVariant = required(body, "sourceVariant");
    const std::string targetVariant = required(body, "targetVariant");
    const bool withProjects = jsontext::flag(body, "withProjects", true);
    const Object *versions = jsontext::object(target.body, "addons");
    for (const auto &member : versions ? *versions : Object{}) {
        const std::string name(member.key());
        const Side from{addons.find(name, versionIn(source.body, name)), sourceVariant};
        const Side to{addons.find(name, versionIn(target.body, name)), targetVariant};
        if (from.addon && to.addon)
            carryAll(call, context, from, to, withProjects);
    }
    return http::Response::empty();
}

std::string variantIn(const Object &request, const char *name)
{
    std::string made = required(request, name);
    if (made != "production" && made != "staging")
        rules::refuse(rules::notPermitted(name, made, {"production", "staging"}));
    return made;
}

// {"copyVariant": {"addonName", "copyFrom", "copyTo"}}
http::Response betweenVariants(Call &call, WriteContext &context, const Addons &addons)
{
    const Object *request = jsontext::object(call.object(), "copyVariant");
    if (!request)
        return http::Response::empty();
    const std::string name = required(*request, "addonName");
    const auto side = [&](const std::string &variant) {
        const auto bundle = bundleOfVariant(context.db, variant);
        Side made{bundle ? addons.find(name, versionIn(bundle->body, name)) : nullptr, variant};
        if (!made.addon)
            rules::refuse(rules::notFound("Addon " + name + " is in no bundle for " + variant));
        return made;
    };
    carryAll(call, context, side(variantIn(*request, "copyFrom")), side(variantIn(*request, "copyTo")), false);
    return http::Response::empty();
}

} // namespace

void registerSettingsMigrationRoutes(Api &api, Addons &addons)
{
    api.write("POST", "/api/migrateSettingsByBundle", Access::Manager,
              [&addons](Call &call, WriteContext &context) { return betweenBundles(call, context, addons); })
        .needs("sourceBundle")
        .needs("targetBundle")
        .needs("sourceVariant")
        .needs("targetVariant")
        .takes("withProjects", "boolean");
    api.write("POST", "/api/addons", Access::Manager,
              [&addons](Call &call, WriteContext &context) { return betweenVariants(call, context, addons); })
        .takes("copyVariant", "object");
}

} // namespace hearth::server
