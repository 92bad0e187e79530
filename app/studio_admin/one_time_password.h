// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

#include <cstdint>
#include <functional>

namespace hearth::studio_admin
{

/// \returns a number below the bound, each as likely as another
using RandomBelow = std::function<std::uint32_t(std::uint32_t bound)>;

/// Four groups of four that can be read aloud: no 0 and o, no 1, i and l; letters and digits in each. About 75 bits.
[[nodiscard]] Secret oneTimePassword(const RandomBelow &random);
/// A key of 32 letters and digits for a service user.
[[nodiscard]] Secret serviceKey(const RandomBelow &random);
/// The system's own source. Threads: any.
[[nodiscard]] RandomBelow systemRandom();

} // namespace hearth::studio_admin
