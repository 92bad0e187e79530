// SPDX-License-Identifier: Apache-2.0
#include "server/event_sight.h"

#include "json_text/document.h"
#include "repository/entity_lists.h"
#include "repository/folder_tree.h"
#include "rules/entity_json.h"
#include "server/list_access.h"

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using repository::Kind;

/// What is asked about one event.
struct Question {
    database::Connection &db;
    const rules::ProjectRights &rights;
    std::int64_t project = 0;
};

bool isOpen(const Question &q, std::string_view folderId)
{
    const auto place = rules::need(repository::folderOf(q.db, Kind::Folder, q.project, folderId));
    return place &&
           rules::need(rules::isAllowed(q.db, q.rights, q.project, rules::Right::Read, place->path, place->id));
}

bool mayRead(const Question &q, std::string_view type, std::string_view id)
{
    const auto kind = repository::kindOf(type);
    return !kind || rules::need(rules::mayReadOne(q.db, q.rights, *kind, q.project, std::string(id)));
}

// Where a deleted entity was: in its parent, a folder at its path.
bool mightRead(const Question &q, Kind kind, const Object &summary, const std::string &payload)
{
    const std::string_view parent = jsontext::text(summary, "parentId");
    switch (kind) {
    case Kind::Folder: {
        const Object body = jsontext::parseObject(payload);
        const Object *entity = jsontext::object(body, "entityData");
        return entity && q.rights.of(rules::Right::Read).holds(jsontext::text(*entity, "path"));
    }
    case Kind::Task:
        return q.rights.showsSiblingTasks && isOpen(q, parent);
    case Kind::Product:
        return isOpen(q, parent);
    case Kind::Version:
        return mayRead(q, "product", parent);
    case Kind::Representation:
        return mayRead(q, "version", parent);
    case Kind::Workfile:
        break;
    }
    return mayRead(q, "task", parent);
}

bool mayReadEntity(const Question &q, Kind kind, const Object &summary, const std::string &payload)
{
    const std::string id(jsontext::text(summary, "entityId"));
    if (rules::need(rules::mayReadOne(q.db, q.rights, kind, q.project, id)))
        return true;
    return !rules::need(repository::entityById(q.db, kind, q.project, id)) && mightRead(q, kind, summary, payload);
}

bool mayReadLink(const Question &q, const Object &link)
{
    return mayRead(q, jsontext::text(link, "inputType"), jsontext::text(link, "inputId")) &&
           mayRead(q, jsontext::text(link, "outputType"), jsontext::text(link, "outputId"));
}

// The topic says which entities the summary names.
bool mayReadAll(const Question &q, const repository::EventRow &event)
{
    const std::string_view topic = event.topic;
    const Object summary = jsontext::parseObject(event.summary);
    if (topic.starts_with("entity.")) {
        const std::string_view rest = topic.substr(7);
        const auto kind = repository::kindOf(rest.substr(0, rest.find('.')));
        return !kind || mayReadEntity(q, *kind, summary, event.payload);
    }
    if (topic.starts_with("link."))
        return mayReadLink(q, summary);
    if (topic == "thumbnail.updated")
        return mayRead(q, jsontext::text(summary, "entityType"), jsontext::text(summary, "entityId"));
    if (topic.starts_with("reviewable."))
        return mayRead(q, "version", jsontext::text(summary, "versionId"));
    const bool areLinks = topic.starts_with("links.");
    for (const Value &item : jsontext::items(jsontext::array(summary, areLinks ? "links" : "references"))) {
        const Object *one = item.if_object();
        if (one && !(areLinks ? mayReadLink(q, *one)
                              : mayRead(q, jsontext::text(*one, "entity_type"), jsontext::text(*one, "entity_id"))))
            return false;
    }
    return true;
}

// A list that is gone has left who might see it.
bool maySeeList(const rules::User &user, const rules::ProjectInfo &project, database::Connection &db,
                const repository::EventRow &event)
{
    if (!event.topic.starts_with("entity_list."))
        return true;
    const std::string id(jsontext::text(jsontext::parseObject(event.summary), "id"));
    if (const auto list = rules::need(repository::listById(db, project.row.id, id)))
        return accessLevel(user, &project, list->owner, list->access) >= MaySee;
    const Object payload = jsontext::parseObject(event.payload);
    const Object *access = jsontext::object(payload, "access");
    return accessLevel(user, &project, jsontext::text(payload, "owner"), access ? jsontext::toText(*access) : "{}") >=
           MaySee;
}

bool mayUse(const rules::ProjectRights &rights, const repository::EventRow &event)
{
    const bool isMessage = event.topic == "inbox.message";
    if (!isMessage && !event.topic.starts_with("activity."))
        return true;
    const Object summary = jsontext::parseObject(event.summary);
    const std::string_view type = jsontext::text(summary, "activity_type");
    // A message says what an attribute is now.
    const bool isHidden = isMessage && rights.hidesAttributes() && type == "attrib.change";
    return !isHidden && rules::ProjectRights::allows(rights.activities, type);
}

void strip(const rules::ProjectRights &rights, Object &body, const char *name)
{
    if (const Object *attrib = jsontext::object(body, name))
        body[name] = jsontext::parseObject(rights.shownAttrib(jsontext::toText(*attrib)));
}

} // namespace

bool mayKnow(const rules::User &user, Store &store, database::Connection &db, const repository::EventRow &event)
{
    if (user.isManager || event.project.empty())
        return true;
    if (!user.mayRead(event.project))
        return false;
    const auto project = store.project(db, event.project);
    if (!project)
        return true;
    const auto rights = store.rights(db, user, *project);
    return mayUse(*rights, event) && maySeeList(user, *project, db, event) &&
           (rights->readsAll() || mayReadAll({db, *rights, project->row.id}, event));
}

bool prepareFor(const rules::User &user, Store &store, database::Connection &db, repository::EventRow &event)
{
    if (!mayKnow(user, store, db, event))
        return false;
    const auto project = user.isManager || event.project.empty() ? nullptr : store.project(db, event.project);
    const auto rights = project ? store.rights(db, user, *project) : rules::ProjectRights::unlimited();
    if (!rights->hidesAttributes() || !event.topic.starts_with("entity."))
        return true;
    Object payload = jsontext::parseObject(event.payload);
    if (event.topic.ends_with(".attrib_changed"))
        for (const char *side : {"oldValue", "newValue"})
            strip(*rights, payload, side);
    if (Value *entity = payload.if_contains("entityData"); entity && entity->is_object()) {
        strip(*rights, entity->get_object(), "attrib");
        entity->get_object()["ownAttrib"] =
            jsontext::parseArray(rules::ownAttribText(jsontext::toText(entity->get_object()["attrib"])));
    }
    event.payload = jsontext::toText(payload);
    return true;
}

} // namespace hearth::server
