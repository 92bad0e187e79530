// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hearth::postgres
{

/// Grows with every change of functions.sql.
constexpr int functionsVersion = 2;
/// The text of functions.sql.
[[nodiscard]] const char *functionsScript();

} // namespace hearth::postgres
