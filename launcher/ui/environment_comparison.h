// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"

namespace hearth::launcher_ui
{

/// The variables of both reports by name, each marked with how it compares. What only the other one has is in the list
/// too, with an empty value. Masked values cannot be told apart and count as equal. Pure.
[[nodiscard]] std::vector<EnvironmentVariable> compared(const EnvironmentReport &here, const EnvironmentReport &there);

} // namespace hearth::launcher_ui
