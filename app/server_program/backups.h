// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "server_program/data_problem.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hearth::server_program
{

/// How often backups are made and how many stay.
struct BackupRules {
    std::chrono::hours every{24}; ///< 0: none are made unasked
    std::size_t kept = 7;
};

/// What a look into a backup found.
struct BackupCheck {
    struct Table {
        std::string name;
        std::int64_t rows = 0;
        std::optional<std::int64_t> noted; ///< when it was made
    };
    DataProblem problem; ///< none: it can be put back
    std::string file;
    int schema = 0;
    std::vector<Table> tables;
    std::int64_t files = 0;                ///< that its rows name
    std::vector<std::string> missingFiles; ///< of those; at most a hundred
};

/// The backups of a data folder: for each a copy of the database, a folder of second names for the files of projects,
/// and a note of how many rows it had. A copy is opened and looked over before it counts as one. Threads: any, yet one
/// `make` at a time in one process.
class Backups
{
public:
    static constexpr std::size_t keptBeforeMigration = 3;

    Backups(std::string folder, std::string mediaFolder, const Clock &clock)
        : m_folder(std::move(folder)), m_mediaFolder(std::move(mediaFolder)), m_clock(clock)
    {
    }

    /// Newest first; those that claim to come from the future, made while the clock was wrong, last.
    [[nodiscard]] std::vector<std::string> files() const;
    /// Of these the ones that can be opened and are sound.
    [[nodiscard]] std::vector<std::string> good() const;
    /// The newest good one whose schema is not newer; empty when there is none.
    [[nodiscard]] std::string newestUpTo(int schema) const;
    /// Whether there is none of the last stretch of time, or one from the future.
    [[nodiscard]] bool isDue(std::chrono::hours every) const;

    struct Made {
        std::string file;
        DataProblem problem; ///< DiskFull when there is not room enough; then nothing was begun
    };
    /// \param mark goes into the name of one that was not made by the schedule; may be empty
    [[nodiscard]] Made make(const std::string &databaseFile, const std::string &mark) const;
    /// Removes the oldest beyond those kept, not those from the future; what was made before a migration is counted
    /// apart.
    void prune(std::size_t kept) const;

    /// Opens a backup, runs the integrity check, compares with what was noted, and looks for each file it names.
    /// Changes nothing. \param newestSchema that this program can open
    [[nodiscard]] static BackupCheck check(const std::string &file, int newestSchema);
    /// The folder with the files that a backup speaks of.
    [[nodiscard]] static std::string mediaBeside(const std::string &backup);
    /// Gives the files of projects second names beside a backup. \returns whether all went well
    [[nodiscard]] bool saveMedia(const std::string &backup) const;

private:
    [[nodiscard]] std::string nameFor(std::chrono::system_clock::time_point time, const std::string &mark) const;

    const std::string m_folder;
    const std::string m_mediaFolder;
    const Clock &m_clock;
};

/// "20260131-235959" in UTC, as files are named by time.
[[nodiscard]] std::string fileTime(std::chrono::system_clock::time_point time);

} // namespace hearth::server_program
