// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity.h"
#include "server/graphql/render.h"

#include <string>
#include <vector>

namespace hearth::server::graphql
{

/// A page of rows by the arguments. \param isJoined whether the parents' names are needed
[[nodiscard]] Page<repository::Entity> selectPage(Context &context, repository::Kind kind,
                                                  const jsontext::Object &arguments, bool isJoined);

/// Pages of the rows below each parent, in the order of the parents.
[[nodiscard]] std::vector<Page<repository::Entity>> selectPagesBelow(Context &context, repository::Kind kind,
                                                                     const char *parentCondition,
                                                                     std::string repository::Entity::*parentMember,
                                                                     const std::vector<std::string> &parents,
                                                                     const jsontext::Object &arguments, bool isJoined);

} // namespace hearth::server::graphql
