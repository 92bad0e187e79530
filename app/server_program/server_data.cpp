// SPDX-License-Identifier: Apache-2.0
#include "server_program/server_data.h"

#include "core/log.h"
#include "database/connection.h"
#include "database/migration.h"
#include "server_program/file_system.h"
#include "server_program/media_copy.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>

namespace hearth::server_program
{
namespace
{

namespace fs = std::filesystem;
using database::Connection;

constexpr std::uintmax_t checkedBytes = 8ull * 1024 * 1024; // a larger database is looked over by its backups
constexpr std::chrono::minutes firstLook{1};

DataProblem systemProblem(const std::string &what, const std::error_code &error)
{
    const std::string message = what + ": " + error.message();
    if (error == std::errc::no_space_on_device)
        return {ServerExit::DiskFull, message + ". Make room there and start again; nothing was changed."};
    return {ServerExit::NotWritable, message + '.'};
}

constexpr const char *placeNote = "/database-is-in.txt";

// Where the database of a data folder is kept instead, and on which machine.
struct Place {
    std::string file;
    std::string machine;
};

Place notedPlace(const std::string &folder)
{
    Place made;
    std::ifstream note(folder + placeNote);
    std::getline(note, made.file);
    std::getline(note, made.machine);
    return made;
}

DataProblem unusableFolder(const std::string &folder, const std::error_code &error)
{
    DataProblem made = systemProblem("The data folder " + folder + " cannot be written", error);
    made.message += foreignOwner(folder);
    return made;
}

// Writes a file to know that the folder takes one.
DataProblem tryWriting(const std::string &folder)
{
    const std::string file = folder + "/.writable";
    const int handle = ::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (handle < 0)
        return unusableFolder(folder, {errno, std::generic_category()});
    const std::string text(4096, 'x');
    const bool written =
        ::write(handle, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(handle) == 0;
    const std::error_code error{errno, std::generic_category()};
    ::close(handle);
    ::unlink(file.c_str());
    return written ? DataProblem{} : unusableFolder(folder, error);
}

bool isGood(const std::string &file)
{
    auto opened = Connection::open(file, Connection::Access::ReadOnly);
    return opened && (*opened)->isSound().value_or(false);
}

} // namespace

const Clock &ServerData::systemClock()
{
    static const SystemClock clock;
    return clock;
}

ServerData::ServerData(std::string folder, std::string databaseFile, BackupRules rules, const Clock &clock)
    : m_folder(std::move(folder)), m_databaseFile(std::move(databaseFile)), m_rules(rules), m_clock(clock)
{
    while (m_folder.size() > 1 && m_folder.back() == '/')
        m_folder.pop_back();
}

ServerData::~ServerData()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

DataProblem ServerData::prepareFolder()
{
    std::error_code error;
    fs::create_directories(m_folder, error);
    if (!error)
        fs::permissions(m_folder, fs::perms::owner_all, error);
    std::error_code ignored;
    if (error && !fs::is_directory(m_folder, ignored))
        return unusableFolder(m_folder, error);
    return tryWriting(m_folder);
}

DataProblem ServerData::prepare()
{
    if (auto problem = prepareFolder(); !problem.isNone())
        return problem;
    std::error_code error;
    if (m_databaseFile.empty())
        if (auto problem = placeDatabase(); !problem.isNone())
            return problem;
    fs::create_directories(m_folder + "/backups", error);
    m_lock = ::open((m_databaseFile + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (m_lock < 0)
        return systemProblem("The database folder of " + m_databaseFile + " cannot be written",
                             {errno, std::generic_category()});
    if (::flock(m_lock, LOCK_EX | LOCK_NB) != 0)
        return {ServerExit::InUse, "The data folder " + m_folder + " is used by another server already"};
    return {};
}

DataProblem ServerData::placeDatabase()
{
    std::error_code error;
    const std::string beside = m_folder + "/hearth.db";
    const Place noted = notedPlace(m_folder);
    const bool isHere = noted.machine.empty() || noted.machine == machineName();
    if (!noted.file.empty() && !isHere)
        return {ServerExit::NotWritable, "The database of " + m_folder + " is kept on the computer " + noted.machine +
                                             ", in " + noted.file +
                                             ". Work there, or put a backup back on this one: remove " + m_folder +
                                             placeNote + " and call `hearth-server restore --data " + m_folder + "`"};
    const bool isNetwork = isNetworkFolder(m_folder);
    if (!noted.file.empty() && (isNetwork || fs::exists(noted.file, error))) {
        m_databaseFile = noted.file;
    } else if (isNetwork) {
        m_databaseFile = localStateFolder(m_folder) + "/hearth.db";
    } else {
        m_databaseFile = beside;
        return {};
    }
    fs::create_directories(fs::path(m_databaseFile).parent_path(), error);
    if (error)
        return systemProblem(m_folder + " lies on a network drive, and " +
                                 fs::path(m_databaseFile).parent_path().string() + " for its database cannot be made",
                             error);
    fs::permissions(fs::path(m_databaseFile).parent_path(), fs::perms::owner_all, error);
    // A data folder that was moved to the network brings its database along; the file there is kept under another name.
    if (!fs::exists(m_databaseFile, error) && fs::exists(beside, error)) {
        for (const char *ending : {"", "-wal"})
            if (fs::exists(beside + ending, error) && !fs::copy_file(beside + ending, m_databaseFile + ending, error))
                return systemProblem("The database cannot be copied to " + m_databaseFile, error);
        for (const char *ending : {"", "-wal", "-shm"})
            fs::rename(beside + ending, beside + ".moved-" + fileTime(m_clock.now()) + ending, error);
    }
    log::warning(log::server, "the data folder is on a network file system; the database is {}", m_databaseFile);
    std::ofstream(m_folder + placeNote) << m_databaseFile << '\n' << machineName() << '\n';
    return {};
}

std::string ServerData::putAside(const char *why) const
{
    const std::string kept = m_databaseFile + '.' + why + '-' + fileTime(m_clock.now());
    std::error_code error;
    for (const char *ending : {"", "-wal", "-shm"})
        if (fs::exists(m_databaseFile + ending, error))
            fs::rename(m_databaseFile + ending, kept + ending, error);
    return kept;
}

DataProblem ServerData::checkDatabase()
{
    std::error_code error;
    if (!fs::exists(m_databaseFile, error)) {
        // An empty one in its place would look like the loss of everything.
        const std::string kept = keptDamaged();
        return kept.empty() ? DataProblem{} : damagedProblem(kept);
    }
    if (fs::file_size(m_databaseFile, error) == 0)
        return {};
    auto opened = Connection::open(m_databaseFile, Connection::Access::ReadWrite);
    bool sound = opened.has_value();
    if (!sound && opened.error().kind == ErrorKind::Offline)
        return {ServerExit::InUse, "The database is used by another program"};
    if (!sound && opened.error().kind == ErrorKind::Forbidden)
        return {ServerExit::NotWritable, "The database " + m_databaseFile + " cannot be written by you." +
                                             foreignOwner(m_databaseFile) + " Nothing was changed."};
    if (!sound && opened.error().kind != ErrorKind::Invalid)
        return {ServerExit::Failed, "The database " + m_databaseFile +
                                        " cannot be opened: " + opened.error().message.toStdString() + ' ' +
                                        opened.error().detail.toStdString()};
    if (sound && fs::file_size(m_databaseFile, error) <= checkedBytes)
        sound = (*opened)->isSound().value_or(false);
    else if (sound)
        sound = (*opened)->runScript("SELECT count(*) FROM sqlite_master").has_value();
    if (sound)
        return {};
    opened = fail(ErrorKind::Internal); // closes the connection before the file moves
    return damagedProblem(putAside("damaged"));
}

std::string ServerData::keptDamaged() const
{
    std::error_code error;
    std::string newest;
    const fs::path database(m_databaseFile);
    for (const auto &entry : fs::directory_iterator(database.parent_path(), error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(database.filename().string() + ".damaged-") && !name.ends_with("-wal") &&
            !name.ends_with("-shm"))
            newest = std::max(newest, entry.path().string());
    }
    return newest;
}

DataProblem ServerData::damagedProblem(const std::string &kept) const
{
    const auto good = backups();
    std::string message = "The database is damaged. It was kept as " + kept + ". ";
    if (good.empty())
        message += "There is no backup.";
    else
        message += "The newest good backup is " + good.front() + "; `hearth-server restore --data " + m_folder +
                   "` puts it back.";
    return {ServerExit::Damaged, message};
}

DataProblem ServerData::locate()
{
    std::error_code error;
    if (!fs::is_directory(m_folder, error))
        return {ServerExit::Failed, "There is no data folder " + m_folder};
    if (!m_databaseFile.empty())
        return {};
    const Place noted = notedPlace(m_folder);
    m_databaseFile = noted.file.empty() ? m_folder + "/hearth.db" : noted.file;
    return {};
}

DataProblem ServerData::prepareMigration(int newestSchema)
{
    std::error_code error;
    if (!fs::exists(m_databaseFile, error) || fs::file_size(m_databaseFile, error) == 0)
        return {};
    int stored = 0;
    {
        auto opened = Connection::open(m_databaseFile, Connection::Access::ReadOnly);
        stored = opened ? (*opened)->schemaVersion().value_or(0) : 0;
    }
    const std::string versions =
        " (schema " + std::to_string(stored) + ", this one knows " + std::to_string(newestSchema) + ")";
    if (stored > newestSchema) {
        const std::string file = backupFolder().newestUpTo(newestSchema);
        return {
            ServerExit::Newer,
            "The database was written by a newer version of Hearth" + versions + ". Install that version again, or " +
                (file.empty() ? "make a new data folder: there is no backup that this one can open."
                              : "go back to the newest backup that this one can open: hearth-server restore --data " +
                                    m_folder + " " + file)};
    }
    if (stored == 0 || stored == newestSchema)
        return {};
    const auto made = backupFolder().make(m_databaseFile, "-before-" + std::to_string(newestSchema));
    if (made.problem.isNone()) {
        log::info(log::server, "the database is brought from schema {} to {}; {} holds it as it was", stored,
                  newestSchema, made.file);
        backupFolder().prune(m_rules.kept);
        return {};
    }
    return {made.problem.exit, made.problem.message + ". The database" + versions +
                                   " is not brought to the new version without a backup; nothing was changed."};
}

Backups::Made ServerData::backUp() const
{
    const Backups all = backupFolder();
    auto made = all.make(m_databaseFile, {});
    if (made.problem.isNone())
        all.prune(m_rules.kept);
    return made;
}

std::string ServerData::backupNamed(const std::string &given) const
{
    if (given.empty()) {
        const auto good = backups();
        return good.empty() ? std::string() : good.front();
    }
    std::error_code error;
    const std::string inFolder = m_folder + "/backups/" + given;
    return !fs::exists(given, error) && fs::exists(inFolder, error) ? inFolder : given;
}

DataProblem ServerData::restore(const std::string &backup)
{
    const std::string file = backupNamed(backup);
    if (file.empty())
        return {ServerExit::Failed, "There is no good backup in " + m_folder + "/backups"};
    if (!backup.empty() && !isGood(file))
        return {ServerExit::Failed, file + " is no good backup"};
    const std::string part = m_databaseFile + ".restored";
    std::error_code error;
    fs::copy_file(file, part, fs::copy_options::overwrite_existing, error);
    if (error)
        return systemProblem("The backup cannot be copied", error);
    std::string kept;
    if (fs::exists(m_databaseFile, error)) {
        kept = putAside("replaced");
        (void)backupFolder().saveMedia(m_folder + "/backups/" + fs::path(kept).filename().string() + ".db");
    }
    fs::rename(part, m_databaseFile, error);
    if (error)
        return systemProblem("The backup cannot be put in place", error);
    if (const std::string failed = addMedia(Backups::mediaBeside(file), mediaFolder()); !failed.empty())
        return {ServerExit::Failed, "The database was restored from " + file +
                                        ", but not every file of its projects: " + failed + ". They are in " +
                                        Backups::mediaBeside(file)};
    return {ServerExit::Done,
            "Restored from " + file + (kept.empty() ? "" : "; the former database was kept as " + kept)};
}

BackupSchedule::BackupSchedule(const ServerData &data) : m_data(data), m_thread([this] { loop(); }) {}

BackupSchedule::~BackupSchedule()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

bool BackupSchedule::isTime(bool isDue, std::optional<std::chrono::steady_clock::duration> sinceLast,
                            std::chrono::hours every)
{
    if (every.count() == 0)
        return false;
    if (!sinceLast)
        return isDue;
    return *sinceLast >= every || (isDue && *sinceLast >= every / 4);
}

void BackupSchedule::loop()
{
    using std::chrono::steady_clock;
    std::chrono::seconds wait = firstLook;
    std::optional<steady_clock::time_point> last;
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            if (m_wake.wait_for(lock, wait, [this] { return m_stop; }))
                return;
        }
        wait = std::chrono::minutes(10);
        const auto since = last ? std::optional(steady_clock::now() - *last) : std::nullopt;
        if (!isTime(m_data.isBackupDue(), since, m_data.backupRules().every))
            continue;
        if (const auto made = m_data.backUp(); made.problem.isNone())
            last = steady_clock::now();
        else
            log::error(log::server, "no backup was made: {}. The next try is in ten minutes.", made.problem.message);
    }
}

} // namespace hearth::server_program
