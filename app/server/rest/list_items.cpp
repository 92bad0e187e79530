// SPDX-License-Identifier: Apache-2.0
// What is in a list of entities, and in which order.
#include "core/entity_id.h"
#include "repository/entity_store.h"
#include "repository/stamp.h"
#include "server/entity_rights.h"
#include "server/rest/entity_lists.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using repository::Kind;
using repository::ListItemRow;
using repository::ListRow;

using Items = std::vector<ListItemRow>;

Kind kindOf(const ListRow &list)
{
    return *repository::kindOf(list.entityType);
}

// Studio attributes of the list's kind, and those that the list defines itself; others are left out.
Object checkedAttrib(WriteContext &context, const ListRow &list, const Object &given)
{
    Object made = context.attributes()->checked(list.entityType, given);
    const Object data = jsontext::parseObject(list.data);
    for (const Value &one : jsontext::items(jsontext::array(data, "attributes"))) {
        const std::string name(jsontext::text(one.as_object(), "name"));
        const Value *value = given.if_contains(name);
        const Object *definition = jsontext::object(one.as_object(), "data");
        if (value && definition)
            made[name] = value->is_null()
                             ? *value
                             : rules::checkedValue(rules::readAttribute(name, Object{{"data", *definition}}), *value);
    }
    return made;
}

std::string idIn(const Object &given, const char *field)
{
    const std::string_view text = jsontext::text(given, field);
    std::string id = canonicalEntityId(text);
    if (id.empty() && !text.empty())
        rules::refuse(rules::invalidField(field, "value is not a valid id", "value_error.uuid"));
    return id;
}

// Puts what was given into an item; the position only says where it is wanted.
void apply(Call &call, WriteContext &context, const ListRow &list, const Object &given, ListItemRow &item)
{
    if (const std::string entity = idIn(given, "entityId"); !entity.empty() && entity != item.entityId) {
        (void)readableEntity(call, context.db, kindOf(list), entity);
        item.entityId = entity;
    }
    if (item.entityId.empty())
        rules::refuse(rules::invalidField("entityId", "field required", "value_error.missing"));
    if (const Value *label = jsontext::find(given, "label"))
        item.label = label->is_string() ? std::string(label->get_string()) : std::string();
    item.position = jsontext::integer(given, "position", item.position);
    const auto merge = [](std::string &stored, const Object &patch) {
        Object own = jsontext::parseObject(stored);
        jsontext::mergePatch(own, patch);
        stored = jsontext::toText(own);
    };
    if (const Object *attrib = jsontext::object(given, "attrib"))
        merge(item.attrib, checkedAttrib(context, list, *attrib));
    if (const Object *data = jsontext::object(given, "data"))
        merge(item.data, *data);
    if (const Array *tags = jsontext::array(given, "tags"))
        item.tags = jsontext::toText(*tags);
    item.updatedBy = call.user->name();
    item.updatedAt = repository::stampNow();
}

ListItemRow newItem(Call &call, WriteContext &context, const ListRow &list, const Object &given, std::size_t index)
{
    ListItemRow item;
    item.id = idIn(given, "id");
    if (item.id.empty())
        item.id = newEntityId();
    item.listId = list.id;
    item.position = static_cast<std::int64_t>(index);
    apply(call, context, list, given, item);
    item.createdBy = item.updatedBy;
    item.createdAt = item.updatedAt;
    return item;
}

void insert(WriteContext &context, std::int64_t project, const ListItemRow &item)
{
    if (const auto made = repository::insertListItem(context.db, project, item); !made) {
        if (made.error().kind == ErrorKind::Conflict)
            rules::refuse(
                rules::conflict("Entity_list_item with id '" + item.id + "' already exists.", "unique-violation"));
        rules::refuse(rules::failureOf(made.error()));
    }
}

// Stores the items with positions from 0 on; `moved` is put where it wishes to be. All have rows already.
void renumber(WriteContext &context, std::int64_t project, Items items, const std::unordered_set<std::string> &changed,
              const std::string &moved = {})
{
    std::stable_sort(items.begin(), items.end(), [&moved](const ListItemRow &a, const ListItemRow &b) {
        return a.position != b.position ? a.position < b.position : a.id == moved && b.id != moved;
    });
    std::int64_t position = 0;
    for (ListItemRow &item : items) {
        const bool isMoved = item.position != position;
        item.position = position++;
        if (isMoved || changed.contains(item.id))
            rules::need(repository::updateListItem(context.db, project, item));
    }
}

Items itemsOf(WriteContext &context, const Call &call, const ListRow &list)
{
    return rules::need(repository::itemsOfList(context.db, call.project->row.id, list.id));
}

const Object &objectIn(const Value &item)
{
    if (!item.is_object())
        rules::refuse(rules::invalidField("items", "value is not a valid dict", "type_error.dict"));
    return item.get_object();
}

http::Response add(Call &call, WriteContext &context)
{
    ListRow list = listFor(call, context.db, MayEdit);
    Items items = itemsOf(context, call, list);
    ListItemRow item = newItem(call, context, list, call.object(), items.size());
    insert(context, call.project->row.id, item);
    const std::string id = item.id;
    items.push_back(std::move(item));
    renumber(context, call.project->row.id, std::move(items), {}, id);
    saveList(call, context, list);
    return http::Response::json(201, "null");
}

Items::iterator existing(Items &items, const std::string &id)
{
    const auto found = std::find_if(items.begin(), items.end(), [&id](const ListItemRow &one) { return one.id == id; });
    if (found == items.end())
        rules::refuse(rules::notFound("List item " + id + " not found"));
    return found;
}

// An item that moves down goes behind the one whose place it takes.
void move(ListItemRow &item, std::int64_t from)
{
    if (item.position > from)
        ++item.position;
}

http::Response patch(Call &call, WriteContext &context)
{
    ListRow list = listFor(call, context.db, MayEdit);
    Items items = itemsOf(context, call, list);
    const auto item = existing(items, entityIdParam(call, "item"));
    const std::int64_t from = item->position;
    apply(call, context, list, call.object(), *item);
    move(*item, from);
    const std::string id = item->id;
    renumber(context, call.project->row.id, std::move(items), {id}, id);
    saveList(call, context, list);
    return http::Response::empty();
}

http::Response remove(Call &call, WriteContext &context)
{
    ListRow list = listFor(call, context.db, MayEdit);
    Items items = itemsOf(context, call, list);
    const auto item = existing(items, entityIdParam(call, "item"));
    rules::need(repository::removeListItem(context.db, call.project->row.id, item->id));
    items.erase(item);
    renumber(context, call.project->row.id, std::move(items), {});
    saveList(call, context, list);
    return http::Response::empty();
}

void dropAll(WriteContext &context, std::int64_t project, const Items &items)
{
    for (const ListItemRow &item : items)
        rules::need(repository::removeListItem(context.db, project, item.id));
}

// Known items are changed, others are added.
void merge(Call &call, WriteContext &context, const ListRow &list, const Array &given)
{
    Items items = itemsOf(context, call, list);
    std::unordered_set<std::string> changed;
    for (const Value &value : given) {
        const Object &one = objectIn(value);
        const std::string id = idIn(one, "id");
        const auto known =
            std::find_if(items.begin(), items.end(), [&id](const ListItemRow &item) { return item.id == id; });
        if (known != items.end()) {
            apply(call, context, list, one, *known);
            changed.insert(known->id);
        } else {
            ListItemRow item = newItem(call, context, list, one, items.size());
            insert(context, call.project->row.id, item);
            items.push_back(std::move(item));
        }
    }
    renumber(context, call.project->row.id, std::move(items), changed);
}

void drop(Call &call, WriteContext &context, const ListRow &list, const Array &given)
{
    Items items = itemsOf(context, call, list);
    for (const Value &value : given) {
        const auto item = existing(items, idIn(objectIn(value), "id"));
        rules::need(repository::removeListItem(context.db, call.project->row.id, item->id));
        items.erase(item);
    }
    renumber(context, call.project->row.id, std::move(items), {});
}

http::Response patchMany(Call &call, WriteContext &context)
{
    ListRow list = listFor(call, context.db, MayEdit);
    const Array *given = jsontext::array(call.object(), "items");
    if (!given || given->empty())
        rules::refuse(
            rules::invalidField("items", "ensure this value has at least 1 items", "value_error.list.min_items"));
    const std::string_view mode = jsontext::text(call.object(), "mode");
    if (mode.empty() || mode == "replace") {
        dropAll(context, call.project->row.id, itemsOf(context, call, list));
        addListItems(call, context, list, *given);
    } else if (mode == "merge") {
        merge(call, context, list, *given);
    } else if (mode == "delete") {
        drop(call, context, list, *given);
    } else {
        rules::refuse(rules::notPermitted("mode", mode, {"replace", "merge", "delete"}));
    }
    saveList(call, context, list);
    return http::Response::empty();
}

http::Response order(Call &call, WriteContext &context)
{
    ListRow list = listFor(call, context.db, MayEdit);
    Items items = itemsOf(context, call, list);
    std::unordered_map<std::string, std::int64_t> places;
    for (const Value &id : jsontext::items(jsontext::array(call.object(), "order")))
        if (id.is_string())
            places.emplace(canonicalEntityId(std::string(id.get_string())), static_cast<std::int64_t>(places.size()));
    const bool isWhole = places.size() == items.size() &&
                         std::all_of(items.begin(), items.end(),
                                     [&places](const ListItemRow &item) { return places.contains(item.id); });
    if (!isWhole)
        rules::refuse(rules::badRequest("The order must name each item of the list once"));
    std::unordered_set<std::string> changed;
    for (ListItemRow &item : items) {
        if (item.position != places[item.id])
            changed.insert(item.id);
        item.position = places[item.id];
    }
    renumber(context, call.project->row.id, std::move(items), changed);
    saveList(call, context, list);
    return http::Response::empty();
}

/// Where the entities of items lie, of those that may be read.
std::unordered_map<std::string, std::string> foldersOf(const Call &call, database::Connection &db, const ListRow &list,
                                                       const Items &items)
{
    std::vector<std::string> ids;
    for (const ListItemRow &item : items)
        ids.push_back(item.entityId);
    const Kind kind = kindOf(list);
    repository::EntityQuery query(kind, call.project->row.id, true);
    query.withIds(ids);
    call.scope(db)->narrow(query);
    std::unordered_map<std::string, std::string> made;
    rules::need(query.each(db, [&](repository::Entity &entity) {
        const std::string &path = kind == Kind::Folder ? entity.path : entity.folderPath;
        made[entity.id] = path.substr(std::min<std::size_t>(1, path.size()));
    }));
    return made;
}

} // namespace

void addListItems(Call &call, WriteContext &context, const ListRow &list, const Array &items)
{
    Items made;
    for (const Value &item : items) {
        made.push_back(newItem(call, context, list, objectIn(item), made.size()));
        insert(context, call.project->row.id, made.back());
    }
    renumber(context, call.project->row.id, std::move(made), {});
}

void addListEntities(Call &call, WriteContext &context, const ListRow &list, const std::vector<std::string> &entities)
{
    std::unordered_set<std::string> there;
    const Items items = itemsOf(context, call, list);
    for (const ListItemRow &item : items)
        there.insert(item.entityId);
    std::size_t index = items.size();
    for (const std::string &entity : entities)
        if (there.insert(entity).second)
            insert(context, call.project->row.id, newItem(call, context, list, Object{{"entityId", entity}}, index++));
}

void appendListItems(jsontext::Writer &w, const Call &call, database::Connection &db, const ListRow &list)
{
    const Items items = rules::need(repository::itemsOfList(db, call.project->row.id, list.id));
    const auto folders = foldersOf(call, db, list, items);
    const auto scope = call.scope(db);
    w.beginArray();
    for (const ListItemRow &item : items) {
        const auto folder = folders.find(item.entityId);
        w.beginObject().member("id", item.id).member("entityId", item.entityId).member("position", item.position);
        w.memberOrNull("label", item.label).memberRaw("attrib", scope->shownAttrib(item.attrib));
        w.memberRaw("data", item.data).memberRaw("tags", item.tags);
        w.member("folderPath", folder == folders.end() ? std::string() : folder->second);
        w.memberOrNull("createdBy", item.createdBy).memberOrNull("updatedBy", item.updatedBy);
        w.member("createdAt", item.createdAt).member("updatedAt", item.updatedAt).endObject();
    }
    w.endArray();
}

std::vector<std::string> readableListEntities(const Call &call, database::Connection &db, const ListRow &list)
{
    const Items items = rules::need(repository::itemsOfList(db, call.project->row.id, list.id));
    const auto folders = foldersOf(call, db, list, items);
    std::vector<std::string> made;
    for (const ListItemRow &item : items)
        if (folders.contains(item.entityId) && std::find(made.begin(), made.end(), item.entityId) == made.end())
            made.push_back(item.entityId);
    return made;
}

void registerListItemRoutes(Api &api)
{
    const std::string list = "/api/projects/{project}/lists/{list}";
    const std::string items = list + "/items";
    api.write("POST", items.c_str(), Access::User, add);
    api.write("PATCH", items.c_str(), Access::User, patchMany);
    api.write("PATCH", (items + "/{item}").c_str(), Access::User, patch);
    api.write("DELETE", (items + "/{item}").c_str(), Access::User, remove);
    api.write("POST", (list + "/order").c_str(), Access::User, order);
}

} // namespace hearth::server
