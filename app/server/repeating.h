// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace hearth::server
{

/// Does a small thing again and again on a thread of its own while it lives, first after one wait. The waits follow a
/// clock that never jumps. Its end waits for what is being done.
class Repeating
{
public:
    Repeating(std::chrono::milliseconds first, std::chrono::milliseconds every, std::function<void()> action)
        : m_first(first), m_every(every), m_action(std::move(action)), m_thread([this] { loop(); })
    {
    }
    Repeating(std::chrono::milliseconds every, std::function<void()> action)
        : Repeating(every, every, std::move(action))
    {
    }
    ~Repeating()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stop = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }
    Repeating(const Repeating &) = delete;
    Repeating &operator=(const Repeating &) = delete;

private:
    void loop()
    {
        std::chrono::milliseconds wait = m_first;
        for (;;) {
            {
                std::unique_lock lock(m_mutex);
                if (m_wake.wait_for(lock, wait, [this] { return m_stop; }))
                    return;
            }
            m_action();
            wait = m_every;
        }
    }

    const std::chrono::milliseconds m_first;
    const std::chrono::milliseconds m_every;
    const std::function<void()> m_action;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace hearth::server
