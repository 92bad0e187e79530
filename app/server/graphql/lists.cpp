// SPDX-License-Identifier: Apache-2.0
// Lists of entities and what is in them.
#include "server/graphql/lists.h"

#include "core/entity_id.h"
#include "repository/entity_lists.h"
#include "repository/entity_store.h"
#include "rules/entity_json.h"
#include "rules/names.h"
#include "rules/query_filter.h"
#include "server/graphql/entity_nodes.h"
#include "server/list_access.h"

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
using repository::ListItemRow;
using repository::ListRow;
using Texts = std::vector<std::string>;
using Lookup = rules::QueryFilter::Lookup;

constexpr std::array<std::string_view, 16> listFields{
    "id",   "label",  "entityType", "entityListType", "entityListFolderId", "owner",     "active",    "tags",
    "data", "attrib", "access",     "createdAt",      "updatedAt",          "createdBy", "updatedBy", "name"};
constexpr std::array<std::string_view, 11> itemFields{"id",   "entityId",  "label",     "position",  "attrib",   "data",
                                                      "tags", "createdAt", "updatedAt", "createdBy", "updatedBy"};

/// An item with what is known of its entity.
struct ItemView {
    ListItemRow row;
    const ListRow *list = nullptr;
    std::shared_ptr<const Entity> entity; ///< nullptr: it is gone, or may not be read
};

Value listField(const ListRow &list, std::string_view field)
{
    if (field == "tags")
        return jsontext::parseArray(list.tags);
    if (field == "active")
        return list.active;
    const std::pair<std::string_view, const std::string *> objects[] = {
        {"data", &list.data}, {"attrib", &list.attrib}, {"access", &list.access}};
    for (const auto &[name, text] : objects)
        if (field == name)
            return jsontext::parseObject(*text);
    const std::pair<std::string_view, const std::string *> texts[] = {{"id", &list.id},
                                                                      {"label", &list.label},
                                                                      {"name", &list.label},
                                                                      {"entityType", &list.entityType},
                                                                      {"entityListType", &list.listType},
                                                                      {"entityListFolderId", &list.folderId},
                                                                      {"owner", &list.owner},
                                                                      {"createdAt", &list.createdAt},
                                                                      {"updatedAt", &list.updatedAt},
                                                                      {"createdBy", &list.createdBy},
                                                                      {"updatedBy", &list.updatedBy}};
    for (const auto &[name, text] : texts)
        if (field == name)
            return text->empty() ? Value(nullptr) : Value(*text);
    return nullptr;
}

Value itemField(const ListItemRow &item, std::string_view field)
{
    if (field == "position")
        return item.position;
    if (field == "tags")
        return jsontext::parseArray(item.tags);
    if (field == "attrib")
        return jsontext::parseObject(item.attrib);
    if (field == "data")
        return jsontext::parseObject(item.data);
    const std::pair<std::string_view, const std::string *> texts[] = {{"id", &item.id},
                                                                      {"entityId", &item.entityId},
                                                                      {"label", &item.label},
                                                                      {"createdAt", &item.createdAt},
                                                                      {"updatedAt", &item.updatedAt},
                                                                      {"createdBy", &item.createdBy},
                                                                      {"updatedBy", &item.updatedBy}};
    for (const auto &[name, text] : texts)
        if (field == name)
            return text->empty() ? Value(nullptr) : Value(*text);
    return nullptr;
}

// Orders rows by a field of theirs; those without a value come first.
template <typename Row, typename Field>
void sortRows(std::vector<Row> &rows, std::string_view by, Field field)
{
    const auto key = [&](const Row &row) {
        const Value value = field(row, by);
        return value.is_int64()
                   ? std::pair(value.get_int64(), std::string())
                   : std::pair(std::int64_t{0}, value.is_string() ? std::string(value.get_string()) : std::string());
    };
    std::stable_sort(rows.begin(), rows.end(), [&key](const Row &a, const Row &b) { return key(a) < key(b); });
}

void checkSort(std::string_view by, std::initializer_list<std::string_view> allowed)
{
    if (!by.empty() && std::find(allowed.begin(), allowed.end(), by) == allowed.end())
        throw GraphError("Invalid sort_by value: " + std::string(by), {}, 400);
}

// The entities of all items, once for each kind.
void readEntities(Context &context, std::vector<ItemView> &items)
{
    std::unordered_map<std::string, std::shared_ptr<const Entity>> found;
    for (const Kind kind : repository::allKinds) {
        Texts ids;
        for (const ItemView &item : items)
            if (item.list->entityType == repository::nameOf(kind))
                ids.push_back(item.row.entityId);
        if (ids.empty())
            continue;
        repository::EntityQuery query(kind, context.project->row.id, true);
        query.withIds(ids);
        context.scope->narrow(query);
        rules::need(query.each(context.db, [&](Entity &e) {
            context.keep(e);
            const std::string id = e.id;
            found[id] = std::make_shared<const Entity>(std::move(e));
        }));
    }
    for (ItemView &item : items)
        if (const auto entity = found.find(item.row.entityId); entity != found.end())
            item.entity = entity->second;
}

Page<ItemView> itemsPage(std::vector<ItemView> items, const Object &arguments)
{
    const auto filter = filterIn(arguments, "filter", itemFields);
    const bool onlyReadable = jsontext::flag(arguments, "accessibleOnly");
    std::erase_if(items, [&](const ItemView &item) {
        return (onlyReadable && !item.entity) ||
               (filter && !filter->matches([&](std::string_view field) { return itemField(item.row, field); }));
    });
    const std::string_view by = jsontext::text(arguments, "sortBy");
    checkSort(by, {"position", "label", "createdAt", "updatedAt", "createdBy", "updatedBy", "entityId"});
    if (!by.empty())
        sortRows(items, by, [](const ItemView &item, std::string_view field) { return itemField(item.row, field); });
    return pageOf(std::move(items), Paging::from(arguments));
}

std::string folderPath(const ItemView &item)
{
    if (!item.entity)
        return {};
    const std::string &path = item.list->entityType == "folder" ? item.entity->path : item.entity->folderPath;
    return path.substr(std::min<std::size_t>(1, path.size()));
}

// The entity's attributes, with those of the item over them.
std::string allAttrib(Context &context, const ItemView &item)
{
    Object made;
    if (item.entity)
        made = jsontext::parseObject(context.attribOf(*repository::kindOf(item.list->entityType), *item.entity));
    jsontext::mergePatch(made, jsontext::parseObject(context.scope->shownAttrib(item.row.attrib)));
    return jsontext::toText(made);
}

Texts itemNodes(Context &context, const Selections &selections, const std::vector<const ItemView *> &items)
{
    Texts made(items.size(), "null");
    for (const Kind kind : repository::allKinds) {
        Texts ids(items.size());
        bool hasAny = false;
        for (std::size_t i = 0; i < items.size(); ++i)
            if (items[i]->entity && items[i]->list->entityType == repository::nameOf(kind)) {
                ids[i] = items[i]->row.entityId;
                hasAny = true;
            }
        if (!hasAny)
            continue;
        const Texts nodes = renderByIds(context, kind, ids, selections);
        for (std::size_t i = 0; i < items.size(); ++i)
            if (!ids[i].empty())
                made[i] = nodes[i];
    }
    return made;
}

Column<ItemView> itemColumn(Context &context, const Item &item, const std::vector<const ItemView *> &items)
{
    static const std::unordered_map<std::string_view, std::string ListItemRow::*> texts{
        {"id", &ListItemRow::id},
        {"entityId", &ListItemRow::entityId},
        {"data", &ListItemRow::data},
        {"createdAt", &ListItemRow::createdAt},
        {"updatedAt", &ListItemRow::updatedAt}};
    if (const auto found = texts.find(item.name); found != texts.end())
        return {[member = found->second](Writer &w, const ItemView &i) { w.string(i.row.*member); }, {}};
    if (item.name == "createdBy" || item.name == "updatedBy")
        return {[isMaker = item.name == "createdBy"](Writer &w, const ItemView &i) {
                    w.stringOrNull(isMaker ? i.row.createdBy : i.row.updatedBy);
                },
                {}};
    if (item.name == "projectName")
        return {[&context](Writer &w, const ItemView &) { w.string(context.project->row.name); }, {}};
    if (item.name == "entityType")
        return {[](Writer &w, const ItemView &i) { w.string(i.list->entityType); }, {}};
    if (item.name == "position")
        return {[](Writer &w, const ItemView &i) { w.integer(i.row.position); }, {}};
    if (item.name == "attrib")
        return {[&context](Writer &w, const ItemView &i) { w.string(context.scope->shownAttrib(i.row.attrib)); }, {}};
    if (item.name == "allAttrib")
        return {[&context](Writer &w, const ItemView &i) { w.string(allAttrib(context, i)); }, {}};
    if (item.name == "ownAttrib")
        return {[&context](Writer &w, const ItemView &i) {
                    w.raw(rules::ownAttribText(context.scope->shownAttrib(i.row.attrib)));
                },
                {}};
    if (item.name == "folderPath")
        return {[](Writer &w, const ItemView &i) { w.string(folderPath(i)); }, {}};
    if (item.name == "tags")
        return {[](Writer &w, const ItemView &i) { w.raw(i.row.tags); }, {}};
    if (item.name == "Forbidden")
        return {[](Writer &w, const ItemView &i) { w.boolean(!i.entity); }, {}};
    return {{}, itemNodes(context, item.selections, items)}; // Entity, an older name of node
}

std::string listAttributes(const ListRow &list)
{
    return jsontext::toText(jsontext::items(jsontext::array(jsontext::parseObject(list.data), "attributes")));
}

Column<ListRow> listColumn(Context &context, const Item &item)
{
    static const std::unordered_map<std::string_view, std::string ListRow::*> texts{
        {"id", &ListRow::id},
        {"entityType", &ListRow::entityType},
        {"entityListType", &ListRow::listType},
        {"label", &ListRow::label},
        {"access", &ListRow::access},
        {"data", &ListRow::data},
        {"createdAt", &ListRow::createdAt},
        {"updatedAt", &ListRow::updatedAt}};
    static const std::unordered_map<std::string_view, std::string ListRow::*> nullable{
        {"entityListFolderId", &ListRow::folderId},
        {"owner", &ListRow::owner},
        {"createdBy", &ListRow::createdBy},
        {"updatedBy", &ListRow::updatedBy}};
    if (const auto found = texts.find(item.name); found != texts.end())
        return {[member = found->second](Writer &w, const ListRow &l) { w.string(l.*member); }, {}};
    if (const auto found = nullable.find(item.name); found != nullable.end())
        return {[member = found->second](Writer &w, const ListRow &l) { w.stringOrNull(l.*member); }, {}};
    if (item.name == "projectName")
        return {[&context](Writer &w, const ListRow &) { w.string(context.project->row.name); }, {}};
    if (item.name == "allAttrib")
        return {[&context](Writer &w, const ListRow &l) { w.string(context.scope->shownAttrib(l.attrib)); }, {}};
    if (item.name == "tags")
        return {[](Writer &w, const ListRow &l) { w.raw(l.tags); }, {}};
    if (item.name == "activityCategories") // there are none without an addon that has some
        return {[](Writer &w, const ListRow &) { w.beginArray().endArray(); }, {}};
    if (item.name == "active")
        return {[](Writer &w, const ListRow &l) { w.boolean(l.active); }, {}};
    if (item.name == "attributes")
        return {[](Writer &w, const ListRow &l) { w.string(listAttributes(l)); }, {}};
    if (item.name == "accessLevel")
        return {[&context](Writer &w, const ListRow &l) {
                    w.integer(accessLevel(*context.user, context.project.get(), l.owner, l.access));
                },
                {}};
    return {[counts = rules::need(repository::countsOfLists(context.db, context.project->row.id))](Writer &w,
                                                                                                   const ListRow &l) {
                const auto found = counts.find(l.id);
                w.integer(found == counts.end() ? 0 : found->second);
            },
            {}};
}

Texts listItems(Context &context, const Item &item, const std::vector<const ListRow *> &lists)
{
    Texts ids;
    std::unordered_map<std::string_view, std::size_t> places;
    for (const ListRow *list : lists) {
        places[list->id] = ids.size();
        ids.push_back(list->id);
    }
    std::vector<ItemView> all;
    for (ListItemRow &row :
         rules::need(repository::itemsOfLists(context.db, context.project->row.id, repository::jsonList(ids))))
        all.push_back({std::move(row), nullptr, nullptr});
    for (ItemView &one : all)
        one.list = lists[places.at(one.row.listId)];
    context.effort.count(all.size());
    readEntities(context, all);
    std::vector<std::vector<ItemView>> byList(lists.size());
    for (ItemView &one : all)
        byList[places.at(one.list->id)].push_back(std::move(one));
    std::vector<Page<ItemView>> pages;
    pages.reserve(byList.size());
    for (auto &items : byList)
        pages.push_back(itemsPage(std::move(items), item.arguments));
    return renderConnections<ItemView>(
        context, item.definition->type.name, item.selections, pages,
        [&context](const Selections &selections, const std::vector<const ItemView *> &items) {
            return itemNodes(context, selections, items);
        },
        [&context](const Item &field, const std::vector<const ItemView *> &items) {
            return itemColumn(context, field, items);
        });
}

Texts renderLists(Context &context, const Selections &selections, const std::vector<const ListRow *> &lists)
{
    return renderObjects<ListRow>(
        context, "EntityListNode", selections, lists,
        [&context](const Item &item, const std::vector<const ListRow *> &rows) -> Column<ListRow> {
            if (item.name == "items")
                return {{}, listItems(context, item, rows)};
            return listColumn(context, item);
        });
}

bool maySee(const Context &context, const ListRow &list)
{
    return accessLevel(*context.user, context.project.get(), list.owner, list.access) >= MaySee;
}

std::string canonical(const std::string &given)
{
    std::string id = canonicalEntityId(given);
    if (id.empty())
        throw GraphError("Invalid entity ID " + given, {}, 400);
    return id;
}

} // namespace

std::string renderEntityLists(Context &context, const Item &item)
{
    auto ids = listOf(item.arguments, "ids");
    if (ids)
        for (std::string &id : *ids)
            id = canonical(id);
    const auto filter = filterIn(item.arguments, "filter", listFields);
    const std::string search = rules::lowered(jsontext::text(item.arguments, "search"));
    std::vector<ListRow> lists = rules::need(repository::allLists(context.db, context.project->row.id));
    std::erase_if(lists, [&](const ListRow &list) {
        return !maySee(context, list) || (ids && std::find(ids->begin(), ids->end(), list.id) == ids->end()) ||
               (!search.empty() && rules::lowered(list.label).find(search) == std::string::npos) ||
               (filter && !filter->matches([&](std::string_view field) { return listField(list, field); }));
    });
    const std::string_view by = jsontext::text(item.arguments, "sortBy");
    checkSort(by,
              {"label", "name", "createdAt", "updatedAt", "createdBy", "updatedBy", "entityType", "entityListType"});
    if (!by.empty())
        sortRows(lists, by, listField);
    std::vector<Page<ListRow>> pages;
    pages.push_back(pageOf(std::move(lists), Paging::from(item.arguments)));
    return renderConnections<ListRow>(
               context, item.definition->type.name, item.selections, pages,
               [&context](const Selections &selections, const std::vector<const ListRow *> &rows) {
                   return renderLists(context, selections, rows);
               })
        .front();
}

std::string renderEntityList(Context &context, const Item &item)
{
    const std::string id = canonical(std::string(jsontext::text(item.arguments, "id")));
    const auto list = rules::need(repository::listById(context.db, context.project->row.id, id));
    if (!list)
        throw GraphError("Entity list not found", item.location, 404);
    if (!maySee(context, *list))
        throw GraphError("You do not have permission to see this list", item.location, 403);
    return renderLists(context, item.selections, {&*list}).front();
}

} // namespace hearth::server::graphql
