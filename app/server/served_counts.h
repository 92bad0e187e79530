// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server.h"

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>

namespace hearth::server
{

/// Counts answers by route, and how long they took. Threads: any.
class ServedCounts
{
public:
    /// Upper bounds of the buckets, in microseconds; one more holds what took longer.
    static constexpr std::array<std::uint64_t, 10> bounds{500,    1'000,   2'500,   5'000,     10'000,
                                                          25'000, 100'000, 250'000, 1'000'000, 10'000'000};

    void count(const http::Served &one);
    /// Appends Prometheus text.
    void write(std::string &out) const;

private:
    struct Row {
        std::array<std::atomic<std::uint64_t>, 6> byClass{}; ///< of the status, 1xx at 1
        std::array<std::atomic<std::uint64_t>, bounds.size() + 1> buckets{};
        std::atomic<std::uint64_t> micros{0};
        std::atomic<std::uint64_t> bytes{0};
    };
    using Key = std::pair<std::string_view, std::string>; ///< the pattern lives with the router

    [[nodiscard]] Row &rowOf(const Key &key);

    mutable std::shared_mutex m_mutex;
    std::map<Key, std::unique_ptr<Row>> m_rows;
};

} // namespace hearth::server
