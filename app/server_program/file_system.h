// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hearth::server_program
{

/// Whether a folder lies on another machine, where file locks cannot be relied on.
[[nodiscard]] bool isNetworkFolder(const std::string &folder);
/// A folder of this machine for the database of a data folder that is elsewhere; always the same for the same folder.
[[nodiscard]] std::string localStateFolder(const std::string &dataFolder);

} // namespace hearth::server_program
