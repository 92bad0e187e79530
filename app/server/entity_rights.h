// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity.h"
#include "server/api.h"

namespace hearth::server
{

/// Refuses (403) what the user's groups do not allow at the folder of an entity, or where it may not be read. Costs
/// nothing for managers.
/// \param entity of the request's project
void checkEntityRight(const Call &call, database::Connection &db, repository::Kind kind,
                      const repository::Entity &entity, rules::Right right);
/// Refuses (403) an entity that may not be read. Costs nothing for those who may read all.
void checkMayRead(const Call &call, database::Connection &db, repository::Kind kind, const std::string &id);
/// The kind that a path's `{entityType}` names, in the singular or the plural. Refuses (400) another one.
[[nodiscard]] repository::Kind kindParam(const Call &call);
/// An entity of the request's project, from a joined read. Refuses what is not there (404) or may not be read (403).
[[nodiscard]] repository::Entity readableEntity(const Call &call, database::Connection &db, repository::Kind kind,
                                                const std::string &id);
/// Refuses (403) an activity of a type that the user's groups leave out.
void checkMayUseActivity(const Call &call, database::Connection &db, std::string_view type);

} // namespace hearth::server
