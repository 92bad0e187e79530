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
/// addon → version
[[nodiscard]] std::string versionIn(const jsontext::Object &bundle, std::string_view addon);

} // namespace hearth::server
