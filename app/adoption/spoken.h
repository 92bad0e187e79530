// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adoption/errand.h"

namespace hearth::adoption
{

/// What was said and done about a project's entities (comments, reviews, reviewables, watchers, changes), with files
/// and reactions. All of it counts as read.
[[nodiscard]] Result<> moveActivities(const Errand &errand, const std::string &project);

} // namespace hearth::adoption
