// SPDX-License-Identifier: Apache-2.0
// Lists of entities: what they are called, who may use them, and which attributes their items have.
#include "core/entity_id.h"
#include "repository/entity_store.h"
#include "repository/stamp.h"
#include "rules/entity_json.h"
#include "rules/names.h"
#include "rules/project_rules.h"
#include "rules/query_filter.h"
#include "server/entity_match.h"
#include "server/entity_rights.h"
#include "server/rest/entity_lists.h"
#include "server/rest/label_folders.h"
#include "server/rest/routes.h"

#include <set>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using jsontext::Writer;
using repository::ListRow;

std::string optionalId(const Object &given, const char *field)
{
    const std::string_view text = jsontext::text(given, field);
    std::string id = canonicalEntityId(text);
    if (id.empty() && !text.empty())
        rules::refuse(rules::invalidField(field, "value is not a valid id", "value_error.uuid"));
    return id;
}

void checkAccess(const Object &access)
{
    for (const auto &member : access) {
        const Value &level = member.value();
        if (!level.is_int64() || (level.get_int64() != NoAccess && level.get_int64() != MaySee &&
                                  level.get_int64() != MayEdit && level.get_int64() != MayManage))
            rules::refuse(rules::invalidField("access." + std::string(member.key()),
                                              "value is not a valid enumeration member; permitted: 0, 10, 20, 30",
                                              "type_error.enum"));
    }
}

std::string merged(const std::string &stored, const Object &patch)
{
    Object own = jsontext::parseObject(stored);
    jsontext::mergePatch(own, patch);
    return jsontext::toText(own);
}

// The fields that a new list and a changed one take alike.
void apply(Call &call, WriteContext &context, const Object &given, ListRow &list)
{
    if (const Value *label = jsontext::find(given, "label"))
        list.label = label->is_string() ? std::string(label->get_string()) : std::string();
    if (list.label.empty())
        rules::refuse(rules::invalidField("label", "field required", "value_error.missing"));
    if (const Value *folder = jsontext::find(given, "entityListFolderId")) {
        list.folderId = folder->is_null() ? std::string() : optionalId(given, "entityListFolderId");
        if (!list.folderId.empty() && !hasLabelFolder(context.db, listFolders(call.project->row.id), list.folderId))
            rules::refuse(rules::badRequest("The folder of the list is not there"));
    }
    if (const Object *access = jsontext::object(given, "access")) {
        checkAccess(*access);
        list.access = jsontext::toText(*access);
    }
    if (const Object *attrib = jsontext::object(given, "attrib"))
        list.attrib = merged(list.attrib, context.attributes()->checked("list", *attrib));
    if (const Object *data = jsontext::object(given, "data"))
        list.data = merged(list.data, *data);
    if (const Object *templ = jsontext::object(given, "template"))
        list.templ = jsontext::toText(*templ);
    if (const Array *tags = jsontext::array(given, "tags"))
        list.tags = jsontext::toText(*tags);
    if (const std::string_view owner = jsontext::text(given, "owner"); !owner.empty()) {
        if (!rules::need(repository::userByName(context.db, owner)))
            rules::refuse(rules::badRequest("The owner of the list is no user"));
        list.owner = owner;
    }
    list.active = jsontext::flag(given, "active", list.active);
}

[[noreturn]] void refuseLabel(const ListRow &list)
{
    rules::refuse(rules::conflict("Entity_list with label '" + list.label + "' already exists.", "unique-violation"));
}

http::Response create(Call &call, WriteContext &context)
{
    const std::int64_t project = call.project->row.id;
    if (call.user->isGuest)
        rules::refuse(rules::forbidden("Guests cannot make lists"));
    const Object &body = call.object();
    ListRow list;
    list.entityType = jsontext::text(body, "entityType");
    if (!repository::kindOf(list.entityType))
        rules::refuse(rules::invalidField("entityType", "unexpected value", "value_error.const"));
    list.listType = jsontext::text(body, "entityListType");
    if (list.listType.empty())
        list.listType = "generic";
    list.id = optionalId(body, "id");
    if (list.id.empty())
        list.id = newEntityId();
    list.owner = call.user->name();
    apply(call, context, body, list);
    list.createdBy = call.user->name();
    list.updatedBy = list.createdBy;
    list.createdAt = repository::stampNow();
    list.updatedAt = list.createdAt;
    if (rules::need(repository::listById(context.db, project, list.id)))
        rules::refuse(rules::conflict("Entity_list with id '" + list.id + "' already exists.", "unique-violation"));
    if (const auto made = repository::insertList(context.db, project, list); !made) {
        if (made.error().kind == ErrorKind::Conflict)
            refuseLabel(list);
        rules::refuse(rules::failureOf(made.error()));
    }
    if (const Array *items = jsontext::array(body, "items"))
        addListItems(call, context, list, *items);
    tellList(call, context, "entity_list.created", list);
    context.touch(project);
    return listSummary(201, context.db, project, list);
}

http::Response one(Call &call)
{
    const ListRow list = listFor(call, *call.db, MaySee);
    Object data = jsontext::parseObject(list.data);
    data["count"] = rules::need(repository::countOfList(*call.db, call.project->row.id, list.id));
    std::string body;
    Writer w(body);
    w.beginObject().member("id", list.id).member("entityListType", list.listType);
    w.memberOrNull("entityListFolderId", list.folderId).member("entityType", list.entityType);
    w.member("label", list.label).memberRaw("access", list.access);
    w.memberRaw("attrib", call.scope(*call.db)->shownAttrib(list.attrib)).memberRaw("data", jsontext::toText(data));
    w.memberRaw("template", list.templ).memberRaw("tags", list.tags);
    if (!call.flag("metadata_only")) {
        w.key("items");
        appendListItems(w, call, *call.db, list);
    }
    w.memberOrNull("owner", list.owner).memberOrNull("createdBy", list.createdBy);
    w.memberOrNull("updatedBy", list.updatedBy).member("createdAt", list.createdAt);
    w.member("updatedAt", list.updatedAt).member("active", list.active);
    w.member("accessLevel", accessLevel(*call.user, call.project.get(), list.owner, list.access)).endObject();
    return http::Response::json(200, std::move(body));
}

http::Response patch(Call &call, WriteContext &context)
{
    ListRow list = listFor(call, context.db, MayManage);
    apply(call, context, call.object(), list);
    saveList(call, context, list);
    return http::Response::empty();
}

http::Response remove(Call &call, WriteContext &context)
{
    const ListRow list = listFor(call, context.db, MayManage);
    tellList(call, context, "entity_list.deleted", list);
    rules::need(repository::removeList(context.db, call.project->row.id, list.id));
    context.touch(call.project->row.id);
    return http::Response::empty();
}

http::Response entities(Call &call)
{
    const ListRow list = listFor(call, *call.db, MaySee);
    std::string body;
    Writer w(body);
    w.beginObject().member("entityType", list.entityType).key("entityIds").beginArray();
    for (const std::string &id : readableListEntities(call, *call.db, list))
        w.string(id);
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

http::Response attributes(Call &call)
{
    const Object data = jsontext::parseObject(listFor(call, *call.db, MaySee).data);
    return http::Response::json(200, jsontext::toText(jsontext::items(jsontext::array(data, "attributes"))));
}

http::Response setAttributes(Call &call, WriteContext &context)
{
    ListRow list = listFor(call, context.db, MayManage);
    if (!call.body.is_array())
        rules::refuse(rules::invalidField("__root__", "value is not a valid list", "type_error.list"));
    std::set<std::string, std::less<>> names;
    for (const Value &item : call.body.get_array()) {
        const Object *given = item.if_object();
        const std::string name(given ? jsontext::text(*given, "name") : std::string_view());
        if (!rules::isAttributeName(name))
            rules::refuse(rules::invalidPattern("name", rules::attributeNamePattern));
        if (!jsontext::object(*given, "data"))
            rules::refuse(rules::invalidField("data", "field required", "value_error.missing"));
        if (context.attributes()->find(name))
            rules::refuse(rules::badRequest("The studio has an attribute " + name + " already"));
        if (!names.insert(name).second)
            rules::refuse(rules::badRequest("The attribute " + name + " is named twice"));
        if (!rules::isAttributeType(jsontext::text(rules::readAttribute(name, *given).data, "type")))
            rules::refuse(rules::invalidField("data.type", "unexpected value", "value_error.const"));
    }
    list.data = merged(list.data, Object{{"attributes", call.body}});
    saveList(call, context, list);
    return http::Response::empty();
}

// A list whose template says which entities belong to it gets an item for each that has none.
http::Response materialize(Call &call, WriteContext &context)
{
    ListRow list = listFor(call, context.db, MayEdit);
    const Object templ = jsontext::parseObject(list.templ);
    const Object *given = jsontext::object(templ, "filter");
    if (!given)
        rules::refuse(rules::badRequest("The list has no template with a filter"));
    const auto filter = rules::QueryFilter::parse(*given, rules::filterFields);
    if (!filter)
        rules::refuse(filter.error());
    const auto kind = *repository::kindOf(list.entityType);
    repository::EntityQuery query(kind, call.project->row.id, true);
    call.scope(context.db)->narrow(query);
    std::vector<std::string> ids;
    rules::need(query.each(context.db, [&](repository::Entity &entity) {
        const auto attrib = [&] { return rules::shownAttrib(kind, entity, *context.attributes()); };
        if (filter->matches([&](std::string_view field) { return entityField(kind, entity, attrib, field); }))
            ids.push_back(entity.id);
    }));
    addListEntities(call, context, list, ids);
    saveList(call, context, list);
    return listSummary(200, context.db, call.project->row.id, list);
}

} // namespace

ListRow listFor(const Call &call, database::Connection &db, AccessLevel level)
{
    const std::string id = entityIdParam(call, "list");
    auto list = rules::need(repository::listById(db, call.project->row.id, id));
    if (!list)
        rules::refuse(rules::notFound("Entity list " + id + " not found"));
    if (accessLevel(*call.user, call.project.get(), list->owner, list->access) < level)
        rules::refuse(rules::forbidden("You do not have permission to do this with the list"));
    return std::move(*list);
}

void saveList(Call &call, WriteContext &context, ListRow &list)
{
    list.updatedBy = call.user->name();
    list.updatedAt = repository::stampNow();
    if (const auto saved = repository::updateList(context.db, call.project->row.id, list); !saved) {
        if (saved.error().kind == ErrorKind::Conflict)
            refuseLabel(list);
        rules::refuse(rules::failureOf(saved.error()));
    }
    tellList(call, context, "entity_list.changed", list);
    context.touch(call.project->row.id);
}

void tellList(Call &call, WriteContext &context, const char *topic, const ListRow &list)
{
    std::string summary;
    Writer w(summary);
    w.beginObject().member("id", list.id).member("entity_list_type", list.listType);
    w.memberOrNull("entity_list_folder_id", list.folderId).member("entity_type", list.entityType);
    w.member("label", list.label);
    w.member("count", rules::need(repository::countOfList(context.db, call.project->row.id, list.id))).endObject();
    std::string payload; // who may know of a list that is gone
    Writer(payload).beginObject().member("owner", list.owner).memberRaw("access", list.access).endObject();
    const std::string_view verb = std::string_view(topic).substr(std::string_view(topic).find('.') + 1);
    context.emit(
        rules::need(rules::storeEvent(context.db, call.actor, topic, call.project->row.name,
                                      "Entity list " + list.label + ' ' + std::string(verb), summary, payload)));
}

http::Response listSummary(int status, database::Connection &db, std::int64_t project, const ListRow &list)
{
    std::string body;
    Writer(body)
        .beginObject()
        .member("id", list.id)
        .member("entityListType", list.listType)
        .member("entityType", list.entityType)
        .member("label", list.label)
        .member("count", rules::need(repository::countOfList(db, project, list.id)))
        .endObject();
    return http::Response::json(status, std::move(body));
}

void registerListRoutes(Api &api)
{
    const std::string all = "/api/projects/{project}/lists";
    const std::string list = all + "/{list}";
    api.write("POST", all.c_str(), Access::User, create);
    api.read("GET", list.c_str(), Access::User, one);
    api.write("PATCH", list.c_str(), Access::User, patch);
    api.write("DELETE", list.c_str(), Access::User, remove);
    api.read("GET", (list + "/entities").c_str(), Access::User, entities);
    api.read("GET", (list + "/attributes").c_str(), Access::User, attributes);
    api.write("PUT", (list + "/attributes").c_str(), Access::User, setAttributes);
    api.write("POST", (list + "/materialize").c_str(), Access::User, materialize);
    registerListItemRoutes(api);
}

} // namespace hearth::server
