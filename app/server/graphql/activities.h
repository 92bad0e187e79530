// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity.h"
#include "server/graphql/render.h"

#include <string>
#include <vector>

namespace hearth::server::graphql
{

/// The project's activities, one row a reference.
[[nodiscard]] std::string renderActivities(Context &context, const Item &item);
/// What concerns the user in all projects, newest first, one row an activity.
[[nodiscard]] std::string renderInbox(Context &context, const Item &item);
/// Connections of activities, one for each entity.
[[nodiscard]] std::vector<std::string> renderEntityActivities(Context &context, const Item &item,
                                                              const std::vector<const repository::Entity *> &entities);
/// The newest comments of each entity, newest first.
[[nodiscard]] std::vector<std::string> renderLatestComments(Context &context, const Item &item,
                                                            const std::vector<const repository::Entity *> &entities);

} // namespace hearth::server::graphql
