// SPDX-License-Identifier: Apache-2.0
#include "rules/activities.h"

#include "core/entity_id.h"
#include "json_text/writer.h"
#include "repository/change_log.h"
#include "repository/folder_tree.h"
#include "repository/media.h"
#include "repository/users.h"
#include "rules/entity_json.h"

#include <algorithm>
#include <array>
#include <set>

namespace hearth::rules
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using repository::ActivityRow;
using repository::Entity;
using repository::Kind;
using repository::ReferenceRow;

// What the server itself keeps in an activity's data.
constexpr std::array<std::string_view, 5> ownMembers{"author", "origin", "parents", "files", "reactions"};

void mergeData(Object &data, const Object &patch)
{
    for (const auto &member : patch)
        if (std::find(ownMembers.begin(), ownMembers.end(), std::string_view(member.key())) == ownMembers.end())
            data[member.key()] = member.value();
}

void noteCheckboxes(Object &data, std::string_view body)
{
    if (hasCheckboxes(body))
        data["hasChecklist"] = true;
    else
        data.erase("hasChecklist");
}

std::string summaryOf(const ActivityRow &activity, const std::vector<ReferenceRow> &references)
{
    std::string summary;
    jsontext::Writer w(summary);
    w.beginObject().member("activity_id", activity.id).member("activity_type", activity.type);
    w.key("references").beginArray();
    for (const ReferenceRow &reference : references)
        w.beginObject()
            .member("entity_id", reference.entityId.empty() ? reference.entityName : reference.entityId)
            .member("entity_type", reference.entityType)
            .member("reference_type", reference.type)
            .endObject();
    w.endArray().endObject();
    return summary;
}

repository::EventRow eventOf(const Actor &actor, const std::string &project, std::string topic, const std::string &now)
{
    repository::EventRow event;
    event.topic = std::move(topic);
    event.project = project;
    event.user = actor.user->name();
    event.sender = actor.sender;
    event.senderType = actor.senderType;
    event.createdAt = now;
    event.updatedAt = now;
    return event;
}

std::string described(std::string_view topic, const ActivityRow &activity)
{
    return "Activity " + activity.type + ' ' + std::string(topic.substr(topic.find('.') + 1));
}

bool concerns(const ReferenceRow &reference, const ActivityRow &activity)
{
    return reference.entityType == "user" && reference.type != "author" && reference.entityName != activity.author;
}

// What of an activity goes into the change log.
Object loggedActivity(const ActivityRow &activity)
{
    Object made{{"type", activity.type},         {"entityType", activity.entityType},
                {"entityId", activity.entityId}, {"author", activity.author},
                {"body", activity.body},         {"tags", jsontext::parseArray(activity.tags)}};
    Object data = jsontext::parseObject(activity.data);
    for (const char *derived : {"origin", "parents", "files"})
        data.erase(derived);
    made["data"] = std::move(data);
    return made;
}

} // namespace

std::vector<Mention> mentionsIn(std::string_view body)
{
    std::vector<Mention> made;
    for (std::size_t at = body.find("]("); at != std::string_view::npos; at = body.find("](", at + 2)) {
        const auto end = body.find(')', at);
        const auto colon = body.find(':', at);
        if (end == std::string_view::npos || colon == std::string_view::npos || colon > end)
            continue;
        const std::string type(body.substr(at + 2, colon - at - 2));
        const std::string_view id = body.substr(colon + 1, end - colon - 1);
        if (type == "user" || type == "team")
            made.push_back({type, std::string(id)});
        else if (const std::string entity = canonicalEntityId(id); repository::kindOf(type) && !entity.empty())
            made.push_back({type, entity});
    }
    return made;
}

namespace
{

// Calls back with the place of each mark between `[` and `]` of a list's item.
template <typename Visit>
void eachCheckbox(std::string_view body, Visit visit)
{
    for (std::size_t at = body.find('['); at != std::string_view::npos; at = body.find('[', at + 1)) {
        const bool isBox = at + 2 < body.size() && body[at + 2] == ']' &&
                           (body[at + 1] == ' ' || body[at + 1] == 'x' || body[at + 1] == 'X');
        const bool isItem = at >= 2 && body[at - 1] == ' ' &&
                            (body[at - 2] == '-' || body[at - 2] == '*' || body[at - 2] == '+' || body[at - 2] == '.');
        if (isBox && isItem)
            visit(at + 1);
    }
}

} // namespace

bool hasCheckboxes(std::string_view body)
{
    bool found = false;
    eachCheckbox(body, [&found](std::size_t) { found = true; });
    return found;
}

std::string withEmptyCheckboxes(std::string body)
{
    const std::string before = body;
    eachCheckbox(before, [&body](std::size_t at) { body[at] = ' '; });
    return body;
}

Object activityOrigin(Kind kind, const Entity &entity)
{
    Object made{{"id", entity.id}, {"type", repository::nameOf(kind)}};
    made["name"] = kind == Kind::Version    ? versionName(entity.version)
                   : kind == Kind::Workfile ? std::string(baseName(entity.path))
                                            : entity.name;
    if (!entity.label.empty())
        made["label"] = entity.label;
    if (!entity.type.empty())
        made["subtype"] = entity.type;
    return made;
}

ActivityBook::ActivityBook(database::Connection &db, const repository::ProjectRow &project, std::string now,
                           EntityMemory *entities)
    : m_db(db), m_project(project), m_now(std::move(now)), m_ownEntities(db, project.id),
      m_entities(entities ? *entities : m_ownEntities)
{
}

const ActivityBook::Place *ActivityBook::placeOf(Kind kind, const std::string &id)
{
    const auto [kept, isNew] = m_places.try_emplace(id);
    if (isNew)
        if (const Entity *row = m_entities.find(kind, id))
            kept->second = {activityOrigin(kind, *row), repository::parentKindOf(kind), row->parentId};
    return kept->second.origin.empty() ? nullptr : &kept->second;
}

Array ActivityBook::parentsOf(Kind kind, const Entity &entity)
{
    Array upwards;
    Kind parentKind = repository::parentKindOf(kind);
    std::string id = entity.parentId;
    while (!id.empty()) {
        const Place *place = placeOf(parentKind, id);
        if (!place)
            break;
        upwards.push_back(place->origin);
        parentKind = place->parentKind;
        id = place->parentId;
    }
    std::reverse(upwards.begin(), upwards.end());
    return upwards;
}

void ActivityBook::refer(const ActivityRow &activity, const char *type, std::string_view entityType,
                         const std::string &id, const std::string &name)
{
    ReferenceRow row;
    row.activityId = activity.id;
    row.type = type;
    row.entityType = entityType;
    row.entityId = id;
    row.entityName = name;
    row.isRead = m_isMoved || name == activity.author; // nobody has to read what one did oneself
    row.createdAt = activity.createdAt;
    const auto isSame = [&row](const ReferenceRow &one) {
        return one.activityId == row.activityId && one.type == row.type && one.entityId == row.entityId &&
               one.entityName == row.entityName;
    };
    if (std::any_of(m_references.begin(), m_references.end(), isSame))
        return;
    need(repository::insertReference(m_db, m_project.id, row));
    m_references.push_back(std::move(row));
}

std::vector<std::string> ActivityBook::teamMembers(const std::string &team) const
{
    std::vector<std::string> made;
    const Object data = jsontext::parseObject(m_project.data);
    for (const Value &one : jsontext::items(jsontext::array(data, "teams")))
        if (one.is_object() && jsontext::text(one.get_object(), "name") == team)
            for (const Value &member : jsontext::items(jsontext::array(one.get_object(), "members")))
                if (member.is_object())
                    made.emplace_back(jsontext::text(member.get_object(), "name"));
    return made;
}

void ActivityBook::referToMentions(const ActivityRow &activity)
{
    const auto mention = [&](const std::string &user) {
        const auto [kept, isNew] = m_users.try_emplace(user);
        if (isNew)
            kept->second = need(repository::userByName(m_db, user)).has_value();
        if (kept->second)
            refer(activity, "mention", "user", {}, user);
    };
    for (const Mention &one : mentionsIn(activity.body)) {
        if (one.type == "user")
            mention(one.id);
        else if (one.type == "team")
            for (const std::string &member : teamMembers(one.id))
                mention(member);
        else if (one.id != activity.entityId && placeOf(*repository::kindOf(one.type), one.id))
            refer(activity, "mention", one.type, one.id, {});
    }
}

void ActivityBook::referToRelated(const ActivityRow &activity, Kind kind, const Entity &entity,
                                  const repository::Concerned &concerned)
{
    const auto people = [&](const Entity &task) {
        for (const Value &user : jsontext::parseArray(task.assignees))
            if (user.is_string())
                refer(activity, "relation", "user", {}, std::string(user.get_string()));
    };
    for (const std::string &user : concerned.assignees)
        refer(activity, "relation", "user", {}, user);
    if (kind == Kind::Task || kind == Kind::Product)
        refer(activity, "relation", "folder", entity.parentId, {});
    if (kind == Kind::Task) {
        people(entity);
        for (const std::string &version : concerned.versions)
            refer(activity, "relation", "version", version, {});
    }
    if (kind != Kind::Version)
        return;
    if (const Place *product = placeOf(Kind::Product, entity.parentId))
        refer(activity, "relation", "folder", product->parentId, {});
    if (!entity.author.empty())
        refer(activity, "relation", "user", {}, entity.author);
    if (entity.taskId.empty())
        return;
    refer(activity, "relation", "task", entity.taskId, {});
    if (const Entity *task = m_entities.find(Kind::Task, entity.taskId))
        people(*task);
}

void ActivityBook::referAll(const ActivityRow &activity, Kind kind, const Entity &entity)
{
    refer(activity, "origin", repository::nameOf(kind), entity.id, {});
    refer(activity, "author", "user", {}, activity.author);
    if (activity.type == "watch") {
        const Object data = jsontext::parseObject(activity.data);
        return refer(activity, "watching", "user", {}, std::string(jsontext::text(data, "watcher")));
    }
    referToMentions(activity);
    const auto concerned = need(repository::concernedBy(m_db, kind, m_project.id, entity.id));
    referToRelated(activity, kind, entity, concerned);
    for (const std::string &watcher : concerned.watchers)
        refer(activity, "watching", "user", {}, watcher);
}

void ActivityBook::bindFiles(const Actor &actor, const std::vector<std::string> &files, const ActivityRow &activity)
{
    for (const std::string &file : files) {
        const auto row = need(repository::fileById(m_db, m_project.id, file));
        if (!row)
            refuse(badRequest("The file " + file + " is not there"));
        if (!row->activityId.empty() && row->activityId != activity.id)
            refuse(badRequest("The file " + file + " belongs to another activity"));
        if (row->author != activity.author && !actor.user->isManager)
            refuse(forbidden("The file " + file + " was uploaded by somebody else"));
        (void)need(repository::bindFile(m_db, m_project.id, file, activity.id));
    }
}

ActivityRow ActivityBook::add(const Actor &author, Kind kind, const Entity &entity, ActivityDraft draft)
{
    ActivityRow row;
    const bool isForeignId = !draft.id.empty();
    row.id = draft.id.empty() ? newEntityId() : std::move(draft.id);
    row.type = std::move(draft.type);
    row.entityType = repository::nameOf(kind);
    row.entityId = entity.id;
    row.author = author.user->name();
    row.body = std::move(draft.body);
    row.tags = std::move(draft.tags);
    row.createdAt = draft.createdAt.empty() ? m_now : draft.createdAt;
    row.updatedAt = draft.updatedAt.empty() ? row.createdAt : draft.updatedAt;
    m_isMoved = draft.isMoved;
    Object data;
    mergeData(data, draft.data);
    if (const Value *reactions = draft.isMoved ? draft.data.if_contains("reactions") : nullptr)
        data["reactions"] = *reactions;
    data["origin"] = activityOrigin(kind, entity);
    data["parents"] = parentsOf(kind, entity);
    noteCheckboxes(data, row.body);
    row.data = jsontext::toText(data);
    if (const auto made = repository::insertActivity(m_db, m_project.id, row, isForeignId); !made) {
        if (made.error().kind == ErrorKind::Conflict)
            refuse(conflict("Activity with id '" + row.id + "' already exists.", "unique-violation"));
        refuse(failureOf(made.error()));
    }
    bindFiles(author, draft.files, row);
    if (!draft.isAutomatic && !author.user->isService && row.type != "watch")
        watch(author, kind, entity, row.author);
    m_references.clear();
    referAll(row, kind, entity);
    if (!draft.isAutomatic)
        need(repository::touchEntity(m_db, kind, m_project.id, entity.id, m_now));
    if (!draft.isAutomatic)
        need(repository::logChange(m_db, {m_project.id, "activity", row.id}, "create", {}, loggedActivity(row)));
    tell(author, "activity.created", row, m_references, !draft.isAutomatic);
    return row;
}

void ActivityBook::watch(const Actor &actor, Kind kind, const Entity &entity, const std::string &user)
{
    for (const auto &watcher : need(repository::watchersOf(m_db, m_project.id, entity.id)))
        if (watcher.name == user)
            return;
    ActivityDraft draft;
    draft.type = "watch";
    draft.data["watcher"] = user;
    draft.isAutomatic = true;
    (void)add(actor, kind, entity, std::move(draft));
}

void ActivityBook::change(const Actor &actor, ActivityRow &activity, const ActivityPatch &patch)
{
    const Object was = loggedActivity(activity);
    Object data = jsontext::parseObject(activity.data);
    if (patch.data)
        mergeData(data, *patch.data);
    if (patch.tags)
        activity.tags = *patch.tags;
    if (patch.files) {
        std::vector<std::string> files = *patch.files;
        if (patch.appendsFiles)
            for (const auto &file : need(repository::filesOfActivity(m_db, m_project.id, activity.id)))
                files.push_back(file.id);
        need(repository::unbindFiles(m_db, m_project.id, activity.id));
        bindFiles(actor, files, activity);
    }
    if (patch.body) {
        activity.body = *patch.body;
        noteCheckboxes(data, activity.body);
    }
    activity.data = jsontext::toText(data);
    activity.updatedAt = m_now;
    need(repository::updateActivity(m_db, m_project.id, activity));
    need(repository::logChange(m_db, {m_project.id, "activity", activity.id}, "update", was, loggedActivity(activity)));
    if (patch.body) {
        std::vector<ReferenceRow> before;
        for (ReferenceRow &reference : need(repository::referencesOf(m_db, m_project.id, activity.id)))
            if (reference.type == "mention")
                before.push_back(std::move(reference));
        referToMentions(activity);
        const auto mentions = mentionsIn(activity.body);
        for (const ReferenceRow &old : before) {
            const bool isLeft = std::any_of(mentions.begin(), mentions.end(), [&](const Mention &one) {
                if (one.type != "team")
                    return one.id == (old.entityId.empty() ? old.entityName : old.entityId);
                const auto members = teamMembers(one.id);
                return std::find(members.begin(), members.end(), old.entityName) != members.end();
            });
            if (!isLeft)
                need(repository::removeReference(m_db, m_project.id, old.order));
        }
    }
    tell(actor, "activity.updated", activity, true);
}

void ActivityBook::remove(const Actor &actor, const ActivityRow &activity)
{
    const auto references = need(repository::referencesOf(m_db, m_project.id, activity.id));
    need(repository::unbindFiles(m_db, m_project.id, activity.id));
    need(repository::removeActivity(m_db, m_project.id, activity.id));
    need(repository::logChange(m_db, {m_project.id, "activity", activity.id}, "delete", loggedActivity(activity), {}));
    auto event = eventOf(actor, m_project.name, "activity.deleted", m_now);
    event.description = described(event.topic, activity);
    event.summary = summaryOf(activity, references);
    event.seq = need(repository::insertEvent(m_db, event));
    m_events.push_back(std::move(event));
}

void ActivityBook::tell(const Actor &actor, const char *topic, const ActivityRow &activity, bool isStored)
{
    tell(actor, topic, activity, need(repository::referencesOf(m_db, m_project.id, activity.id)), isStored);
}

void ActivityBook::tell(const Actor &actor, const char *topic, const ActivityRow &activity,
                        const std::vector<ReferenceRow> &references, bool isStored)
{
    auto event = eventOf(actor, m_project.name, topic, m_now);
    event.description = described(topic, activity);
    event.summary = summaryOf(activity, references);
    jsontext::Writer(event.payload = {}).beginObject().member("body", activity.body).endObject();
    if (isStored) {
        event.seq = need(repository::insertEvent(m_db, event));
        m_events.push_back(std::move(event));
    } else {
        m_passing.push_back(std::move(event));
    }
    if (activity.type != "watch" && std::string_view(topic) == "activity.created")
        tellInboxes(actor, activity, references);
}

void ActivityBook::tellInboxes(const Actor &actor, const ActivityRow &activity,
                               const std::vector<ReferenceRow> &references)
{
    std::set<std::string> told;
    for (const bool isImportant : {true, false}) {
        auto event = eventOf(actor, m_project.name, "inbox.message", m_now);
        for (const ReferenceRow &reference : references)
            if (concerns(reference, activity) && (reference.type == "mention") == isImportant &&
                told.insert(reference.entityName).second)
                event.recipients.push_back(reference.entityName);
        if (event.recipients.empty())
            continue;
        event.description = activity.body.substr(0, 200);
        jsontext::Writer(event.summary = {})
            .beginObject()
            .member("isImportant", isImportant)
            .member("activity_id", activity.id)
            .member("activity_type", activity.type)
            .key("references")
            .beginArray()
            .beginObject()
            .member("entity_id", activity.entityId)
            .member("entity_type", activity.entityType)
            .member("reference_type", "origin")
            .endObject()
            .endArray()
            .endObject();
        m_passing.push_back(std::move(event));
    }
}

} // namespace hearth::rules
