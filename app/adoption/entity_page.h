// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adoption/studio.h"
#include "repository/entity.h"

#include <functional>
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

using PageVisitor = std::function<Result<>(const jsontext::Array &nodes)>;

/// Reads a connection of a project from start to end, page by page.
/// \param connection with its arguments but paging, such as `folders` or `links(names: [])`
[[nodiscard]] Result<> eachPage(Studio &studio, const std::string &project, const std::string &connection,
                                const std::string &arguments, const std::string &fields, const PageVisitor &visit);
/// The same with all of a kind's entities. Inactive ones are among them.
[[nodiscard]] Result<> eachEntityPage(Studio &studio, const std::string &project, repository::Kind kind,
                                      const PageVisitor &visit, const std::string &arguments = {});

} // namespace hearth::adoption
