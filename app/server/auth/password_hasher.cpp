// SPDX-License-Identifier: Apache-2.0
#include "server/auth/password_hasher.h"

#include <sodium.h>

#include <array>

namespace hearth::server
{
namespace
{

constexpr std::size_t threadCount = 2;

bool isReady()
{
    static const bool ready = sodium_init() >= 0;
    return ready;
}

} // namespace

PasswordHasher::PasswordHasher() = default;

PasswordHasher::~PasswordHasher()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
}

bool PasswordHasher::post(std::function<void()> work)
{
    const std::lock_guard lock(m_mutex);
    if (m_waiting.size() >= waitingLimit)
        return false;
    m_waiting.push_back(std::move(work));
    if (m_threads.size() < threadCount)
        m_threads.emplace_back([this] { loop(); });
    m_wake.notify_one();
    return true;
}

void PasswordHasher::loop()
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

std::string PasswordHasher::hash(const std::string &password)
{
    std::array<char, crypto_pwhash_STRBYTES> made{};
    if (!isReady() || crypto_pwhash_str(made.data(), password.data(), password.size(),
                                        crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return {};
    return made.data();
}

bool PasswordHasher::verify(const std::string &hash, const std::string &password)
{
    static const std::string nobody = PasswordHasher::hash("nobody");
    const std::string &against = hash.empty() ? nobody : hash;
    const bool matches = isReady() && crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
    return matches && !hash.empty();
}

} // namespace hearth::server
