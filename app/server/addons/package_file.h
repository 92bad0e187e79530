// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"

#include <map>
#include <string>
#include <string_view>

namespace hearth::server
{

/// The literal text assignments at the top level of a Python file (`name = "x"`); others are left out.
[[nodiscard]] std::map<std::string, std::string> literalAssignments(std::string_view python);
/// Sections and text values of a simple TOML file as nested objects.
[[nodiscard]] jsontext::Object simpleToml(std::string_view toml);

} // namespace hearth::server
