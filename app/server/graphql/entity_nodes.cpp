// SPDX-License-Identifier: Apache-2.0
// The fields of the six entity types that are read from their own row.
#include "server/graphql/entity_nodes.h"

#include "repository/entity_store.h"
#include "rules/entity_json.h"
#include "server/graphql/entity_edges.h"
#include "server/graphql/entity_pages.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace hearth::server::graphql
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using repository::Entity;
using repository::Kind;
using Leaf = std::function<void(Writer &, const Entity &)>;

constexpr std::array nodeTypes{"FolderNode",  "TaskNode",           "ProductNode",
                               "VersionNode", "RepresentationNode", "WorkfileNode"};
constexpr std::array attribTypes{"FolderAttribType",  "TaskAttribType",           "ProductAttribType",
                                 "VersionAttribType", "RepresentationAttribType", "WorkfileAttribType"};

void writeJsonText(Writer &w, const std::string &json)
{
    if (json.empty() || json == "{}")
        w.null();
    else
        w.string(json);
}

void writeParents(Writer &w, Kind kind, const Entity &e)
{
    std::string path = kind == Kind::Folder ? e.path : e.folderPath;
    if (kind == Kind::Version || kind == Kind::Representation || kind == Kind::Workfile)
        path += '/' + e.parentName;
    if (kind == Kind::Representation)
        path += '/' + rules::versionName(e.parentVersion);
    w.beginArray();
    std::string_view rest(path);
    rest.remove_prefix(std::min<std::size_t>(1, rest.size()));
    while (!rest.empty()) {
        const auto slash = rest.find('/');
        if (slash == std::string_view::npos && kind == Kind::Folder)
            break; // the last element is the folder itself
        w.string(rest.substr(0, slash));
        rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
    }
    w.endArray();
}

void writeThumbnailHash(Writer &w, const Entity &e)
{
    if (e.data != "{}") {
        const Object data = jsontext::parseObject(e.data);
        if (const std::string_view hash = jsontext::text(data, "thumbnailHash"); !hash.empty()) {
            w.string(hash);
            return;
        }
    }
    w.string(std::string_view(e.id).substr(26));
}

void writeFiles(Context &context, Writer &w, const Selections &selections, const Entity &e)
{
    const auto items = context.request.items(*context.request.schema().type("FileNode"), selections);
    w.beginArray();
    for (const Value &file : jsontext::parseArray(e.files)) {
        const Object &one = file.as_object();
        w.beginObject();
        for (const Item &item : items) {
            w.key(item.key);
            if (item.name == "__typename")
                w.string("FileNode");
            else if (item.name == "size")
                w.string(std::to_string(jsontext::integer(one, "size")));
            else if (item.name == "name" && jsontext::text(one, "name").empty())
                w.string(rules::baseName(jsontext::text(one, "path")));
            else if (item.name == "hash")
                w.stringOrNull(jsontext::text(one, "hash"));
            else
                w.string(jsontext::text(one, item.name));
        }
        w.endObject();
    }
    w.endArray();
}

void writeSubtasks(Context &context, Writer &w, const Selections &selections, const Entity &e)
{
    const auto items = context.request.items(*context.request.schema().type("SubTaskNode"), selections);
    const Object data = jsontext::parseObject(e.data);
    const jsontext::Array *subtasks = jsontext::array(data, "subtasks");
    w.beginArray();
    for (const Value &subtask : subtasks ? *subtasks : jsontext::Array{}) {
        if (!subtask.is_object())
            continue;
        w.beginObject();
        for (const Item &item : items) {
            const Value *value = jsontext::find(subtask.get_object(), item.name);
            w.key(item.key);
            if (item.name == "assignees" && !value)
                w.beginArray().endArray();
            else if (item.name == "isDone")
                w.boolean(jsontext::flag(subtask.get_object(), "isDone"));
            else
                w.raw(value ? jsontext::toText(*value) : "null");
        }
        w.endObject();
    }
    w.endArray();
}

std::string nameOfEntity(Kind kind, const Entity &e)
{
    if (kind == Kind::Version)
        return rules::versionName(e.version);
    return kind == Kind::Workfile ? std::string(rules::baseName(e.path)) : e.name;
}

Leaf attribLeaf(Context &context, Kind kind, const Item &item)
{
    if (item.name == "allAttrib")
        return [&context, kind](Writer &w, const Entity &e) { w.string(context.attribOf(kind, e)); };
    if (item.name == "ownAttrib")
        return [&context](Writer &w, const Entity &e) {
            w.raw(rules::ownAttribText(context.scope->shownAttrib(e.attrib)));
        };
    if (item.name == "attrib")
        return [&context, kind, &item](Writer &w, const Entity &e) {
            writeAttrib(context, w, attribTypes[static_cast<std::size_t>(kind)], item.selections,
                        context.attribOf(kind, e));
        };
    if (item.name == "path")
        return [kind](Writer &w, const Entity &e) { w.string(rules::pathOf(kind, e)); };
    if (item.name == "parents" || item.name == "Parents")
        return [kind](Writer &w, const Entity &e) { writeParents(w, kind, e); };
    if (item.name == "thumbnailHash")
        return writeThumbnailHash;
    if (item.name == "thumbnail")
        return [&context, &item, kind](Writer &w, const Entity &e) {
            writeThumbnail(context, w, item.selections, thumbnailOf(kind, e));
        };
    return {};
}

Leaf commonLeaf(Context &context, Kind kind, const Item &item)
{
    static const std::unordered_map<std::string_view, std::string Entity::*> texts{{"id", &Entity::id},
                                                                                   {"createdAt", &Entity::createdAt},
                                                                                   {"updatedAt", &Entity::updatedAt},
                                                                                   {"status", &Entity::status}};
    static const std::unordered_map<std::string_view, std::string Entity::*> nullable{
        {"createdBy", &Entity::createdBy},
        {"updatedBy", &Entity::updatedBy},
        {"label", &Entity::label},
        {"thumbnailId", &Entity::thumbnailId},
        {"author", &Entity::author}};
    if (const auto found = texts.find(item.name); found != texts.end())
        return [member = found->second](Writer &w, const Entity &e) { w.string(e.*member); };
    if (const auto found = nullable.find(item.name); found != nullable.end())
        return [member = found->second](Writer &w, const Entity &e) { w.stringOrNull(e.*member); };
    if (item.name == "name")
        return [kind](Writer &w, const Entity &e) { w.string(nameOfEntity(kind, e)); };
    if (item.name == "projectName")
        return [&context](Writer &w, const Entity &) { w.string(context.project->row.name); };
    if (item.name == "active")
        return [](Writer &w, const Entity &e) { w.boolean(e.active); };
    if (item.name == "tags")
        return [](Writer &w, const Entity &e) { w.raw(e.tags); };
    if (item.name == "data")
        return [](Writer &w, const Entity &e) { writeJsonText(w, e.data); };
    return attribLeaf(context, kind, item);
}

Leaf partLeaf(Context &context, const Item &item)
{
    const std::string_view name = item.name;
    if (name == "productBaseType")
        return [](Writer &w, const Entity &e) { w.stringOrNull(e.baseType); };
    if (name == "assignees")
        return [](Writer &w, const Entity &e) { w.raw(e.assignees); };
    if (name == "traits")
        return [](Writer &w, const Entity &e) { writeJsonText(w, e.traits); };
    if (name == "context")
        return [](Writer &w, const Entity &e) {
            const Object data = jsontext::parseObject(e.data);
            const Value *found = data.if_contains("context");
            w.string(found ? jsontext::toText(*found) : "{}");
        };
    if (name == "files")
        return [&context, &item](Writer &w, const Entity &e) { writeFiles(context, w, item.selections, e); };
    if (name == "fileCount")
        return [](Writer &w, const Entity &e) {
            w.integer(static_cast<std::int64_t>(jsontext::parseArray(e.files).size()));
        };
    if (name == "subtasks")
        return [&context, &item](Writer &w, const Entity &e) { writeSubtasks(context, w, item.selections, e); };
    return {};
}

Leaf ownLeaf(Context &context, Kind kind, const Item &item)
{
    const std::string_view name = item.name;
    if (name == "type" || name == "folderType" || name == "taskType" || name == "productType")
        return [](Writer &w, const Entity &e) { w.string(e.type); };
    if (name == "parentId" || name == "folderId" || name == "productId" || name == "versionId" ||
        (name == "taskId" && kind == Kind::Workfile))
        return [](Writer &w, const Entity &e) { w.stringOrNull(e.parentId); };
    if (name == "taskId")
        return [](Writer &w, const Entity &e) { w.stringOrNull(e.taskId); };
    if (name == "version" && kind == Kind::Version)
        return [](Writer &w, const Entity &e) { w.integer(e.version); };
    return partLeaf(context, item);
}

} // namespace

const char *nodeTypeOf(Kind kind)
{
    return nodeTypes[static_cast<std::size_t>(kind)];
}

bool needsJoin(Context &context, const Selections &selections)
{
    return context.request.asksFor(selections, {"path", "parents", "Parents", "attrib", "allAttrib"});
}

ThumbnailView thumbnailOf(Kind kind, const Entity &entity)
{
    ThumbnailView made{entity.thumbnailId, repository::nameOf(kind), entity.id, {}};
    if (made.id.empty() || entity.data == "{}")
        return made;
    const Object data = jsontext::parseObject(entity.data);
    const Object *info = jsontext::object(data, "thumbnailInfo");
    const auto source = info ? repository::kindOf(jsontext::text(*info, "sourceEntityType")) : std::nullopt;
    if (!source)
        return made;
    made.sourceType = repository::nameOf(*source);
    made.sourceId = jsontext::text(*info, "sourceEntityId");
    made.relation = jsontext::text(*info, "relation");
    return made;
}

void writeThumbnail(Context &context, Writer &w, const Selections &selections, const ThumbnailView &thumbnail)
{
    if (thumbnail.id.empty()) {
        w.null();
        return;
    }
    w.beginObject();
    for (const Item &item : context.request.items(*context.request.schema().type("ThumbnailInfo"), selections)) {
        w.key(item.key);
        if (item.name == "id")
            w.string(thumbnail.id);
        else if (item.name == "__typename")
            w.string("ThumbnailInfo");
        else
            w.stringOrNull(item.name == "sourceEntityType" ? thumbnail.sourceType
                           : item.name == "sourceEntityId" ? std::string_view(thumbnail.sourceId)
                                                           : std::string_view(thumbnail.relation));
    }
    w.endObject();
}

void writeAttrib(Context &context, Writer &w, const char *typeName, const Selections &selections,
                 std::string_view attrib)
{
    const Object values = jsontext::parseObject(attrib);
    w.beginObject();
    for (const Item &item : context.request.items(*context.request.schema().type(typeName), selections)) {
        const Value *value = values.if_contains(item.name);
        w.key(item.key);
        if (item.name == "__typename")
            w.string(typeName);
        else
            w.raw(value ? jsontext::toText(*value) : "null");
    }
    w.endObject();
}

std::vector<std::string> renderEntities(Context &context, Kind kind, const Selections &selections,
                                        const std::vector<const Entity *> &entities)
{
    return renderObjects<Entity>(
        context, nodeTypeOf(kind), selections, entities,
        [&context, kind](const Item &item, const std::vector<const Entity *> &objects) -> Column<Entity> {
            if (Leaf leaf = commonLeaf(context, kind, item))
                return {std::move(leaf), {}};
            if (Leaf leaf = ownLeaf(context, kind, item))
                return {std::move(leaf), {}};
            return {{}, renderEdge(context, kind, item, objects)};
        });
}

std::vector<Entity> kept(Context &context, const repository::EntityQuery &query)
{
    std::vector<Entity> rows;
    rules::need(query.each(context.db, [&](Entity &row) {
        context.keep(row);
        rows.push_back(std::move(row));
    }));
    return rows;
}

std::vector<std::string> renderByIds(Context &context, Kind kind, const std::vector<std::string> &ids,
                                     const Selections &selections)
{
    std::vector<std::string> wanted;
    for (const std::string &id : ids)
        if (!id.empty())
            wanted.push_back(id);
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    std::vector<std::string> made(ids.size(), "null");
    if (wanted.empty())
        return made;
    repository::EntityQuery query(kind, context.project->row.id, needsJoin(context, selections));
    query.withIds(wanted);
    context.scope->narrow(query);
    const std::vector<Entity> rows = kept(context, query);
    context.effort.count(rows.size());
    std::vector<const Entity *> entities;
    std::unordered_map<std::string_view, std::size_t> places;
    for (const Entity &row : rows) {
        places[row.id] = entities.size();
        entities.push_back(&row);
    }
    const std::vector<std::string> texts = renderEntities(context, kind, selections, entities);
    for (std::size_t i = 0; i < ids.size(); ++i)
        if (const auto found = places.find(ids[i]); found != places.end())
            made[i] = texts[found->second];
    return made;
}

std::string renderProjectEntities(Context &context, Kind kind, const Item &item)
{
    const std::string typeName = item.definition->type.name;
    const std::string edgeType = context.request.schema().type(typeName)->field("edges")->type.name;
    const Selections nodes =
        context.request.below(edgeType, context.request.below(typeName, item.selections, "edges"), "node");
    std::vector<Page<Entity>> pages;
    pages.push_back(selectPage(context, kind, item.arguments, needsJoin(context, nodes)));
    return renderConnections<Entity>(
               context, typeName, item.selections, pages,
               [&context, kind](const Selections &selections, const std::vector<const Entity *> &rows) {
                   return renderEntities(context, kind, selections, rows);
               })
        .front();
}

} // namespace hearth::server::graphql
