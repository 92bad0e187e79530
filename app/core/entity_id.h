// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace hearth
{

/// A new entity id: UUID version 1 (time and a random node) as 32 lower-case hex digits. Threads: any.
[[nodiscard]] std::string newEntityId();

/// True for exactly 32 lower-case hex digits.
[[nodiscard]] bool isEntityId(std::string_view text);

/// The canonical form of an id given with dashes or in upper case; empty when it is none.
[[nodiscard]] std::string canonicalEntityId(std::string_view text);

/// Cryptographically random bytes as lower-case hex, two digits a byte.
[[nodiscard]] std::string randomHex(std::size_t bytes);

} // namespace hearth
