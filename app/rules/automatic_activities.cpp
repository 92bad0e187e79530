// SPDX-License-Identifier: Apache-2.0
// Activities that the server makes of changes of entities.
#include "rules/activities.h"

#include "rules/entity_json.h"

#include <algorithm>

namespace hearth::rules
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using repository::Entity;
using repository::EventRow;
using repository::Kind;

std::string link(Kind kind, const Entity &entity)
{
    const Object origin = activityOrigin(kind, entity);
    return '[' + std::string(jsontext::text(origin, "name")) + "](" + std::string(repository::nameOf(kind)) + ':' +
           entity.id + ')';
}

std::string shown(const Value *value)
{
    if (!value || value->is_null())
        return "nothing";
    return value->is_string() ? std::string(value->get_string()) : jsontext::toText(*value);
}

bool holds(const jsontext::Array &values, const Value &value)
{
    return std::find(values.begin(), values.end(), value) != values.end();
}

/// The activities of one batch of events.
class Maker
{
public:
    Maker(database::Connection &db, const Actor &actor, EntityMemory &entities, ActivityBook &book)
        : m_db(db), m_actor(actor), m_entities(entities), m_book(book)
    {
    }

    void make(const EventRow &event)
    {
        const std::string_view topic = event.topic;
        if (!topic.starts_with("entity."))
            return;
        const auto dot = topic.find('.', 7);
        const auto kind = repository::kindOf(topic.substr(7, dot - 7));
        if (!kind || *kind == Kind::Representation || *kind == Kind::Workfile)
            return;
        const std::string_view aspect = topic.substr(dot + 1);
        const bool isPublish = *kind == Kind::Version && aspect == "created";
        const bool isAssignment = *kind == Kind::Task && aspect == "assignees_changed";
        if (!isPublish && !isAssignment && aspect != "status_changed" && aspect != "attrib_changed")
            return;
        const std::string id(jsontext::text(jsontext::parseObject(event.summary), "entityId"));
        const Entity *entity = m_entities.find(*kind, id);
        if (!entity)
            return; // deleted by the same batch
        const Actor &actor = actorOf(event.user);
        if (isPublish)
            return publish(actor, *entity);
        const Object payload = jsontext::parseObject(event.payload);
        if (isAssignment)
            return assign(actor, *entity, payload);
        if (aspect == "status_changed")
            return changeStatus(actor, *kind, *entity, payload);
        changeAttributes(actor, *kind, *entity, payload);
    }

private:
    const Actor &actorOf(const std::string &name)
    {
        if (name == m_actor.user->name())
            return m_actor;
        const auto [kept, isNew] = m_actors.try_emplace(name, m_actor);
        if (isNew)
            if (auto row = need(repository::userByName(m_db, name)))
                kept->second.user = readUser(std::move(*row));
        return kept->second;
    }

    void add(const Actor &actor, Kind kind, const Entity &entity, const char *type, std::string body, Object data)
    {
        ActivityDraft draft;
        draft.type = type;
        draft.body = std::move(body);
        draft.data = std::move(data);
        draft.isAutomatic = true;
        (void)m_book.add(actor, kind, entity, std::move(draft));
    }

    void publish(const Actor &actor, const Entity &version)
    {
        if (!version.author.empty())
            m_book.watch(actor, Kind::Version, version, version.author);
        Object context;
        if (const Entity *product = m_entities.find(Kind::Product, version.parentId)) {
            context["productId"] = product->id;
            context["productName"] = product->name;
            context["productType"] = product->type;
            if (const Entity *folder = m_entities.find(Kind::Folder, product->parentId)) {
                context["folderId"] = folder->id;
                context["folderName"] = folder->name;
                context["folderPath"] = folder->path;
            }
        }
        const Entity *task = version.taskId.empty() ? nullptr : m_entities.find(Kind::Task, version.taskId);
        if (task) {
            context["taskId"] = task->id;
            context["taskName"] = task->name;
            context["taskType"] = task->type;
        }
        add(actor, Kind::Version, version, "version.publish", "Published " + link(Kind::Version, version),
            Object{{"context", std::move(context)}});
    }

    void assign(const Actor &actor, const Entity &task, const Object &payload)
    {
        const auto &before = jsontext::items(jsontext::array(payload, "oldValue"));
        const auto &after = jsontext::items(jsontext::array(payload, "newValue"));
        const auto tell = [&](const char *type, std::string_view verb, const Value &user, std::string_view end) {
            const std::string name(user.as_string());
            add(actor, Kind::Task, task, type,
                std::string(verb) + " [" + name + "](user:" + name + ") " + std::string(end) + ' ' +
                    link(Kind::Task, task),
                Object{{"assignee", name}});
        };
        for (const Value &user : after)
            if (user.is_string() && !holds(before, user)) {
                tell("assignee.add", "Assigned", user, "to");
                m_book.watch(actor, Kind::Task, task, std::string(user.get_string()));
            }
        for (const Value &user : before)
            if (user.is_string() && !holds(after, user))
                tell("assignee.remove", "Removed", user, "from");
    }

    void changeStatus(const Actor &actor, Kind kind, const Entity &entity, const Object &payload)
    {
        const Value *before = payload.if_contains("oldValue");
        const Value *after = payload.if_contains("newValue");
        add(actor, kind, entity, "status.change",
            link(kind, entity) + " status changed from " + shown(before) + " to " + shown(after),
            Object{{"oldValue", before ? *before : Value()}, {"newValue", after ? *after : Value()}});
    }

    void changeAttributes(const Actor &actor, Kind kind, const Entity &entity, const Object &payload)
    {
        const Object *before = jsontext::object(payload, "oldValue");
        const Object *after = jsontext::object(payload, "newValue");
        if (!before || !after)
            return;
        for (const auto &member : *after) {
            const Value *old = before->if_contains(member.key());
            const std::string key(member.key());
            add(actor, kind, entity, "attrib.change",
                link(kind, entity) + ' ' + key + " changed from " + shown(old) + " to " + shown(&member.value()),
                Object{{"key", key}, {"oldValue", old ? *old : Value()}, {"newValue", member.value()}});
        }
    }

    database::Connection &m_db;
    const Actor &m_actor;
    EntityMemory &m_entities;
    ActivityBook &m_book;
    std::unordered_map<std::string, Actor> m_actors;
};

} // namespace

void addAutomaticActivities(database::Connection &db, const Actor &actor, const std::vector<EventRow> &events,
                            EntityMemory &entities, ActivityBook &book)
{
    Maker maker(db, actor, entities, book);
    for (const EventRow &event : events)
        maker.make(event);
}

} // namespace hearth::rules
