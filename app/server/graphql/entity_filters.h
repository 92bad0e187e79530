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

} // namespace hearth::server::graphql
