// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hearth::server
{

/// Argon2id on threads of its own, since one computation takes tens of milliseconds and 64 MB. Threads: any.
class PasswordHasher
{
public:
    static constexpr std::size_t waitingLimit = 256; ///< computations that may wait

    PasswordHasher();
    ~PasswordHasher();
    PasswordHasher(const PasswordHasher &) = delete;
    PasswordHasher &operator=(const PasswordHasher &) = delete;

    /// Runs on one of the pool's threads. False when too much waits already.
    [[nodiscard]] bool post(std::function<void()> work);

    /// Blocks for the computation. An empty text when there is not enough memory.
    [[nodiscard]] static std::string hash(const std::string &password);
    /// Takes as long for an unknown user (an empty hash) as for a known one.
    [[nodiscard]] static bool verify(const std::string &hash, const std::string &password);

private:
    void loop();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_waiting;
    bool m_stop = false;
    std::vector<std::thread> m_threads; ///< started with the first work
};

} // namespace hearth::server
