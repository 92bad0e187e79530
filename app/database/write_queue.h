// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hearth::database
{

enum class WriteOutcome {
    Committed, ///< on disk
    Refused,   ///< the work itself said no; nothing of it remains
    Failed,    ///< the database could not keep it; nothing of it remains
};

/// The one writer of a database: a thread that takes everything that waits, runs it in one transaction with a savepoint
/// for each work, commits once and only then tells each one's end.
class WriteQueue
{
public:
    using Work = std::function<bool(Connection &)>; ///< true keeps what it did, false undoes it
    using Done = std::function<void(WriteOutcome)>; ///< on the writer's thread; must not wait for another write

    explicit WriteQueue(std::unique_ptr<Connection> connection);
    /// Runs what was posted before, then ends.
    ~WriteQueue();
    WriteQueue(const WriteQueue &) = delete;
    WriteQueue &operator=(const WriteQueue &) = delete;

    /// Threads: any.
    void post(Work work, Done done);
    /// Waits for the commit. Threads: any but the writer's own.
    [[nodiscard]] WriteOutcome run(Work work);

private:
    struct Item {
        Work work;
        Done done;
        WriteOutcome outcome = WriteOutcome::Failed;
    };

    void loop();
    void commitTogether(std::vector<Item> &batch);
    [[nodiscard]] bool runOne(Item &item, bool isAlone);

    std::unique_ptr<Connection> m_connection;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Item> m_waiting;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace hearth::database
