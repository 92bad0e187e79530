// SPDX-License-Identifier: Apache-2.0
#include "rules/project_rules.h"

#include "json_text/writer.h"
#include "repository/change_log.h"
#include "repository/stamp.h"
#include "rules/names.h"
#include "rules/operations.h"

#include <algorithm>

namespace hearth::rules
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using repository::ProjectRow;

void logProject(database::Connection &db, const Actor &actor, std::string_view action, const ProjectRow &row,
                std::string_view before, std::string_view after)
{
    need(repository::appendChange(
        db, {row.updatedAt, row.id, "project", row.name, action, before, after, actor.user->name(), actor.sender}));
}

std::string projectTopic(const ProjectRow &row, std::string_view aspect)
{
    return (row.skeleton ? "entity.project_skeleton." : "entity.project.") + std::string(aspect);
}

void readNames(const Object &body, ProjectRow &row)
{
    row.name = jsontext::text(body, "name");
    row.code = jsontext::text(body, "code");
    row.label = jsontext::text(body, "label");
    row.color = jsontext::text(body, "color");
    row.library = jsontext::flag(body, "library");
    row.skeleton = jsontext::flag(body, "skeleton");
    if (!isProjectName(row.name))
        refuse(invalidPattern("name", projectNamePattern));
    if (!isProjectName(row.code))
        refuse(invalidPattern("code", projectNamePattern));
    if (!isLabel(row.label))
        refuse(invalidPattern("label", labelPattern));
}

void checkUnique(database::Connection &db, const ProjectRow &row)
{
    for (const ProjectRow &other : need(repository::allProjects(db)))
        if (other.id != row.id &&
            (lowered(other.name) == lowered(row.name) || lowered(other.code) == lowered(row.code) ||
             (!row.label.empty() && lowered(other.label) == lowered(row.label))))
            refuse(conflict("Project " + row.name + " (" + row.code + ") already exists", "unique-violation"));
}

void assignUsers(database::Connection &db, const std::string &project)
{
    for (repository::UserRow &row : need(repository::allUsers(db))) {
        Object data = jsontext::parseObject(row.data);
        const Array *groups = jsontext::array(data, "defaultAccessGroups");
        const auto user = readUser(row);
        if (user->isManager || !groups || groups->empty())
            continue;
        const Array given = *groups; // adding a member moves the others
        Value &access = data["accessGroups"];
        if (!access.is_object())
            access = Object{};
        access.get_object()[project] = given;
        row.data = jsontext::toText(data);
        need(repository::putUser(db, row));
    }
}

// \param renamed the project's other name; empty when it is no more
void moveUsers(database::Connection &db, const std::string &project, const std::string &renamed)
{
    for (repository::UserRow &row : need(repository::allUsers(db))) {
        Object data = jsontext::parseObject(row.data);
        Value *access = data.if_contains("accessGroups");
        if (!access || !access->is_object() || !access->get_object().contains(project))
            continue;
        Value groups = access->get_object().at(project);
        access->get_object().erase(project);
        if (!renamed.empty())
            access->get_object()[renamed] = std::move(groups);
        row.data = jsontext::toText(data);
        need(repository::putUser(db, row));
    }
}

struct Vocabulary {
    const char *field;
    const char *snake;
    std::string ProjectRow::*stored;
    Result<bool> (*isUsed)(database::Connection &, std::int64_t, std::string_view);
    Result<> (*rename)(database::Connection &, std::int64_t, std::string_view, std::string_view);
    bool mustHaveOne;
    std::string_view topic;
};

constexpr Vocabulary vocabularies[] = {
    {"folderTypes", "folder_types", &ProjectRow::folderTypes, repository::isFolderTypeUsed,
     repository::renameFolderType, true, "folder_types_changed"},
    {"taskTypes", "task_types", &ProjectRow::taskTypes, repository::isTaskTypeUsed, repository::renameTaskType, true,
     "task_types_changed"},
    {"statuses", "statuses", &ProjectRow::statuses, repository::isStatusUsed, repository::renameStatus, true,
     "statuses_changed"},
    {"tags", "tags", &ProjectRow::tags, nullptr, nullptr, false, "tags_changed"},
    {"linkTypes", "link_types", &ProjectRow::linkTypes, nullptr, nullptr, false, ""},
};

bool holds(const Array &items, std::string_view name)
{
    return std::any_of(items.begin(), items.end(), [name](const Value &item) {
        return item.is_object() && jsontext::text(item.get_object(), "name") == name;
    });
}

// A list replaces the whole list; an item that had another name before takes its entities along.
void replaceVocabulary(database::Connection &db, const Vocabulary &vocabulary, const Array &given, ProjectRow &row)
{
    const Array old = jsontext::parseArray(row.*vocabulary.stored);
    Array made;
    for (const Value &item : given) {
        const Object *one = item.if_object();
        const std::string name(one ? jsontext::text(*one, "name") : std::string_view());
        if (name.empty())
            refuse(badRequest("An item of " + std::string(vocabulary.field) + " has no name"));
        if (holds(made, name))
            refuse(conflict("\"" + name + "\" is there twice in " + vocabulary.field, "unique-violation"));
        Object copy = *one;
        const std::string original(jsontext::text(copy, "original_name"));
        copy.erase("original_name");
        if (vocabulary.rename && !original.empty() && original != name && holds(old, original))
            need(vocabulary.rename(db, row.id, original, name));
        made.push_back(std::move(copy));
    }
    if (vocabulary.mustHaveOne && made.empty())
        refuse(badRequest("A project needs at least one of " + std::string(vocabulary.field)));
    for (const Value &item : old) {
        const std::string name(jsontext::text(item.as_object(), "name"));
        if (vocabulary.isUsed && !holds(made, name) && need(vocabulary.isUsed(db, row.id, name)))
            refuse(conflict("\"" + name + "\" is in use and cannot be removed from " + vocabulary.field,
                            "foreign-key-violation"));
    }
    row.*vocabulary.stored = jsontext::toText(made);
}

std::string merged(std::string_view stored, const Object &patch)
{
    Object own = jsontext::parseObject(stored);
    jsontext::mergePatch(own, patch);
    return jsontext::toText(own);
}

void applyPatch(database::Connection &db, const AttributeLibrary &library, const Object &body, ProjectRow &row)
{
    if (const Value *label = body.if_contains("label")) {
        row.label = label->is_string() ? std::string(label->get_string()) : std::string();
        if (!isLabel(row.label))
            refuse(invalidPattern("label", labelPattern));
    }
    if (const Value *color = body.if_contains("color"))
        row.color = color->is_string() ? std::string(color->get_string()) : std::string();
    if (const std::string_view code = jsontext::text(body, "code"); !code.empty()) {
        if (!isProjectName(code))
            refuse(invalidPattern("code", projectNamePattern));
        row.code = code;
    }
    row.library = jsontext::flag(body, "library", row.library);
    row.active = jsontext::flag(body, "active", row.active);
    if (const Object *attrib = jsontext::object(body, "attrib"))
        row.attrib = merged(row.attrib, library.checked("project", *attrib));
    if (const Object *data = jsontext::object(body, "data"))
        row.data = merged(row.data, *data);
    if (const Object *config = jsontext::object(body, "config"))
        row.config = merged(row.config, *config);
    for (const Vocabulary &vocabulary : vocabularies)
        if (const Array *items = jsontext::array(body, vocabulary.field))
            replaceVocabulary(db, vocabulary, *items, row);
}

std::string quoted(std::string_view text)
{
    std::string out;
    jsontext::appendQuoted(out, text);
    return out;
}

std::string namesOf(const ProjectRow &of)
{
    return "{\"name\":" + quoted(of.name) + ",\"code\":" + quoted(of.code) + '}';
}

void saveChanged(database::Connection &db, const AttributeLibrary &library, const Actor &actor,
                 const ProjectInfo &before, ProjectRow row, Events &events)
{
    row.updatedAt = repository::stampNow();
    checkUnique(db, row);
    need(repository::updateProject(db, row));
    const ProjectRow &was = before.row;
    const auto changed = [&](std::string_view aspect, const std::string &old, const std::string &now) {
        if (old == now)
            return;
        logProject(db, actor, "update", row, '{' + quoted(aspect) + ':' + old + '}',
                   '{' + quoted(aspect) + ':' + now + '}');
        events.push_back(need(storeEvent(db, actor, projectTopic(row, aspect), row.name, "Changed project " + row.name,
                                         "{}", "{\"oldValue\":" + old + ",\"newValue\":" + now + '}')));
    };
    const auto noted = [&](std::string_view member, const std::string &old, const std::string &now) {
        if (old != now)
            logProject(db, actor, "update", row, '{' + quoted(member) + ':' + old + '}',
                       '{' + quoted(member) + ':' + now + '}');
    };
    for (const auto &[member, texts] :
         {std::pair("folderTypes", &ProjectRow::folderTypes), std::pair("taskTypes", &ProjectRow::taskTypes),
          std::pair("linkTypes", &ProjectRow::linkTypes), std::pair("statuses", &ProjectRow::statuses),
          std::pair("tags", &ProjectRow::tags)})
        noted(member, was.*texts, row.*texts);
    noted("color", quoted(was.color), quoted(row.color));
    noted("code", quoted(was.code), quoted(row.code));
    noted("library", was.library ? "true" : "false", row.library ? "true" : "false");
    changed("attrib_changed", was.attrib, row.attrib);
    changed("label_changed", quoted(was.label), quoted(row.label));
    changed("data_changed", was.data, row.data);
    changed("active_changed", was.active ? "true" : "false", row.active ? "true" : "false");
    changed("config_changed", was.config, row.config);
    for (const Vocabulary &vocabulary : vocabularies)
        if (!vocabulary.topic.empty())
            changed(vocabulary.topic, was.*vocabulary.stored, row.*vocabulary.stored);
    events.push_back(need(
        storeEvent(db, actor, projectTopic(row, "changed"), row.name, "Project " + row.name + " changed", "{}", "{}")));
    const auto after = projectInfo(std::move(row), library);
    if (after->inheritable != before.inheritable)
        if (auto derived = deriveAllFolders(db, *after, library); !derived)
            refuse(derived.error());
}

} // namespace

Result<repository::EventRow> storeEvent(database::Connection &db, const Actor &actor, std::string topic,
                                        std::string project, std::string description, std::string summary,
                                        std::string payload)
{
    repository::EventRow event;
    event.topic = std::move(topic);
    event.project = std::move(project);
    event.user = actor.user ? actor.user->name() : std::string();
    event.sender = actor.sender;
    event.senderType = actor.senderType;
    event.description = std::move(description);
    event.summary = std::move(summary);
    event.payload = std::move(payload);
    event.createdAt = repository::stampNow();
    event.updatedAt = event.createdAt;
    const auto seq = repository::insertEvent(db, event);
    if (!seq)
        return fail(seq.error());
    event.seq = *seq;
    return event;
}

Outcome<Events> createProject(database::Connection &db, const AttributeLibrary &library, const Actor &actor,
                              const Object &body, const Object &preset)
{
    try {
        ProjectRow row;
        readNames(body, row);
        checkUnique(db, row);
        const Object *anatomy = jsontext::object(body, "anatomy");
        applyAnatomy(anatomy ? *anatomy : preset, library, row);
        row.createdAt = repository::stampNow();
        row.updatedAt = row.createdAt;
        row.id = need(repository::insertProject(db, row));
        if (jsontext::flag(body, "assignUsers", true))
            assignUsers(db, row.name);
        logProject(db, actor, "create", row, "{}", namesOf(row));
        Events events;
        events.push_back(need(
            storeEvent(db, actor, projectTopic(row, "created"), row.name, "Created project " + row.name, "{}", "{}")));
        return events;
    } catch (const Refusal &refusal) {
        return tl::unexpected(refusal.failure());
    }
}

Outcome<Events> patchProject(database::Connection &db, const AttributeLibrary &library, const Actor &actor,
                             const ProjectInfo &project, const Object &body)
{
    try {
        ProjectRow row = project.row;
        applyPatch(db, library, body, row);
        Events events;
        saveChanged(db, library, actor, project, std::move(row), events);
        return events;
    } catch (const Refusal &refusal) {
        return tl::unexpected(refusal.failure());
    }
}

Outcome<Events> setAnatomy(database::Connection &db, const AttributeLibrary &library, const Actor &actor,
                           const ProjectInfo &project, const Object &anatomy)
{
    try {
        ProjectRow row = project.row;
        for (const Vocabulary &vocabulary : vocabularies)
            if (const Array *items = jsontext::array(anatomy, vocabulary.snake); items && vocabulary.isUsed)
                replaceVocabulary(db, vocabulary, *items, row);
        applyAnatomy(anatomy, library, row);
        Events events;
        saveChanged(db, library, actor, project, std::move(row), events);
        return events;
    } catch (const Refusal &refusal) {
        return tl::unexpected(refusal.failure());
    }
}

Outcome<Events> renameProject(database::Connection &db, const Actor &actor, const ProjectInfo &project,
                              std::string_view name, std::string_view code)
{
    try {
        ProjectRow row = project.row;
        row.name = name;
        if (!code.empty())
            row.code = code;
        if (!isProjectName(row.name))
            refuse(invalidPattern("name", projectNamePattern));
        if (!isProjectName(row.code))
            refuse(invalidPattern("code", projectNamePattern));
        checkUnique(db, row);
        row.updatedAt = repository::stampNow();
        const std::string was = project.row.name;
        need(repository::updateProject(db, row));
        if (row.name != was) {
            need(repository::renameProject(db, was, row.name));
            moveUsers(db, was, row.name);
        }
        logProject(db, actor, "update", row, namesOf(project.row), namesOf(row));
        Events events;
        if (row.name != was)
            events.push_back(
                need(storeEvent(db, actor, projectTopic(row, "renamed"), row.name,
                                "Renamed project " + was + " to " + row.name, "{\"entityName\":" + quoted(was) + '}',
                                "{\"oldValue\":" + quoted(was) + ",\"newValue\":" + quoted(row.name) + '}')));
        events.push_back(need(storeEvent(db, actor, projectTopic(row, "changed"), row.name,
                                         "Project " + row.name + " changed", "{}", "{}")));
        return events;
    } catch (const Refusal &refusal) {
        return tl::unexpected(refusal.failure());
    }
}

Outcome<Events> deleteProject(database::Connection &db, const Actor &actor, const ProjectInfo &project)
{
    try {
        need(repository::removeProject(db, project.row.id));
        moveUsers(db, project.row.name, {});
        ProjectRow row = project.row;
        row.updatedAt = repository::stampNow();
        logProject(db, actor, "delete", row, namesOf(row), "{}");
        Events events;
        events.push_back(need(
            storeEvent(db, actor, projectTopic(row, "deleted"), row.name, "Deleted project " + row.name, "{}", "{}")));
        return events;
    } catch (const Refusal &refusal) {
        return tl::unexpected(refusal.failure());
    }
}

} // namespace hearth::rules
