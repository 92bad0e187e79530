// SPDX-License-Identifier: Apache-2.0
#include "server/served_counts.h"

#include <algorithm>
#include <fmt/format.h>
#include <mutex>

namespace hearth::server
{

namespace
{
constexpr double microsInSecond = 1e6;
constexpr auto relaxed = std::memory_order_relaxed;
} // namespace

ServedCounts::Row &ServedCounts::rowOf(const Key &key)
{
    {
        const std::shared_lock lock(m_mutex);
        if (const auto found = m_rows.find(key); found != m_rows.end())
            return *found->second;
    }
    const std::lock_guard lock(m_mutex);
    std::unique_ptr<Row> &row = m_rows[key];
    if (!row)
        row = std::make_unique<Row>();
    return *row;
}

void ServedCounts::count(const http::Served &one)
{
    // What a caller made up (a path, a method) is counted together, else it could make rows without end.
    const bool isKnown = !one.pattern.empty() && one.status != 405;
    Row &row = rowOf(isKnown ? Key(one.pattern, one.method) : Key({}, "other"));
    const auto micros = static_cast<std::uint64_t>(std::max<std::int64_t>(0, one.took.count()));
    const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), micros) - bounds.begin();
    row.buckets[static_cast<std::size_t>(bucket)].fetch_add(1, relaxed);
    row.byClass[static_cast<std::size_t>(std::clamp(one.status / 100, 0, 5))].fetch_add(1, relaxed);
    row.micros.fetch_add(micros, relaxed);
    row.bytes.fetch_add(one.bytes, relaxed);
}

void ServedCounts::write(std::string &out) const
{
    const std::shared_lock lock(m_mutex);
    const auto labelsOf = [](const Key &key) {
        return fmt::format("method=\"{}\",route=\"{}\"", key.second, key.first.empty() ? "other" : key.first);
    };
    out += "# HELP hearth_requests_total Answers by route and class of status.\n# TYPE hearth_requests_total counter\n";
    for (const auto &[key, row] : m_rows)
        for (std::size_t one = 1; one < row->byClass.size(); ++one)
            if (const auto count = row->byClass[one].load(relaxed))
                out += fmt::format("hearth_requests_total{{{},status=\"{}xx\"}} {}\n", labelsOf(key), one, count);
    out += "# HELP hearth_response_bytes_total Bytes of bodies by route.\n# TYPE hearth_response_bytes_total counter\n";
    for (const auto &[key, row] : m_rows)
        out += fmt::format("hearth_response_bytes_total{{{}}} {}\n", labelsOf(key), row->bytes.load(relaxed));
    out += "# HELP hearth_request_seconds Time to the first byte of the answer.\n# TYPE hearth_request_seconds "
           "histogram\n";
    for (const auto &[key, row] : m_rows) {
        std::uint64_t sum = 0;
        for (std::size_t one = 0; one < bounds.size(); ++one) {
            sum += row->buckets[one].load(relaxed);
            out += fmt::format("hearth_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labelsOf(key),
                               static_cast<double>(bounds[one]) / microsInSecond, sum);
        }
        sum += row->buckets.back().load(relaxed);
        out += fmt::format("hearth_request_seconds_bucket{{{},le=\"+Inf\"}} {}\n", labelsOf(key), sum);
        out += fmt::format("hearth_request_seconds_sum{{{}}} {}\n", labelsOf(key),
                           static_cast<double>(row->micros.load(relaxed)) / microsInSecond);
        out += fmt::format("hearth_request_seconds_count{{{}}} {}\n", labelsOf(key), sum);
    }
}

} // namespace hearth::server
