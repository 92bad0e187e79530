// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adoption/pages.h"
#include "repository/entity.h"

#include <string>

namespace hearth::adoption
{

/// GraphQL connection of a kind, such as "folders".
[[nodiscard]] std::string connectionOf(repository::Kind kind);

/// What of an entity is moved, as the data of an operation, made of its GraphQL node: own attributes only, since what
/// is inherited comes with its parent. Pure.
[[nodiscard]] jsontext::Object entityData(repository::Kind kind, const jsontext::Object &node);

/// What makes the one that is there into the one that is wanted: `wanted` with null for attributes and data that only
/// the other has. Pure.
[[nodiscard]] jsontext::Object entityChange(jsontext::Object wanted, const jsontext::Object &there);

/// Reads all of a kind's entities, page by page. Inactive ones are among them.
[[nodiscard]] Result<> eachEntityPage(Studio &studio, const std::string &project, repository::Kind kind,
                                      const PageVisitor &visit, const std::string &arguments = {});

} // namespace hearth::adoption
