// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"

#include <string>

namespace hearth::server
{

/// A JSON schema made from default values, for settings that come without one.
[[nodiscard]] jsontext::Object schemaOfDefaults(const jsontext::Object &defaults, const std::string &title);

/// Why values do not fit a schema, as "deep.limit: …"; empty when they do. Members that the schema does not know do not
/// matter.
[[nodiscard]] std::string misfitOf(const jsontext::Object &schema, const jsontext::Object &values);

} // namespace hearth::server
