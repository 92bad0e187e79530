// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Lists of entities that people put together, and their items.
namespace hearth::repository
{

struct ListRow {
    std::int64_t order = 0;
    std::string id;
    std::string entityType; ///< of all items
    std::string listType;
    std::string folderId; ///< empty: in none
    std::string label;
    std::string access = "{}"; ///< JSON objects up to `templ`
    std::string attrib = "{}";
    std::string data = "{}";
    std::string templ = "{}";
    std::string tags = "[]"; ///< JSON array
    std::string owner;
    bool active = true;
    std::string createdBy;
    std::string updatedBy;
    std::string createdAt;
    std::string updatedAt;
};

struct ListItemRow {
    std::int64_t order = 0;
    std::string listId;
    std::string id;
    std::string entityId;
    std::int64_t position = 0;
    std::string label;
    std::string attrib = "{}"; ///< JSON object, own values
    std::string data = "{}";   ///< JSON object
    std::string tags = "[]";   ///< JSON array
    std::string createdBy;
    std::string updatedBy;
    std::string createdAt;
    std::string updatedAt;
};

/// Errors: Conflict for an id or a label that is taken.
[[nodiscard]] Result<> insertList(database::Connection &db, std::int64_t project, const ListRow &list);
/// Errors: Conflict for a label that is taken.
[[nodiscard]] Result<> updateList(database::Connection &db, std::int64_t project, const ListRow &list);
/// With its items.
[[nodiscard]] Result<> removeList(database::Connection &db, std::int64_t project, std::string_view id);
[[nodiscard]] Result<std::optional<ListRow>> listById(database::Connection &db, std::int64_t project,
                                                      std::string_view id);
/// In order of making.
[[nodiscard]] Result<std::vector<ListRow>> allLists(database::Connection &db, std::int64_t project);
/// The lists of a folder lie in none.
[[nodiscard]] Result<> emptyListFolder(database::Connection &db, std::int64_t project, std::string_view folder);

/// In the order of their positions.
[[nodiscard]] Result<std::vector<ListItemRow>> itemsOfList(database::Connection &db, std::int64_t project,
                                                           std::string_view list);
/// The same of several (JSON array of ids), list by list.
[[nodiscard]] Result<std::vector<ListItemRow>> itemsOfLists(database::Connection &db, std::int64_t project,
                                                            std::string_view lists);
/// How many items each list of a project has; an empty one is left out.
[[nodiscard]] Result<std::map<std::string, std::int64_t>> countsOfLists(database::Connection &db, std::int64_t project);
[[nodiscard]] Result<std::int64_t> countOfList(database::Connection &db, std::int64_t project, std::string_view list);
/// Errors: Conflict for an id that is taken.
[[nodiscard]] Result<> insertListItem(database::Connection &db, std::int64_t project, const ListItemRow &item);
[[nodiscard]] Result<> updateListItem(database::Connection &db, std::int64_t project, const ListItemRow &item);
[[nodiscard]] Result<> removeListItem(database::Connection &db, std::int64_t project, std::string_view id);

} // namespace hearth::repository
