// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"
#include "rules/user.h"

#include <string_view>

namespace hearth::rules
{

/// What the user's groups in a project allow together: the union of their rights, as an access group is written. A list
/// that is `enabled` restricts. Managers have no restrictions.
[[nodiscard]] Result<jsontext::Object> permissionsIn(database::Connection &db, const User &user,
                                                     std::string_view project);
/// Whether one of the user's groups may make projects.
[[nodiscard]] Result<bool> mayCreateProjects(database::Connection &db, const User &user);
/// Whether one of them may see every user of the studio.
[[nodiscard]] Result<bool> mayListUsers(database::Connection &db, const User &user);

/// Stores the groups every studio has, where none are stored.
[[nodiscard]] Result<> storeBuiltinGroups(database::Connection &db);

} // namespace hearth::rules
