// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adoption/errand.h"

namespace hearth::adoption
{

/// A project itself: its anatomy, attributes, data, own access groups and teams. Made where it is not there.
[[nodiscard]] Result<> moveProject(const Errand &errand, const std::string &project);
/// Links between a project's entities.
[[nodiscard]] Result<> moveLinks(const Errand &errand, const std::string &project);
/// Lists of entities with their items, and the folders they lie in.
[[nodiscard]] Result<> moveLists(const Errand &errand, const std::string &project);

} // namespace hearth::adoption
