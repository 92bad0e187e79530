// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity_store.h"
#include "server/graphql/render.h"

namespace hearth::server::graphql
{

/// Leaves only rows that lie beside others which fit: folders with such a task (`taskFilter`), tasks in such a folder
/// (`folderFilter`), products with such a version (`versionFilter`) that was made for such a task (`taskFilter`),
/// versions of such a product (`productFilter`) and for such a task (`taskFilter`). Of the others only those count that
/// the user may read, by attributes that the user may read. Throws GraphError for a filter that is none.
void applyRelated(Context &context, repository::Kind kind, const jsontext::Object &arguments,
                  repository::EntityQuery &query);

} // namespace hearth::server::graphql
