// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/graphql/document.h"

#include <chrono>
#include <cstdint>

namespace hearth::server::graphql
{

/// What answering one document has cost so far. Every function throws GraphError where it becomes too much.
class Effort
{
public:
    struct Limits {
        std::int64_t rows = 5'000'000;
        std::int64_t keptBytes = std::int64_t{512} * 1024 * 1024; ///< of rows, which are kept until they are written
        std::int64_t writtenBytes = std::int64_t{256} * 1024 * 1024;
        std::chrono::milliseconds time{20'000};
    };

    Effort() : Effort(Limits()) {}
    explicit Effort(const Limits &limits) : m_limits(limits), m_end(std::chrono::steady_clock::now() + limits.time) {}

    void count(std::size_t rows) { add(m_rows, rows, m_limits.rows); }
    /// A row that is kept.
    void keep(std::size_t bytes)
    {
        add(m_kept, bytes, m_limits.keptBytes);
        look();
    }
    /// A row, or an object, that is looked at. The clock is asked now and then.
    void look()
    {
        if (++m_looks % looksForOneClock == 0 && isLate())
            throw GraphError(tooLong, {}, 400);
    }
    [[nodiscard]] std::chrono::steady_clock::time_point end() const { return m_end; }
    [[nodiscard]] bool isLate() const { return std::chrono::steady_clock::now() > m_end; }
    void write(std::size_t bytes) { add(m_written, bytes, m_limits.writtenBytes); }

    static constexpr std::uint32_t looksForOneClock = 64;
    static constexpr const char *tooLong = "The query takes too long; ask for smaller pages.";

private:
    static void add(std::int64_t &sum, std::size_t more, std::int64_t limit)
    {
        sum += static_cast<std::int64_t>(more);
        if (sum > limit)
            throw GraphError("The query's answer is too large; ask for smaller pages.", {}, 400);
    }

    Limits m_limits;
    std::chrono::steady_clock::time_point m_end;
    std::int64_t m_rows = 0;
    std::int64_t m_kept = 0;
    std::int64_t m_written = 0;
    std::uint32_t m_looks = 0;
};

} // namespace hearth::server::graphql
