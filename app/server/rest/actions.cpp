// SPDX-License-Identifier: Apache-2.0
// Actions offered for a selection: the applications of the bundle's settings. Executing one stores an event that the
// launcher takes by its token.
#include "core/entity_id.h"
#include "json_text/writer.h"
#include "repository/documents.h"
#include "repository/entity_store.h"
#include "repository/stamp.h"
#include "rules/names.h"
#include "server/bundles.h"
#include "server/rest/routes.h"
#include "server/settings_store.h"

#include <openssl/sha.h>

#include <algorithm>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using jsontext::Writer;
using repository::Kind;

constexpr std::string_view launchPrefix = "application.launch.";
constexpr std::string_view launchWorkfilePrefix = "application.launch-workfile.";
constexpr std::string_view terminal = "application.debug_terminal";

struct Selection {
    std::shared_ptr<const rules::ProjectInfo> project;
    std::shared_ptr<const rules::ProjectRights> rights; ///< in the project
    std::string entityType;
    std::vector<std::string> ids;
    std::string taskType;
    std::string hostName; ///< of a work file
};

struct Application {
    std::string fullName; ///< group/variant
    std::string label;
    std::string groupLabel;
    std::string hostName;
    std::string groupName;
};

std::vector<std::string> texts(const Object &from, std::string_view name)
{
    std::vector<std::string> made;
    if (const Array *items = jsontext::array(from, name))
        for (const Value &item : *items)
            if (item.is_string())
                made.emplace_back(item.get_string());
    return made;
}

Selection readSelection(const Call &call, database::Connection &db)
{
    Selection made;
    const std::string project(jsontext::text(call.object(), "projectName"));
    if (project.empty())
        return made;
    made.project = call.store->project(db, project);
    if (!made.project)
        rules::refuse(rules::notFound("Project " + project + " not found"));
    if (!call.user->mayRead(made.project->row.name))
        rules::refuse(rules::forbidden("No access group assigned on this project"));
    made.entityType = jsontext::text(call.object(), "entityType");
    made.ids = texts(call.object(), "entityIds");
    made.rights = rules::need(rules::readRights(db, *call.user, made.project->row.name));
    const auto kind = repository::kindOf(made.entityType);
    if (!kind || made.ids.size() != 1)
        return made;
    const auto entity =
        rules::need(repository::entityById(db, *kind, made.project->row.id, canonicalEntityId(made.ids.front())));
    if (entity && !rules::need(rules::mayReadOne(db, *made.rights, *kind, made.project->row.id, entity->id)))
        rules::refuse(rules::forbidden("You do not have permission to read this " + made.entityType));
    if (entity && *kind == Kind::Task)
        made.taskType = entity->type;
    if (entity && *kind == Kind::Workfile)
        made.hostName = jsontext::text(jsontext::parseObject(entity->data), "host_name");
    return made;
}

std::shared_ptr<const Addon> applicationsAddon(database::Connection &db, const Addons &addons,
                                               const std::string &variant, const rules::ProjectInfo *project)
{
    const auto own = project ? bundleOfProject(db, project->row.data, variant) : std::nullopt;
    for (const auto &bundle : {own, bundleOfVariant(db, variant)})
        if (const std::string version = bundle ? versionIn(bundle->body, Addons::applications) : std::string();
            !version.empty())
            if (auto addon = addons.find(Addons::applications, version))
                return addon;
    for (auto &addon : addons.all())
        if (addon->name == Addons::applications && addon->folder.empty())
            return addon;
    return nullptr;
}

void addGroup(std::vector<Application> &into, const std::string &group, const Object &settings)
{
    if (!jsontext::flag(settings, "enabled", true))
        return;
    const std::string_view label = jsontext::text(settings, "label");
    for (const Value &item : jsontext::items(jsontext::array(settings, "variants"))) {
        const Object *variant = item.if_object();
        const std::string name(variant ? jsontext::text(*variant, "name") : std::string_view());
        if (name.empty())
            continue;
        const std::string_view groupLabel = jsontext::text(*variant, "group_label");
        Application made;
        made.fullName = group;
        made.fullName.append(1, '/').append(name);
        made.groupName = group;
        made.groupLabel = !groupLabel.empty() ? groupLabel : !label.empty() ? label : std::string_view(group);
        const std::string_view variantLabel = jsontext::text(*variant, "label");
        made.label =
            variantLabel.empty() ? (variant->contains("label") ? std::string() : name) : std::string(variantLabel);
        made.hostName = jsontext::text(settings, "host_name");
        into.push_back(std::move(made));
    }
}

std::vector<Application> applicationsOf(const Object &settings)
{
    std::vector<Application> made;
    const Object *groups = jsontext::object(settings, "applications");
    if (!groups)
        return made;
    for (const auto &group : *groups)
        if (const Object *one = group.value().if_object())
            addGroup(made, std::string(group.key()), *one);
    if (const Array *additional = jsontext::array(*groups, "additional_apps"))
        for (const Value &item : *additional)
            if (const Object *one = item.if_object())
                addGroup(made, std::string(jsontext::text(*one, "name")), *one);
    return made;
}

// The profile that names the task type wins over one for all; none means nothing is offered.
bool isOffered(const Object &settings, const std::string &taskType, const std::string &fullName)
{
    const Object *project = jsontext::object(settings, "project_applications");
    const Array *profiles = project ? jsontext::array(*project, "profiles") : nullptr;
    const Object *chosen = nullptr;
    bool isNamed = false;
    for (const Value &item : jsontext::items(profiles)) {
        const Object *profile = item.if_object();
        if (!profile)
            continue;
        const auto types = texts(*profile, "task_types");
        const bool names = std::find(types.begin(), types.end(), taskType) != types.end();
        if ((types.empty() && !chosen) || (names && !isNamed)) {
            chosen = profile;
            isNamed = names;
        }
    }
    if (!chosen)
        return false;
    if (jsontext::text(*chosen, "allow_type") != "applications")
        return true;
    const auto allowed = texts(*chosen, "applications");
    return std::find(allowed.begin(), allowed.end(), fullName) != allowed.end();
}

void appendAction(Writer &w, const Addon &addon, const std::string &variant, const std::string &identifier,
                  const Application &application, int order)
{
    w.beginObject()
        .member("identifier", identifier)
        .member("label", application.label.empty() ? application.groupLabel : application.label);
    if (!application.label.empty())
        w.member("groupLabel", application.groupLabel);
    w.member("category", "Applications").member("order", order);
    w.key("icon")
        .beginObject()
        .member("type", "material-symbols")
        .member("name", identifier == terminal ? "terminal" : "apps");
    w.member("color", identifier == terminal ? "#e8770e" : "#ffffff").endObject();
    w.memberRaw(
        "configFields",
        R"([{"type":"boolean","name":"skip_last_workfile","label":"Do not open the last work file","value":false}])");
    w.member("addonName", addon.name)
        .member("addonVersion", addon.version)
        .member("variant", variant)
        .member("adminOnly", false);
    w.member("managerOnly", false).member("featured", false).endObject();
}

std::string variantOf(const Call &call)
{
    const std::string variant = call.text("variant");
    return variant.empty() ? "production" : variant;
}

http::Response list(const Call &call, database::Connection &db, const Addons &addons)
{
    const std::string variant = variantOf(call);
    const Selection selection = readSelection(call, db);
    std::string body;
    Writer w(body);
    w.beginObject().key("actions").beginArray();
    const auto addon = applicationsAddon(db, addons, variant, selection.project.get());
    if (addon && selection.project && selection.ids.size() == 1) {
        const Object settings = mergedSettings(db, *addon, {variant, selection.project->row.name, {}, {}});
        const auto offer = [&](const std::string &identifier, const Application &application, int order) {
            if (selection.rights->mayRun(addon->name, identifier))
                appendAction(w, *addon, variant, identifier, application, order);
        };
        for (const Application &application : applicationsOf(settings)) {
            if (selection.entityType == "task" && isOffered(settings, selection.taskType, application.fullName))
                offer(std::string(launchPrefix) + application.fullName, application, 0);
            if (selection.entityType == "workfile" && !selection.hostName.empty() &&
                application.hostName == selection.hostName)
                offer(std::string(launchWorkfilePrefix) + application.fullName, application, 0);
        }
        if (selection.entityType == "task")
            offer(std::string(terminal), {"", "", "Terminal", "", ""}, 100);
    }
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

// Every action there is, whatever is selected.
http::Response manage(Call &call, const Addons &addons)
{
    const std::string variant = variantOf(call);
    std::string body;
    Writer w(body);
    w.beginArray();
    if (const auto addon = applicationsAddon(*call.db, addons, variant, nullptr)) {
        for (const Application &application : applicationsOf(mergedSettings(*call.db, *addon, {variant, {}, {}, {}})))
            for (const std::string_view prefix : {launchPrefix, launchWorkfilePrefix})
                appendAction(w, *addon, variant, std::string(prefix) + application.fullName, application, 0);
        appendAction(w, *addon, variant, std::string(terminal), {"", "", "Terminal", "", ""}, 100);
    }
    w.endArray();
    return http::Response::json(200, std::move(body));
}

Array launcherArguments(const std::string &identifier, const Selection &selection)
{
    const std::string project = selection.project->row.name;
    const std::string id = canonicalEntityId(selection.ids.front());
    if (identifier.starts_with(launchPrefix))
        return {"addon",     "applications", "launch-by-id", "--app", identifier.substr(launchPrefix.size()),
                "--project", project,        "--task-id",    id};
    if (identifier.starts_with(launchWorkfilePrefix))
        return {"addon",
                "applications",
                "launch-by-workfile-id",
                "--app",
                identifier.substr(launchWorkfilePrefix.size()),
                "--project",
                project,
                "--workfile-id",
                id};
    if (identifier == terminal)
        return {"addon", "applications", "launch-debug-terminal", "--project", project, "--task-id", id};
    rules::refuse(rules::notFound("Action " + identifier + " not found"));
}

std::string configKey(const Call &call, const std::string &identifier)
{
    const Object &body = call.object();
    std::string text = call.user->name() + '\n' + identifier + '\n' + std::string(jsontext::text(body, "projectName"));
    for (const std::string &id : texts(body, "entityIds"))
        text += '\n' + id;
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char *>(text.data()), text.size(), digest);
    static constexpr char digits[] = "0123456789abcdef";
    std::string key;
    for (const unsigned char byte : digest) {
        key.push_back(digits[byte >> 4]);
        key.push_back(digits[byte & 15]);
    }
    return key;
}

Object storedConfig(const Call &call, database::Connection &db)
{
    const auto stored = rules::need(
        repository::documentByName(db, repository::documents::actionConfig, configKey(call, call.text("identifier"))));
    return stored ? jsontext::parseObject(stored->body) : Object{};
}

std::string baseUrl(const Call &call)
{
    if (const std::string_view referer = call.request.header("referer"); !referer.empty()) {
        std::string url(referer);
        while (url.ends_with('/'))
            url.pop_back();
        return url;
    }
    return "http://" + std::string(call.request.header("host"));
}

http::Response execute(Call &call, WriteContext &context)
{
    const std::string identifier = call.text("identifier");
    const Selection selection = readSelection(call, context.db);
    if (!selection.project || selection.ids.size() != 1)
        rules::refuse(rules::badRequest("One task or work file must be selected"));
    if (!selection.rights->mayRun(call.text("addonName"), identifier))
        rules::refuse(rules::forbidden("Your access groups do not allow the action " + identifier));
    Array arguments = launcherArguments(identifier, selection);
    if (jsontext::flag(storedConfig(call, context.db), "skip_last_workfile")) {
        arguments.emplace_back("--use-last-workfile");
        arguments.emplace_back("0");
    }
    repository::EventRow event;
    event.hash = randomHex(32);
    event.topic = "action.launcher";
    event.status = "pending";
    event.project = selection.project->row.name;
    event.user = call.user->name();
    event.sender = call.actor.sender;
    event.senderType = call.actor.senderType;
    event.description = "Launcher action " + identifier;
    Writer(event.summary = "")
        .beginObject()
        .member("addon_name", call.text("addonName"))
        .member("addon_version", call.text("addonVersion"))
        .member("variant", variantOf(call))
        .member("action_identifier", identifier)
        .endObject();
    event.payload = jsontext::toText(Object{{"args", std::move(arguments)}, {"context", call.object()}});
    event.createdAt = repository::stampNow();
    event.updatedAt = event.createdAt;
    event.seq = rules::need(repository::insertEvent(context.db, event));
    std::string body;
    Writer w(body);
    w.beginObject().member("type", "launcher").member("success", true).member("message", "Action started");
    w.key("payload").beginObject().member(
        "uri", "ayon-launcher://action?server_url=" + http::percentEncode(baseUrl(call)) + "&token=" + event.hash);
    w.endObject().endObject();
    context.emit(std::move(event));
    return http::Response::json(200, std::move(body));
}

repository::EventRow launcherEvent(const Call &call, database::Connection &db)
{
    const std::string &token = call.param("token");
    auto event = token.size() == 64 ? rules::need(repository::eventByHash(db, token)) : std::nullopt;
    if (!event || event->topic != "action.launcher")
        rules::refuse(rules::notFound("Invalid or expired action token"));
    return std::move(*event);
}

http::Response take(Call &call, WriteContext &context)
{
    repository::EventRow event = launcherEvent(call, context.db);
    if (event.status != "pending")
        rules::refuse(rules::forbidden("This action was taken already"));
    event.status = "in_progress";
    event.updatedAt = repository::stampNow();
    context.updateEvent(event);
    const Object summary = jsontext::parseObject(event.summary);
    const Object payload = jsontext::parseObject(event.payload);
    std::string body;
    Writer w(body);
    w.beginObject()
        .member("eventId", context.eventIds().idOf(event.seq))
        .member("actionIdentifier", jsontext::text(summary, "action_identifier"));
    w.memberRaw("args", jsontext::toText(payload.at("args")))
        .memberRaw("context", jsontext::toText(payload.at("context")));
    w.member("addonName", jsontext::text(summary, "addon_name"))
        .member("addonVersion", jsontext::text(summary, "addon_version"));
    w.member("variant", jsontext::text(summary, "variant")).member("userName", event.user).endObject();
    context.emit(std::move(event));
    return http::Response::json(200, std::move(body));
}

http::Response abort(Call &call, WriteContext &context)
{
    repository::EventRow event = launcherEvent(call, context.db);
    event.status = "aborted";
    event.description = jsontext::text(call.object(), "message");
    event.updatedAt = repository::stampNow();
    context.updateEvent(event);
    context.emit(std::move(event));
    return http::Response::empty();
}

// Reads, or with a value writes: false and null take a member away.
http::Response config(Call &call, WriteContext &context)
{
    Object stored = storedConfig(call, context.db);
    if (const Object *value = jsontext::object(call.object(), "value")) {
        for (const auto &member : *value)
            if (member.value().is_null() || (member.value().is_bool() && !member.value().get_bool()))
                stored.erase(member.key());
            else
                stored[member.key()] = member.value();
        const std::string key = configKey(call, call.text("identifier"));
        if (stored.empty())
            (void)rules::need(repository::removeDocument(context.db, repository::documents::actionConfig, key));
        else
            rules::need(repository::putDocument(context.db, repository::documents::actionConfig, key,
                                                jsontext::toText(stored)));
    }
    return http::Response::json(200, jsontext::toText(stored));
}

} // namespace

void registerActionRoutes(Api &api, Addons &addons)
{
    api.free(
           "POST", "/api/actions/list", Access::User,
           [&addons](const std::shared_ptr<Call> &call, const http::Responder &reply) {
               const auto db = call->store->read();
               reply.send(list(*call, *db, addons));
           },
           {}, true)
        .query("variant")
        .takes("projectName")
        .takes("entityType")
        .takes("entityIds", "array")
        .gives("actions", "array");
    api.read("GET", "/api/actions/manage", Access::Manager, [&addons](Call &call) { return manage(call, addons); });
    api.write("POST", "/api/actions/execute", Access::User, execute)
        .query("addonName")
        .query("addonVersion")
        .query("identifier")
        .query("variant")
        .takes("projectName")
        .takes("entityType")
        .takes("entityIds", "array");
    api.write("POST", "/api/actions/config", Access::User, config)
        .query("addonName")
        .query("addonVersion")
        .query("identifier")
        .takes("projectName")
        .takes("value", "object");
    api.write("GET", "/api/actions/take/{token}", Access::Public, take);
    api.write("POST", "/api/actions/abort/{token}", Access::Public, abort);
}

} // namespace hearth::server
