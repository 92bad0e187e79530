// SPDX-License-Identifier: Apache-2.0
// Folders in which people put projects and lists of entities.
#include "server/rest/label_folders.h"

#include "core/entity_id.h"
#include "json_text/writer.h"
#include "repository/documents.h"
#include "repository/entity_lists.h"
#include "repository/projects.h"
#include "server/list_access.h"
#include "server/rest/project_change.h"
#include "server/rest/routes.h"

#include <QString>

#include <algorithm>
#include <functional>

namespace hearth::server
{
namespace
{

namespace documents = repository::documents;
using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

/// A folder as it is stored: label, parentId, position, owner, access, data.
struct Folder {
    std::string id;
    Object body;

    [[nodiscard]] std::string parent() const { return std::string(jsontext::text(body, "parentId")); }
    [[nodiscard]] std::int64_t position() const { return jsontext::integer(body, "position"); }
};
using Folders = std::vector<Folder>;

FolderShelf projectFolders()
{
    return {documents::projectFolder, ""};
}

Folders foldersOf(database::Connection &db, const FolderShelf &shelf)
{
    Folders made;
    for (const auto &document : rules::need(repository::documentsStarting(db, shelf.kind, shelf.start)))
        made.push_back({document.name.substr(shelf.start.size()), jsontext::parseObject(document.body)});
    std::stable_sort(made.begin(), made.end(),
                     [](const Folder &a, const Folder &b) { return a.position() < b.position(); });
    return made;
}

Folders::const_iterator find(const Folders &folders, const std::string &id)
{
    return std::find_if(folders.begin(), folders.end(), [&id](const Folder &one) { return one.id == id; });
}

const Folder &existing(const Folders &folders, const std::string &id)
{
    const auto found = find(folders, id);
    if (found == folders.end())
        rules::refuse(rules::notFound("Folder " + id + " not found"));
    return *found;
}

// Labels are any people's words: compared as Unicode folds them.
QString folded(std::string_view label)
{
    return QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size())).toCaseFolded();
}

void checkLabel(const Folders &folders, const Folder &folder)
{
    const std::string_view label = jsontext::text(folder.body, "label");
    if (label.empty() || folded(label).size() > 255)
        rules::refuse(rules::invalidField("label", "ensure this value has 1 to 255 characters",
                                          "value_error.any_str.min_length"));
    for (const Folder &other : folders)
        if (other.id != folder.id && other.parent() == folder.parent() &&
            folded(jsontext::text(other.body, "label")) == folded(label))
            rules::refuse(
                rules::conflict("Folder with label '" + std::string(label) + "' already exists.", "unique-violation"));
}

void checkParent(const Folders &folders, const Folder &folder)
{
    for (std::string parent = folder.parent(); !parent.empty(); parent = existing(folders, parent).parent())
        if (parent == folder.id)
            rules::refuse(rules::badRequest("A folder cannot lie in itself"));
}

std::string idIn(const Value &given, const char *field)
{
    std::string id = given.is_string() ? canonicalEntityId(std::string(given.get_string())) : std::string();
    if (id.empty())
        rules::refuse(rules::invalidField(field, "value is not a valid id", "value_error.uuid"));
    return id;
}

void apply(const Object &given, Folder &folder)
{
    if (const Value *label = jsontext::find(given, "label"); label && label->is_string())
        folder.body["label"] = *label;
    if (const Value *parent = jsontext::find(given, "parentId"))
        folder.body["parentId"] = parent->is_null() ? Value(nullptr) : Value(idIn(*parent, "parentId"));
    if (const Object *access = jsontext::object(given, "access"))
        folder.body["access"] = *access;
    if (const Object *data = jsontext::object(given, "data")) {
        const Object *own = jsontext::object(folder.body, "data");
        Object merged = own ? *own : Object{};
        for (const char *name : {"color", "icon", "scope"})
            if (const Value *value = data->if_contains(name))
                merged[name] = *value;
        folder.body["data"] = std::move(merged);
    }
}

void save(database::Connection &db, const FolderShelf &shelf, const Folder &folder)
{
    rules::need(repository::putDocument(db, shelf.kind, shelf.start + folder.id, jsontext::toText(folder.body)));
}

http::Response create(Call &call, WriteContext &context, const FolderShelf &shelf)
{
    const Object &given = call.object();
    const Folders folders = foldersOf(context.db, shelf);
    Folder folder;
    const Value *id = jsontext::find(given, "id");
    folder.id = id && !id->is_null() ? idIn(*id, "id") : newEntityId();
    if (find(folders, folder.id) != folders.end())
        rules::refuse(rules::conflict("Folder with id '" + folder.id + "' already exists.", "unique-violation"));
    folder.body["owner"] = call.user->name();
    folder.body["position"] = folders.empty() ? 0 : folders.back().position() + 1;
    apply(given, folder);
    checkParent(folders, folder);
    checkLabel(folders, folder);
    save(context.db, shelf, folder);
    return idResponse(200, folder.id);
}

void patch(Call &call, WriteContext &context, const FolderShelf &shelf)
{
    Folders folders = foldersOf(context.db, shelf);
    Folder folder = existing(folders, entityIdParam(call, "folder"));
    apply(call.object(), folder);
    for (Folder &one : folders)
        if (one.id == folder.id)
            one = folder;
    checkParent(folders, folder);
    checkLabel(folders, folder);
    save(context.db, shelf, folder);
}

// With the folders in it; what lay in them lies in none then.
void remove(WriteContext &context, const FolderShelf &shelf, const std::string &id,
            const std::function<void(const std::string &)> &empty)
{
    const Folders folders = foldersOf(context.db, shelf);
    std::vector<std::string> going{existing(folders, id).id};
    for (std::size_t i = 0; i < going.size(); ++i) {
        for (const Folder &folder : folders)
            if (folder.parent() == going[i])
                going.push_back(folder.id);
        (void)rules::need(repository::removeDocument(context.db, shelf.kind, shelf.start + going[i]));
        empty(going[i]);
    }
}

// Those that are not named follow in their old order.
void reorder(Call &call, WriteContext &context, const FolderShelf &shelf)
{
    const Array *order = jsontext::array(call.object(), "order");
    if (!order || order->empty())
        rules::refuse(
            rules::invalidField("order", "ensure this value has at least 1 items", "value_error.list.min_items"));
    Folders folders = foldersOf(context.db, shelf);
    std::vector<std::string> wanted;
    for (const Value &item : *order)
        wanted.push_back(existing(folders, idIn(item, "order")).id);
    const auto place = [&wanted](const Folder &one) {
        return std::find(wanted.begin(), wanted.end(), one.id) - wanted.begin();
    };
    std::stable_sort(folders.begin(), folders.end(),
                     [&place](const Folder &a, const Folder &b) { return place(a) < place(b); });
    std::int64_t position = 0;
    for (Folder &folder : folders) {
        folder.body["position"] = position++;
        save(context.db, shelf, folder);
    }
}

void appendFolder(jsontext::Writer &w, const Folder &folder)
{
    w.member("id", folder.id).member("label", jsontext::text(folder.body, "label"));
    w.memberOrNull("parentId", folder.parent()).member("position", folder.position());
    const Object *data = jsontext::object(folder.body, "data");
    w.memberRaw("data", data ? jsontext::toText(*data) : "{}");
}

std::string accessOf(const Folder &folder)
{
    const Object *access = jsontext::object(folder.body, "access");
    return access ? jsontext::toText(*access) : "{}";
}

http::Response showListFolders(Call &call)
{
    std::string body;
    jsontext::Writer w(body);
    w.beginObject().key("folders").beginArray();
    for (const Folder &folder : foldersOf(*call.db, listFolders(call.project->row.id))) {
        const std::string_view owner = jsontext::text(folder.body, "owner");
        if (accessLevel(*call.user, call.project.get(), owner, accessOf(folder)) < MaySee)
            continue;
        w.beginObject();
        appendFolder(w, folder);
        w.memberOrNull("owner", owner).memberRaw("access", accessOf(folder)).endObject();
    }
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

std::string folderOfProject(const repository::ProjectRow &row)
{
    return std::string(jsontext::text(jsontext::parseObject(row.data), "projectFolder"));
}

http::Response showProjectFolders(Call &call)
{
    std::vector<std::string> used;
    for (const auto &row : rules::need(repository::allProjects(*call.db)))
        used.push_back(folderOfProject(row));
    std::string body;
    jsontext::Writer w(body);
    w.beginObject().key("folders").beginArray();
    for (const Folder &folder : foldersOf(*call.db, projectFolders())) {
        w.beginObject();
        appendFolder(w, folder);
        w.member("isEmpty", std::find(used.begin(), used.end(), folder.id) == used.end()).endObject();
    }
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

void assignTo(Call &call, WriteContext &context, const std::string &project, const std::string &folder)
{
    changeProject(call, context, project,
                  Object{{"data", Object{{"projectFolder", folder.empty() ? Value(nullptr) : Value(folder)}}}});
}

http::Response assign(Call &call, WriteContext &context)
{
    const Array *names = jsontext::array(call.object(), "projectNames");
    if (!names || names->empty())
        rules::refuse(rules::invalidField("projectNames", "ensure this value has at least 1 items",
                                          "value_error.list.min_items"));
    const Value *given = jsontext::find(call.object(), "folderId");
    const std::string folder = given && !given->is_null() ? idIn(*given, "folderId") : std::string();
    if (!folder.empty())
        (void)existing(foldersOf(context.db, projectFolders()), folder);
    for (const Value &name : *names)
        assignTo(call, context, name.is_string() ? std::string(name.get_string()) : std::string(), folder);
    return http::Response::empty();
}

http::Response removeProjectFolder(Call &call, WriteContext &context)
{
    remove(context, projectFolders(), entityIdParam(call, "folder"), [&](const std::string &id) {
        for (const auto &row : rules::need(repository::allProjects(context.db)))
            if (folderOfProject(row) == id)
                assignTo(call, context, row.name, {});
    });
    return http::Response::empty();
}

void checkMayKeepLists(const Call &call)
{
    if (call.user->isGuest)
        rules::refuse(rules::forbidden("Guests cannot change folders of lists"));
}

FolderShelf listFoldersToChange(const Call &call, database::Connection &db)
{
    checkMayKeepLists(call);
    FolderShelf shelf = listFolders(call.project->row.id);
    const Folders folders = foldersOf(db, shelf);
    const Folder &folder = existing(folders, entityIdParam(call, "folder"));
    if (accessLevel(*call.user, call.project.get(), jsontext::text(folder.body, "owner"), accessOf(folder)) < MayManage)
        rules::refuse(rules::forbidden("You do not have permission to change this folder"));
    return shelf;
}

} // namespace

FolderShelf listFolders(std::int64_t project)
{
    return {documents::listFolder, std::to_string(project) + '|'};
}

bool hasLabelFolder(database::Connection &db, const FolderShelf &shelf, const std::string &id)
{
    return rules::need(repository::documentByName(db, shelf.kind, shelf.start + id)).has_value();
}

void registerLabelFolderRoutes(Api &api)
{
    const std::string lists = "/api/projects/{project}/entityListFolders";
    api.read("GET", lists.c_str(), Access::User, showListFolders);
    api.write("POST", lists.c_str(), Access::User, [](Call &call, WriteContext &context) {
        checkMayKeepLists(call);
        return create(call, context, listFolders(call.project->row.id));
    });
    api.write("POST", (lists + "/order").c_str(), Access::User, [](Call &call, WriteContext &context) {
        checkMayKeepLists(call);
        reorder(call, context, listFolders(call.project->row.id));
        return http::Response::empty();
    });
    api.write("PATCH", (lists + "/{folder}").c_str(), Access::User, [](Call &call, WriteContext &context) {
        patch(call, context, listFoldersToChange(call, context.db));
        return http::Response::empty();
    });
    api.write("DELETE", (lists + "/{folder}").c_str(), Access::User, [](Call &call, WriteContext &context) {
        remove(context, listFoldersToChange(call, context.db), entityIdParam(call, "folder"),
               [&](const std::string &id) {
                   rules::need(repository::emptyListFolder(context.db, call.project->row.id, id));
               });
        return http::Response::empty();
    });
    const std::string projects = "/api/projectFolders";
    api.read("GET", projects.c_str(), Access::User, showProjectFolders);
    api.write("POST", projects.c_str(), Access::Manager,
              [](Call &call, WriteContext &context) { return create(call, context, projectFolders()); });
    api.write("POST", (projects + "/order").c_str(), Access::Manager, [](Call &call, WriteContext &context) {
        reorder(call, context, projectFolders());
        return http::Response::empty();
    });
    api.write("POST", (projects + "/assign").c_str(), Access::Manager, assign);
    api.write("PATCH", (projects + "/{folder}").c_str(), Access::Manager, [](Call &call, WriteContext &context) {
        patch(call, context, projectFolders());
        return http::Response::empty();
    });
    api.write("DELETE", (projects + "/{folder}").c_str(), Access::Manager, removeProjectFolder);
}

} // namespace hearth::server
