// SPDX-License-Identifier: Apache-2.0
#include "server/background_operations.h"

#include "core/entity_id.h"

namespace hearth::server
{

std::string BackgroundOperations::begin()
{
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_tasks,
                  [now](const auto &entry) { return entry.second.task.isDone && now - entry.second.at > kept; });
    std::string id = newEntityId();
    m_tasks[id] = {{}, now};
    return id;
}

void BackgroundOperations::finish(const std::string &id, std::string result)
{
    const std::lock_guard lock(m_mutex);
    m_tasks[id] = {{true, std::move(result)}, std::chrono::steady_clock::now()};
}

std::optional<BackgroundOperations::Task> BackgroundOperations::find(const std::string &id)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_tasks.find(id);
    if (found == m_tasks.end())
        return std::nullopt;
    return found->second.task;
}

} // namespace hearth::server
