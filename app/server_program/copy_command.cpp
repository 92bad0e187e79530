// SPDX-License-Identifier: Apache-2.0
#include "server_program/copy_command.h"

#include "json_text/writer.h"
#include "server_program/database_copy.h"
#include "server_program/server_storage.h"

#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>

namespace hearth::server_program
{
namespace
{

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds tellEvery{500};

/// The lock that a server on a database file holds, for as long as this lives.
class FileLock
{
public:
    explicit FileLock(const std::string &databaseFile)
    {
        if (databaseFile.empty())
            return;
        m_lock = ::open((databaseFile + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
        m_isTaken = m_lock < 0 || ::flock(m_lock, LOCK_EX | LOCK_NB) != 0;
    }
    ~FileLock()
    {
        if (m_lock >= 0)
            ::close(m_lock);
    }
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;
    [[nodiscard]] bool isTaken() const { return m_isTaken; }

private:
    int m_lock = -1;
    bool m_isTaken = false;
};

void tellDone(const ServerOptions &options, const std::vector<CopiedTable> &tables, double seconds)
{
    std::int64_t rows = 0;
    for (const CopiedTable &table : tables)
        rows += table.rows;
    if (!options.wantsJson) {
        for (const CopiedTable &table : tables)
            std::printf("%-22s %10lld  %s\n", table.name.c_str(), static_cast<long long>(table.rows),
                        table.digest.substr(0, 16).c_str());
        std::printf("%lld rows copied and compared in %.1f s. The data folder (media, addons, packages and the key of "
                    "the secrets) was not touched.\n",
                    static_cast<long long>(rows), seconds);
        return;
    }
    std::string text;
    jsontext::Writer w(text);
    w.beginObject().member("rows", rows).key("seconds").real(seconds).key("tables").beginArray();
    for (const CopiedTable &table : tables)
        w.beginObject()
            .member("name", table.name)
            .member("rows", table.rows)
            .member("digest", table.digest)
            .endObject();
    w.endArray().endObject();
    std::puts(text.c_str());
}

} // namespace

DataProblem copyStudio(const ServerOptions &options)
{
    const auto sourceOf = [&options](const std::string &file, const std::string &url) {
        ServerOptions one = options;
        one.databaseUrl = url;
        return storageOf(one, file);
    };
    const auto from = sourceOf(options.copyFrom.file, options.copyFrom.url);
    const auto to = sourceOf(options.copyTo.file, options.copyTo.url);
    for (const auto *side : {&from, &to})
        if (!*side)
            return {ServerExit::Usage, side->error().message.toStdString() + ' ' + side->error().detail.toStdString()};
    std::error_code ignored;
    if (!options.copyFrom.file.empty() && !std::filesystem::exists(options.copyFrom.file, ignored))
        return {ServerExit::Failed, "There is no database " + options.copyFrom.file};
    const FileLock fromLock(options.copyFrom.file);
    const FileLock toLock(options.copyTo.file);
    if (fromLock.isTaken() || toLock.isTaken())
        return {ServerExit::InUse, "A server uses " + (fromLock.isTaken() ? *from : *to)->name() +
                                       ", or its folder cannot be written. End it first; nothing was changed"};
    const auto began = Clock::now();
    auto told = began - tellEvery;
    const auto copied = copyDatabase(**from, **to, [&](const std::string &table, std::int64_t rows) {
        if (Clock::now() - told < tellEvery)
            return;
        told = Clock::now();
        std::fprintf(stderr, "%s: %lld rows\n", table.c_str(), static_cast<long long>(rows));
    });
    if (!copied) {
        DataProblem problem = problemOf(copied.error());
        if (copied.error().kind == ErrorKind::Conflict)
            problem.exit = ServerExit::Failed;
        return problem;
    }
    tellDone(options, *copied, std::chrono::duration<double>(Clock::now() - began).count());
    return {};
}

} // namespace hearth::server_program
