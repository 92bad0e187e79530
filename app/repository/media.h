// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Thumbnails and project files. The bytes lie outside the database under the
/// names in these rows.
namespace hearth::repository
{

struct ThumbnailRow {
    std::string id;
    std::string mime;
    std::string shown;        ///< name of the bytes that are served
    std::string original;     ///< name of the bytes that were sent; empty when those are the served ones
    std::string originalMime; ///< of `original`
    std::string createdAt;
};

struct FileRow {
    std::string id;
    std::string activityId; ///< empty while nothing speaks of it
    std::string name;
    std::string mime;
    std::int64_t size = 0; ///< bytes
    std::string content;
    std::string preview; ///< name of a JPEG; empty when there is none
    std::string author;
    std::string mediaInfo = "{}"; ///< JSON object
    std::string createdAt;
    std::string updatedAt;
};

[[nodiscard]] Result<std::optional<ThumbnailRow>> thumbnailById(database::Connection &db, std::int64_t project,
                                                                std::string_view id);
/// Id of the picture of a project itself.
inline constexpr const char *projectThumbnail = "00000000000000000000000000000000";
/// Which of the projects have a picture. \param projects JSON array
[[nodiscard]] Result<std::vector<std::int64_t>> projectsWithThumbnail(database::Connection &db,
                                                                      std::string_view projects);
/// Replaces one with the same id. Project 0 holds the pictures of people, by their names.
[[nodiscard]] Result<> putThumbnail(database::Connection &db, std::int64_t project, const ThumbnailRow &thumbnail);
[[nodiscard]] Result<bool> removeThumbnail(database::Connection &db, std::int64_t project, std::string_view id);
/// The thumbnail of the newest version of a folder or a task that has one.
[[nodiscard]] Result<std::optional<ThumbnailRow>> newestThumbnailOfFolder(database::Connection &db,
                                                                          std::int64_t project, std::string_view id);
[[nodiscard]] Result<std::optional<ThumbnailRow>> newestThumbnailOfTask(database::Connection &db, std::int64_t project,
                                                                        std::string_view id);

[[nodiscard]] Result<std::optional<FileRow>> fileById(database::Connection &db, std::int64_t project,
                                                      std::string_view id);
[[nodiscard]] Result<std::vector<FileRow>> filesOfActivity(database::Connection &db, std::int64_t project,
                                                           std::string_view activity);
/// \param activities JSON array of ids
[[nodiscard]] Result<std::vector<FileRow>> filesOfActivities(database::Connection &db, std::int64_t project,
                                                             std::string_view activities);
/// Errors: Conflict for an id that is taken.
[[nodiscard]] Result<> insertFile(database::Connection &db, std::int64_t project, const FileRow &file);
/// Lets an activity speak of a file. \returns false where there is no such file
[[nodiscard]] Result<bool> bindFile(database::Connection &db, std::int64_t project, std::string_view id,
                                    std::string_view activity);
[[nodiscard]] Result<> unbindFiles(database::Connection &db, std::int64_t project, std::string_view activity);
[[nodiscard]] Result<bool> removeFile(database::Connection &db, std::int64_t project, std::string_view id);
/// Files that nothing speaks of, made before a time.
[[nodiscard]] Result<std::vector<FileRow>> unboundFiles(database::Connection &db, std::int64_t project,
                                                        std::string_view before);
/// The file with a preview of the newest reviewable of a version, of a task's versions, of a folder's products.
[[nodiscard]] Result<std::optional<FileRow>> newestPreviewOfVersion(database::Connection &db, std::int64_t project,
                                                                    std::string_view id);
[[nodiscard]] Result<std::optional<FileRow>> newestPreviewOfTask(database::Connection &db, std::int64_t project,
                                                                 std::string_view id);
[[nodiscard]] Result<std::optional<FileRow>> newestPreviewOfFolder(database::Connection &db, std::int64_t project,
                                                                   std::string_view id);

/// Folders with a product of which a version has a reviewable.
[[nodiscard]] Result<std::vector<std::string>> foldersWithReviewables(database::Connection &db, std::int64_t project);

/// Size of all files of a project, in bytes.
[[nodiscard]] Result<std::int64_t> bytesOfFiles(database::Connection &db, std::int64_t project);

/// Names of all bytes that rows of a project speak of; of all projects for 0.
[[nodiscard]] Result<std::vector<std::string>> mediaNames(database::Connection &db, std::int64_t project);

} // namespace hearth::repository
