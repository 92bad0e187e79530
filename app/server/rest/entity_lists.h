// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/writer.h"
#include "repository/entity_lists.h"
#include "server/api.h"
#include "server/list_access.h"

namespace hearth::server
{

/// The route's list (`{list}`). Refuses one that is not there (404), or with which the user may do less (403).
[[nodiscard]] repository::ListRow listFor(const Call &call, database::Connection &db, AccessLevel level);
/// Stamps and stores a changed list and tells of it. Refuses (409) a label that is taken.
void saveList(Call &call, WriteContext &context, repository::ListRow &list);
void tellList(Call &call, WriteContext &context, const char *topic, const repository::ListRow &list);
/// `{"id", "entityListType", "entityType", "label", "count"}`
[[nodiscard]] http::Response listSummary(int status, database::Connection &db, std::int64_t project,
                                         const repository::ListRow &list);

/// Adds the items (JSON objects) to the end of a new list, or at the positions they name.
void addListItems(Call &call, WriteContext &context, const repository::ListRow &list, const jsontext::Array &items);
/// The items as REST gives them: where an entity may not be read, it is not said where it lies.
void appendListItems(jsontext::Writer &w, const Call &call, database::Connection &db, const repository::ListRow &list);
/// Ids of the entities of a list that may be read, each once.
[[nodiscard]] std::vector<std::string> readableListEntities(const Call &call, database::Connection &db,
                                                            const repository::ListRow &list);
/// Makes an item for each entity that has none.
void addListEntities(Call &call, WriteContext &context, const repository::ListRow &list,
                     const std::vector<std::string> &entities);
void registerListItemRoutes(Api &api);

} // namespace hearth::server
