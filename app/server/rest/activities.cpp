// SPDX-License-Identifier: Apache-2.0
// Comments and the other activities of entities, with their reactions.
#include "rules/activities.h"

#include "core/entity_id.h"
#include "json_text/writer.h"
#include "repository/stamp.h"
#include "rules/names.h"
#include "server/entity_rights.h"
#include "server/media/unbound_files.h"
#include "server/rest/routes.h"

#include <algorithm>
#include <array>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using repository::ActivityRow;
using repository::Kind;

constexpr std::array<std::string_view, 9> types{"comment",         "watch",          "reviewable",
                                                "status.change",   "assignee.add",   "assignee.remove",
                                                "version.publish", "version.review", "attrib.change"};

void tell(WriteContext &context, rules::ActivityBook &book, std::int64_t project)
{
    context.emit(book.takeEvents());
    context.pass(book.takePassing());
    context.touch(project);
}

// Characters, not bytes.
std::size_t lengthOf(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string bodyIn(const Object &given)
{
    std::string body(jsontext::text(given, "body"));
    if (lengthOf(body) > rules::activityBodyLimit)
        rules::refuse(rules::invalidField("body", "ensure this value has at most 2000 characters",
                                          "value_error.any_str.max_length"));
    return body;
}

std::string tagsIn(const Object &given)
{
    for (const Value &tag : jsontext::items(jsontext::array(given, "tags")))
        if (!tag.is_string())
            rules::refuse(rules::invalidField("tags", "a tag must be a string", "type_error.str"));
    return jsontext::toText(jsontext::items(jsontext::array(given, "tags")));
}

std::vector<std::string> filesIn(const Object &given)
{
    std::vector<std::string> made;
    for (const Value &file : jsontext::items(jsontext::array(given, "files"))) {
        std::string id = file.is_string() ? canonicalEntityId(std::string(file.get_string())) : std::string();
        if (id.empty())
            rules::refuse(rules::invalidField("files", "a file must be named by its id", "value_error.uuid"));
        made.push_back(std::move(id));
    }
    return made;
}

rules::ActivityDraft draftOf(const Call &call, WriteContext &context, const Object &given)
{
    rules::ActivityDraft draft;
    draft.type = jsontext::text(given, "activityType");
    if (std::find(types.begin(), types.end(), draft.type) == types.end())
        rules::refuse(rules::invalidField("activityType", "unexpected value", "value_error.const"));
    if (!call.user->isService && draft.type != "comment" && draft.type != "version.review")
        rules::refuse(rules::badRequest("Humans can only create comments and reviews"));
    checkMayUseActivity(call, context.db, draft.type);
    if (const std::string_view id = jsontext::text(given, "id"); !id.empty()) {
        draft.id = canonicalEntityId(id);
        if (draft.id.empty())
            rules::refuse(rules::invalidField("id", "value is not a valid id", "value_error.uuid"));
    }
    if (const std::string_view time = jsontext::text(given, "timestamp"); !time.empty()) {
        draft.createdAt = repository::canonicalStamp(time);
        if (draft.createdAt.empty())
            rules::refuse(rules::invalidField("timestamp", "invalid datetime format", "value_error.datetime"));
    }
    draft.body = bodyIn(given);
    draft.tags = tagsIn(given);
    draft.files = filesIn(given);
    if (const Object *data = jsontext::object(given, "data"))
        draft.data = *data;
    return draft;
}

std::string add(Call &call, WriteContext &context, rules::ActivityBook &book, Kind kind, const std::string &id,
                const Object &given)
{
    const auto entity = readableEntity(call, context.db, kind, id);
    return book.add(call.actor, kind, entity, draftOf(call, context, given)).id;
}

ActivityRow existing(const Call &call, database::Connection &db, const std::string &id)
{
    auto activity = rules::need(repository::activityById(db, call.project->row.id, id));
    if (!activity)
        rules::refuse(rules::notFound("Activity " + id + " not found"));
    if (const auto kind = repository::kindOf(activity->entityType); kind && !call.user->isManager) {
        if (rules::need(repository::entityById(db, *kind, call.project->row.id, activity->entityId)))
            checkMayRead(call, db, *kind, activity->entityId);
        else if (activity->author != call.user->name())
            rules::refuse(rules::notFound("Activity " + id + " not found"));
    }
    checkMayUseActivity(call, db, activity->type);
    return std::move(*activity);
}

bool isOwn(const Call &call, const ActivityRow &activity)
{
    return call.user->isAdmin || activity.author == call.user->name();
}

void change(Call &call, WriteContext &context, rules::ActivityBook &book, const std::string &id, const Object &given)
{
    ActivityRow activity = existing(call, context.db, id);
    const auto has = [&given](const char *name) {
        const Value *value = jsontext::find(given, name);
        return value && !value->is_null();
    };
    const std::string body = bodyIn(given);
    if (!isOwn(call, activity)) {
        const bool onlyTicks = has("body") && !has("tags") && !has("files") && !has("data") &&
                               rules::withEmptyCheckboxes(body) == rules::withEmptyCheckboxes(activity.body);
        if (!onlyTicks)
            rules::refuse(rules::forbidden("Only its author may change an activity; others may tick its boxes"));
    }
    const std::string tags = tagsIn(given);
    const std::vector<std::string> files = filesIn(given);
    rules::ActivityPatch patch;
    patch.body = has("body") ? &body : nullptr;
    patch.tags = has("tags") ? &tags : nullptr;
    patch.files = has("files") ? &files : nullptr;
    patch.appendsFiles = jsontext::flag(given, "appendFiles");
    patch.data = jsontext::object(given, "data");
    book.change(call.actor, activity, patch);
}

void remove(Call &call, WriteContext &context, rules::ActivityBook &book, const std::string &id)
{
    const ActivityRow activity = existing(call, context.db, id);
    if (!isOwn(call, activity))
        rules::refuse(rules::forbidden("Only its author may delete an activity"));
    book.remove(call.actor, activity);
}

rules::ActivityBook bookOf(const Call &call, WriteContext &context)
{
    return {context.db, call.project->row, repository::stampNow()};
}

http::Response create(Call &call, WriteContext &context, const Media &media)
{
    const Kind kind = kindParam(call);
    rules::ActivityBook book = bookOf(call, context);
    dropUnboundFiles(context, call.project->row.id, media);
    const std::string id = add(call, context, book, kind, entityIdParam(call, "id"), call.object());
    tell(context, book, call.project->row.id);
    return idResponse(201, id);
}

/// One step of a bulk request.
struct Step {
    std::string id;
    std::string type;
    std::string activityId;
    int status = 0;
    std::string detail;
};

void runStep(Call &call, WriteContext &context, rules::ActivityBook &book, const Object &given, Step &step)
{
    static const Object none;
    const Object *found = jsontext::object(given, "data");
    Object data = found ? *found : none;
    if (step.type == "create") {
        std::string type(jsontext::text(data, "entityType"));
        const auto kind = repository::kindOf(type.ends_with('s') ? type.substr(0, type.size() - 1) : type);
        const std::string entity = canonicalEntityId(jsontext::text(data, "entityId"));
        if (!kind || entity.empty())
            rules::refuse(rules::badRequest("A new activity needs an entityType and an entityId"));
        if (!step.activityId.empty())
            data["id"] = step.activityId;
        step.activityId = add(call, context, book, *kind, entity, data);
        step.status = 201;
        return;
    }
    const std::string id = canonicalEntityId(step.activityId);
    if (id.empty())
        rules::refuse(rules::badRequest("activityId is required for update and delete"));
    if (step.type == "update")
        change(call, context, book, id, data);
    else if (step.type == "delete")
        remove(call, context, book, id);
    else
        rules::refuse(rules::notPermitted("type", step.type, {"create", "update", "delete"}));
    step.status = 204;
}

std::string stepsText(const std::vector<Step> &steps)
{
    std::string body;
    jsontext::Writer w(body);
    w.beginObject().key("operations").beginArray();
    bool isGood = true;
    for (const Step &step : steps) {
        isGood = isGood && step.status < 400;
        w.beginObject().member("id", step.id).member("type", step.type);
        w.memberOrNull("activityId", step.activityId).member("success", step.status < 400);
        w.member("status", step.status).memberOrNull("detail", step.detail).endObject();
    }
    w.endArray().member("success", isGood).endObject();
    return body;
}

void runScript(WriteContext &context, const char *sql)
{
    rules::need(context.db.visit(sql, std::span<const database::Parameter>{}, {}));
}

// All steps, or up to the first that fails, which undoes them all; where steps may fail, each is undone alone.
http::Response runSteps(Call &call, WriteContext &context, const Media &media, std::vector<Step> &steps)
{
    const bool canFail = jsontext::flag(call.object(), "canFail");
    dropUnboundFiles(context, call.project->row.id, media);
    for (const Value &item : jsontext::items(jsontext::array(call.object(), "operations"))) {
        const Object *given = item.if_object();
        if (!given)
            rules::refuse(rules::invalidField("operations", "value is not a valid dict", "type_error.dict"));
        Step &step = steps.emplace_back();
        step.id = jsontext::text(*given, "id");
        if (step.id.empty())
            step.id = newEntityId();
        step.type = jsontext::text(*given, "type");
        step.activityId = jsontext::text(*given, "activityId");
        rules::ActivityBook book = bookOf(call, context);
        runScript(context, "SAVEPOINT activity");
        try {
            runStep(call, context, book, *given, step);
            runScript(context, "RELEASE activity");
            tell(context, book, call.project->row.id);
        } catch (const rules::Refusal &refusal) {
            runScript(context, "ROLLBACK TO activity");
            runScript(context, "RELEASE activity");
            step.status = refusal.failure().status;
            step.detail = refusal.failure().detail;
            if (!canFail)
                rules::refuse({200, "rolled-back", {}, {}});
        }
    }
    return http::Response::json(200, stepsText(steps));
}

void operations(const std::shared_ptr<Call> &call, const http::Responder &reply, const Media &media)
{
    const auto steps = std::make_shared<std::vector<Step>>();
    call->change([call, steps, &media](WriteContext &context) { return runSteps(*call, context, media, *steps); },
                 [call, steps, reply](rules::Outcome<http::Response> made) {
                     if (!made && made.error().status != 200)
                         return reply.send(failureResponse(made.error(), call->request));
                     reply.send(http::Response::json(200, stepsText(*steps)));
                 });
}

Array reactionsOf(const ActivityRow &activity)
{
    return jsontext::items(jsontext::array(jsontext::parseObject(activity.data), "reactions"));
}

void saveReactions(Call &call, WriteContext &context, ActivityRow &activity, Array reactions)
{
    Object data = jsontext::parseObject(activity.data);
    data["reactions"] = std::move(reactions);
    activity.data = jsontext::toText(data);
    rules::need(repository::updateActivity(context.db, call.project->row.id, activity));
    rules::ActivityBook book = bookOf(call, context);
    book.tell(call.actor, "activity.updated", activity, false);
    tell(context, book, call.project->row.id);
}

bool isReaction(const Value &one, std::string_view user, std::string_view reaction)
{
    return one.is_object() && jsontext::text(one.get_object(), "userName") == user &&
           jsontext::text(one.get_object(), "reaction") == reaction;
}

http::Response react(Call &call, WriteContext &context)
{
    ActivityRow activity = existing(call, context.db, entityIdParam(call, "activity"));
    const std::string reaction(jsontext::text(call.object(), "reaction"));
    if (!rules::isEntityName(reaction))
        rules::refuse(rules::invalidPattern("reaction", rules::entityNamePattern));
    Array reactions = reactionsOf(activity);
    const std::string &user = call.user->name();
    if (std::any_of(reactions.begin(), reactions.end(),
                    [&](const Value &one) { return isReaction(one, user, reaction); }))
        rules::refuse(rules::badRequest("Already reacted"));
    reactions.push_back(Object{{"reaction", reaction},
                               {"userName", user},
                               {"fullName", jsontext::text(call.user->attrib, "fullName")},
                               {"timestamp", repository::stampNow()}});
    saveReactions(call, context, activity, std::move(reactions));
    return http::Response::json(201, "null");
}

http::Response unreact(Call &call, WriteContext &context)
{
    ActivityRow activity = existing(call, context.db, entityIdParam(call, "activity"));
    Array reactions = reactionsOf(activity);
    const auto found = std::find_if(reactions.begin(), reactions.end(), [&call](const Value &one) {
        return isReaction(one, call.user->name(), call.param("reaction"));
    });
    if (found == reactions.end())
        rules::refuse(rules::notFound("You did not react so"));
    reactions.erase(found);
    saveReactions(call, context, activity, std::move(reactions));
    return http::Response::empty();
}

} // namespace

void registerActivityRoutes(Api &api, Media &media)
{
    const std::string start = "/api/projects/{project}/";
    const std::string one = start + "activities/{activity}";
    api.write("POST", (start + "{entityType}/{id}/activities").c_str(), Access::User,
              [&media](Call &call, WriteContext &context) { return create(call, context, media); });
    api.write("PATCH", one.c_str(), Access::User, [&media](Call &call, WriteContext &context) {
        rules::ActivityBook book = bookOf(call, context);
        dropUnboundFiles(context, call.project->row.id, media);
        change(call, context, book, entityIdParam(call, "activity"), call.object());
        tell(context, book, call.project->row.id);
        return http::Response::empty();
    });
    api.write("DELETE", one.c_str(), Access::User, [](Call &call, WriteContext &context) {
        rules::ActivityBook book = bookOf(call, context);
        remove(call, context, book, entityIdParam(call, "activity"));
        tell(context, book, call.project->row.id);
        return http::Response::empty();
    });
    api.write("POST", (one + "/reactions").c_str(), Access::User, react);
    api.write("DELETE", (one + "/reactions/{reaction}").c_str(), Access::User, unreact);
    // Categories come from an addon; there is none that has any.
    api.read("GET", (start + "activityCategories").c_str(), Access::User,
             [](Call &) { return http::Response::json(200, R"({"categories":[]})"); });
    api.free(
        "POST", (start + "operations/activities").c_str(), Access::User,
        [&media](const std::shared_ptr<Call> &call, const http::Responder &reply) { operations(call, reply, media); },
        {}, true);
}

} // namespace hearth::server
