// SPDX-License-Identifier: Apache-2.0
#include "server/retention.h"

#include "core/log.h"
#include "repository/change_log.h"
#include "repository/documents.h"
#include "repository/media.h"
#include "repository/projects.h"
#include "repository/retention.h"
#include "repository/stamp.h"
#include "server/media/unbound_files.h"

#include <QString>

#include <algorithm>
#include <unordered_set>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using std::chrono::steady_clock;

constexpr const char *documentName = "studio";
constexpr std::chrono::milliseconds stepTime{10}; // aimed at; about half of what the writer may be held
constexpr std::int64_t firstStep = 250;
constexpr std::int64_t largestStep = 4000; // rows
constexpr std::chrono::hours partLifetime{24};

struct Field {
    const char *name;
    std::int64_t RetentionRules::*days;
    std::int64_t least;
};
constexpr std::array<Field, 5> fields{{{"changes", &RetentionRules::changes, 0},
                                       {"events", &RetentionRules::events, 0},
                                       {"logs", &RetentionRules::logs, 0},
                                       {"sessions", &RetentionRules::sessions, RetentionRules::leastSessionDays},
                                       {"files", &RetentionRules::files, 1}}};

} // namespace

RetentionRules RetentionRules::read(database::Connection &db)
{
    RetentionRules made;
    const auto stored = rules::need(repository::documentByName(db, repository::documents::retention, documentName));
    if (stored) {
        const Object body = jsontext::parseObject(stored->body);
        for (const Field &field : fields)
            made.*field.days = std::clamp(jsontext::integer(body, field.name, made.*field.days), field.least, mostDays);
    }
    return made;
}

void RetentionRules::take(const Object &given)
{
    for (const auto &member : given) {
        const auto field = std::find_if(fields.begin(), fields.end(),
                                        [&member](const Field &one) { return member.key() == one.name; });
        if (field == fields.end())
            rules::refuse(rules::badRequest("There is no \"" + std::string(member.key()) + "\" to keep for some time"));
        const std::int64_t days = member.value().is_int64() ? member.value().get_int64() : -1;
        if (days < field->least || days > mostDays)
            rules::refuse(rules::badRequest(std::string(field->name) + " takes a number of days from " +
                                            std::to_string(field->least) + " to " + std::to_string(mostDays)));
        this->*field->days = days;
    }
}

Object RetentionRules::asObject() const
{
    Object made;
    for (const Field &field : fields)
        made[field.name] = this->*field.days;
    return made;
}

/// One run on its way.
struct Retention::Work {
    bool removes = false;
    RetentionRules rules;
    database::Origin origin;
    steady_clock::time_point until;
    std::int64_t step = firstStep;
    bool isComplete = true;
    std::unordered_set<std::int64_t> gone{}; ///< events that were counted or removed in this run
    const std::atomic<bool> &stop;

    // Whether there is time for more.
    [[nodiscard]] bool goesOn()
    {
        if (!stop && steady_clock::now() < until)
            return true;
        isComplete = false;
        return false;
    }
    // Steps grow and shrink by how long the last one took.
    void fitStep(steady_clock::duration took)
    {
        if (took > stepTime)
            step = std::max<std::int64_t>(step / 2, 10);
        else if (took < stepTime / 3)
            step = std::min(step * 2, largestStep);
    }
};

std::string Retention::stampBefore(std::int64_t days) const
{
    return repository::stampOf(m_clock.now() - std::chrono::hours(24) * days);
}

// The time that counts is the one on the writer's thread.
void Retention::write(const Work &work, const std::function<void(WriteContext &)> &action)
{
    std::promise<rules::Outcome<http::Response>> promise;
    auto result = promise.get_future();
    m_store.write(
        work.origin,
        [&action](WriteContext &context) {
            action(context);
            return http::Response::empty();
        },
        [&promise](rules::Outcome<http::Response> made) { promise.set_value(std::move(made)); });
    if (auto made = result.get(); !made)
        rules::refuse(made.error());
}

void Retention::changes(Work &work, RetentionAmount &into)
{
    if (work.rules.changes == 0)
        return;
    const std::string before = stampBefore(work.rules.changes);
    const auto db = m_store.read();
    repository::Amount all;
    for (auto at = rules::need(repository::nextChange(*db, 0)); at && work.goesOn();) {
        const std::int64_t end = *at + (work.removes ? work.step : largestStep);
        const auto old = rules::need(repository::oldChanges(*db, *at, end, before));
        if (old.rows == 0)
            break; // rows lie in the order of their times, but for clocks that were set
        all.add(old);
        if (work.removes)
            write(work, [&](WriteContext &context) {
                const auto began = steady_clock::now();
                rules::need(repository::removeChanges(context.db, *at, end, before));
                work.fitStep(steady_clock::now() - began);
            });
        at = rules::need(repository::nextChange(*db, end));
    }
    into.rows = all.rows;
    into.bytes = all.bytes;
}

std::vector<std::int64_t> Retention::removableEvents(database::Connection &db, Work &work, std::int64_t begin,
                                                     std::int64_t end, bool isLog, RetentionAmount &into)
{
    const std::string before = stampBefore(isLog ? work.rules.logs : work.rules.events);
    std::vector<std::int64_t> made;
    for (const auto &event : rules::need(repository::oldEvents(db, begin, end, before, isLog))) {
        const std::int64_t followed = m_store.eventIds().seqOf(event.dependsOn);
        const bool isFollowedThere =
            followed > 0 && !work.gone.contains(followed) && rules::need(repository::eventBySeq(db, followed));
        if (isFollowedThere || rules::need(repository::isEventAwaited(db, m_store.eventIds().idOf(event.seq))))
            continue;
        made.push_back(event.seq);
        work.gone.insert(event.seq);
        ++into.rows;
        into.bytes += event.bytes;
    }
    return made;
}

void Retention::events(Work &work, bool isLog, RetentionAmount &into)
{
    if ((isLog ? work.rules.logs : work.rules.events) == 0)
        return;
    const auto db = m_store.read();
    for (auto at = rules::need(repository::nextEvent(*db, 0)); at && work.goesOn();) {
        const std::int64_t end = *at + (work.removes ? std::min<std::int64_t>(work.step, 1000) : 1000);
        const auto going = removableEvents(*db, work, *at, end, isLog, into);
        if (work.removes && !going.empty())
            write(work, [&](WriteContext &context) {
                const auto began = steady_clock::now();
                for (const std::int64_t seq : going)
                    context.removeEvent(seq);
                work.fitStep(steady_clock::now() - began);
            });
        at = rules::need(repository::nextEvent(*db, end));
    }
}

void Retention::sessions(Work &work, RetentionAmount &into)
{
    const double before =
        std::chrono::duration<double>((m_clock.now() - std::chrono::hours(24) * work.rules.sessions).time_since_epoch())
            .count();
    const auto old = rules::need(repository::oldSessions(*m_store.read(), before));
    into.rows = old.rows;
    into.bytes = old.bytes;
    if (work.removes && old.rows > 0)
        write(work,
              [before](WriteContext &context) { rules::need(repository::removeSessionsBefore(context.db, before)); });
}

// Uploads for an activity that was never written.
void Retention::unboundFiles(Work &work, RetentionAmount &into)
{
    const std::string before = repository::stampOf(m_clock.now() - unboundLifetime);
    const auto db = m_store.read();
    for (const auto &project : rules::need(repository::allProjects(*db)))
        for (const auto &file : rules::need(repository::unboundFiles(*db, project.id, before))) {
            if (!work.goesOn())
                return;
            ++into.rows;
            into.bytes += file.size;
            if (work.removes)
                write(work, [&](WriteContext &context) {
                    const auto now = rules::need(repository::fileById(context.db, project.id, file.id));
                    if (!now || !now->activityId.empty())
                        return; // an activity speaks of it since
                    (void)rules::need(repository::removeFile(context.db, project.id, file.id));
                    context.afterCommit([this, file] {
                        m_media.store.drop(file.content);
                        m_media.store.drop(file.preview);
                    });
                });
        }
}

void Retention::orphanedFiles(Work &work, RetentionAmount &into)
{
    const auto names = rules::need(repository::mediaNames(*m_store.read(), 0));
    const auto age = std::chrono::hours(24) * work.rules.files;
    for (const auto &swept :
         {m_media.store.sweep(names, age, work.removes), sweepFolder(m_spoolFolder, partLifetime, work.removes)}) {
        into.rows += swept.files;
        into.bytes += swept.bytes;
    }
}

Retention::Report Retention::go(Work &work)
{
    work.rules = RetentionRules::read(*m_store.read());
    Report made;
    made.kinds = {{"changes"}, {"events"}, {"logs"}, {"sessions"}, {"unboundFiles"}, {"orphanedFiles"}};
    changes(work, made.kinds[0]);
    events(work, false, made.kinds[1]);
    events(work, true, made.kinds[2]);
    sessions(work, made.kinds[3]);
    unboundFiles(work, made.kinds[4]);
    orphanedFiles(work, made.kinds[5]);
    made.isComplete = work.isComplete;
    return made;
}

Retention::Report Retention::count()
{
    Work work{false, {}, {}, steady_clock::now() + std::chrono::minutes(5), firstStep, true, {}, m_stop};
    return go(work);
}

Retention::Report Retention::run(const database::Origin &origin, std::chrono::seconds patience)
{
    if (m_isRunning.exchange(true))
        rules::refuse(rules::conflict("What is too old is being removed already"));
    struct Running {
        std::atomic<bool> &flag;
        ~Running() { flag = false; }
    } const running{m_isRunning};
    Work work{true, {}, origin, steady_clock::now() + patience, firstStep, true, {}, m_stop};
    Report made = go(work);
    Object said;
    for (const RetentionAmount &one : made.kinds)
        if (one.rows > 0)
            said[one.kind] = one.rows;
    if (!said.empty())
        write(work, [&said](WriteContext &context) {
            rules::need(repository::logChange(context.db, {0, "retention", documentName}, "delete", said, {}));
        });
    return made;
}

void Retention::runDaily()
{
    try {
        const Report made = run({}, std::chrono::hours(1));
        for (const RetentionAmount &one : made.kinds)
            if (one.rows > 0)
                log::info(log::server, "retention removed {} {} ({} bytes)", one.rows, one.kind, one.bytes);
    } catch (const rules::Refusal &refusal) {
        log::warning(log::server, "what is too old was not removed: {}", refusal.failure().detail);
    }
}

} // namespace hearth::server
