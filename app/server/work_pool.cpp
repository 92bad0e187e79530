// SPDX-License-Identifier: Apache-2.0
#include "server/work_pool.h"

namespace hearth::server
{
namespace
{

constexpr std::size_t threadCount = 2;

} // namespace

void WorkPool::finish()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
}

bool WorkPool::post(std::function<void()> work)
{
    const std::lock_guard lock(m_mutex);
    if (m_stop || m_waiting.size() >= waitingLimit)
        return false;
    m_waiting.push_back(std::move(work));
    if (m_threads.size() < threadCount)
        m_threads.emplace_back([this] { loop(); });
    m_wake.notify_one();
    return true;
}

void WorkPool::loop()
{
    for (;;) {
        std::function<void()> work;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stop || !m_waiting.empty(); });
            if (m_waiting.empty())
                return;
            work = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        work();
    }
}

} // namespace hearth::server
