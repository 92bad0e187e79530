// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hearth::server
{

/// Threads for what blocks: children, whole files. They are started with the first work. Threads: any.
class WorkPool
{
public:
    static constexpr std::size_t waitingLimit = 256;

    WorkPool() = default;
    ~WorkPool() { finish(); }
    WorkPool(const WorkPool &) = delete;
    WorkPool &operator=(const WorkPool &) = delete;

    /// Does what waits and takes nothing more. Not from a thread of the pool.
    void finish();
    /// False when too much waits already.
    [[nodiscard]] bool post(std::function<void()> work);

private:
    void loop();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_waiting;
    bool m_stop = false;
    std::vector<std::thread> m_threads;
};

} // namespace hearth::server
