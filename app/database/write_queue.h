// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace hearth::database
{

enum class WriteOutcome {
    Committed, ///< on disk
    Refused,   ///< the work itself said no; nothing of it remains
    Failed,    ///< the database could not keep it; nothing of it remains
    Full,      ///< as Failed, because there is no room
    Unknown,   ///< the database went away while it was asked to keep it
};

/// The one writer of a database: a thread that takes everything that waits, runs it in one transaction with a savepoint
/// for each work, commits once and only then tells each one's end.
class WriteQueue
{
public:
    using Work = std::function<bool(Connection &)>; ///< true keeps what it did, false undoes it
    using Done = std::function<void(WriteOutcome)>; ///< on the writer's thread; must not wait for another write

    /// What is told of each transaction, on the writer's thread.
    struct Hooks {
        std::function<void(bool hasOthers)> begun; ///< whether another program has written since the last one
        std::function<std::string()> announcement; ///< of a transaction, for the other programs; after its works
    };

    explicit WriteQueue(std::unique_ptr<Connection> connection, Hooks hooks = {});
    /// Runs what was posted before, then ends.
    ~WriteQueue();
    WriteQueue(const WriteQueue &) = delete;
    WriteQueue &operator=(const WriteQueue &) = delete;

    /// Threads: any.
    void post(Work work, Done done);
    /// Waits for the commit. Threads: any but the writer's own.
    [[nodiscard]] WriteOutcome run(Work work);

    struct State {
        std::size_t waiting = 0;             ///< works that no transaction has taken yet
        std::chrono::milliseconds oldest{0}; ///< how long the one that waits or runs longest has been there
    };
    /// Threads: any.
    [[nodiscard]] State state() const;

private:
    struct Item {
        Work work;
        Done done;
        WriteOutcome outcome = WriteOutcome::Failed;
        std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
    };

    void loop();
    void commitTogether(std::vector<Item> &batch);
    [[nodiscard]] bool runWorks(std::vector<Item> &batch);
    void runInSavepoint(Item &item, bool mustWait);
    void undo(Item &item, WriteOutcome outcome);

    std::unique_ptr<Connection> m_connection;
    const Hooks m_hooks;
    std::vector<Item *> m_unsettled; ///< works of this transaction whose end was posted and not yet answered
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Item> m_waiting;
    std::optional<std::chrono::steady_clock::time_point> m_running; ///< since the oldest of what runs was posted
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace hearth::database
