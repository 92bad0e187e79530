// SPDX-License-Identifier: Apache-2.0
#include "server/storage_gate.h"

#include "core/log.h"

#include <algorithm>
#include <filesystem>

namespace hearth::server
{

std::optional<DiskSpace> FolderSpace::look() const
{
    std::optional<DiskSpace> fullest;
    for (const std::string &folder : m_folders) {
        std::error_code error;
        const auto space = std::filesystem::space(folder, error);
        if (!error && (!fullest || space.available < fullest->freeBytes))
            fullest = DiskSpace{space.available, space.capacity};
    }
    return fullest;
}

bool StorageGate::look()
{
    const auto space = m_probe.look();
    if (!space)
        return false; // what cannot be found out stops nobody
    const std::lock_guard lock(m_mutex);
    const std::uint64_t floor = std::min(m_leastFree, space->wholeBytes / 20);
    const std::uint64_t needed = m_state.isOpen ? floor : floor + floor / 4;
    m_state.freeBytes = space->freeBytes;
    m_state.neededBytes = needed;
    const bool isResting = m_refusedAt && m_clock.steadyNow() - *m_refusedAt < trialAfter;
    if (m_state.isOpen && space->freeBytes < needed)
        close();
    else if (!m_state.isOpen && space->freeBytes >= needed && !isResting) {
        m_state.isOpen = true;
        m_isOpen = true;
        m_refusedAt.reset();
        log::info(log::server, "there is room on the disk again; changes are taken");
        return true;
    }
    return false;
}

void StorageGate::foundNoRoom()
{
    const std::lock_guard lock(m_mutex);
    m_refusedAt = m_clock.steadyNow();
    if (m_state.isOpen)
        close();
}

void StorageGate::close()
{
    m_state.isOpen = false;
    m_isOpen = false;
    log::error(log::server, "the disk is full ({} bytes are left); only reading is possible until there is room",
               m_state.freeBytes);
}

StorageGate::State StorageGate::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

} // namespace hearth::server
