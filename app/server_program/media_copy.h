// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hearth::server_program
{

/// Gives every file below a folder, whose content never changes, a second name at the same place below another one;
/// where the file system has no second names it is copied. What is there already stays. A source that is not there is
/// an empty one. \returns the reason of the first failure; empty when all went well
[[nodiscard]] std::string addMedia(const std::string &from, const std::string &to);

} // namespace hearth::server_program
