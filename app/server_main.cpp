// SPDX-License-Identifier: Apache-2.0
// hearth-server: the server in a process of its own.
#include "adoption/adoption_program.h"
#include "core/log.h"
#include "core/whole_file.h"
#include "http/server.h"
#include "repository/schema.h"
#include "server/server.h"
#include "server_program/backup_commands.h"
#include "server_program/copy_command.h"
#include "server_program/network_source.h"
#include "server_program/server_data.h"
#include "server_program/server_options.h"
#include "server_program/server_storage.h"
#include "server_program/server_template.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <optional>
#include <thread>
#include <unistd.h>

extern char **environ;

namespace
{

using namespace hearth;
using server_program::DataProblem;
using server_program::ServerData;
using server_program::ServerExit;
using server_program::ServerOptions;
using Storage = std::shared_ptr<const database::Source>;

int end(const DataProblem &problem)
{
    if (!problem.message.empty())
        std::fprintf(problem.isNone() ? stdout : stderr, "hearth-server: %s\n", problem.message.c_str());
    return static_cast<int>(problem.exit);
}

std::map<std::string, std::string> environment()
{
    std::map<std::string, std::string> made;
    for (char **entry = environ; *entry; ++entry) {
        const std::string text(*entry);
        const auto equals = text.find('=');
        if (equals != std::string::npos)
            made[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return made;
}

// Signals are waited for by the main thread alone; all others have them blocked.
sigset_t blockSignals()
{
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t waited;
    sigemptyset(&waited);
    sigaddset(&waited, SIGTERM);
    sigaddset(&waited, SIGINT);
    pthread_sigmask(SIG_BLOCK, &waited, nullptr);
    return waited;
}

// For a command that serves nobody.
Result<std::unique_ptr<server::Store>> openAlone(const ServerOptions &options, const Storage &storage)
{
    return server_program::openStore(storage, {}, options.databaseWaitSeconds, [] {
        std::this_thread::sleep_for(std::chrono::seconds(1));
        return true;
    });
}

int setUp(const ServerOptions &options, const Storage &storage)
{
    auto store = openAlone(options, storage);
    if (!store)
        return end(server_program::problemOf(store.error()));
    std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
    if (const char *given = std::getenv("AYON_SETTINGS_TEMPLATE"); given && text.empty())
        text = QByteArray::fromBase64(given).toStdString();
    const auto lines = server_program::applyTemplate(**store, text);
    if (!lines)
        return end({ServerExit::Failed, lines.error().message.toStdString()});
    for (const std::string &line : *lines)
        std::fprintf(stderr, "hearth-server: %s\n", line.c_str());
    return 0;
}

DataProblem tellReady(const ServerOptions &options, const std::string &url)
{
    if (options.readyFile.empty())
        return {};
    const QJsonObject ready{{QStringLiteral("url"), QString::fromStdString(url)},
                            {QStringLiteral("pid"), static_cast<qint64>(::getpid())}};
    if (const auto written = writeJsonFile(QString::fromStdString(options.readyFile), ready); !written)
        return {ServerExit::NotWritable, written.error().message.toStdString()};
    return {};
}

server::ServerSetup setupOf(const ServerOptions &options, const ServerData &data,
                            std::shared_ptr<server::SessionShelf> sessions)
{
    server::ServerSetup setup;
    setup.dataFolder = data.folder();
    setup.resourcesFolder = options.resourcesFolder;
    setup.allowsPlainLogin = options.allowsPlainLogin;
    setup.leastFreeBytes = options.leastFreeBytes;
    setup.sessions = std::move(sessions);
    setup.urls = server_program::networkSource(options.caFile);
    return setup;
}

// A second, or less when the program is asked to end.
bool pause(const sigset_t &waited)
{
    const timespec second{1, 0};
    return sigtimedwait(&waited, nullptr, &second) < 0;
}

int serve(const ServerOptions &options, ServerData &data, const Storage &storage)
{
    const sigset_t waited = blockSignals();
    int argumentCount = 0;
    const QCoreApplication application(argumentCount, nullptr); // for what is fetched from the network
    auto neighbours = server_program::neighboursOf(options, storage);
    if (!neighbours)
        return end({ServerExit::Usage, "--redis: " + neighbours.error().message.toStdString()});
    auto store = server_program::openStore(storage, *neighbours, options.databaseWaitSeconds,
                                           [&waited] { return pause(waited); });
    if (!store)
        return end(server_program::problemOf(store.error()));
    neighbours->clear(); // the store ends them
    auto api = server::ApiServer::make(**store,
                                       setupOf(options, data, server_program::sessionsOf(options, (*store)->studio())));
    if (!api)
        return end(server_program::problemOf(api.error()));
    http::ServerOptions listening;
    listening.host = options.host;
    listening.port = options.port;
    listening.threads = std::max(2, std::min(8, static_cast<int>(std::thread::hardware_concurrency())));
    listening.spoolFolder = (*api)->spoolFolder();
    listening.certificateFile = options.certificateFile;
    listening.keyFile = options.keyFile;
    listening.trustedProxies = options.trustedProxies;
    listening.basePath = options.basePath;
    listening.takesFiles = [&api = **api] { return api.takesFiles(); };
    listening.served = [&api = **api](const http::Served &one) { api.served(one); };
    auto listener = http::Server::listen((*api)->router(), listening);
    if (!listener)
        return end({listener.error().kind == ErrorKind::Conflict ? ServerExit::PortInUse : ServerExit::Failed,
                    listener.error().message.toStdString()});
    if (const DataProblem problem = tellReady(options, (*listener)->url()); !problem.isNone())
        return end(problem);
    (*api)->started();
    log::info(log::server, "serving {} from {}, database {}", (*listener)->url(), data.folder(), storage->name());
    {
        std::optional<server_program::BackupSchedule> backups;
        if (!storage->file().empty())
            backups.emplace(data);
        else
            log::info(log::server, "no daily backup is made here: back the database up with its own tools");
        int signal = 0;
        sigwait(&waited, &signal);
        log::info(log::server, "signal {}, draining", signal);
    }
    (*listener)->drain(std::chrono::seconds(10));
    listener->reset();
    api->reset();
    store->reset();
    return 0;
}

int adopt(const ServerOptions &options, const ServerData &data, const Storage &storage)
{
    auto store = openAlone(options, storage);
    if (!store)
        return end(server_program::problemOf(store.error()));
    auto api = server::ApiServer::make(**store, setupOf(options, data, nullptr));
    if (!api)
        return end(server_program::problemOf(api.error()));
    return adoption::runAdoption(
        **store, **api,
        {options.adoptsFrom, options.adoptionKeyFile, options.caFile, options.adoptedProjects, options.wantsJson});
}

int withStorage(const ServerOptions &options, ServerData &data, bool isFile)
{
    using Command = ServerOptions::Command;
    if (const DataProblem problem = isFile ? data.checkDatabase() : DataProblem{}; !problem.isNone())
        return end(problem);
    const auto storage = server_program::storageOf(options, data.databaseFile());
    if (!storage)
        return end(
            {ServerExit::Usage, storage.error().message.toStdString() + ' ' + storage.error().detail.toStdString()});
    log::start(QString::fromStdString(data.folder() + "/server.log"), log::Level::Info, false);
    const int newest = repository::migrations().back().version;
    if (const DataProblem problem = isFile ? data.prepareMigration(newest) : DataProblem{}; !problem.isNone())
        return end(problem);
    if (options.command == Command::Adopt)
        return adopt(options, data, *storage);
    return options.command == Command::Setup ? setUp(options, *storage) : serve(options, data, *storage);
}

int run(const ServerOptions &options)
{
    using Command = ServerOptions::Command;
    if (options.command == Command::Copy)
        return end(server_program::copyStudio(options));
    const bool isFile = options.databaseUrl.empty();
    const bool isBeside = options.command == Command::Backup || options.checksOnly;
    if (!isFile && (isBeside || options.command == Command::Restore))
        return end({ServerExit::Usage, "A PostgreSQL database is backed up and restored with its own tools (pg_dump, "
                                       "pg_restore, or those of whoever runs it); stop the servers that use it first"});
    ServerData data(options.dataFolder, options.databaseFile, options.backups);
    if (isBeside)
        return end(server_program::lookAfterBackups(options, data));
    if (const DataProblem problem = isFile ? data.prepare() : data.prepareFolder(); !problem.isNone())
        return end(problem);
    return options.command == Command::Restore ? end(server_program::restoreBackup(options, data))
                                               : withStorage(options, data, isFile);
}

} // namespace

int main(int argc, char **argv)
{
    std::error_code ignored;
    const std::string program = std::filesystem::canonical("/proc/self/exe", ignored).parent_path().string();
    const ServerOptions options = server_program::readServerOptions({argv + 1, argv + argc}, environment(), program);
    if (options.command == ServerOptions::Command::Help) {
        std::fputs(server_program::serverUsage(), stdout);
        return 0;
    }
    if (options.command == ServerOptions::Command::Version) {
        std::puts("hearth-server " HEARTH_VERSION);
        return 0;
    }
    if (!options.problem.empty()) {
        std::fprintf(stderr, "hearth-server: %s\n\n%s", options.problem.c_str(), server_program::serverUsage());
        return static_cast<int>(ServerExit::Usage);
    }
    return run(options);
}
