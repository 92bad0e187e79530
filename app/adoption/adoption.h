// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adoption/errand.h"

#include <string>
#include <vector>

namespace hearth::adoption
{

/// Brings a whole studio from another server of the protocol: what is there is made equal here, with its ids and times.
/// May be done again and again until the day of the switch; then only what has changed moves. Theirs is only read.
/// What no server gives is left behind and named.
/// \param only projects to move; empty: all
/// Errors: Forbidden when the key is not an administrator's; Cancelled; NoSpace; the connection's. What was moved
/// before stays, and doing it again goes on from there.
[[nodiscard]] Result<> adopt(const Errand &errand, const std::vector<std::string> &only);

} // namespace hearth::adoption
