// SPDX-License-Identifier: Apache-2.0
#include "repository/entity_tables.h"

namespace hearth::repository
{
namespace
{

constexpr std::array<std::string Entity::*, 8> own{&Entity::name,      &Entity::label,       &Entity::type,
                                                   &Entity::parentId,  &Entity::thumbnailId, &Entity::path,
                                                   &Entity::effective, &Entity::inheritable};

} // namespace

const EntityTable foldersTable{
    "INSERT INTO folders (project, id, status, tags, attrib, data, active, created_at, updated_at, "
    "created_by, updated_by, name, label, folder_type, parent_id, thumbnail_id, path, effective, "
    "inheritable) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
    "$18, $19) ON CONFLICT DO NOTHING",
    "UPDATE folders SET status = $3, tags = $4, attrib = $5, data = $6, active = $7, created_at = $8, "
    "updated_at = $9, created_by = $10, updated_by = $11, name = $12, label = $13, folder_type = $14, "
    "parent_id = $15, thumbnail_id = $16, path = $17, effective = $18, inheritable = $19 WHERE project = "
    "$1 AND id = $2",
    "DELETE FROM folders WHERE project = $1 AND id = $2",
    "f.creation_order, f.id, f.status, f.tags, f.attrib, f.data, f.active, f.created_at, f.updated_at, "
    "f.created_by, f.updated_by, f.name, f.label, f.folder_type, f.parent_id, f.thumbnail_id, f.path, "
    "f.effective, f.inheritable",
    "folders f",
    "",
    "folders f",
    own,
    false,
    {},
    false,
};

} // namespace hearth::repository
