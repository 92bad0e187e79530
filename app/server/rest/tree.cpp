// SPDX-License-Identifier: Apache-2.0
// Answers over the whole tree of a project: the flat list of folders and the hierarchy.
#include "json_text/writer.h"
#include "repository/entity_store.h"
#include "repository/media.h"
#include "rules/entity_json.h"
#include "server/rest/routes.h"
#include "server/snapshots.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace hearth::server
{
namespace
{

using jsontext::Writer;
using repository::Entity;
using repository::Kind;

struct Tree {
    std::vector<Entity> folders;
    std::unordered_map<std::string_view, std::vector<const Entity *>> children; ///< by parent id
    std::unordered_map<std::string, std::vector<std::string>> taskNames;        ///< by folder id
    std::unordered_set<std::string> withVersions;
    std::unordered_set<std::string> withReviewables;
};

struct TaskNames {
    static constexpr const char *sql =
        "SELECT folder_id, name, assignees FROM tasks WHERE project = $1 ORDER BY creation_order";
    static constexpr int parameterCount = 1;
    using Row = std::tuple<std::string, std::string, std::string>;
    static Row read(const database::Cursor &c) { return {c.string(0), c.string(1), c.string(2)}; }
};

struct FoldersWithVersions {
    static constexpr const char *sql =
        "SELECT DISTINCT p.folder_id FROM products p WHERE p.project = $1 "
        "AND EXISTS (SELECT 1 FROM versions v WHERE v.project = $1 AND v.product_id = p.id)";
    static constexpr int parameterCount = 1;
    using Row = std::string;
    static Row read(const database::Cursor &c) { return c.string(0); }
};

Tree readTree(database::Connection &db, std::int64_t project, const rules::ReadScope &scope)
{
    Tree tree;
    repository::EntityQuery folders(Kind::Folder, project);
    scope.narrow(folders);
    tree.folders = rules::need(folders.all(db));
    for (const Entity &folder : tree.folders)
        tree.children[folder.parentId].push_back(&folder);
    for (auto &[folder, name, assignees] : rules::need(db.all<TaskNames>(project)))
        if (scope.isOpen(folder) && scope.isTaskShown(assignees))
            tree.taskNames[folder].push_back(std::move(name));
    for (std::string &folder : rules::need(db.all<FoldersWithVersions>(project)))
        if (scope.isOpen(folder))
            tree.withVersions.insert(std::move(folder));
    for (std::string &folder : rules::need(repository::foldersWithReviewables(db, project)))
        if (scope.isOpen(folder))
            tree.withReviewables.insert(std::move(folder));
    return tree;
}

void appendTaskNames(Writer &w, const Tree &tree, const std::string &id)
{
    w.key("taskNames").beginArray();
    if (const auto found = tree.taskNames.find(id); found != tree.taskNames.end())
        for (const std::string &name : found->second)
            w.string(name);
    w.endArray();
}

void appendParents(Writer &w, std::string_view path)
{
    w.key("parents").beginArray();
    path.remove_prefix(std::min<std::size_t>(1, path.size()));
    for (auto slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
        w.string(path.substr(0, slash));
        path.remove_prefix(slash + 1);
    }
    w.endArray();
}

std::string thumbnailHash(const Entity &e)
{
    if (e.data != "{}") {
        const jsontext::Object data = jsontext::parseObject(e.data);
        if (const std::string_view hash = jsontext::text(data, "thumbnailHash"); !hash.empty())
            return std::string(hash);
    }
    return e.id.substr(26);
}

std::string folderListText(database::Connection &db, std::int64_t project, const rules::ReadScope &scope,
                           bool withAttrib)
{
    const Tree tree = readTree(db, project, scope);
    std::string out;
    out.reserve(tree.folders.size() * (withAttrib ? 900 : 520) + 64);
    Writer w(out);
    w.beginObject().key("folders").beginArray();
    for (const Entity &folder : tree.folders) {
        std::string_view path = folder.path;
        path.remove_prefix(std::min<std::size_t>(1, path.size()));
        w.beginObject().member("id", folder.id).member("path", path).memberOrNull("parentId", folder.parentId);
        appendParents(w, folder.path);
        w.member("name", folder.name).memberOrNull("label", folder.label).member("folderType", folder.type);
        w.member("hasTasks", tree.taskNames.contains(folder.id))
            .member("hasChildren", tree.children.contains(folder.id));
        w.member("hasReviewables", tree.withReviewables.contains(folder.id))
            .member("hasVersions", tree.withVersions.contains(folder.id));
        appendTaskNames(w, tree, folder.id);
        w.memberRaw("tags", folder.tags).member("status", folder.status).member("thumbnailHash", thumbnailHash(folder));
        w.member("createdAt", folder.createdAt).member("updatedAt", folder.updatedAt);
        if (withAttrib)
            w.memberRaw("attrib", scope.shownAttrib(folder.effective))
                .memberRaw("ownAttrib", rules::ownAttribText(scope.shownAttrib(folder.attrib)));
        w.endObject();
    }
    w.endArray().endObject();
    return out;
}

void appendHierarchyFolder(Writer &w, const Tree &tree, const Entity &folder, bool withChildren);

void appendBranch(Writer &w, const Tree &tree, std::string_view parent)
{
    const auto found = tree.children.find(parent);
    if (found == tree.children.end())
        return;
    for (const Entity *child : found->second)
        appendHierarchyFolder(w, tree, *child, true);
}

void appendHierarchyFolder(Writer &w, const Tree &tree, const Entity &folder, bool withChildren)
{
    w.beginObject()
        .member("id", folder.id)
        .member("name", folder.name)
        .member("label", folder.label.empty() ? folder.name : folder.label);
    w.member("status", folder.status)
        .member("folderType", folder.type)
        .member("hasTasks", tree.taskNames.contains(folder.id));
    appendTaskNames(w, tree, folder.id);
    appendParents(w, folder.path);
    w.memberOrNull("parentId", folder.parentId).key("children").beginArray();
    if (withChildren)
        appendBranch(w, tree, folder.id);
    w.endArray().endObject();
}

std::vector<std::string> splitList(const std::string &text)
{
    std::vector<std::string> made;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(',', at), text.size());
        if (end > at)
            made.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return made;
}

std::string hierarchyText(database::Connection &db, const rules::ProjectInfo &project, const rules::ReadScope &scope,
                          const std::vector<std::string> &types)
{
    Tree tree = readTree(db, project.row.id, scope);
    for (auto &[parent, children] : tree.children)
        std::sort(children.begin(), children.end(), [](const Entity *a, const Entity *b) { return a->name < b->name; });
    std::string out;
    out.reserve(tree.folders.size() * 300 + 128);
    Writer w(out);
    w.beginObject()
        .member("detail", "Hierarchy loaded")
        .member("projectName", project.row.name)
        .key("hierarchy")
        .beginArray();
    if (types.empty())
        appendBranch(w, tree, "");
    else
        for (const Entity &folder : tree.folders)
            if (std::find(types.begin(), types.end(), folder.type) != types.end())
                appendHierarchyFolder(w, tree, folder, false);
    w.endArray().endObject();
    return out;
}

http::Response shared(std::shared_ptr<const std::string> text)
{
    http::Response response;
    response.sharedBody = std::move(text);
    return response;
}

} // namespace

void registerTreeRoutes(Api &api, Snapshots &snapshots)
{
    api.read("GET", "/api/projects/{project}/folders", Access::User, [&snapshots](Call &call) {
        const std::int64_t project = call.project->row.id;
        const bool withAttrib = call.flag("attrib");
        const std::uint64_t revision = call.store->revision(project);
        const auto scope = call.scope(*call.db);
        std::string key = std::to_string(project) + (withAttrib ? "|folders+" : "|folders") + scope->key();
        if (withAttrib)
            key += scope->attribKey();
        return shared(
            snapshots.get(key, revision, [&] { return folderListText(*call.db, project, *scope, withAttrib); }));
    });
    api.read("GET", "/api/projects/{project}/hierarchy", Access::User, [&snapshots](Call &call) {
        const std::int64_t project = call.project->row.id;
        const std::string types = call.text("types");
        const std::uint64_t revision = call.store->revision(project);
        const auto scope = call.scope(*call.db);
        const std::string key = std::to_string(project) + "|hierarchy|" + types + scope->key();
        return shared(snapshots.get(key, revision,
                                    [&] { return hierarchyText(*call.db, *call.project, *scope, splitList(types)); }));
    });
}

} // namespace hearth::server
