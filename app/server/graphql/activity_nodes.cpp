// SPDX-License-Identifier: Apache-2.0
// The fields of one activity as seen from one of its references.
#include "server/graphql/activity_nodes.h"

#include "repository/entity_store.h"
#include "repository/media.h"
#include "rules/entity_json.h"
#include "server/graphql/entity_nodes.h"
#include "server/graphql/root_nodes.h"

#include <map>
#include <optional>
#include <unordered_map>

namespace hearth::server::graphql
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using repository::ActivityRow;
using repository::FeedRow;
using repository::FileRow;
using repository::Kind;
using repository::ReferenceRow;
using Texts = std::vector<std::string>;
using Files = std::map<std::pair<std::int64_t, std::string>, std::vector<FileRow>>;
using Leaf = std::function<void(Writer &, const FeedRow &)>;

Leaf plainLeaf(std::string_view name)
{
    static const std::unordered_map<std::string_view, std::string ActivityRow::*> texts{
        {"activityId", &ActivityRow::id},
        {"activityType", &ActivityRow::type},
        {"createdAt", &ActivityRow::createdAt},
        {"updatedAt", &ActivityRow::updatedAt},
        {"body", &ActivityRow::body}};
    if (const auto found = texts.find(name); found != texts.end())
        return [member = found->second](Writer &w, const FeedRow &r) { w.string(r.activity.*member); };
    if (name == "referenceId")
        return [](Writer &w, const FeedRow &r) {
            std::string id(32, '0');
            std::int64_t left = r.reference.order;
            for (std::size_t i = id.size(); left > 0; left /= 16)
                id[--i] = "0123456789abcdef"[left % 16];
            w.string(id);
        };
    if (name == "referenceType")
        return [](Writer &w, const FeedRow &r) { w.string(r.reference.type); };
    if (name == "entityType")
        return [](Writer &w, const FeedRow &r) { w.string(r.reference.entityType); };
    if (name == "entityId")
        return [](Writer &w, const FeedRow &r) { w.stringOrNull(r.reference.entityId); };
    if (name == "entityName")
        return [](Writer &w, const FeedRow &r) { w.stringOrNull(r.reference.entityName); };
    if (name == "creationOrder")
        return [](Writer &w, const FeedRow &r) { w.integer(r.activity.order); };
    if (name == "tags")
        return [](Writer &w, const FeedRow &r) { w.raw(r.activity.tags); };
    if (name == "referenceData")
        return [](Writer &w, const FeedRow &r) { w.string(r.reference.isRead ? R"({"read":true})" : "{}"); };
    if (name == "active")
        return [](Writer &w, const FeedRow &r) { w.boolean(r.reference.isActive); };
    if (name == "read")
        return [](Writer &w, const FeedRow &r) { w.boolean(r.reference.isRead); };
    if (name == "category") // there are no categories without an addon that has some
        return [](Writer &w, const FeedRow &) { w.null(); };
    return {};
}

Files filesOf(Context &context, const Feed &rows)
{
    std::map<std::int64_t, std::vector<std::string>> ids;
    for (const FeedRow *row : rows)
        ids[row->project].push_back(row->activity.id);
    Files made;
    for (const auto &[project, activities] : ids)
        for (FileRow &file :
             rules::need(repository::filesOfActivities(context.db, project, repository::jsonList(activities))))
            made[{project, file.activityId}].push_back(std::move(file));
    return made;
}

const std::vector<FileRow> &filesIn(const Files &files, const FeedRow &row)
{
    static const std::vector<FileRow> none;
    const auto found = files.find({row.project, row.activity.id});
    return found == files.end() ? none : found->second;
}

std::string dataText(const FeedRow &row, const Files &files)
{
    Object data = jsontext::parseObject(row.activity.data);
    data["author"] = row.activity.author;
    jsontext::Array list;
    for (const FileRow &file : filesIn(files, row))
        list.push_back(Object{{"id", file.id},
                              {"size", file.size},
                              {"author", file.author},
                              {"filename", file.name},
                              {"mime", file.mime},
                              {"created_at", file.createdAt},
                              {"updated_at", file.updatedAt}});
    if (!list.empty())
        data["files"] = std::move(list);
    return jsontext::toText(data);
}

void writeFile(Writer &w, const FileRow &file, std::string_view field)
{
    if (field == "size")
        w.string(std::to_string(file.size));
    else
        w.string(field == "id"          ? file.id
                 : field == "author"    ? file.author
                 : field == "name"      ? file.name
                 : field == "mime"      ? file.mime
                 : field == "createdAt" ? file.createdAt
                 : field == "updatedAt" ? file.updatedAt
                                        : "ActivityFileNode");
}

void writeFiles(Context &context, Writer &w, const Item &item, const std::vector<FileRow> &files)
{
    const auto fields = context.request.items(*context.request.schema().type("ActivityFileNode"), item.selections);
    w.beginArray();
    for (const FileRow &file : files) {
        w.beginObject();
        for (const Item &field : fields)
            writeFile(w.key(field.key), file, field.name);
        w.endObject();
    }
    w.endArray();
}

// A stored object with the asked members; those that must be there are empty texts where they are not.
void writeObject(Context &context, Writer &w, const char *typeName, const Item &item, const Object &object)
{
    w.beginObject();
    for (const Item &field : context.request.items(*context.request.schema().type(typeName), item.selections)) {
        w.key(field.key);
        const Value *value = object.if_contains(field.name);
        if (field.name == "__typename")
            w.string(typeName);
        else if (field.name == "link")
            w.string(std::string(jsontext::text(object, "type")) + ':' + std::string(jsontext::text(object, "id")));
        else if (value && !value->is_null())
            w.raw(jsontext::toText(*value));
        else if (field.definition->type.isRequired)
            w.string("");
        else
            w.null();
    }
    w.endObject();
}

Leaf storedLeaf(Context &context, const Item &item)
{
    if (item.name == "origin")
        return [&context, &item](Writer &w, const FeedRow &r) {
            const Object data = jsontext::parseObject(r.activity.data);
            if (const Object *origin = jsontext::object(data, "origin"))
                writeObject(context, w, "ActivityOriginNode", item, *origin);
            else
                w.null();
        };
    if (item.name == "parents" || item.name == "reactions")
        return [&context, &item](Writer &w, const FeedRow &r) {
            const Object data = jsontext::parseObject(r.activity.data);
            const char *type = item.name == "parents" ? "ActivityOriginNode" : "ActivityReactionNode";
            w.beginArray();
            for (const Value &one : jsontext::items(jsontext::array(data, item.name)))
                if (one.is_object())
                    writeObject(context, w, type, item, one.get_object());
            w.endArray();
        };
    return {};
}

Texts userNodes(Context &context, const Item &item, const Feed &rows)
{
    Texts names;
    for (const FeedRow *row : rows)
        names.emplace_back(item.name == "author"
                               ? row->activity.author
                               : std::string(jsontext::text(jsontext::parseObject(row->activity.data), "assignee")));
    return renderUsersByName(context, item.selections, names);
}

// Answers a part of the rows at a time, each part with its project as the context's.
template <typename Render>
Texts byProject(Context &context, const Feed &rows, Render render)
{
    std::map<std::int64_t, std::vector<std::size_t>> places;
    for (std::size_t i = 0; i < rows.size(); ++i)
        places[rows[i]->project].push_back(i);
    Texts made(rows.size(), "null");
    for (const auto &[project, at] : places) {
        std::optional<InProject> inside;
        if (!context.project || context.project->row.id != project) {
            const auto entered = readableProject(context, project);
            if (!entered)
                continue;
            inside.emplace(context, entered);
        }
        Feed part;
        for (const std::size_t i : at)
            part.push_back(rows[i]);
        Texts texts = render(part);
        for (std::size_t i = 0; i < at.size(); ++i)
            made[at[i]] = std::move(texts[i]);
    }
    return made;
}

Texts entityPaths(Context &context, const Feed &rows)
{
    Texts made(rows.size(), "null");
    for (const Kind kind : repository::allKinds) {
        Texts ids;
        for (const FeedRow *row : rows)
            if (row->reference.entityType == repository::nameOf(kind))
                ids.push_back(row->reference.entityId);
        if (ids.empty())
            continue;
        repository::EntityQuery query(kind, context.project->row.id, true);
        query.withIds(ids);
        std::unordered_map<std::string, std::string> paths;
        rules::need(query.each(context.db, [&](repository::Entity &e) { paths[e.id] = rules::pathOf(kind, e); }));
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (const auto found = paths.find(rows[i]->reference.entityId);
                found != paths.end() && rows[i]->reference.entityType == repository::nameOf(kind)) {
                made[i].clear();
                Writer(made[i]).string(found->second);
            }
    }
    return made;
}

Texts versionNodes(Context &context, const Item &item, const Feed &rows)
{
    Texts ids;
    for (const FeedRow *row : rows)
        ids.push_back(row->activity.entityType == "version" ? row->activity.entityId : std::string());
    return renderByIds(context, Kind::Version, ids, item.selections);
}

Texts projectNames(Context &context, const Feed &rows)
{
    return byProject(context, rows, [&context](const Feed &part) {
        std::string name;
        Writer(name).string(context.project->row.name);
        return Texts(part.size(), name);
    });
}

Column<FeedRow> nodeField(Context &context, const Item &item, const Feed &rows)
{
    if (Leaf leaf = plainLeaf(item.name))
        return {std::move(leaf), {}};
    if (Leaf leaf = storedLeaf(context, item))
        return {std::move(leaf), {}};
    if (item.name == "author" || item.name == "assignee")
        return {{}, userNodes(context, item, rows)};
    if (item.name == "projectName")
        return {{}, projectNames(context, rows)};
    if (item.name == "entityPath")
        return {{}, byProject(context, rows, [&](const Feed &part) { return entityPaths(context, part); })};
    if (item.name == "version")
        return {{}, byProject(context, rows, [&](const Feed &part) { return versionNodes(context, item, part); })};
    const auto files = std::make_shared<const Files>(filesOf(context, rows));
    if (item.name == "activityData")
        return {[files](Writer &w, const FeedRow &r) { w.string(dataText(r, *files)); }, {}};
    return {[files, &context, &item](Writer &w, const FeedRow &r) { writeFiles(context, w, item, filesIn(*files, r)); },
            {}};
}

} // namespace

std::shared_ptr<const rules::ProjectInfo> readableProject(Context &context, std::int64_t id)
{
    for (const auto &row : rules::need(repository::allProjects(context.db)))
        if (row.id == id)
            return context.user->mayRead(row.name) ? context.store.project(context.db, row.name) : nullptr;
    return nullptr;
}

std::vector<std::string> renderActivityNodes(Context &context, const Selections &selections, const Feed &rows)
{
    return renderObjects<FeedRow>(
        context, "ActivityNode", selections, rows,
        [&context](const Item &item, const Feed &objects) { return nodeField(context, item, objects); });
}

} // namespace hearth::server::graphql
