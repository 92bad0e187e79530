// SPDX-License-Identifier: Apache-2.0
#include "repository/entity_tables.h"

namespace hearth::repository
{
namespace
{

constexpr std::array<std::string Entity::*, 6> own{&Entity::name,     &Entity::label,       &Entity::type,
                                                   &Entity::parentId, &Entity::thumbnailId, &Entity::assignees};
constexpr std::array<std::string Entity::*, 2> joined{&Entity::folderPath, &Entity::folderInheritable};

} // namespace

const EntityTable tasksTable{
    "INSERT INTO tasks (project, id, status, tags, attrib, data, active, created_at, updated_at, "
    "created_by, updated_by, name, label, task_type, folder_id, thumbnail_id, assignees) VALUES ($1, $2, "
    "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT DO NOTHING",
    "UPDATE tasks SET status = $3, tags = $4, attrib = $5, data = $6, active = $7, created_at = $8, "
    "updated_at = $9, created_by = $10, updated_by = $11, name = $12, label = $13, task_type = $14, "
    "folder_id = $15, thumbnail_id = $16, assignees = $17 WHERE project = $1 AND id = $2",
    "DELETE FROM tasks WHERE project = $1 AND id = $2",
    "t.creation_order, t.id, t.status, t.tags, t.attrib, t.data, t.active, t.created_at, t.updated_at, "
    "t.created_by, t.updated_by, t.name, t.label, t.task_type, t.folder_id, t.thumbnail_id, t.assignees",
    "tasks t",
    ", f.path, f.inheritable",
    "tasks t JOIN folders f ON f.project = t.project AND f.id = t.folder_id",
    own,
    false,
    joined,
    false,
};

} // namespace hearth::repository
