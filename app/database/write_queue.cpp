// SPDX-License-Identifier: Apache-2.0
#include "database/write_queue.h"

#include "core/log.h"

#include <future>

namespace hearth::database
{

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
    for (Item &item : batch) {
        item.outcome = runInSavepoint(item);
        if (!m_connection->isInTransaction())
            break;
    }
    return true;
}

WriteOutcome WriteQueue::runInSavepoint(Item &item)
{
    const auto plain = [this](const char *sql) {
        return m_connection->visit(sql, std::span<const Parameter>{}, {}).has_value();
    };
    if (!m_connection->postText("SAVEPOINT one", {}))
        return WriteOutcome::Failed;
    const bool keeps = item.work(*m_connection);
    if (keeps && plain("RELEASE one"))
        return WriteOutcome::Committed;
    (void)plain("ROLLBACK TO one");
    (void)plain("RELEASE one");
    return keeps ? WriteOutcome::Failed : WriteOutcome::Refused;
}

} // namespace hearth::database
