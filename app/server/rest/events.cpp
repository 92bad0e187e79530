// SPDX-License-Identifier: Apache-2.0
#include "core/entity_id.h"
#include "json_text/writer.h"
#include "repository/change_log.h"
#include "repository/stamp.h"
#include "rules/names.h"
#include "server/event_sight.h"
#include "server/events/event_hub.h"
#include "server/rest/routes.h"

#include <algorithm>
#include <array>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;

constexpr std::array<std::string_view, 6> statuses{"pending", "in_progress", "finished",
                                                   "failed",  "aborted",     "restarted"};

std::string objectText(const Object &body, std::string_view name)
{
    const Object *found = jsontext::object(body, name);
    return found ? jsontext::toText(*found) : "{}";
}

repository::EventRow posted(const Call &call)
{
    const Object &body = call.object();
    repository::EventRow event;
    event.topic = jsontext::text(body, "topic");
    if (!rules::isTopic(event.topic))
        rules::refuse(rules::invalidPattern("topic", rules::topicPattern));
    const std::string_view sender = jsontext::text(body, "sender");
    event.sender = sender.empty() ? std::string_view(call.actor.sender) : sender;
    event.senderType = call.actor.senderType;
    event.hash = jsontext::text(body, "hash");
    event.project = jsontext::text(body, "project");
    event.user = call.user->name();
    const std::string_view source = jsontext::text(body, "dependsOn");
    event.dependsOn = canonicalEntityId(source);
    if (event.dependsOn.empty() && !source.empty())
        rules::refuse(rules::invalidField("dependsOn", "value is not a valid id", "value_error.uuid"));
    event.description = jsontext::text(body, "description");
    event.summary = objectText(body, "summary");
    event.payload = objectText(body, "payload");
    event.status = jsontext::flag(body, "finished", true) ? "finished" : "pending";
    event.createdAt = repository::stampNow();
    event.updatedAt = event.createdAt;
    return event;
}

http::Response dispatch(Call &call, WriteContext &context)
{
    repository::EventRow event = posted(call);
    if (!event.project.empty())
        event.project = context.project(event.project)->row.name;
    if (!event.hash.empty())
        if (const auto other = rules::need(repository::eventByHash(context.db, event.hash))) {
            if (!jsontext::flag(call.object(), "reuse"))
                rules::refuse(rules::conflict("Event with the same hash already exists", "unique-violation"));
            context.removeEvent(other->seq);
        }
    event.seq = rules::need(repository::insertEvent(context.db, event));
    const std::string id = context.eventIds().idOf(event.seq);
    context.emit(std::move(event));
    return idResponse(200, id);
}

repository::EventRow byId(database::Connection &db, const repository::EventIds &ids, const std::string &id)
{
    auto event = rules::need(repository::eventBySeq(db, ids.seqOf(id)));
    if (!event)
        rules::refuse(rules::notFound("Event not found"));
    return std::move(*event);
}

std::string statusOf(const Object &body)
{
    const Value *given = jsontext::find(body, "status");
    if (!given || given->is_null())
        return {};
    const std::string status(jsontext::text(body, "status"));
    if (std::find(statuses.begin(), statuses.end(), status) == statuses.end())
        rules::refuse(rules::notPermitted("status", status, statuses));
    return status;
}

bool isStatusFree(const repository::EventRow &event)
{
    return !event.dependsOn.empty() || event.topic == "action.launcher" || event.topic == "addon.install_from_url" ||
           event.topic.starts_with("installer") || event.topic.starts_with("dependency_package");
}

std::optional<double> progressOf(const Object &body)
{
    const Value *given = jsontext::find(body, "progress");
    if (!given || !given->is_number())
        return std::nullopt;
    const auto percent = given->to_number<double>();
    if (percent < 0 || percent > 100)
        rules::refuse(rules::invalidField("progress", "ensure this value is between 0 and 100", "value_error.number"));
    return percent;
}

// Only what is given changes; summary and payload are replaced.
void applyPatch(const Call &call, repository::EventRow &event)
{
    const Object &body = call.object();
    const auto text = [&body](std::string_view name, std::string &into) {
        if (const Value *given = jsontext::find(body, name); given && given->is_string())
            into = std::string(given->get_string());
    };
    text("sender", event.sender);
    if (call.user->isManager) { // else an event could be put among those of others
        text("project", event.project);
        text("user", event.user);
    }
    text("description", event.description);
    event.senderType = call.actor.senderType;
    if (jsontext::object(body, "summary"))
        event.summary = objectText(body, "summary");
    if (jsontext::object(body, "payload"))
        event.payload = objectText(body, "payload");
    event.retries = jsontext::integer(body, "retries", event.retries);
    event.updatedAt = repository::stampNow();
}

http::Response patch(Call &call, WriteContext &context, EventHub &hub)
{
    const std::string id = entityIdParam(call, "id");
    const std::string status = statusOf(call.object());
    repository::EventRow event = byId(context.db, context.eventIds(), id);
    if (!call.user->isManager && event.user != call.user->name())
        rules::refuse(rules::forbidden("You may only change your own events"));
    if (!status.empty() && status != event.status && !call.user->isService && !isStatusFree(event))
        rules::refuse(rules::forbidden("Only services change the status of this event"));
    const auto progress = progressOf(call.object());
    applyPatch(call, event);
    if (!event.project.empty() && jsontext::find(call.object(), "project"))
        event.project = context.project(event.project)->row.name;
    if (!status.empty())
        event.status = status;
    context.updateEvent(event);
    context.afterCommit([&hub, event, progress] { hub.publish(event, true, progress); });
    return http::Response::empty();
}

} // namespace

void registerEventRoutes(Api &api, EventHub &hub)
{
    api.free(
           "POST", "/api/events", Access::Manager,
           [&hub](const std::shared_ptr<Call> &call, const http::Responder &reply) {
               if (!jsontext::flag(call->object(), "store", true)) {
                   repository::EventRow event = posted(*call);
                   if (!event.project.empty()) {
                       const auto connection = call->store->read();
                       const auto project = call->store->project(*connection, event.project);
                       if (!project)
                           rules::refuse(rules::notFound("Project " + event.project + " not found"));
                       event.project = project->row.name;
                   }
                   hub.pass(event);
                   return reply.send(idResponse(200, newEntityId()));
               }
               call->change([call](WriteContext &context) { return dispatch(*call, context); },
                            [call, reply](rules::Outcome<http::Response> made) {
                                reply.send(made ? std::move(*made) : failureResponse(made.error(), call->request));
                            });
           },
           {}, true)
        .needs("topic")
        .takes("summary", "object")
        .takes("payload", "object")
        .takes("finished", "boolean")
        .takes("store", "boolean")
        .gives("id");
    api.read("GET", "/api/events/{id}", Access::User, [](Call &call) {
        repository::EventRow event = byId(*call.db, call.store->eventIds(), entityIdParam(call, "id"));
        const bool isOthers = event.project.empty() && event.user != call.user->name() && !call.user->isManager;
        if (isOthers || !prepareFor(*call.user, *call.store, *call.db, event))
            rules::refuse(rules::forbidden("You may not read this event"));
        return http::Response::json(200, eventText(event, call.store->eventIds()));
    });
    api.write("PATCH", "/api/events/{id}", Access::User,
              [&hub](Call &call, WriteContext &context) { return patch(call, context, hub); })
        .takes("status")
        .takes("description")
        .takes("summary", "object")
        .takes("payload", "object")
        .takes("retries", "integer")
        .takes("progress", "number");
    api.write("DELETE", "/api/events/{id}", Access::Admin, [](Call &call, WriteContext &context) {
        const std::string id = entityIdParam(call, "id");
        const std::int64_t seq = context.eventIds().seqOf(id);
        if (const auto event = rules::need(repository::eventBySeq(context.db, seq)))
            rules::need(repository::logChange(context.db, {0, "event", id}, "delete",
                                              {{"topic", event->topic}, {"description", event->description}}, {}));
        context.removeEvent(seq);
        return http::Response::empty();
    });
}

} // namespace hearth::server
