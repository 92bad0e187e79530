// SPDX-License-Identifier: Apache-2.0
#include "repository/entity_tables.h"

namespace hearth::repository
{
namespace
{

constexpr std::array<std::string Entity::*, 3> own{&Entity::path, &Entity::parentId, &Entity::thumbnailId};
constexpr std::array<std::string Entity::*, 2> joined{&Entity::folderPath, &Entity::parentName};

} // namespace

const EntityTable workfilesTable{
    "INSERT INTO workfiles (project, id, status, tags, attrib, data, active, created_at, updated_at, "
    "created_by, updated_by, path, task_id, thumbnail_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
    "$10, $11, $12, $13, $14) ON CONFLICT DO NOTHING",
    "UPDATE workfiles SET status = $3, tags = $4, attrib = $5, data = $6, active = $7, created_at = $8, "
    "updated_at = $9, created_by = $10, updated_by = $11, path = $12, task_id = $13, thumbnail_id = $14 "
    "WHERE project = $1 AND id = $2",
    "DELETE FROM workfiles WHERE project = $1 AND id = $2",
    "w.creation_order, w.id, w.status, w.tags, w.attrib, w.data, w.active, w.created_at, w.updated_at, "
    "w.created_by, w.updated_by, w.path, w.task_id, w.thumbnail_id",
    "workfiles w",
    ", f.path, t.name",
    "workfiles w JOIN tasks t ON t.project = w.project AND t.id = w.task_id JOIN folders f ON f.project "
    "= t.project AND f.id = t.folder_id",
    own,
    false,
    joined,
    false,
};

} // namespace hearth::repository
