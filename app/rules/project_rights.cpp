// SPDX-License-Identifier: Apache-2.0
#include "rules/project_rights.h"

#include "repository/entity_store.h"
#include "repository/folder_tree.h"
#include "rules/rights.h"

#include <algorithm>

namespace hearth::rules
{
namespace
{

using jsontext::Object;
using jsontext::Value;

constexpr std::array rightNames{"create", "update", "publish", "delete", "read"};

std::string absolute(std::string_view path)
{
    while (path.ends_with('/'))
        path.remove_suffix(1);
    return path.empty() || path.starts_with('/') ? std::string(path) : '/' + std::string(path);
}

FolderReach reachOf(const Object &permissions, const char *section)
{
    FolderReach made;
    const Object *rule = jsontext::object(permissions, section);
    made.isEverywhere = !rule || !jsontext::flag(*rule, "enabled");
    if (made.isEverywhere)
        return made;
    for (const Value &item : jsontext::items(jsontext::array(*rule, "access_list"))) {
        const Object *one = item.if_object();
        const std::string_view kind = one ? jsontext::text(*one, "access_type") : std::string_view();
        const std::string path = one ? absolute(jsontext::text(*one, "path")) : std::string();
        if (kind == "assigned")
            made.isAssigned = true;
        else if (kind == "children")
            made.parents.push_back(path);
        else if (kind == "hierarchy" && path.empty())
            made.isEverywhere = true;
        else if (kind == "hierarchy")
            made.trees.push_back(path);
    }
    return made;
}

NameLimit limitOf(const Object &permissions, const char *section, const char *list)
{
    const Object *rule = jsontext::object(permissions, section);
    if (!rule || !jsontext::flag(*rule, "enabled"))
        return std::nullopt;
    NameLimit made(std::in_place);
    for (const Value &item : jsontext::items(jsontext::array(*rule, list)))
        if (item.is_string())
            made->emplace(item.get_string());
    return made;
}

int levelOf(const Object &permissions, std::string_view area)
{
    const Object *project = jsontext::object(permissions, "project");
    return project ? static_cast<int>(jsontext::integer(*project, area)) : 0;
}

std::string_view nextElement(std::string_view &path)
{
    const auto slash = std::min(path.find('/'), path.size());
    const std::string_view made = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    return made;
}

std::string_view belowApi(std::string_view path)
{
    if (path.starts_with('/'))
        path.remove_prefix(1);
    if (path.starts_with("api/"))
        path.remove_prefix(4);
    return path;
}

bool isEndpoint(std::string_view entry, std::string_view method, std::string_view path)
{
    if (const auto blank = entry.find(' '); blank != std::string_view::npos) {
        if (entry.substr(0, blank) != method)
            return false;
        entry.remove_prefix(blank + 1);
    }
    entry = belowApi(entry);
    path = belowApi(path);
    while (!entry.empty() && !path.empty()) {
        const std::string_view wanted = nextElement(entry);
        const std::string_view given = nextElement(path);
        const bool isAny = wanted == "*" || (wanted.starts_with('{') && wanted.ends_with('}'));
        if (!isAny && wanted != given)
            return false;
    }
    return entry.empty() && path.empty();
}

} // namespace

bool FolderReach::holds(std::string_view path) const
{
    if (isEverywhere)
        return true;
    for (const std::string &top : trees)
        if (path.starts_with(top) && (path.size() == top.size() || path[top.size()] == '/'))
            return true;
    for (const std::string &parent : parents)
        if (path.size() > parent.size() + 1 && path.starts_with(parent) && path[parent.size()] == '/' &&
            path.find('/', parent.size() + 1) == std::string_view::npos)
            return true;
    return false;
}

const std::shared_ptr<const ProjectRights> &ProjectRights::unlimited()
{
    static const std::shared_ptr<const ProjectRights> all = [] {
        auto made = std::make_shared<ProjectRights>();
        for (FolderReach &folders : made->reach)
            folders.isEverywhere = true;
        made->anatomy = made->access = made->settings = 2;
        return made;
    }();
    return all;
}

std::shared_ptr<const ProjectRights> ProjectRights::from(const User &user, const Object &permissions)
{
    auto made = std::make_shared<ProjectRights>();
    made->user = user.name();
    for (std::size_t i = 0; i < rightNames.size(); ++i)
        made->reach[i] = reachOf(permissions, rightNames[i]);
    made->attribRead = limitOf(permissions, "attrib_read", "attributes");
    made->attribWrite = limitOf(permissions, "attrib_write", "attributes");
    made->fieldWrite = limitOf(permissions, "attrib_write", "fields");
    made->activities = limitOf(permissions, "activities", "activities");
    made->actions = limitOf(permissions, "actions", "actions");
    made->links = limitOf(permissions, "links", "link_types");
    made->endpoints = limitOf(permissions, "endpoints", "endpoints");
    made->anatomy = levelOf(permissions, "anatomy");
    made->access = levelOf(permissions, "access");
    made->settings = levelOf(permissions, "settings");
    const Object *advanced = jsontext::object(permissions, "advanced");
    made->showsSiblingTasks = !advanced || jsontext::flag(*advanced, "show_sibling_tasks", true);
    return made;
}

bool ProjectRights::mayRun(std::string_view addon, std::string_view identifier) const
{
    return allows(actions, identifier) || allows(actions, std::string(addon) + '/' + std::string(identifier));
}

bool ProjectRights::mayCall(std::string_view method, std::string_view path) const
{
    return !endpoints || std::any_of(endpoints->begin(), endpoints->end(),
                                     [&](const std::string &entry) { return isEndpoint(entry, method, path); });
}

Result<std::shared_ptr<const ProjectRights>> readRights(database::Connection &db, const User &user,
                                                        std::string_view project)
{
    if (user.isManager)
        return ProjectRights::unlimited();
    const auto permissions = permissionsIn(db, user, project);
    if (!permissions)
        return fail(permissions.error());
    return ProjectRights::from(user, *permissions);
}

Result<bool> isAllowed(database::Connection &db, const ProjectRights &rights, std::int64_t projectId, Right right,
                       std::string_view folderPath, std::string_view folderId)
{
    const FolderReach &reach = rights.of(right);
    if (reach.holds(folderPath))
        return true;
    if (!reach.isAssigned || folderId.empty())
        return false;
    return repository::isAssignedInFolder(db, projectId, folderId, rights.user);
}

std::string ProjectRights::shownAttrib(std::string attrib) const
{
    if (!hidesAttributes())
        return attrib;
    Object kept;
    for (const auto &member : jsontext::parseObject(attrib))
        if (allows(attribRead, member.key()))
            kept[member.key()] = member.value();
    return jsontext::toText(kept);
}

namespace
{

// Whether a folder that is not reached lies on the way to one that is.
Result<bool> isOnTheWay(database::Connection &db, const ProjectRights &rights, std::int64_t projectId,
                        const std::string &path)
{
    const FolderReach &reach = rights.of(Right::Read);
    const std::string start = path + '/';
    for (const std::string &top : reach.trees)
        if (top.starts_with(start))
            if (const auto found = repository::isFolderAt(db, projectId, top); !found || *found)
                return found;
    for (const std::string &parent : reach.parents)
        if (parent == path || parent.starts_with(start))
            if (const auto found = repository::hasFolderBelow(db, projectId, parent); !found || *found)
                return found;
    return reach.isAssigned ? repository::isAssignedBelow(db, projectId, path, rights.user) : false;
}

} // namespace

Result<bool> mayReadOne(database::Connection &db, const ProjectRights &rights, repository::Kind kind,
                        std::int64_t projectId, const std::string &id)
{
    using repository::Kind;
    if (rights.readsAll())
        return true;
    const auto folder = repository::folderOf(db, kind, projectId, id);
    if (!folder)
        return fail(folder.error());
    if (!folder->has_value())
        return false;
    if (!rights.showsSiblingTasks && (kind == Kind::Task || kind == Kind::Workfile)) {
        repository::EntityQuery query(kind, projectId);
        const auto own = query.withIds({id}).assignedTo(rights.user).all(db);
        if (!own)
            return fail(own.error());
        if (own->empty())
            return false;
    }
    const repository::FolderPlace &place = **folder;
    const auto isOpen = isAllowed(db, rights, projectId, Right::Read, place.path, place.id);
    if (!isOpen || *isOpen || kind != Kind::Folder)
        return isOpen;
    return isOnTheWay(db, rights, projectId, place.path);
}

} // namespace hearth::rules
