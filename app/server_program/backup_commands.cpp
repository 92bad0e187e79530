// SPDX-License-Identifier: Apache-2.0
#include "server_program/backup_commands.h"

#include "repository/schema.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

namespace hearth::server_program
{
namespace
{

void printJson(const QJsonObject &object)
{
    std::printf("%s\n", QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
}

DataProblem backUp(const ServerOptions &options, const ServerData &data)
{
    const auto made = data.backUp();
    if (!made.problem.isNone())
        return made.problem;
    if (options.wantsJson)
        printJson({{QStringLiteral("file"), QString::fromStdString(made.file)}});
    else
        std::printf("%s\n", made.file.c_str());
    return {};
}

QJsonObject asJson(const BackupCheck &check)
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

void print(const BackupCheck &check)
{
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
}

DataProblem checkBackup(const ServerOptions &options, const ServerData &data)
{
    const std::string file = data.backupNamed(options.backupFile);
    if (file.empty())
        return {ServerExit::Failed, "There is no good backup in " + data.folder() + "/backups"};
    const auto check = Backups::check(file, repository::migrations().back().version);
    if (!options.wantsJson) {
        print(check);
        return check.problem;
    }
    printJson(asJson(check));
    return {check.problem.exit, {}}; // its words are in the JSON
}

} // namespace

DataProblem lookAfterBackups(const ServerOptions &options, ServerData &data)
{
    if (DataProblem problem = data.locate(); !problem.isNone())
        return problem;
    return options.command == ServerOptions::Command::Backup ? backUp(options, data) : checkBackup(options, data);
}

DataProblem restoreBackup(const ServerOptions &options, ServerData &data)
{
    if (!options.listsBackups)
        return data.restore(options.backupFile);
    for (const std::string &file : data.backups())
        std::printf("%s\n", file.c_str());
    return {};
}

} // namespace hearth::server_program
