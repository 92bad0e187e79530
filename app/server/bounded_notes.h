// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace hearth::server
{

/// Lets a few notes of a kind through in each stretch of time and counts the others, so that whoever is refused a
/// thousand times a second fills no disk. Threads: any.
class BoundedNotes
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// \param most of one key, \param mostOfAll of all keys together, in each stretch of `span`
    BoundedNotes(std::uint64_t most, std::uint64_t mostOfAll, std::chrono::seconds span)
        : m_most(most), m_mostOfAll(mostOfAll), m_span(span)
    {
    }

    struct Answer {
        bool isAllowed = false;
        std::uint64_t heldBack = 0; ///< of this key since the last one that was allowed
    };
    [[nodiscard]] Answer ask(const std::string &key, Time now)
    {
        const std::lock_guard lock(m_mutex);
        if (m_keys.size() > keptLimit)
            m_keys.clear();
        Count &one = refreshed(m_keys[key], now);
        Count &all = refreshed(m_all, now);
        if (one.passed >= m_most || all.passed >= m_mostOfAll) {
            ++one.heldBack;
            return {};
        }
        ++one.passed;
        ++all.passed;
        return {true, std::exchange(one.heldBack, 0)};
    }

private:
    static constexpr std::size_t keptLimit = 20'000;
    struct Count {
        Time since;
        std::uint64_t passed = 0;
        std::uint64_t heldBack = 0;
    };
    Count &refreshed(Count &count, Time now) const
    {
        if (now - count.since >= m_span || count.passed == 0) {
            count.since = now;
            count.passed = 0;
        }
        return count;
    }

    const std::uint64_t m_most;
    const std::uint64_t m_mostOfAll;
    const std::chrono::seconds m_span;
    std::mutex m_mutex;
    std::unordered_map<std::string, Count> m_keys;
    Count m_all;
};

} // namespace hearth::server
