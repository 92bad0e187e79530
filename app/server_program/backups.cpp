// SPDX-License-Identifier: Apache-2.0
#include "server_program/backups.h"

#include "core/log.h"
#include "core/whole_file.h"
#include "database/connection.h"
#include "database/migration.h"
#include "repository/media.h"
#include "server/media/media_store.h"
#include "server_program/media_copy.h"

#include <QJsonObject>
#include <QString>

#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>

namespace hearth::server_program
{
namespace
{

namespace fs = std::filesystem;
using database::Connection;

constexpr const char *beforeMark = "-before-";
constexpr std::size_t namedMissing = 100;
constexpr int mediaSchema = 2; // since when rows name files

struct TableNames {
    static constexpr const char *sql =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name";
    static constexpr int parameterCount = 0;
    using Row = std::string;
    static Row read(const database::Cursor &c) { return c.string(0); }
};

bool isGood(const std::string &file)
{
    auto opened = Connection::open(file, Connection::Access::ReadOnly);
    return opened && (*opened)->isSound().value_or(false);
}

std::string noteBeside(const std::string &backup)
{
    return fs::path(backup).replace_extension(".json").string();
}

std::int64_t countOf(Connection &db, const std::string &table)
{
    std::int64_t rows = -1;
    (void)db.visitComposed("SELECT count(*) FROM \"" + table + '"', std::span<const database::Parameter>{},
                           [&rows](const database::Cursor &c) {
                               rows = c.integer(0);
                               return false;
                           });
    return rows;
}

std::vector<BackupCheck::Table> countedTables(Connection &db)
{
    std::vector<BackupCheck::Table> made;
    if (const auto names = db.all<TableNames>())
        for (const std::string &name : *names)
            made.push_back({name, countOf(db, name), std::nullopt});
    return made;
}

// What the copy had when it was made, so that a later look can tell.
bool note(const std::string &backup, Connection &db)
{
    QJsonObject tables;
    for (const auto &table : countedTables(db))
        tables.insert(QString::fromStdString(table.name), static_cast<qint64>(table.rows));
    const QJsonObject made{{QStringLiteral("schema"), db.schemaVersion().value_or(0)},
                           {QStringLiteral("tables"), tables}};
    return writeJsonFile(QString::fromStdString(noteBeside(backup)), made).has_value();
}

void removeBackup(const std::string &file)
{
    std::error_code ignored;
    fs::remove(file, ignored);
    fs::remove(noteBeside(file), ignored);
    fs::remove_all(Backups::mediaBeside(file), ignored);
}

// \returns how many bytes are missing for a copy; 0 when there is room. The files of projects take none of their own.
std::uintmax_t missingRoom(const std::string &databaseFile, const std::string &folder)
{
    std::error_code error;
    std::uintmax_t needed = 1024 * 1024;
    for (const char *ending : {"", "-wal"})
        if (const auto bytes = fs::file_size(databaseFile + ending, error); !error)
            needed += bytes;
    const auto space = fs::space(folder, error);
    return error || space.available >= needed ? 0 : needed - space.available;
}

void compareWithNote(BackupCheck &into)
{
    const auto noted = readJsonFile(QString::fromStdString(noteBeside(into.file)));
    if (!noted)
        return; // made by an earlier version, or brought from elsewhere without it
    const QJsonObject tables = noted->value(QLatin1String("tables")).toObject();
    for (auto &table : into.tables) {
        const QJsonValue rows = tables.value(QString::fromStdString(table.name));
        if (rows.isUndefined())
            continue;
        table.noted = static_cast<std::int64_t>(rows.toDouble());
        if (*table.noted != table.rows && into.problem.isNone())
            into.problem = {ServerExit::Damaged, into.file + " has " + std::to_string(table.rows) + " rows of " +
                                                     table.name + " and had " + std::to_string(*table.noted) +
                                                     " when it was made"};
    }
}

void lookForFiles(BackupCheck &into, Connection &db)
{
    const auto names = into.schema < mediaSchema ? Result<std::vector<std::string>>{} : repository::mediaNames(db, 0);
    if (!names)
        return;
    const server::MediaStore media(Backups::mediaBeside(into.file));
    std::int64_t missing = 0;
    for (const std::string &name : *names) {
        std::error_code error;
        ++into.files;
        if (fs::exists(media.path(name), error))
            continue;
        ++missing;
        if (into.missingFiles.size() < namedMissing)
            into.missingFiles.push_back(name);
    }
    if (missing > 0 && into.problem.isNone())
        into.problem = {ServerExit::Damaged, into.file + " names " + std::to_string(into.files) + " files, of which " +
                                                 std::to_string(missing) + " are not in " +
                                                 Backups::mediaBeside(into.file)};
}

} // namespace

std::string fileTime(std::chrono::system_clock::time_point time)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &parts)};
}

std::string Backups::mediaBeside(const std::string &backup)
{
    return fs::path(backup).replace_extension(".media").string();
}

std::string Backups::nameFor(std::chrono::system_clock::time_point time, const std::string &mark) const
{
    return m_folder + "/hearth-" + fileTime(time) + mark + ".db";
}

std::vector<std::string> Backups::files() const
{
    std::vector<std::string> made;
    std::error_code error;
    for (const auto &entry : fs::directory_iterator(m_folder, error))
        if (entry.path().extension() == ".db")
            made.push_back(entry.path().string());
    std::sort(made.rbegin(), made.rend());
    const std::string now = nameFor(m_clock.now(), {});
    std::stable_partition(made.begin(), made.end(), [&now](const std::string &file) { return file <= now; });
    return made;
}

std::vector<std::string> Backups::good() const
{
    std::vector<std::string> made = files();
    std::erase_if(made, [](const std::string &file) { return !isGood(file); });
    return made;
}

std::string Backups::newestUpTo(int schema) const
{
    for (const std::string &file : good()) {
        auto opened = Connection::open(file, Connection::Access::ReadOnly);
        if (opened && (*opened)->schemaVersion().value_or(schema + 1) <= schema)
            return file;
    }
    return {};
}

bool Backups::isDue(std::chrono::hours every) const
{
    if (every.count() == 0)
        return false;
    const std::string now = nameFor(m_clock.now(), {});
    const std::string last = nameFor(m_clock.now() - every, {});
    const auto all = files();
    return all.empty() || all.front() < last || all.front() > now;
}

bool Backups::saveMedia(const std::string &backup) const
{
    const std::string failed = addMedia(m_mediaFolder, mediaBeside(backup));
    if (!failed.empty())
        log::error(log::server, "the files of projects could not be backed up: {}", failed);
    return failed.empty();
}

Backups::Made Backups::make(const std::string &databaseFile, const std::string &mark) const
{
    std::error_code error;
    fs::create_directories(m_folder, error);
    if (const std::uintmax_t missing = missingRoom(databaseFile, m_folder); missing > 0)
        return {{},
                {ServerExit::DiskFull, "There is no room for a backup in " + m_folder + ": " +
                                           std::to_string(missing / 1024 / 1024 + 1) + " MiB more are needed"}};
    const std::string file = nameFor(m_clock.now(), mark);
    const std::string part = file + ".part-" + std::to_string(::getpid());
    const auto failed = [&](const std::string &what) -> Made {
        fs::remove(part, error);
        removeBackup(file);
        log::error(log::server, "the backup failed: {}", what);
        return {{}, {ServerExit::Failed, "The backup " + file + " could not be made: " + what}};
    };
    const bool isSaved = saveMedia(file); // what goes while the database is copied is named by the copy
    auto source = Connection::open(databaseFile, Connection::Access::ReadOnly);
    if (!source)
        return failed(source.error().message.toStdString());
    if (const auto copied = (*source)->copyTo(part); !copied)
        return failed(copied.error().message.toStdString());
    auto copy = Connection::open(part, Connection::Access::ReadOnly);
    if (!copy || !(*copy)->isSound().value_or(false))
        return failed("the copy is not sound");
    if (!isSaved || !saveMedia(file)) // what came in the meantime
        return failed("files of projects could not be kept beside it");
    if (!note(file, **copy))
        return failed("nothing more can be written to " + m_folder);
    copy = fail(ErrorKind::Internal); // closes it
    fs::rename(part, file, error);
    if (error)
        return failed(error.message());
    log::info(log::server, "backup made: {}", file);
    return {file, {}};
}

void Backups::prune(std::size_t kept) const
{
    const std::string now = nameFor(m_clock.now(), "~"); // behind every mark
    std::size_t scheduled = 0;
    std::size_t before = 0;
    for (const std::string &file : files()) {
        const bool isBefore = file.find(beforeMark) != std::string::npos;
        const bool isOver = isBefore ? ++before > keptBeforeMigration : ++scheduled > kept;
        if (isOver && file <= now)
            removeBackup(file);
    }
}

BackupCheck Backups::check(const std::string &file, int newestSchema)
{
    BackupCheck made;
    made.file = file;
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        made.problem = {ServerExit::Failed, "There is no backup " + file};
        return made;
    }
    auto opened = Connection::open(file, Connection::Access::ReadOnly);
    if (!opened || !(*opened)->isSound().value_or(false)) {
        made.problem = {ServerExit::Damaged, file + " is damaged and cannot be put back"};
        return made;
    }
    made.schema = (*opened)->schemaVersion().value_or(0);
    if (made.schema > newestSchema)
        made.problem = {ServerExit::Newer, file + " was made by a newer version of Hearth (schema " +
                                               std::to_string(made.schema) + ", this one knows " +
                                               std::to_string(newestSchema) + ")"};
    made.tables = countedTables(**opened);
    compareWithNote(made);
    lookForFiles(made, **opened);
    return made;
}

} // namespace hearth::server_program
