// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/anatomy.h"
#include "rules/user.h"

#include <string>
#include <string_view>

namespace hearth::server
{

/// What a user may do with something shared: nothing, see it, change what is in it, manage it.
enum AccessLevel { NoAccess = 0, MaySee = 10, MayEdit = 20, MayManage = 30 };

/// Managers and the owner manage. Where nobody is named, everybody in the project does, but guests; else those who are
/// named: a user, `__everyone__`, `__guests__`, `team:name`, `group:name`, with the level of each.
/// \param project nullptr for what belongs to the studio
/// \param access JSON object
[[nodiscard]] int accessLevel(const rules::User &user, const rules::ProjectInfo *project, std::string_view owner,
                              std::string_view access);

} // namespace hearth::server
