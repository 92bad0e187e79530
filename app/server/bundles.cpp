// SPDX-License-Identifier: Apache-2.0
#include "server/bundles.h"

#include "repository/documents.h"
#include "rules/failure.h"
#include "rules/names.h"

#include <algorithm>

namespace hearth::server
{

using jsontext::Object;
using jsontext::Value;
namespace documents = repository::documents;

std::vector<Bundle> allBundles(database::Connection &db)
{
    std::vector<Bundle> made;
    for (const auto &document : rules::need(repository::documentsOf(db, documents::bundle))) {
        Bundle bundle{document.name, completeBundle(jsontext::parseObject(document.body))};
        bundle.body["createdAt"] = document.createdAt;
        made.push_back(std::move(bundle));
    }
    std::reverse(made.begin(), made.end());
    return made;
}

std::optional<Bundle> bundleByName(database::Connection &db, std::string_view name)
{
    for (Bundle &bundle : allBundles(db))
        if (rules::lowered(bundle.name) == rules::lowered(name))
            return std::move(bundle);
    return std::nullopt;
}

std::optional<Bundle> bundleOfVariant(database::Connection &db, std::string_view variant)
{
    for (Bundle &bundle : allBundles(db)) {
        const bool isIt = variant == "production" ? jsontext::flag(bundle.body, "isProduction")
                          : variant == "staging"  ? jsontext::flag(bundle.body, "isStaging")
                                                  : bundle.name == variant;
        if (isIt)
            return std::move(bundle);
    }
    return std::nullopt;
}

void saveBundle(database::Connection &db, const Object &bundle)
{
    Object stored = bundle;
    stored.erase("createdAt");
    rules::need(
        repository::putDocument(db, documents::bundle, jsontext::text(bundle, "name"), jsontext::toText(stored)));
}

void clearFlagsElsewhere(database::Connection &db, const Object &bundle)
{
    for (const char *flag : {"isProduction", "isStaging"}) {
        if (!jsontext::flag(bundle, flag))
            continue;
        for (Bundle &other : allBundles(db))
            if (other.name != jsontext::text(bundle, "name") && jsontext::flag(other.body, flag)) {
                other.body[flag] = false;
                saveBundle(db, other.body);
            }
    }
}

Object completeBundle(const Object &given)
{
    Object made;
    made["name"] = jsontext::text(given, "name");
    made["createdAt"] = nullptr;
    for (const char *map : {"addons", "dependencyPackages", "addonDevelopment"}) {
        const Object *own = jsontext::object(given, map);
        made[map] = own ? *own : Object{};
    }
    const Value *installer = jsontext::find(given, "installerVersion");
    made["installerVersion"] = installer ? *installer : Value(nullptr);
    for (const char *flag : {"isProduction", "isStaging", "isArchived", "isDev", "isProject"})
        made[flag] = jsontext::flag(given, flag);
    const Value *user = jsontext::find(given, "activeUser");
    made["activeUser"] = user ? *user : Value(nullptr);
    return made;
}

std::string projectBundleName(std::string_view project, std::string_view variant)
{
    std::string made = "__project__";
    made.append(project).append("__").append(variant);
    return made;
}

std::optional<Bundle> bundleOfProject(database::Connection &db, std::string_view data, std::string_view variant)
{
    const Object stored = jsontext::parseObject(data);
    const Object *names = jsontext::object(stored, "bundle");
    const std::string_view name = names ? jsontext::text(*names, variant) : std::string_view();
    return name.empty() ? std::nullopt : bundleByName(db, name);
}

Object overlaid(const Object &studio, const Object &project)
{
    Object made = studio;
    Object &addons = made["addons"].get_object();
    if (const Object *own = jsontext::object(project, "addons"))
        for (const auto &member : *own)
            if (!member.value().is_null())
                addons[member.key()] = member.value();
    return made;
}

std::string versionIn(const Object &bundle, std::string_view addon)
{
    const Object *addons = jsontext::object(bundle, "addons");
    const Value *version = addons ? addons->if_contains(addon) : nullptr;
    return version && version->is_string() ? std::string(version->get_string()) : std::string();
}

} // namespace hearth::server
