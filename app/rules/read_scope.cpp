// SPDX-License-Identifier: Apache-2.0
#include "rules/read_scope.h"

#include "core/entity_id.h"
#include "json_text/document.h"
#include "repository/folder_tree.h"

#include <algorithm>
#include <array>

namespace hearth::rules
{
namespace
{

// What decides about reading, as one text.
std::string keyOf(const ProjectRights &rights)
{
    const FolderReach &reach = rights.of(Right::Read);
    std::string made;
    if (!reach.isEverywhere) {
        made += reach.isAssigned ? "|a" : "|f";
        for (const auto *list : {&reach.trees, &reach.parents}) {
            std::vector<std::string> sorted = *list;
            std::sort(sorted.begin(), sorted.end());
            made += repository::jsonList(sorted);
        }
    }
    if (!rights.showsSiblingTasks)
        made += "|s";
    if (!rights.showsSiblingTasks || reach.isAssigned)
        made += '|' + rights.user;
    return made;
}

} // namespace

const std::shared_ptr<const ReadScope> &ReadScope::unlimited()
{
    static const std::shared_ptr<const ReadScope> all = [] {
        auto made = std::make_shared<ReadScope>();
        made->m_rights = ProjectRights::unlimited();
        return made;
    }();
    return all;
}

Result<std::shared_ptr<const ReadScope>>
ReadScope::find(database::Connection &db, std::shared_ptr<const ProjectRights> rights, std::int64_t projectId)
{
    auto made = std::make_shared<ReadScope>();
    made->m_key = keyOf(*rights);
    made->m_rights = std::move(rights);
    const FolderReach &reach = made->m_rights->of(Right::Read);
    if (reach.isEverywhere)
        return made;
    made->m_hasFolders = true;
    std::unordered_set<std::string> assigned;
    if (reach.isAssigned) {
        auto found = repository::foldersAssignedTo(db, projectId, made->m_rights->user);
        if (!found)
            return fail(found.error());
        assigned.insert(found->begin(), found->end());
    }
    const auto places = repository::folderPlaces(db, projectId);
    if (!places)
        return fail(places.error());
    std::unordered_set<std::string_view> above; // paths
    for (const auto &[id, path] : *places) {
        if (!reach.holds(path) && !assigned.contains(id))
            continue;
        made->m_open.insert(id);
        for (auto slash = path.rfind('/'); slash != std::string::npos && slash > 0; slash = path.rfind('/', slash - 1))
            if (!above.insert(std::string_view(path).substr(0, slash)).second)
                break;
    }
    for (const auto &[id, path] : *places)
        if (made->m_open.contains(id) || above.contains(path))
            made->m_shown.insert(id);
    made->m_openList = repository::jsonList({made->m_open.begin(), made->m_open.end()});
    made->m_shownList = repository::jsonList({made->m_shown.begin(), made->m_shown.end()});
    return made;
}

bool ReadScope::isTaskShown(std::string_view assignees) const
{
    if (m_rights->showsSiblingTasks)
        return true;
    const jsontext::Array names = jsontext::parseArray(assignees);
    return std::find(names.begin(), names.end(), jsontext::Value(m_rights->user)) != names.end();
}

void ReadScope::narrow(repository::EntityQuery &query) const
{
    if (m_hasFolders)
        query.withinFolders(query.kind() == repository::Kind::Folder ? m_shownList : m_openList);
    if (!m_rights->showsSiblingTasks)
        query.assignedTo(m_rights->user);
}

Result<std::unordered_set<std::string>> ReadScope::readable(database::Connection &db, repository::Kind kind,
                                                            std::int64_t projectId,
                                                            const std::vector<std::string> &ids) const
{
    if (isAll())
        return std::unordered_set<std::string>(ids.begin(), ids.end());
    repository::EntityQuery query(kind, projectId);
    query.withIds(ids);
    narrow(query);
    std::unordered_set<std::string> made;
    if (auto done = query.each(db, [&made](repository::Entity &row) { made.insert(row.id); }); !done)
        return fail(done.error());
    return made;
}

Result<std::int64_t> ReadScope::countBelow(database::Connection &db, repository::Kind kind, std::int64_t projectId,
                                           const std::string &folderId) const
{
    // The folders lead to the rows here, by their indexes.
    static constexpr std::array conditions{
        "f.id IN (SELECT value FROM json_each($#))",
        "t.folder_id IN (SELECT value FROM json_each($#))",
        "p.folder_id IN (SELECT value FROM json_each($#))",
        "v.product_id IN (SELECT id FROM products WHERE project = $1 AND folder_id IN (SELECT value FROM "
        "json_each($#)))",
        "r.version_id IN (SELECT id FROM versions WHERE project = $1 AND product_id IN (SELECT id FROM products WHERE "
        "project = $1 AND folder_id IN (SELECT value FROM json_each($#))))",
        "w.task_id IN (SELECT id FROM tasks WHERE project = $1 AND folder_id IN (SELECT value FROM json_each($#)))"};
    const bool isFolder = kind == repository::Kind::Folder;
    repository::EntityQuery query(kind, projectId);
    if (!folderId.empty()) {
        auto folders = repository::foldersBelow(db, projectId, folderId);
        if (!folders)
            return fail(folders.error());
        if (!isFolder)
            folders->push_back(folderId);
        std::erase_if(*folders, [&](const std::string &id) {
            return m_hasFolders && !(isFolder ? m_shown : m_open).contains(id);
        });
        query.where(conditions[static_cast<std::size_t>(kind)], repository::jsonList(*folders));
    } else if (m_hasFolders) {
        query.where(conditions[static_cast<std::size_t>(kind)], isFolder ? m_shownList : m_openList);
    }
    if (!m_rights->showsSiblingTasks)
        query.assignedTo(m_rights->user);
    std::int64_t made = 0;
    if (auto done = query.each(db, [&made](repository::Entity &) { ++made; }); !done)
        return fail(done.error());
    return made;
}

std::string ReadScope::attribKey() const
{
    if (!hidesAttributes())
        return {};
    return "|attrib" + repository::jsonList({m_rights->attribRead->begin(), m_rights->attribRead->end()});
}

} // namespace hearth::rules
