// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/store.h"

#include <string>
#include <vector>

namespace hearth::server_program
{

/// Applies a studio's template (users, access groups, secrets, configuration, first bundle) to a database. What is
/// there already stays as it is unless a user says `forceUpdate`. Blocks for the passwords. \returns lines about
/// members it does not know. Errors: Invalid
[[nodiscard]] Result<std::vector<std::string>> applyTemplate(server::Store &store, const std::string &text);

} // namespace hearth::server_program
