// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"

#include <string>

namespace hearth::server
{

/// A JSON schema made from default values, for settings that come without one.
[[nodiscard]] jsontext::Object schemaOfDefaults(const jsontext::Object &defaults, const std::string &title);

/// Lets a Python of the system read the settings model of an unpacked addon and keeps defaults and schema in
/// `.hearth/settings.json` below it. The addon's code runs only in that child process. Without a Python, or where the
/// model cannot be read, the addon has no settings. Blocks for at most 20 seconds. \param script the reader, a Python
/// file
void extractSettings(const std::string &script, const std::string &addonFolder, const std::string &title,
                     const std::string &version);

} // namespace hearth::server
