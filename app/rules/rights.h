// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"
#include "rules/user.h"

#include <string_view>

namespace hearth::rules
{

enum class Right { Create, Update, Publish, Delete, Read };

/// Whether one of the user's groups in the project allows this at a folder. Managers may everything.
/// \param folderPath with a leading slash; empty for the root of the project
/// \param folderId of that folder, for rights that depend on being assigned to one of its tasks
[[nodiscard]] Result<bool> isAllowed(database::Connection &db, const User &user, std::int64_t projectId,
                                     std::string_view project, Right right, std::string_view folderPath,
                                     std::string_view folderId);

/// What the user's groups in a project allow together: the union of their rights, as an access group is written. A list
/// that is `enabled` restricts. Managers have no restrictions.
[[nodiscard]] Result<jsontext::Object> permissionsIn(database::Connection &db, const User &user,
                                                     std::string_view project);
/// 0 none, 1 may look, 2 may change. \param area of a project: "anatomy", "access" or "settings"
[[nodiscard]] int projectLevel(const jsontext::Object &permissions, std::string_view area);
/// Whether a list of the permissions holds a name, or does not restrict. \param section such as "links"
[[nodiscard]] bool isListed(const jsontext::Object &permissions, std::string_view section, std::string_view list,
                            std::string_view name);

/// Whether one of the user's groups may make projects.
[[nodiscard]] Result<bool> mayCreateProjects(database::Connection &db, const User &user);

/// Stores the groups every studio has, where none are stored.
[[nodiscard]] Result<> storeBuiltinGroups(database::Connection &db);

} // namespace hearth::rules
