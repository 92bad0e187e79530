// SPDX-License-Identifier: Apache-2.0
#include "repository/entity_tables.h"

namespace hearth::repository
{
namespace
{

constexpr std::array<std::string Entity::*, 4> own{&Entity::name, &Entity::type, &Entity::parentId, &Entity::baseType};
constexpr std::array<std::string Entity::*, 1> joined{&Entity::folderPath};

} // namespace

const EntityTable productsTable{
    "INSERT INTO products (project, id, status, tags, attrib, data, active, created_at, updated_at, "
    "created_by, updated_by, name, product_type, folder_id, product_base_type) VALUES ($1, $2, $3, $4, "
    "$5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING",
    "UPDATE products SET status = $3, tags = $4, attrib = $5, data = $6, active = $7, created_at = $8, "
    "updated_at = $9, created_by = $10, updated_by = $11, name = $12, product_type = $13, folder_id = "
    "$14, product_base_type = $15 WHERE project = $1 AND id = $2",
    "DELETE FROM products WHERE project = $1 AND id = $2",
    "p.creation_order, p.id, p.status, p.tags, p.attrib, p.data, p.active, p.created_at, p.updated_at, "
    "p.created_by, p.updated_by, p.name, p.product_type, p.folder_id, p.product_base_type",
    "products p",
    ", f.path",
    "products p JOIN folders f ON f.project = p.project AND f.id = p.folder_id",
    own,
    false,
    joined,
    false,
};

} // namespace hearth::repository
