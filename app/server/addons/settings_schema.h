// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"

#include <string>

namespace hearth::server
{

/// A JSON schema made from default values, for settings that come without one.
[[nodiscard]] jsontext::Object schemaOfDefaults(const jsontext::Object &defaults, const std::string &title);

} // namespace hearth::server
