// SPDX-License-Identifier: Apache-2.0
#include "rules/entity_memory.h"

#include "rules/failure.h"

#include <utility>

namespace hearth::rules
{

using repository::Kind;

const repository::Entity *EntityMemory::find(Kind kind, const std::string &id, bool isJoined)
{
    if (const auto kept = m_kept.find(id); kept != m_kept.end() && (kept->second.isJoined || !isJoined))
        return kept->second.kind == kind ? kept->second.entity.get() : nullptr;
    auto row = need(repository::entityById(m_db, kind, m_project, id, isJoined));
    if (!row)
        return nullptr;
    Kept &kept = m_kept[id];
    kept = {std::make_unique<repository::Entity>(std::move(*row)), kind, isJoined || kind == Kind::Folder};
    return kept.entity.get();
}

void EntityMemory::readAhead(std::array<std::vector<std::string>, 6> wanted)
{
    for (const Kind kind :
         {Kind::Representation, Kind::Workfile, Kind::Version, Kind::Product, Kind::Task, Kind::Folder})
        if (const auto ids = std::exchange(wanted[static_cast<std::size_t>(kind)], {}); !ids.empty())
            readAll(kind, ids, wanted);
}

void EntityMemory::readAll(Kind kind, const std::vector<std::string> &ids,
                           std::array<std::vector<std::string>, 6> &wanted)
{
    const auto keepRow = [&](repository::Entity &row) {
        if (kind != Kind::Folder)
            wanted[static_cast<std::size_t>(repository::parentKindOf(kind))].push_back(row.parentId);
        if (!row.taskId.empty())
            wanted[static_cast<std::size_t>(Kind::Task)].push_back(row.taskId);
        const std::string id = row.id;
        m_kept[id] = {std::make_unique<repository::Entity>(std::move(row)), kind, true};
    };
    if (kind == Kind::Folder)
        return need(repository::eachWithAncestors(m_db, m_project, ids, keepRow));
    repository::EntityQuery query(kind, m_project, true);
    query.withIds(ids);
    need(query.each(m_db, keepRow));
}

void EntityMemory::forgetParents()
{
    for (auto &[id, kept] : m_kept)
        kept.isJoined = kept.kind == Kind::Folder;
}

void EntityMemory::keep(Kind kind, const repository::Entity &entity, bool isJoined)
{
    m_kept[entity.id] = {std::make_unique<repository::Entity>(entity), kind, isJoined || kind == Kind::Folder};
}

} // namespace hearth::rules
