// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity.h"
#include "rules/rights.h"
#include "server/api.h"

namespace hearth::server
{

/// Refuses (403) what the user's groups do not allow at the folder of an entity. Costs nothing for managers.
/// \param entity of the request's project
void checkEntityRight(const Call &call, database::Connection &db, repository::Kind kind,
                      const repository::Entity &entity, rules::Right right);

} // namespace hearth::server
