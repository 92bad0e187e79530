// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"
#include "repository/entity.h"

#include <optional>
#include <string>
#include <vector>

namespace hearth::repository
{

/// Texts after `skeleton` up to `tags` hold JSON: objects, then arrays of {"name", …} in their order.
struct ProjectRow {
    std::int64_t id = 0;
    std::string name;
    std::string code;
    std::string label;
    std::string color;
    bool library = false;
    bool active = true;
    bool skeleton = false;
    std::string attrib = "{}";
    std::string data = "{}";
    std::string config = "{}";
    std::string folderTypes = "[]";
    std::string taskTypes = "[]";
    std::string linkTypes = "[]";
    std::string statuses = "[]";
    std::string tags = "[]";
    std::string createdAt;
    std::string updatedAt;
};

/// Names are found in any case.
[[nodiscard]] Result<std::optional<ProjectRow>> projectByName(database::Connection &db, std::string_view name);
/// Active ones first, then by name.
[[nodiscard]] Result<std::vector<ProjectRow>> allProjects(database::Connection &db);
/// \returns the new row's id
[[nodiscard]] Result<std::int64_t> insertProject(database::Connection &db, const ProjectRow &project);
[[nodiscard]] Result<> updateProject(database::Connection &db, const ProjectRow &project);
/// With everything in it.
[[nodiscard]] Result<> removeProject(database::Connection &db, std::int64_t id);

/// Gives a project another name wherever the old one is stored but in its row, in users and in documents' bodies.
[[nodiscard]] Result<> renameProject(database::Connection &db, std::string_view from, std::string_view to);

/// Names of the tags that entities of one kind use, sorted.
[[nodiscard]] Result<std::vector<std::string>> usedTags(database::Connection &db, Kind kind, std::int64_t project);
struct UsedProductType {
    std::string name;
    std::string baseType;
};
/// Of the project's products, sorted by name.
[[nodiscard]] Result<std::vector<UsedProductType>> usedProductTypes(database::Connection &db, std::int64_t project);

/// Whether an entity of the project uses a folder type, task type or status.
[[nodiscard]] Result<bool> isFolderTypeUsed(database::Connection &db, std::int64_t project, std::string_view name);
[[nodiscard]] Result<bool> isTaskTypeUsed(database::Connection &db, std::int64_t project, std::string_view name);
[[nodiscard]] Result<bool> isStatusUsed(database::Connection &db, std::int64_t project, std::string_view name);
[[nodiscard]] Result<> renameFolderType(database::Connection &db, std::int64_t project, std::string_view from,
                                        std::string_view to);
[[nodiscard]] Result<> renameTaskType(database::Connection &db, std::int64_t project, std::string_view from,
                                      std::string_view to);
[[nodiscard]] Result<> renameStatus(database::Connection &db, std::int64_t project, std::string_view from,
                                    std::string_view to);

struct ProjectCounts {
    std::int64_t folders = 0;
    std::int64_t products = 0;
    std::int64_t versions = 0;
    std::int64_t representations = 0;
    std::int64_t tasks = 0;
};
[[nodiscard]] Result<ProjectCounts> countsOf(database::Connection &db, std::int64_t project);

} // namespace hearth::repository
