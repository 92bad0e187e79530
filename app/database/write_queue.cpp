// SPDX-License-Identifier: Apache-2.0
#include "database/write_queue.h"

#include "core/log.h"

#include <array>
#include <future>

namespace hearth::database
{
namespace
{

struct Savepoint {
    const char *begin;
    const char *end;
    const char *undo;
};

// So many works may have posted their end before one waits for the answers; each has a name of its own.
constexpr std::array<Savepoint, 8> savepoints{{{"SAVEPOINT work0", "RELEASE work0", "ROLLBACK TO work0"},
                                               {"SAVEPOINT work1", "RELEASE work1", "ROLLBACK TO work1"},
                                               {"SAVEPOINT work2", "RELEASE work2", "ROLLBACK TO work2"},
                                               {"SAVEPOINT work3", "RELEASE work3", "ROLLBACK TO work3"},
                                               {"SAVEPOINT work4", "RELEASE work4", "ROLLBACK TO work4"},
                                               {"SAVEPOINT work5", "RELEASE work5", "ROLLBACK TO work5"},
                                               {"SAVEPOINT work6", "RELEASE work6", "ROLLBACK TO work6"},
                                               {"SAVEPOINT work7", "RELEASE work7", "ROLLBACK TO work7"}}};

bool isDone(Connection &connection, const char *sql)
{
    return connection.visit(sql, std::span<const Parameter>{}, {}).has_value();
}

} // namespace

WriteQueue::WriteQueue(std::unique_ptr<Connection> connection, Hooks hooks)
    : m_connection(std::move(connection)), m_hooks(std::move(hooks)), m_thread([this] { loop(); })
{
}

WriteQueue::~WriteQueue()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void WriteQueue::post(Work work, Done done)
{
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(Item{std::move(work), std::move(done)});
    }
    m_wake.notify_one();
}

WriteOutcome WriteQueue::run(Work work)
{
    std::promise<WriteOutcome> promise;
    auto outcome = promise.get_future();
    post(std::move(work), [&promise](WriteOutcome made) { promise.set_value(made); });
    return outcome.get();
}

WriteQueue::State WriteQueue::state() const
{
    const std::lock_guard lock(m_mutex);
    State state{m_waiting.size(), {}};
    if (m_running || !m_waiting.empty())
        state.oldest = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() -
            m_running.value_or(m_waiting.empty() ? std::chrono::steady_clock::now() : m_waiting.front().since));
    return state;
}

void WriteQueue::loop()
{
    for (;;) {
        std::vector<Item> batch;
        {
            std::unique_lock lock(m_mutex);
            m_running.reset();
            m_wake.wait(lock, [this] { return m_stop || !m_waiting.empty(); });
            if (m_waiting.empty())
                return;
            batch.swap(m_waiting);
            m_running = batch.front().since;
        }
        commitTogether(batch);
        for (Item &item : batch)
            if (item.done)
                item.done(item.outcome);
    }
}

void WriteQueue::commitTogether(std::vector<Item> &batch)
{
    const auto begun = m_connection->beginWrite();
    if (!begun) {
        log::error(log::database, "cannot begin: {}", begun.error().detail.toStdString());
        if (begun.error().kind == ErrorKind::NoSpace)
            for (Item &item : batch)
                item.outcome = WriteOutcome::Full;
        return;
    }
    if (m_hooks.begun)
        m_hooks.begun(*begun);
    if (!runWorks(batch)) {
        m_connection->rollback();
        return;
    }
    // A full disk and the like undo the whole transaction.
    const auto committed = m_connection->isInTransaction()
                               ? m_connection->commit(m_hooks.announcement ? m_hooks.announcement() : std::string())
                               : fail(ErrorKind::Internal, {}, QStringLiteral("the database undid the transaction"));
    if (committed)
        return;
    log::error(log::database, "cannot commit: {}", committed.error().detail.toStdString());
    if (m_connection->isInTransaction())
        m_connection->rollback();
    const ErrorKind kind = committed.error().kind;
    for (Item &item : batch)
        item.outcome = kind == ErrorKind::Timeout   ? WriteOutcome::Unknown
                       : kind == ErrorKind::NoSpace ? WriteOutcome::Full
                                                    : WriteOutcome::Failed;
}

// False when there is nothing to commit. A work that is alone needs no savepoint.
bool WriteQueue::runWorks(std::vector<Item> &batch)
{
    if (batch.size() == 1) {
        const bool keeps = batch.front().work(*m_connection);
        batch.front().outcome = keeps ? WriteOutcome::Committed : WriteOutcome::Refused;
        return keeps;
    }
    m_unsettled.clear();
    for (Item &item : batch) {
        runInSavepoint(item, &item == &batch.back());
        if (!m_connection->isInTransaction())
            break;
    }
    return true;
}

// The end of a work goes with the first statement of the next one, so that no answer is waited for between them.
void WriteQueue::runInSavepoint(Item &item, bool mustWait)
{
    const Savepoint &savepoint = savepoints[m_unsettled.size()];
    if (!m_connection->postText(savepoint.begin, {}))
        return undo(item, WriteOutcome::Failed);
    if (!item.work(*m_connection))
        return undo(item, WriteOutcome::Refused);
    mustWait = mustWait || m_unsettled.size() + 1 == savepoints.size();
    const bool isEnded =
        mustWait ? isDone(*m_connection, savepoint.end) : m_connection->postText(savepoint.end, {}).has_value();
    if (!isEnded)
        return undo(item, WriteOutcome::Failed);
    item.outcome = WriteOutcome::Committed;
    if (mustWait)
        m_unsettled.clear();
    else
        m_unsettled.push_back(&item);
}

// A failure may be that of a work before, whose statements were answered only now: the youngest savepoint that is
// there is that of the work that failed, and what came after it was not run.
void WriteQueue::undo(Item &item, WriteOutcome outcome)
{
    item.outcome = outcome;
    m_unsettled.push_back(&item);
    for (std::size_t i = m_unsettled.size(); i-- > 0;) {
        if (isDone(*m_connection, savepoints[i].undo)) {
            (void)isDone(*m_connection, savepoints[i].end);
            break;
        }
        m_unsettled[i]->outcome = WriteOutcome::Failed;
        if (i > 0)
            m_unsettled[i - 1]->outcome = WriteOutcome::Failed;
    }
    m_unsettled.clear();
}

} // namespace hearth::database
