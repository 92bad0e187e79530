// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "server/addons/addons.h"

#include <string>

namespace hearth::server
{

/// Whose settings: a variant of the studio, a project where one is named, a site and user where they are named.
struct SettingsScope {
    std::string variant = "production";
    std::string project;
    std::string site;
    std::string user;
};

/// The last change of the overrides of exactly one scope.
struct SettingsRevision {
    std::int64_t number = 0; ///< 0: never changed
    std::string user;
    std::string at;
};
[[nodiscard]] SettingsRevision revisionOf(database::Connection &db, const Addon &addon, const SettingsScope &scope);
void advanceRevision(database::Connection &db, const Addon &addon, const SettingsScope &scope, const std::string &user);

/// What was changed against the defaults at exactly this scope; empty when nothing.
[[nodiscard]] jsontext::Object overridesOf(database::Connection &db, const Addon &addon, const SettingsScope &scope);
void storeOverrides(database::Connection &db, const Addon &addon, const SettingsScope &scope,
                    const jsontext::Object &overrides);
/// Defaults, overlaid with the studio's, the project's and the site's overrides.
[[nodiscard]] jsontext::Object mergedSettings(database::Connection &db, const Addon &addon, const SettingsScope &scope);
/// Members of `values` that differ from `base`, objects member by member.
[[nodiscard]] jsontext::Object differenceTo(const jsontext::Object &base, const jsontext::Object &values);

} // namespace hearth::server
