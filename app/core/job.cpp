// SPDX-License-Identifier: Apache-2.0
#include "core/job.h"

namespace hearth
{

WorkerPool::WorkerPool(unsigned threads)
{
    for (unsigned n = 0; n < threads; ++n)
        m_threads.emplace_back([this](const std::stop_token &stop) { run(stop); });
}

WorkerPool::~WorkerPool()
{
    for (std::jthread &thread : m_threads)
        thread.request_stop();
    m_changed.notify_all();
    m_threads.clear();
}

void WorkerPool::post(std::function<void()> work)
{
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(work));
    }
    m_changed.notify_one();
}

void WorkerPool::run(const std::stop_token &stop)
{
    while (true) {
        std::function<void()> work;
        {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, stop, [this] { return !m_queue.empty(); }) || stop.stop_requested())
                return;
            work = std::move(m_queue.front());
            m_queue.pop_front();
        }
        work();
    }
}

} // namespace hearth
