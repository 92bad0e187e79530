// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "server_program/backups.h"
#include "server_program/data_problem.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace hearth::server_program
{

/// The data folder of a server: its database file, its backups, and the lock that keeps a second server out.
class ServerData
{
public:
    /// \param databaseFile as given, or empty for the usual place
    ServerData(std::string folder, std::string databaseFile, BackupRules rules = {},
               const Clock &clock = systemClock());
    ~ServerData();

    /// Makes the folders, takes the lock and places the database: on a network file system it goes to a local folder
    /// and the data folder notes where and on which machine; another machine then refuses to begin a second one.
    [[nodiscard]] DataProblem prepare();
    /// Makes the folder alone, for a database that is elsewhere and may have several servers.
    [[nodiscard]] DataProblem prepareFolder();
    [[nodiscard]] const std::string &folder() const { return m_folder; }
    [[nodiscard]] const std::string &databaseFile() const { return m_databaseFile; }

    /// Looks whether the database can be used. A damaged one is put aside, never deleted, and the problem names where
    /// it is and which backup is the newest good one. As long as nothing takes its place, each later look says the
    /// same.
    [[nodiscard]] DataProblem checkDatabase();

    /// Finds the database of a data folder that another server may be using; changes nothing.
    [[nodiscard]] DataProblem locate();
    /// Whether this program can bring the database to its schema: makes a backup first where there is something to
    /// bring there, and refuses where there is no room for one. A newer database is refused with the command that
    /// brings the newest backup back which this program can open.
    [[nodiscard]] DataProblem prepareMigration(int newestSchema);

    /// Good backups, newest first; those that claim to come from the future, made while the clock was wrong, last.
    [[nodiscard]] std::vector<std::string> backups() const { return backupFolder().good(); }
    /// Makes a backup with the files of projects beside it, and looks it over; then the oldest beyond those kept go,
    /// but none from the future.
    [[nodiscard]] Backups::Made backUp() const;
    /// Whether the newest backup is older than the time between two.
    [[nodiscard]] bool isBackupDue() const { return backupFolder().isDue(m_rules.every); }
    [[nodiscard]] const BackupRules &backupRules() const { return m_rules; }
    /// Puts a backup in the place of the database, and back what is missing of its files; the present database is kept
    /// aside with its files. \param backup empty: the newest good one
    [[nodiscard]] DataProblem restore(const std::string &backup);
    /// The backup of that name, of that path, or the newest good one for an empty text; empty when there is none.
    [[nodiscard]] std::string backupNamed(const std::string &given) const;

private:
    [[nodiscard]] static const Clock &systemClock();
    [[nodiscard]] DataProblem placeDatabase();
    [[nodiscard]] DataProblem damagedProblem(const std::string &kept) const;
    [[nodiscard]] std::string keptDamaged() const;
    [[nodiscard]] std::string putAside(const char *why) const;
    [[nodiscard]] std::string mediaFolder() const { return m_folder + "/media"; }
    [[nodiscard]] Backups backupFolder() const { return {m_folder + "/backups", mediaFolder(), m_clock}; }

    std::string m_folder;
    std::string m_databaseFile;
    const BackupRules m_rules;
    const Clock &m_clock;
    int m_lock = -1;
};

/// Makes backups while it lives, as often as the data's rules say, the first some time after the start when one is due.
/// A clock that jumps makes neither many of them nor none.
class BackupSchedule
{
public:
    explicit BackupSchedule(const ServerData &data);
    ~BackupSchedule();

    /// Whether one is made now. Pure. \param isDue by the wall clock \param sinceLast on a clock that does not jump,
    /// since the last one this program made
    [[nodiscard]] static bool isTime(bool isDue, std::optional<std::chrono::steady_clock::duration> sinceLast,
                                     std::chrono::hours every);

private:
    void loop();
    const ServerData &m_data;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace hearth::server_program
