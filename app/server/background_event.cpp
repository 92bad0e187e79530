// SPDX-License-Identifier: Apache-2.0
#include "server/background_event.h"

#include "repository/stamp.h"

namespace hearth::server
{
namespace
{

void change(Store &store, std::int64_t seq, const std::string &status, const std::string &description)
{
    (void)store.writeAndWait([&](WriteContext &context) {
        auto event = rules::need(repository::eventBySeq(context.db, seq));
        if (!event) // taken away meanwhile
            return http::Response::empty();
        event->status = status;
        event->description = description;
        event->updatedAt = repository::stampNow();
        context.updateEvent(*event);
        context.emit(std::move(*event));
        return http::Response::empty();
    });
}

} // namespace

std::int64_t beginEvent(WriteContext &context, const rules::Actor &actor, const BackgroundEvent &begun)
{
    auto known = rules::need(repository::eventByHash(context.db, begun.hash));
    repository::EventRow event = known.value_or(repository::EventRow{});
    event.hash = begun.hash;
    event.topic = begun.topic;
    event.user = actor.user->name();
    event.sender = actor.sender;
    event.senderType = actor.senderType;
    event.status = "in_progress";
    event.description = begun.description;
    event.summary = begun.summary;
    event.updatedAt = repository::stampNow();
    if (known) {
        context.updateEvent(event);
    } else {
        event.createdAt = event.updatedAt;
        event.seq = rules::need(repository::insertEvent(context.db, event));
    }
    const std::int64_t seq = event.seq;
    context.emit(std::move(event));
    return seq;
}

void failInterrupted(WriteContext &context)
{
    repository::EventQuery query;
    query
        .where("e.topic IN ('addon.install', 'addon.install_from_url', 'installer.install_from_url', "
               "'dependency_package.install_from_url')")
        .where("e.status = $#", std::string("in_progress"));
    for (repository::EventRow &event : rules::need(query.all(context.db))) {
        event.status = "failed";
        event.description = "The server ended meanwhile; ask for it again";
        event.updatedAt = repository::stampNow();
        context.updateEvent(event);
    }
}

void describeEvent(Store &store, std::int64_t seq, const std::string &description)
{
    change(store, seq, "in_progress", description);
}

void finishEvent(Store &store, std::int64_t seq, bool isGood, const std::string &description)
{
    change(store, seq, isGood ? "finished" : "failed", description);
}

} // namespace hearth::server
