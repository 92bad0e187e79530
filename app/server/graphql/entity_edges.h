// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity.h"
#include "server/graphql/render.h"

namespace hearth::server::graphql
{

/// A field of entities that leads to other rows: one JSON text for each entity.
[[nodiscard]] std::vector<std::string> renderEdge(Context &context, repository::Kind kind, const Item &item,
                                                  const std::vector<const repository::Entity *> &entities);

} // namespace hearth::server::graphql
