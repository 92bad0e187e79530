// SPDX-License-Identifier: Apache-2.0
#include "rules/entity_events.h"

#include "json_text/writer.h"
#include "repository/change_log.h"
#include "rules/entity_json.h"
#include "rules/failure.h"

namespace hearth::rules
{
namespace
{

using jsontext::Object;
using jsontext::Writer;
using repository::Entity;
using repository::Kind;

std::string quoted(std::string_view text)
{
    std::string out;
    jsontext::appendQuoted(out, text);
    return out;
}

std::string quotedOrNull(std::string_view text)
{
    return text.empty() ? "null" : quoted(text);
}

std::string title(std::string_view name)
{
    std::string made(name);
    if (!made.empty() && made.front() >= 'a' && made.front() <= 'z')
        made.front() = static_cast<char>(made.front() - 32);
    return made;
}

std::string shownName(Kind kind, const Entity &entity)
{
    if (kind == Kind::Version)
        return versionName(entity.version);
    return kind == Kind::Workfile ? std::string(baseName(entity.path)) : entity.name;
}

// Only the attributes that changed, with null for the unset side.
std::pair<std::string, std::string> attribDifference(const Entity &before, const Entity &after)
{
    const Object old = jsontext::parseObject(before.attrib);
    const Object now = jsontext::parseObject(after.attrib);
    Object oldPart;
    Object newPart;
    for (const auto &member : now) {
        const auto *was = old.if_contains(member.key());
        if (was && *was == member.value())
            continue;
        oldPart[member.key()] = was ? *was : jsontext::Value(nullptr);
        newPart[member.key()] = member.value();
    }
    for (const auto &member : old)
        if (!now.contains(member.key())) {
            oldPart[member.key()] = member.value();
            newPart[member.key()] = nullptr;
        }
    return {jsontext::toText(oldPart), jsontext::toText(newPart)};
}

constexpr std::string_view parentTopic(Kind kind)
{
    switch (kind) {
    case Kind::Folder:
        return "parent_changed";
    case Kind::Task:
    case Kind::Product:
        return "folder_changed";
    case Kind::Version:
        return "product_changed";
    case Kind::Representation:
        return "version_changed";
    case Kind::Workfile:
        break;
    }
    return "task_changed";
}

} // namespace

std::string rowText(Kind kind, const Entity &e)
{
    std::string out;
    out.reserve(512);
    Writer w(out);
    w.beginObject();
    w.memberIf("name", e.name).memberIf("label", e.label).memberIf("type", e.type).memberIf("baseType", e.baseType);
    w.memberIf("parentId", e.parentId)
        .memberIf("taskId", e.taskId)
        .memberIf("thumbnailId", e.thumbnailId)
        .memberIf("author", e.author);
    if (kind == Kind::Version)
        w.member("version", e.version);
    if (kind == Kind::Workfile)
        w.member("path", e.path);
    if (kind == Kind::Task)
        w.memberRaw("assignees", e.assignees);
    if (kind == Kind::Representation)
        w.memberRaw("files", e.files).memberRaw("traits", e.traits.empty() ? "null" : e.traits);
    w.member("status", e.status)
        .memberRaw("tags", e.tags)
        .memberRaw("attrib", e.attrib)
        .memberRaw("data", e.data)
        .member("active", e.active);
    w.memberIf("createdBy", e.createdBy).member("createdAt", e.createdAt).endObject();
    return out;
}

EntityJournal::EntityJournal(database::Connection &db, std::int64_t projectId, std::string projectName, std::string now,
                             bool tellsNobody)
    : m_db(db), m_projectId(projectId), m_projectName(std::move(projectName)), m_now(std::move(now)),
      m_tellsNobody(tellsNobody)
{
}

void EntityJournal::log(Kind kind, std::string_view id, std::string_view action, std::string_view before,
                        std::string_view after, const Actor &actor)
{
    need(repository::appendChange(
        m_db, {m_now, m_projectId, nameOf(kind), id, action, before, after, actor.user->name(), actor.sender}));
}

void EntityJournal::store(std::string topic, std::string description, std::string summary, std::string payload,
                          const Actor &actor)
{
    if (m_tellsNobody)
        return;
    repository::EventRow event;
    event.topic = std::move(topic);
    event.project = m_projectName;
    event.user = actor.user->name();
    event.sender = actor.sender;
    event.senderType = actor.senderType;
    event.description = std::move(description);
    event.summary = std::move(summary);
    event.payload = std::move(payload);
    event.createdAt = m_now;
    event.updatedAt = m_now;
    event.seq = need(repository::insertEvent(m_db, event));
    m_events.push_back(std::move(event));
}

void EntityJournal::created(Kind kind, const Entity &after, const Actor &actor)
{
    log(kind, after.id, "create", "{}", rowText(kind, after), actor);
    std::string summary;
    Writer(summary).beginObject().member("entityId", after.id).memberOrNull("parentId", after.parentId).endObject();
    const std::string type(nameOf(kind));
    store("entity." + type + ".created", title(type) + ' ' + shownName(kind, after) + " created", std::move(summary),
          "{}", actor);
}

void EntityJournal::deleted(Kind kind, const Entity &before, const std::string &entityText, const Actor &actor)
{
    log(kind, before.id, "delete", rowText(kind, before), "{}", actor);
    std::string summary;
    Writer(summary).beginObject().member("entityId", before.id).memberOrNull("parentId", before.parentId).endObject();
    const std::string type(nameOf(kind));
    store("entity." + type + ".deleted", title(type) + ' ' + pathOf(kind, before) + " deleted", std::move(summary),
          "{\"entityData\":" + entityText + '}', actor);
}

std::vector<EntityJournal::Aspect> EntityJournal::aspectsOf(Kind kind, const Entity &before, const Entity &after,
                                                            const GivenFields &given)
{
    std::vector<Aspect> made;
    const auto text = [&made](std::string_view topic, const std::string &was, const std::string &is) {
        if (was != is)
            made.push_back({topic, quotedOrNull(was), quotedOrNull(is)});
    };
    const auto json = [&made](std::string_view topic, const std::string &was, const std::string &is) {
        if (was != is)
            made.push_back({topic, was.empty() ? "null" : was, is.empty() ? "null" : is});
    };
    if (kind != Kind::Version && kind != Kind::Workfile)
        text("renamed", before.name, after.name);
    text("status_changed", before.status, after.status);
    json("tags_changed", before.tags, after.tags);
    if (before.attrib != after.attrib) {
        auto [old, now] = attribDifference(before, after);
        made.push_back({"attrib_changed", std::move(old), std::move(now), false});
    }
    if (before.data != after.data)
        made.push_back({"data_changed", before.data, given.dataPatch});
    text("label_changed", before.label, after.label);
    text(kind == Kind::Product ? "product_type_changed" : "type_changed", before.type, after.type);
    text("thumbnail_changed", before.thumbnailId, after.thumbnailId);
    if (before.active != after.active)
        made.push_back({"active_changed", before.active ? "true" : "false", after.active ? "true" : "false"});
    json("assignees_changed", before.assignees, after.assignees);
    text("author_changed", before.author, after.author);
    json("files_changed", before.files, after.files);
    text(parentTopic(kind), before.parentId, after.parentId);
    if (kind == Kind::Version)
        text("task_changed", before.taskId, after.taskId);
    return made;
}

void EntityJournal::updated(Kind kind, const Entity &before, const Entity &after, const GivenFields &given,
                            const Actor &actor)
{
    const std::vector<Aspect> aspects = aspectsOf(kind, before, after, given);
    if (aspects.empty() && before.path == after.path && before.version == after.version)
        return;
    std::string was;
    std::string is;
    Writer wasWriter(was);
    Writer isWriter(is);
    wasWriter.beginObject();
    isWriter.beginObject();
    for (const Aspect &aspect : aspects) {
        wasWriter.memberRaw(aspect.topic, aspect.before);
        isWriter.memberRaw(aspect.topic, aspect.after);
    }
    wasWriter.endObject();
    isWriter.endObject();
    log(kind, before.id, "update", was, is, actor);
    const std::string type(nameOf(kind));
    const std::string path = pathOf(kind, before);
    for (const Aspect &aspect : aspects) {
        std::string summary;
        Writer w(summary);
        w.beginObject()
            .member("entityId", before.id)
            .memberOrNull("parentId", before.parentId)
            .member("entityPath", path);
        if (aspect.hasValue)
            w.memberRaw("value", aspect.after);
        w.endObject();
        std::string description = "Changed " + type + ' ' + path + ' ';
        for (const char c : aspect.topic.substr(0, aspect.topic.find("_changed")))
            description.push_back(c == '_' ? ' ' : c);
        store("entity." + type + '.' + std::string(aspect.topic), std::move(description), std::move(summary),
              "{\"oldValue\":" + aspect.before + ",\"newValue\":" + aspect.after + '}', actor);
    }
}

} // namespace hearth::rules
