// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"
#include "repository/entity.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Questions and changes that concern more than one row of the tree.
namespace hearth::repository
{

/// The folders below, parents before children, without the folder itself.
[[nodiscard]] Result<std::vector<std::string>> foldersBelow(database::Connection &db, std::int64_t project,
                                                            std::string_view folderId);
/// Whether the folder or one below has a product.
[[nodiscard]] Result<bool> hasProductsBelow(database::Connection &db, std::int64_t project, std::string_view folderId);
/// Whether the folder or one below has a version.
[[nodiscard]] Result<bool> hasVersionsBelow(database::Connection &db, std::int64_t project, std::string_view folderId);
struct FolderPlace {
    std::string id;
    std::string path; ///< with a leading slash
};
/// Every folder of a project.
[[nodiscard]] Result<std::vector<FolderPlace>> folderPlaces(database::Connection &db, std::int64_t project);
/// The folder an entity lies in, a folder in itself; nullopt where there is no such entity.
[[nodiscard]] Result<std::optional<FolderPlace>> folderOf(database::Connection &db, Kind kind, std::int64_t project,
                                                          std::string_view id);
[[nodiscard]] Result<bool> isFolderAt(database::Connection &db, std::int64_t project, std::string_view path);
[[nodiscard]] Result<bool> hasFolderBelow(database::Connection &db, std::int64_t project, std::string_view path);
/// Whether a folder below has a task that is assigned to the user.
[[nodiscard]] Result<bool> isAssignedBelow(database::Connection &db, std::int64_t project, std::string_view path,
                                           std::string_view user);
/// The folders with a task that is assigned to the user.
[[nodiscard]] Result<std::vector<std::string>> foldersAssignedTo(database::Connection &db, std::int64_t project,
                                                                 std::string_view user);
[[nodiscard]] Result<bool> isAssignedInFolder(database::Connection &db, std::int64_t project, std::string_view folderId,
                                              std::string_view user);
/// Sets what is derived from the parents.
[[nodiscard]] Result<> setDerived(database::Connection &db, std::int64_t project, std::string_view folderId,
                                  std::string_view path, std::string_view effective, std::string_view inheritable);

/// Whether an active sibling has the name, in any case; a row with the id does not count.
[[nodiscard]] Result<bool> isFolderNameTaken(database::Connection &db, std::int64_t project, std::string_view parent,
                                             std::string_view name, std::string_view exceptId);
[[nodiscard]] Result<bool> isTaskNameTaken(database::Connection &db, std::int64_t project, std::string_view parent,
                                           std::string_view name, std::string_view exceptId);
[[nodiscard]] Result<bool> isProductNameTaken(database::Connection &db, std::int64_t project, std::string_view parent,
                                              std::string_view name, std::string_view exceptId);
[[nodiscard]] Result<bool> isRepresentationNameTaken(database::Connection &db, std::int64_t project,
                                                     std::string_view parent, std::string_view name,
                                                     std::string_view exceptId);
[[nodiscard]] Result<bool> isVersionTaken(database::Connection &db, std::int64_t project, std::string_view product,
                                          std::int64_t version, std::string_view exceptId);
[[nodiscard]] Result<bool> hasHero(database::Connection &db, std::int64_t project, std::string_view product,
                                   std::string_view exceptId);
[[nodiscard]] Result<bool> isWorkfilePathTaken(database::Connection &db, std::int64_t project, std::string_view path,
                                               std::string_view exceptId);

/// Deletes everything below the folder: folders, tasks, products and what belongs to them. The folder itself stays.
[[nodiscard]] Result<> removeBelowFolder(database::Connection &db, std::int64_t project, std::string_view folderId);
/// Workfiles of the task go, versions forget it.
[[nodiscard]] Result<> removeBelowTask(database::Connection &db, std::int64_t project, std::string_view taskId);
[[nodiscard]] Result<> removeBelowProduct(database::Connection &db, std::int64_t project, std::string_view productId);
[[nodiscard]] Result<> removeBelowVersion(database::Connection &db, std::int64_t project, std::string_view versionId);
/// Links at either end of something that is no more, in the whole project.
[[nodiscard]] Result<> removeLinksOf(database::Connection &db, std::int64_t project, std::string_view entityId);
/// Sets the time of the last change, as of a task when a version of it is saved.
[[nodiscard]] Result<> touchEntity(database::Connection &db, Kind kind, std::int64_t project, std::string_view id,
                                   std::string_view at);

} // namespace hearth::repository
