// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity_store.h"
#include "rules/project_rights.h"

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace hearth::rules
{

/// What a user may read of one project at one moment; never changes. Threads: any.
///
/// A folder that may be read is open: with its tasks, its products and what belongs to them. The folders above it are
/// shown, themselves alone, so that the tree hangs together.
class ReadScope
{
public:
    /// Of managers.
    [[nodiscard]] static const std::shared_ptr<const ReadScope> &unlimited();
    /// \param rights of the user in the project
    [[nodiscard]] static Result<std::shared_ptr<const ReadScope>>
    find(database::Connection &db, std::shared_ptr<const ProjectRights> rights, std::int64_t projectId);

    [[nodiscard]] const ProjectRights &rights() const { return *m_rights; }
    [[nodiscard]] const std::shared_ptr<const ProjectRights> &sharedRights() const { return m_rights; }
    /// Every entity may be read.
    [[nodiscard]] bool isAll() const { return m_rights->readsAll(); }
    /// What may be read depends on the entities of the project, not on the rights alone.
    [[nodiscard]] bool dependsOnTree() const { return m_hasFolders; }
    [[nodiscard]] std::size_t folderCount() const { return m_shown.size(); }
    /// The same for users who may read the same; empty for those who may read all.
    [[nodiscard]] const std::string &key() const { return m_key; }

    [[nodiscard]] bool isOpen(const std::string &folderId) const
    {
        return !m_hasFolders || m_open.find(folderId) != m_open.end();
    }
    [[nodiscard]] bool isTaskShown(std::string_view assignees) const; ///< \param assignees JSON array
    /// Leaves only the rows that may be read.
    void narrow(repository::EntityQuery &query) const;
    /// Which of the ids are of entities that may be read.
    [[nodiscard]] Result<std::unordered_set<std::string>> readable(database::Connection &db, repository::Kind kind,
                                                                   std::int64_t projectId,
                                                                   const std::vector<std::string> &ids) const;
    /// How many entities of a kind in a folder and below it may be read, without the folder; of the project for no
    /// folder.
    [[nodiscard]] Result<std::int64_t> countBelow(database::Connection &db, repository::Kind kind,
                                                  std::int64_t projectId, const std::string &folderId) const;

    /// The same for users who may read the same attributes; empty where none are hidden.
    [[nodiscard]] std::string attribKey() const;
    [[nodiscard]] bool hidesAttributes() const { return m_rights->hidesAttributes(); }
    [[nodiscard]] bool showsAttribute(std::string_view name) const
    {
        return ProjectRights::allows(m_rights->attribRead, name);
    }
    /// The members of a JSON object of attributes that may be read.
    [[nodiscard]] std::string shownAttrib(std::string attrib) const { return m_rights->shownAttrib(std::move(attrib)); }

private:
    std::shared_ptr<const ProjectRights> m_rights;
    bool m_hasFolders = false;
    std::unordered_set<std::string> m_open;
    std::unordered_set<std::string> m_shown; ///< the open folders and those above them
    std::string m_openList;                  ///< JSON
    std::string m_shownList;                 ///< JSON
    std::string m_key;
};

} // namespace hearth::rules
