// SPDX-License-Identifier: Apache-2.0
#include "server/settings_store.h"

#include "repository/documents.h"

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
namespace documents = repository::documents;

std::string keyOf(const Addon &addon, const SettingsScope &scope)
{
    std::string key = addon.name + '|' + addon.version + '|' + scope.variant;
    if (!scope.project.empty())
        key += '|' + scope.project;
    if (!scope.site.empty())
        key += "|@" + scope.site + '|' + scope.user;
    return key;
}

} // namespace

Object overridesOf(database::Connection &db, const Addon &addon, const SettingsScope &scope)
{
    const auto stored = rules::need(repository::documentByName(db, documents::settings, keyOf(addon, scope)));
    return stored ? jsontext::parseObject(stored->body) : Object{};
}

void storeOverrides(database::Connection &db, const Addon &addon, const SettingsScope &scope, const Object &overrides)
{
    const std::string key = keyOf(addon, scope);
    if (overrides.empty())
        (void)rules::need(repository::removeDocument(db, documents::settings, key));
    else
        rules::need(repository::putDocument(db, documents::settings, key, jsontext::toText(overrides)));
}

SettingsRevision revisionOf(database::Connection &db, const Addon &addon, const SettingsScope &scope)
{
    const auto stored = rules::need(repository::documentByName(db, documents::settingsRevision, keyOf(addon, scope)));
    if (!stored)
        return {};
    const Object body = jsontext::parseObject(stored->body);
    return {jsontext::integer(body, "number"), std::string(jsontext::text(body, "user")), stored->updatedAt};
}

void advanceRevision(database::Connection &db, const Addon &addon, const SettingsScope &scope, const std::string &user)
{
    const std::int64_t next = revisionOf(db, addon, scope).number + 1;
    rules::need(repository::putDocument(db, documents::settingsRevision, keyOf(addon, scope),
                                        jsontext::toText(Object{{"number", next}, {"user", user}})));
}

Object mergedSettings(database::Connection &db, const Addon &addon, const SettingsScope &scope)
{
    Object made = addon.defaults;
    jsontext::mergeDeep(made, overridesOf(db, addon, {scope.variant, {}, {}, {}}));
    if (!scope.project.empty()) {
        jsontext::mergeDeep(made, overridesOf(db, addon, {scope.variant, scope.project, {}, {}}));
        if (!scope.site.empty())
            jsontext::mergeDeep(made, overridesOf(db, addon, scope));
    }
    return made;
}

Object differenceTo(const Object &base, const Object &values)
{
    Object made;
    for (const auto &member : values) {
        const Value *was = base.if_contains(member.key());
        if (was && *was == member.value())
            continue;
        if (was && was->is_object() && member.value().is_object()) {
            Object inner = differenceTo(was->get_object(), member.value().get_object());
            if (!inner.empty())
                made[member.key()] = std::move(inner);
        } else {
            made[member.key()] = member.value();
        }
    }
    return made;
}

} // namespace hearth::server
