// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adoption/errand.h"

namespace hearth::adoption
{

/// Makes a project's folders, tasks, products, versions, representations and workfiles equal to theirs, with their
/// pictures, and removes those that are no longer there.
[[nodiscard]] Result<> moveEntities(const Errand &errand, const std::string &project);

} // namespace hearth::adoption
