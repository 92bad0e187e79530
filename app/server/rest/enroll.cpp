// SPDX-License-Identifier: Apache-2.0
// Handing out work: a finished source event becomes one job for one worker, inside one transaction.
#include "json_text/writer.h"
#include "repository/entity_store.h"
#include "repository/stamp.h"
#include "rules/names.h"
#include "rules/query_filter.h"
#include "server/event_field.h"
#include "server/rest/routes.h"

#include <openssl/sha.h>

#include <algorithm>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using repository::EventRow;

constexpr std::int64_t daysOfAllEvents = 50 * 366; // older than any studio

struct Wish {
    std::vector<std::string> sources; ///< LIKE patterns
    std::vector<std::string> names;   ///< of a list, whose topics are no patterns; else empty
    std::string sourceText;
    std::string target;
    std::string sender;
    std::string senderType;
    std::string description;
    bool isSequential = false;
    std::int64_t maxRetries = 3;
    std::vector<std::string> ignoredSenderTypes;
    std::int64_t ignoreOlderThanDays = 3;
    rules::QueryFilter filter;
    std::string since; ///< a source that was changed before is too old; empty: none is
    std::string key;   ///< of those who ask for the same
};

void addSource(Wish &wish, std::string topic, bool isPattern)
{
    std::string pattern;
    for (const char c : topic) {
        if (isPattern && c == '*')
            pattern.push_back('%');
        else
            pattern.push_back(c);
    }
    wish.sources.push_back(std::move(pattern));
    wish.sourceText = std::move(topic);
}

void readSources(const Object &body, Wish &wish)
{
    const Value *source = jsontext::find(body, "sourceTopic");
    if (source && source->is_string())
        addSource(wish, std::string(source->get_string()), true);
    else if (source && source->is_array())
        for (const Value &topic : source->get_array())
            if (topic.is_string()) {
                addSource(wish, std::string(topic.get_string()), false);
                wish.names.push_back(wish.sourceText);
            }
    if (wish.sources.empty() || wish.sources.front().empty())
        rules::refuse(rules::invalidField("sourceTopic", "field required", "value_error.missing"));
}

Wish readWish(const Call &call)
{
    const Object &body = call.object();
    Wish wish;
    wish.target = jsontext::text(body, "targetTopic");
    if (!rules::isTopic(wish.target) || wish.target.find('*') != std::string::npos)
        rules::refuse(rules::invalidPattern("targetTopic", rules::topicPattern));
    readSources(body, wish);
    const std::string_view sender = jsontext::text(body, "sender");
    wish.sender = sender.empty() ? std::string_view(call.actor.sender) : sender;
    const std::string_view senderType = jsontext::text(body, "senderType");
    wish.senderType = senderType.empty() ? std::string_view(call.actor.senderType) : senderType;
    wish.description = jsontext::text(body, "description");
    wish.isSequential = jsontext::flag(body, "sequential");
    wish.maxRetries = jsontext::integer(body, "maxRetries", 3);
    wish.ignoreOlderThanDays = jsontext::integer(body, "ignoreOlderThan", 3);
    if (wish.ignoreOlderThanDays > daysOfAllEvents)
        wish.ignoreOlderThanDays = 0;
    if (const jsontext::Array *ignored = jsontext::array(body, "ignoreSenderTypes"))
        for (const Value &type : *ignored)
            if (type.is_string())
                wish.ignoredSenderTypes.emplace_back(type.get_string());
    if (const Object *filter = jsontext::object(body, "filter")) {
        auto parsed = rules::QueryFilter::parse(*filter, eventFields);
        if (!parsed)
            rules::refuse(parsed.error());
        wish.filter = std::move(*parsed);
    }
    Object same = body; // but for who asks, and how
    for (const char *own : {"sender", "senderType", "description", "sequential", "slothMode"})
        same.erase(own);
    wish.key = jsontext::toText(same);
    return wish;
}

std::string jobHash(const std::string &target, const std::string &sourceId)
{
    std::string text;
    jsontext::Writer(text).beginArray().string(target).string(sourceId).endArray();
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char *>(text.data()), text.size(), digest);
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const unsigned char byte : digest) {
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

http::Response jobResponse(const EventRow &job, const repository::EventIds &ids)
{
    std::string body;
    jsontext::Writer w(body);
    w.beginObject()
        .member("id", ids.idOf(job.seq))
        .member("dependsOn", job.dependsOn)
        .member("hash", job.hash)
        .member("status", job.status)
        .endObject();
    return http::Response::json(200, std::move(body));
}

EventRow newJob(const Call &call, const Wish &wish, const EventRow &source, const std::string &sourceId)
{
    EventRow job;
    job.topic = wish.target;
    job.status = "pending";
    job.dependsOn = sourceId;
    job.hash = jobHash(wish.target, sourceId);
    job.project = source.project;
    job.user = call.user->name();
    job.sender = wish.sender;
    job.senderType = wish.senderType;
    job.description =
        wish.description.empty() ? "Convert from " + wish.sourceText + " to " + wish.target : wish.description;
    job.createdAt = repository::stampNow();
    job.updatedAt = job.createdAt;
    return job;
}

/// What a source is to the one who asks.
struct Look {
    bool isDone = false;                  ///< it never becomes a job any more, unless it or its job is changed
    std::optional<http::Response> answer; ///< ends the search
};

Look offerNew(const Call &call, WriteContext &context, const Wish &wish, const EventRow &source,
              const std::string &sourceId)
{
    EventRow job = newJob(call, wish, source, sourceId);
    if (rules::need(repository::eventByHash(context.db, job.hash)))
        return {false, wish.isSequential ? std::optional(http::Response::empty()) : std::nullopt};
    job.seq = rules::need(repository::insertEvent(context.db, job));
    context.emit(job);
    return {false, jobResponse(job, context.eventIds())};
}

Look offerAgain(const Call &call, WriteContext &context, const Wish &wish, EventRow &job)
{
    if (job.status == "finished" || (job.status == "failed" && job.retries > wish.maxRetries))
        return {true, std::nullopt};
    if (job.status == "failed" || job.status == "restarted") {
        job.retries += job.status == "failed" ? 1 : 0;
        job.status = "pending";
        job.sender = wish.sender;
        job.user = call.user->name();
        job.description = "Restarting failed event";
        job.updatedAt = repository::stampNow();
        context.updateEvent(job);
        context.emit(job);
        return {false, jobResponse(job, context.eventIds())};
    }
    if (job.sender == wish.sender)
        return {false, jobResponse(job, context.eventIds())};
    return {false, wish.isSequential ? std::optional(http::Response::empty()) : std::nullopt};
}

Look lookAt(const Call &call, WriteContext &context, const Wish &wish, const EventRow &source)
{
    if (source.updatedAt < wish.since)
        return {true, std::nullopt};
    const auto &names = wish.names;
    if (!names.empty() && std::find(names.begin(), names.end(), source.topic) == names.end())
        return {true, std::nullopt}; // a sign of the name was taken for any sign
    if (source.status != "finished")
        return {}; // it may be one day
    const auto &ignored = wish.ignoredSenderTypes;
    if (std::find(ignored.begin(), ignored.end(), source.senderType) != ignored.end())
        return {true, std::nullopt};
    const auto &ids = context.eventIds();
    if (!wish.filter.matches([&](std::string_view field) { return eventField(source, ids, field); }))
        return {true, std::nullopt};
    const std::string sourceId = ids.idOf(source.seq);
    auto jobs = rules::need(repository::eventsDependingOn(context.db, sourceId, wish.target));
    return jobs.empty() ? offerNew(call, context, wish, source, sourceId)
                        : offerAgain(call, context, wish, jobs.front());
}

// Those that were looked at before and are not done.
std::optional<http::Response> fromOpen(const Call &call, WriteContext &context, const Wish &wish,
                                       EnrollViews::View &view)
{
    const std::vector<std::int64_t> open(view.open.begin(), view.open.end());
    for (const std::int64_t seq : open) {
        const auto source = rules::need(repository::eventBySeq(context.db, seq));
        Look look = source ? lookAt(call, context, wish, *source) : Look{true, std::nullopt};
        if (look.isDone)
            view.open.erase(seq);
        if (look.answer)
            return std::move(look.answer);
    }
    return std::nullopt;
}

std::optional<http::Response> fromNew(const Call &call, WriteContext &context, const Wish &wish,
                                      EnrollViews::View &view)
{
    constexpr int page = 100;
    const std::int64_t newest = rules::need(repository::newestEvent(context.db));
    const std::string patterns = repository::jsonList(wish.sources);
    for (;;) {
        const auto sources = rules::need(repository::eventsAfter(context.db, view.seen, patterns, page));
        for (const EventRow &source : sources) {
            view.seen = source.seq;
            view.open.insert(source.seq);
            Look look = lookAt(call, context, wish, source);
            if (look.isDone)
                view.open.erase(source.seq);
            if (look.answer)
                return std::move(look.answer);
        }
        if (sources.size() < page) {
            view.seen = std::max(view.seen, newest);
            return std::nullopt;
        }
    }
}

http::Response enroll(Call &call, WriteContext &context)
{
    Wish wish = readWish(call);
    if (wish.ignoreOlderThanDays > 0)
        wish.since =
            repository::stampOf(std::chrono::system_clock::now() - std::chrono::hours(24 * wish.ignoreOlderThanDays));
    EnrollViews::View &view = context.enrollViews().of(wish.key, wish.sources, wish.target, wish.since);
    if (auto answer = fromOpen(call, context, wish, view))
        return std::move(*answer);
    return fromNew(call, context, wish, view).value_or(http::Response::empty());
}

} // namespace

void registerEnrollRoutes(Api &api)
{
    api.write("POST", "/api/enroll", Access::User,
              [](Call &call, WriteContext &context) {
                  if (!call.user->isService)
                      rules::refuse(rules::forbidden("Only services can enroll for jobs"));
                  return enroll(call, context);
              })
        .needs("sourceTopic", "any")
        .needs("targetTopic");
}

} // namespace hearth::server
