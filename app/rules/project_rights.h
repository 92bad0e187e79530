// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"
#include "json_text/document.h"
#include "repository/entity.h"
#include "rules/user.h"

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::rules
{

enum class Right { Create, Update, Publish, Delete, Read };

/// The folders that one right reaches.
struct FolderReach {
    bool isEverywhere = false;
    bool isAssigned = false;          ///< folders with a task of the user
    std::vector<std::string> trees;   ///< a folder and all below; paths with a leading slash
    std::vector<std::string> parents; ///< the folders directly below; paths with a leading slash, empty for the root

    /// Whether the path alone, whoever is assigned there, lets a folder in. \param path with a leading slash
    [[nodiscard]] bool holds(std::string_view path) const;
};

/// The names that a list leaves; nullopt where nothing is restricted.
using NameLimit = std::optional<std::set<std::string, std::less<>>>;

/// What a user may do in one project: the union of what the user's groups allow; never changes. Threads: any.
struct ProjectRights {
    std::string user;
    std::array<FolderReach, 5> reach; ///< by Right
    NameLimit attribRead;
    NameLimit attribWrite;
    NameLimit fieldWrite;
    NameLimit activities;
    NameLimit actions;
    NameLimit links;
    NameLimit endpoints;
    int anatomy = 0; ///< 0 none, 1 may look, 2 may change
    int access = 0;
    int settings = 0;
    bool showsSiblingTasks = true; ///< false: only tasks that are assigned to the user

    /// Of managers.
    [[nodiscard]] static const std::shared_ptr<const ProjectRights> &unlimited();
    [[nodiscard]] static std::shared_ptr<const ProjectRights> from(const User &user,
                                                                   const jsontext::Object &permissions);

    /// Every entity may be read.
    [[nodiscard]] bool readsAll() const { return of(Right::Read).isEverywhere && showsSiblingTasks; }
    [[nodiscard]] bool hidesAttributes() const { return attribRead.has_value(); }
    /// The members of a JSON object of attributes that may be read.
    [[nodiscard]] std::string shownAttrib(std::string attrib) const;

    [[nodiscard]] const FolderReach &of(Right right) const { return reach[static_cast<std::size_t>(right)]; }
    [[nodiscard]] static bool allows(const NameLimit &limit, std::string_view name)
    {
        return !limit || limit->find(name) != limit->end();
    }
    /// An action by its identifier, or by `addon/identifier`.
    [[nodiscard]] bool mayRun(std::string_view addon, std::string_view identifier) const;
    /// A route of the project by its path below `/api/`, with `{anything}` or `*` for any element, and perhaps a method
    /// before it: `GET projects/{project_name}/folders`.
    [[nodiscard]] bool mayCall(std::string_view method, std::string_view path) const;
};

/// The rights as the database has them. Managers have all.
[[nodiscard]] Result<std::shared_ptr<const ProjectRights>> readRights(database::Connection &db, const User &user,
                                                                      std::string_view project);

/// Whether a right reaches a folder.
/// \param folderPath with a leading slash; empty for the root of the project
/// \param folderId of that folder, for rights that depend on being assigned to one of its tasks
[[nodiscard]] Result<bool> isAllowed(database::Connection &db, const ProjectRights &rights, std::int64_t projectId,
                                     Right right, std::string_view folderPath, std::string_view folderId);

/// Whether one entity may be read, without looking at the whole tree: its folder is reached, or, for a folder, one
/// below it is. False for what is not there.
[[nodiscard]] Result<bool> mayReadOne(database::Connection &db, const ProjectRights &rights, repository::Kind kind,
                                      std::int64_t projectId, const std::string &id);

} // namespace hearth::rules
