// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"
#include "json_text/document.h"

#include <optional>
#include <string>
#include <vector>

namespace hearth::server
{

struct Bundle {
    std::string name;
    jsontext::Object body; ///< as the API gives it, `createdAt` included
};

/// Newest first. These refuse (throw rules::Refusal) when the database does.
[[nodiscard]] std::vector<Bundle> allBundles(database::Connection &db);
/// In any case of the name.
[[nodiscard]] std::optional<Bundle> bundleByName(database::Connection &db, std::string_view name);
/// "production", "staging", or the name of a development bundle.
[[nodiscard]] std::optional<Bundle> bundleOfVariant(database::Connection &db, std::string_view variant);
void saveBundle(database::Connection &db, const jsontext::Object &bundle);
/// There is one production and one staging bundle: a flag set here is cleared on all others.
void clearFlagsElsewhere(database::Connection &db, const jsontext::Object &bundle);
/// All members a bundle has, with what was given.
[[nodiscard]] jsontext::Object completeBundle(const jsontext::Object &given);
/// Of a project's own bundle.
[[nodiscard]] std::string projectBundleName(std::string_view project, std::string_view variant);
/// The project's own bundle of a variant, where it has chosen one. \param data of the project, JSON
[[nodiscard]] std::optional<Bundle> bundleOfProject(database::Connection &db, std::string_view data,
                                                    std::string_view variant);
/// The studio's bundle with the versions of a project's one in their places.
[[nodiscard]] jsontext::Object overlaid(const jsontext::Object &studio, const jsontext::Object &project);
/// addon → version
[[nodiscard]] std::string versionIn(const jsontext::Object &bundle, std::string_view addon);

} // namespace hearth::server
