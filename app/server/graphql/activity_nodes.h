// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/activities.h"
#include "server/graphql/render.h"

#include <string>
#include <vector>

namespace hearth::server::graphql
{

using Feed = std::vector<const repository::FeedRow *>;

/// The selection for each row; they may be of several projects.
[[nodiscard]] std::vector<std::string> renderActivityNodes(Context &context, const Selections &selections,
                                                           const Feed &rows);
/// The project with the number, as the context's user may read it; nullptr where that is not so.
[[nodiscard]] std::shared_ptr<const rules::ProjectInfo> readableProject(Context &context, std::int64_t id);

} // namespace hearth::server::graphql
