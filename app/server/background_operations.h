// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace hearth::server
{

/// Results of bulk requests that their makers ask for later; kept for half an hour. Threads: any.
class BackgroundOperations
{
public:
    static constexpr std::chrono::minutes kept{30};

    struct Task {
        bool isDone = false;
        std::string result; ///< JSON, when done
    };

    [[nodiscard]] std::string begin();
    void finish(const std::string &id, std::string result);
    [[nodiscard]] std::optional<Task> find(const std::string &id);

private:
    struct Entry {
        Task task;
        std::chrono::steady_clock::time_point at;
    };
    std::mutex m_mutex;
    std::map<std::string, Entry> m_tasks;
};

} // namespace hearth::server
