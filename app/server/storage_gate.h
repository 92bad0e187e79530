// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace hearth::server
{

struct DiskSpace {
    std::uint64_t freeBytes = 0; ///< for whoever runs the server
    std::uint64_t wholeBytes = 0;
};

/// Where the room on disks is asked for; tests pass one of their own.
class SpaceProbe
{
public:
    virtual ~SpaceProbe() = default;
    /// Of the fullest of the disks that are written to; nullopt when it cannot be found out.
    [[nodiscard]] virtual std::optional<DiskSpace> look() const = 0;
};

/// The disks that some folders lie on.
class FolderSpace final : public SpaceProbe
{
public:
    explicit FolderSpace(std::vector<std::string> folders) : m_folders(std::move(folders)) {}
    [[nodiscard]] std::optional<DiskSpace> look() const override;

private:
    const std::vector<std::string> m_folders;
};

/// Whether changes are taken. They are not while less room is left than a floor, or for a while after one found no
/// room; reading goes on meanwhile. The floor is what was asked for, though at most a twentieth of the disk; the gate
/// opens again with a quarter more than that. Threads: any.
class StorageGate
{
public:
    static constexpr std::chrono::seconds trialAfter{5}; ///< since a change found no room

    StorageGate(const SpaceProbe &probe, const Clock &clock, std::uint64_t leastFreeBytes)
        : m_probe(probe), m_clock(clock), m_leastFree(leastFreeBytes)
    {
    }

    /// Looks at the disks. \returns true when changes are taken again since this look
    bool look();
    /// A change found no room.
    void foundNoRoom();
    [[nodiscard]] bool isOpen() const { return m_isOpen.load(std::memory_order_relaxed); }
    struct State {
        bool isOpen = true;
        std::uint64_t freeBytes = 0;
        std::uint64_t neededBytes = 0; ///< until the gate closes, or opens again
    };
    [[nodiscard]] State state() const;
    /// What is told to whoever wants to change something while the gate is closed.
    static constexpr const char *closedText =
        "The disk of the server is full, so nothing can be changed now. Nothing was lost, and reading goes on; changes "
        "are taken again as soon as there is room.";

private:
    void close();

    const SpaceProbe &m_probe;
    const Clock &m_clock;
    const std::uint64_t m_leastFree;
    std::atomic<bool> m_isOpen{true};
    mutable std::mutex m_mutex;
    State m_state;
    std::optional<std::chrono::steady_clock::time_point> m_refusedAt;
};

} // namespace hearth::server
