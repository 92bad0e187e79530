// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adoption/errand.h"

#include <vector>

namespace hearth::adoption
{

/// What projects stand on: attributes, presets of anatomies, access groups, users, secrets, configuration, folders of
/// projects.
[[nodiscard]] Result<> moveStudio(const Errand &errand);
/// Users once more, since what they may do in a project can be said only when the project is there.
[[nodiscard]] Result<> moveUsers(const Errand &errand);
/// Installers, dependency packages, bundles, and the settings of addons for the studio and the given projects. Packages
/// of addons cannot be read from a server; those that are missing here are left behind, with their settings.
[[nodiscard]] Result<> moveDistribution(const Errand &errand, const std::vector<std::string> &projects);

} // namespace hearth::adoption
