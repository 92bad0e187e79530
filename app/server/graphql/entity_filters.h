// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity_store.h"
#include "server/graphql/render.h"

#include <functional>
#include <optional>
#include <vector>

namespace hearth::server::graphql
{

/// Rows of one kind as a connection's arguments select them.
struct EntitySelection {
    bool isEmpty = false;     ///< the arguments allow nothing
    bool isSelective = false; ///< by ids or parents: few rows, whatever the project's size
    std::vector<std::function<bool(const repository::Entity &)>> tests; ///< what SQL cannot say
};

/// Adds the arguments' conditions to a query. Throws GraphError for values that cannot be.
[[nodiscard]] EntitySelection applyArguments(Context &context, repository::Kind kind, const jsontext::Object &arguments,
                                             repository::EntityQuery &query);

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
