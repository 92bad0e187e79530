// SPDX-License-Identifier: Apache-2.0
#include "repository/entity_tables.h"

namespace hearth::repository
{
namespace
{

constexpr std::array<std::string Entity::*, 4> own{&Entity::parentId, &Entity::thumbnailId, &Entity::taskId,
                                                   &Entity::author};
constexpr std::array<std::string Entity::*, 2> joined{&Entity::folderPath, &Entity::parentName};

} // namespace

const EntityTable versionsTable{
    "INSERT INTO versions (project, id, status, tags, attrib, data, active, created_at, updated_at, "
    "created_by, updated_by, product_id, thumbnail_id, task_id, author, version) VALUES ($1, $2, $3, $4, "
    "$5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT DO NOTHING",
    "UPDATE versions SET status = $3, tags = $4, attrib = $5, data = $6, active = $7, created_at = $8, "
    "updated_at = $9, created_by = $10, updated_by = $11, product_id = $12, thumbnail_id = $13, task_id "
    "= $14, author = $15, version = $16 WHERE project = $1 AND id = $2",
    "DELETE FROM versions WHERE project = $1 AND id = $2",
    "v.creation_order, v.id, v.status, v.tags, v.attrib, v.data, v.active, v.created_at, v.updated_at, "
    "v.created_by, v.updated_by, v.product_id, v.thumbnail_id, v.task_id, v.author, v.version",
    "versions v",
    ", f.path, p.name",
    "versions v JOIN products p ON p.project = v.project AND p.id = v.product_id JOIN folders f ON "
    "f.project = p.project AND f.id = p.folder_id",
    own,
    true,
    joined,
    false,
};

} // namespace hearth::repository
