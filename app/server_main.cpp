// SPDX-License-Identifier: Apache-2.0
// hearth-server: the server in a process of its own.
#include "adoption/adoption_program.h"
#include "core/log.h"
#include "core/whole_file.h"
#include "http/server.h"
#include "repository/schema.h"
#include "server/server.h"
#include "server_program/server_data.h"
#include "server_program/server_options.h"
#include "server_program/server_template.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <unistd.h>

extern char **environ;

namespace
{

using namespace hearth;
using server_program::DataProblem;
using server_program::ServerData;
using server_program::ServerExit;
using server_program::ServerOptions;

int end(const DataProblem &problem)
{
    if (!problem.message.empty())
        std::fprintf(problem.isNone() ? stdout : stderr, "hearth-server: %s\n", problem.message.c_str());
    return static_cast<int>(problem.exit);
}

DataProblem problemOf(const Error &error)
{
    const std::string message = error.message.toStdString();
    if (error.kind == ErrorKind::Conflict)
        return {ServerExit::Newer, message};
    if (error.kind == ErrorKind::Forbidden)
        return {ServerExit::NotWritable, message};
    if (error.kind == ErrorKind::NoSpace)
        return {ServerExit::DiskFull, message};
    if (message.find("damaged") != std::string::npos)
        return {ServerExit::Damaged, message};
    return {ServerExit::Failed, message + ' ' + error.detail.toStdString()};
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

int setUp(ServerData &data)
{
    auto store = server::Store::open(data.databaseFile());
    if (!store)
        return end(problemOf(store.error()));
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

server::ServerSetup setupOf(const ServerOptions &options, const ServerData &data)
{
    server::ServerSetup setup;
    setup.dataFolder = data.folder();
    setup.resourcesFolder = options.resourcesFolder;
    setup.allowsPlainLogin = options.allowsPlainLogin;
    setup.leastFreeBytes = options.leastFreeBytes;
    return setup;
}

int serve(const ServerOptions &options, ServerData &data)
{
    const sigset_t waited = blockSignals();
    auto store = server::Store::open(data.databaseFile());
    if (!store)
        return end(problemOf(store.error()));
    auto api = server::ApiServer::make(**store, setupOf(options, data));
    if (!api)
        return end(problemOf(api.error()));
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
    log::info(log::server, "serving {} from {}", (*listener)->url(), data.folder());
    {
        const server_program::BackupSchedule backups(data);
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

int adopt(const ServerOptions &options, ServerData &data)
{
    auto store = server::Store::open(data.databaseFile());
    if (!store)
        return end(problemOf(store.error()));
    auto api = server::ApiServer::make(**store, setupOf(options, data));
    if (!api)
        return end(problemOf(api.error()));
    return adoption::runAdoption(
        **store, **api,
        {options.adoptsFrom, options.adoptionKeyFile, options.caFile, options.adoptedProjects, options.wantsJson});
}

int restore(const ServerOptions &options, ServerData &data)
{
    if (!options.listsBackups)
        return end(data.restore(options.backupFile));
    for (const std::string &file : data.backups())
        std::printf("%s\n", file.c_str());
    return 0;
}

void printJson(const QJsonObject &object)
{
    std::printf("%s\n", QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
}

int backUp(const ServerOptions &options, const ServerData &data)
{
    const auto made = data.backUp();
    if (!made.problem.isNone())
        return end(made.problem);
    if (options.wantsJson)
        printJson({{QStringLiteral("file"), QString::fromStdString(made.file)}});
    else
        std::printf("%s\n", made.file.c_str());
    return 0;
}

QJsonObject asJson(const server_program::BackupCheck &check)
{
    QJsonObject tables;
    for (const auto &table : check.tables)
        tables.insert(QString::fromStdString(table.name),
                      QJsonObject{{QStringLiteral("rows"), static_cast<qint64>(table.rows)},
                                  {QStringLiteral("noted"),
                                   table.noted ? QJsonValue(static_cast<qint64>(*table.noted)) : QJsonValue()}});
    QJsonArray missing;
    for (const std::string &name : check.missingFiles)
        missing.append(QString::fromStdString(name));
    return {{QStringLiteral("ok"), check.problem.isNone()},
            {QStringLiteral("problem"), QString::fromStdString(check.problem.message)},
            {QStringLiteral("file"), QString::fromStdString(check.file)},
            {QStringLiteral("schema"), check.schema},
            {QStringLiteral("tables"), tables},
            {QStringLiteral("files"), static_cast<qint64>(check.files)},
            {QStringLiteral("missingFiles"), missing}};
}

int checkBackup(const ServerOptions &options, const ServerData &data)
{
    const std::string file = data.backupNamed(options.backupFile);
    if (file.empty())
        return end({ServerExit::Failed, "There is no good backup in " + data.folder() + "/backups"});
    const auto check = server_program::Backups::check(file, repository::migrations().back().version);
    if (options.wantsJson) {
        printJson(asJson(check));
        return static_cast<int>(check.problem.exit);
    }
    std::printf("%s, schema %d\n", check.file.c_str(), check.schema);
    for (const auto &table : check.tables)
        std::printf("  %-24s %12lld rows%s\n", table.name.c_str(), static_cast<long long>(table.rows),
                    !table.noted                 ? ""
                    : *table.noted == table.rows ? ", as when it was made"
                                                 : ", not as when it was made");
    std::printf("  %-24s %12lld named, %zu missing\n", "files", static_cast<long long>(check.files),
                check.missingFiles.size());
    if (check.problem.isNone())
        std::puts("The backup is good.");
    return end(check.problem);
}

// What needs no lock: a server may be running on the same data.
int besideAServer(const ServerOptions &options, ServerData &data)
{
    if (const DataProblem problem = data.locate(); !problem.isNone())
        return end(problem);
    return options.command == ServerOptions::Command::Backup ? backUp(options, data) : checkBackup(options, data);
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
    ServerData data(options.dataFolder, options.databaseFile, options.backups);
    if (options.command == ServerOptions::Command::Backup || options.checksOnly)
        return besideAServer(options, data);
    if (const DataProblem problem = data.prepare(); !problem.isNone())
        return end(problem);
    if (options.command == ServerOptions::Command::Restore)
        return restore(options, data);
    if (const DataProblem problem = data.checkDatabase(); !problem.isNone())
        return end(problem);
    log::start(QString::fromStdString(data.folder() + "/server.log"), log::Level::Info, false);
    if (const DataProblem problem = data.prepareMigration(repository::migrations().back().version); !problem.isNone())
        return end(problem);
    if (options.command == ServerOptions::Command::Adopt)
        return adopt(options, data);
    return options.command == ServerOptions::Command::Setup ? setUp(data) : serve(options, data);
}
