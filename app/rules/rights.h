// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"
#include "rules/user.h"

#include <string_view>

namespace hearth::rules
{

enum class Right { Create, Update, Publish, Delete };

/// Whether one of the user's groups in the project allows this at a folder. Managers may everything.
/// \param folderPath with a leading slash; empty for the root of the project
/// \param folderId of that folder, for rights that depend on being assigned to one of its tasks
[[nodiscard]] Result<bool> isAllowed(database::Connection &db, const User &user, std::int64_t projectId,
                                     std::string_view project, Right right, std::string_view folderPath,
                                     std::string_view folderId);

/// Whether one of the user's groups may make projects.
[[nodiscard]] Result<bool> mayCreateProjects(database::Connection &db, const User &user);

/// Stores the groups every studio has, where none are stored.
[[nodiscard]] Result<> storeBuiltinGroups(database::Connection &db);

} // namespace hearth::rules
