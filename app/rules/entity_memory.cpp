// SPDX-License-Identifier: Apache-2.0
#include "rules/entity_memory.h"

#include "rules/failure.h"

namespace hearth::rules
{

const repository::Entity *EntityMemory::find(repository::Kind kind, const std::string &id, bool isJoined)
{
    if (const auto kept = m_kept.find(id); kept != m_kept.end() && (kept->second.isJoined || !isJoined))
        return kept->second.kind == kind ? kept->second.entity.get() : nullptr;
    auto row = need(repository::entityById(m_db, kind, m_project, id, isJoined));
    if (!row)
        return nullptr;
    Kept &kept = m_kept[id];
    kept = {std::make_unique<repository::Entity>(std::move(*row)), kind, isJoined};
    return kept.entity.get();
}

void EntityMemory::keep(repository::Kind kind, const repository::Entity &entity, bool isJoined)
{
    m_kept[entity.id] = {std::make_unique<repository::Entity>(entity), kind, isJoined};
}

} // namespace hearth::rules
