// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hearth::server_program
{

/// How `hearth-server` ends; part of its interface.
enum class ServerExit {
    Done = 0,
    Failed = 1,
    Usage = 2,
    PortInUse = 3,
    NotWritable = 4,
    DiskFull = 5,
    Damaged = 6,
    Newer = 7,
    InUse = 8,
    NoDatabase = 9
};

/// What a problem with the data is called and how the program ends on it.
struct DataProblem {
    ServerExit exit = ServerExit::Done;
    std::string message; ///< one line

    [[nodiscard]] bool isNone() const { return exit == ServerExit::Done; }
};

/// The data folder of a server: its database file, its backups, and the lock that keeps a second server out.
class ServerData
{
public:
    static constexpr std::size_t backupsKept = 7;

    /// \param databaseFile as given, or empty for the usual place
    ServerData(std::string folder, std::string databaseFile, const Clock &clock = systemClock());
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

    /// Good backups, newest first; those that claim to come from the future, made while the clock was wrong, last.
    [[nodiscard]] std::vector<std::string> backups() const;
    /// Makes a backup with the files of projects beside it, and looks it over; then the oldest beyond those kept go,
    /// but none from the future. \returns its file, empty when it failed
    std::string backUp() const;
    /// Whether the newest backup is older than a day.
    [[nodiscard]] bool isBackupDue() const;
    /// Puts a backup in the place of the database, and back what is missing of its files; the present database is kept
    /// aside with its files. \param backup empty: the newest good
    /// one
    [[nodiscard]] DataProblem restore(const std::string &backup);

private:
    [[nodiscard]] static const Clock &systemClock();
    [[nodiscard]] DataProblem placeDatabase();
    [[nodiscard]] DataProblem damagedProblem(const std::string &kept) const;
    [[nodiscard]] std::string keptDamaged() const;
    [[nodiscard]] std::vector<std::string> backupFiles() const;
    [[nodiscard]] std::string putAside(const char *why) const;
    [[nodiscard]] std::string backupFolder() const { return m_folder + "/backups"; }
    [[nodiscard]] std::string mediaFolder() const { return m_folder + "/media"; }
    [[nodiscard]] bool saveMedia(const std::string &backup) const;

    std::string m_folder;
    std::string m_databaseFile;
    const Clock &m_clock;
    int m_lock = -1;
};

/// Makes a backup a day while it lives, the first some time after the start when the last is older than a day.
class DailyBackup
{
public:
    explicit DailyBackup(const ServerData &data);
    ~DailyBackup();

private:
    void loop();
    const ServerData &m_data;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace hearth::server_program
