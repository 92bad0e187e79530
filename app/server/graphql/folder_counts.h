// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/graphql/render.h"

#include <string>
#include <string_view>
#include <vector>

namespace hearth::server::graphql
{

/// How much there is in folders and below them, of what may be read: one statement for all of them, two or three for
/// those who may not read everything. \param field `hasTasks`, `taskCount`, `totalTaskCount` … as of a FolderNode
/// \returns JSON, one for each folder
[[nodiscard]] std::vector<std::string> folderCounts(Context &context, std::string_view field,
                                                    const std::vector<std::string> &folders);

} // namespace hearth::server::graphql
