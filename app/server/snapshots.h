// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace hearth::server
{

/// Whole-tree answers as bytes, each valid for one revision of its project. Threads: any.
class Snapshots
{
public:
    using Make = std::function<std::string()>;
    static constexpr std::size_t limitBytes = 64 * 1024 * 1024;

    /// The kept text, or a new one. \param revision of the data, read before the data
    [[nodiscard]] std::shared_ptr<const std::string> get(const std::string &key, std::uint64_t revision,
                                                         const Make &make);

private:
    struct Entry {
        std::uint64_t revision = 0;
        std::shared_ptr<const std::string> text;
    };
    std::mutex m_mutex;
    std::unordered_map<std::string, Entry> m_entries;
    std::size_t m_bytes = 0;
};

} // namespace hearth::server
