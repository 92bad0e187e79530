// SPDX-License-Identifier: Apache-2.0
#include "server/snapshots.h"

namespace hearth::server
{

std::shared_ptr<const std::string> Snapshots::get(const std::string &key, std::uint64_t revision, const Make &make)
{
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_entries.find(key); found != m_entries.end() && found->second.revision == revision)
            return found->second.text;
    }
    auto text = std::make_shared<const std::string>(make());
    const std::lock_guard lock(m_mutex);
    Entry &entry = m_entries[key];
    m_bytes -= entry.text ? entry.text->size() : 0;
    if (text->size() > limitBytes / 4) {
        m_entries.erase(key);
        return text;
    }
    m_bytes += text->size();
    entry = {revision, text};
    if (m_bytes > limitBytes) {
        m_entries.clear();
        m_entries[key] = {revision, text};
        m_bytes = text->size();
    }
    return text;
}

} // namespace hearth::server
