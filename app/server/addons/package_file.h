// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"

#include <array>
#include <map>
#include <string>
#include <string_view>

namespace hearth::server
{

/// The literal text assignments at the top level of a Python file (`name = "x"`); others are left out.
[[nodiscard]] std::map<std::string, std::string> literalAssignments(std::string_view python);
/// Sections and text values of a simple TOML file as nested objects.
[[nodiscard]] jsontext::Object simpleToml(std::string_view toml);

/// The members at the top level of a simple YAML file: texts, truths, and one level of texts below a name.
[[nodiscard]] jsontext::Object simpleYaml(std::string_view yaml);

/// The files that may say what an addon is, in the order in which they are asked.
inline constexpr std::array<const char *, 4> packageFiles{"package.py", "manifest.json", "package.yaml", "package.yml"};
/// What such a file says without running anything: of Python only literal texts.
[[nodiscard]] jsontext::Object packageFields(std::string_view fileName, std::string_view text);

} // namespace hearth::server
