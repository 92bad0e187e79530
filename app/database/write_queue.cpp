// SPDX-License-Identifier: Apache-2.0
#include "database/write_queue.h"

#include "core/log.h"

#include <future>

namespace hearth::database
{

WriteQueue::WriteQueue(std::unique_ptr<Connection> connection)
    : m_connection(std::move(connection)), m_thread([this] { loop(); })
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
    auto begun = m_connection->visit("BEGIN IMMEDIATE", std::span<const Parameter>{}, {});
    if (!begun) {
        log::error(log::database, "cannot begin: {}", begun.error().detail.toStdString());
        if (begun.error().kind == ErrorKind::NoSpace)
            for (Item &item : batch)
                item.outcome = WriteOutcome::Full;
        return;
    }
    for (Item &item : batch) {
        item.outcome = runOne(item, batch.size() == 1) ? WriteOutcome::Committed : WriteOutcome::Refused;
        if (!m_connection->isInTransaction())
            break; // a full disk and the like undo the whole transaction
    }
    const bool isWhole = m_connection->isInTransaction();
    auto committed =
        isWhole ? m_connection->visit("COMMIT", std::span<const Parameter>{}, {}) : fail(ErrorKind::Internal);
    if (committed)
        return;
    log::error(log::database, "cannot commit: {}", committed.error().detail.toStdString());
    if (m_connection->isInTransaction())
        (void)m_connection->visit("ROLLBACK", std::span<const Parameter>{}, {});
    const bool isFull = committed.error().kind == ErrorKind::NoSpace;
    for (Item &item : batch)
        item.outcome = isFull ? WriteOutcome::Full : WriteOutcome::Failed;
}

bool WriteQueue::runOne(Item &item, bool isAlone)
{
    const auto plain = [this](const char *sql) {
        return m_connection->visit(sql, std::span<const Parameter>{}, {}).has_value();
    };
    if (isAlone) {
        if (item.work(*m_connection))
            return true;
        (void)plain("ROLLBACK");
        return !plain("BEGIN IMMEDIATE"); // false: refused, with an empty transaction to commit
    }
    if (!plain("SAVEPOINT one"))
        return false;
    const bool keep = item.work(*m_connection);
    if (!keep)
        (void)plain("ROLLBACK TO one");
    (void)plain("RELEASE one");
    return keep;
}

} // namespace hearth::database
