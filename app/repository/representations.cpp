// SPDX-License-Identifier: Apache-2.0
#include "repository/entity_tables.h"

namespace hearth::repository
{
namespace
{

constexpr std::array<std::string Entity::*, 4> own{&Entity::name, &Entity::parentId, &Entity::files, &Entity::traits};
constexpr std::array<std::string Entity::*, 2> joined{&Entity::folderPath, &Entity::parentName};

} // namespace

const EntityTable representationsTable{
    "INSERT INTO representations (project, id, status, tags, attrib, data, active, created_at, "
    "updated_at, created_by, updated_by, name, version_id, files, traits) VALUES ($1, $2, $3, $4, $5, "
    "$6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING",
    "UPDATE representations SET status = $3, tags = $4, attrib = $5, data = $6, active = $7, created_at "
    "= $8, updated_at = $9, created_by = $10, updated_by = $11, name = $12, version_id = $13, files = "
    "$14, traits = $15 WHERE project = $1 AND id = $2",
    "DELETE FROM representations WHERE project = $1 AND id = $2",
    "r.creation_order, r.id, r.status, r.tags, r.attrib, r.data, r.active, r.created_at, r.updated_at, "
    "r.created_by, r.updated_by, r.name, r.version_id, r.files, r.traits",
    "representations r",
    ", f.path, p.name, v.version",
    "representations r JOIN versions v ON v.project = r.project AND v.id = r.version_id JOIN products p "
    "ON p.project = v.project AND p.id = v.product_id JOIN folders f ON f.project = p.project AND f.id = "
    "p.folder_id",
    own,
    false,
    joined,
    true,
};

} // namespace hearth::repository
