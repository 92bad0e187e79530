// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity_store.h"

#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace hearth::rules
{

/// The entities that one transaction has read or written, so that none is read twice. Throws Refusal when the database
/// fails. Threads: the writer's.
class EntityMemory
{
public:
    EntityMemory(database::Connection &db, std::int64_t project) : m_db(db), m_project(project) {}

    /// nullptr when there is none. What is given holds until the entity is kept anew or forgotten.
    /// \param isJoined with what only its parents know, as the path of a task's folder
    [[nodiscard]] const repository::Entity *find(repository::Kind kind, const std::string &id, bool isJoined = false);
    /// Reads entities with all that is above them, one statement a kind instead of one an entity. It is worth it where
    /// each statement is a way to another process and back. \param wanted ids by kind; those of no entity are no fault
    void readAhead(std::array<std::vector<std::string>, 6> wanted);
    /// As it was stored just now.
    void keep(repository::Kind kind, const repository::Entity &entity, bool isJoined = false);
    /// After something changed that others know of their parents, as the path of a folder.
    void forgetParents();
    void forget(const std::string &id) { m_kept.erase(id); }
    void forgetAll() { m_kept.clear(); }

private:
    struct Kept {
        std::unique_ptr<repository::Entity> entity;
        repository::Kind kind = repository::Kind::Folder;
        bool isJoined = false;
    };
    void readAll(repository::Kind kind, const std::vector<std::string> &ids,
                 std::array<std::vector<std::string>, 6> &wanted);

    database::Connection &m_db;
    const std::int64_t m_project;
    std::unordered_map<std::string, Kept> m_kept; ///< by id
};

} // namespace hearth::rules
