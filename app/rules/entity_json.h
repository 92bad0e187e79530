// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity.h"
#include "rules/anatomy.h"

#include <array>
#include <string>
#include <string_view>

namespace hearth::rules
{

/// Path of an entity from the root, with a leading slash. The row must come from a joined read.
[[nodiscard]] std::string pathOf(repository::Kind kind, const repository::Entity &entity);
/// "v001", or "HERO" below zero.
[[nodiscard]] std::string versionName(std::int64_t version);
/// Last element of a path, with / or \.
[[nodiscard]] std::string_view baseName(std::string_view path);
/// Names of the members of a stored object: `["fps", …]`.
[[nodiscard]] std::string ownAttribText(std::string_view attrib);

/// An entity as REST gives it, nulls left out. The row must come from a joined read.
/// \param effective attributes to show (JSON object): effective ones of folders and tasks, own ones of the rest
/// \param hasVersions of folders
void appendEntity(std::string &out, repository::Kind kind, const repository::Entity &entity, std::string_view effective,
                  bool hasVersions);

/// The attributes to show for a row of a joined read.
[[nodiscard]] std::string shownAttrib(repository::Kind kind, const repository::Entity &entity,
                                      const AttributeLibrary &library);

/// Fields of entities that a filter may ask for.
inline constexpr std::array<std::string_view, 25> filterFields{
    "id",        "name",     "label",     "folderType",  "parentId",    "attrib",          "data",
    "active",    "status",   "tags",      "createdAt",   "updatedAt",   "createdBy",       "updatedBy",
    "taskType",  "folderId", "assignees", "thumbnailId", "productType", "productBaseType", "version",
    "productId", "taskId",   "author",    "versionId"};
/// Value of such a field but `attrib`, which depends on the asker; null for one that is not set.
[[nodiscard]] jsontext::Value fieldValue(repository::Kind kind, const repository::Entity &entity,
                                         std::string_view field);

} // namespace hearth::rules
