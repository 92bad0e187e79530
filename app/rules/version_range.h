// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace hearth::rules
{

/// Negative, zero or positive as semantic versions are ordered; a pre-release comes before its release, what follows a
/// plus sign does not count.
[[nodiscard]] int compareVersions(std::string_view a, std::string_view b);

/// Whether a version is in a range: conditions such as ">=1.2.0", "<2", "!=1.4.1", "~=1.2", "^1.2.0", "~1.2.0" or
/// "1.2.*", all of which hold; they are separated by commas or blanks, "||" separates alternatives. An empty range
/// holds for every version.
[[nodiscard]] bool isInRange(std::string_view version, std::string_view range);

} // namespace hearth::rules
