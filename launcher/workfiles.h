// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "anatomy/anatomy.h"
#include "contract/entities.h"

#include <QDateTime>

#include <vector>

namespace hearth::launch
{

/// A work file, known to the server, found on the disk, or both.
struct WorkfileEntry {
    QString entityId; ///< empty: nobody registered it
    QString path;     ///< absolute
    QString rootless;
    int version = 0; ///< 0: none in the name
    QString comment;
    QString author;
    QString hostName;
    QDateTime changed;
    bool isOnDisk = false;
};

/// What is needed to name work files of one task.
struct WorkArea {
    QString folder; ///< absolute
    QString fileTemplate;
    QJsonObject templateData; ///< without version, comment and ext
    Platform platform = currentPlatform();
};

/// Files in the work folder. Blocks on the disk; never on the GUI thread.
[[nodiscard]] std::vector<QString> scanWorkFolder(const QString &folder);

/// The server's entities and the folder's files as one list, newest version first, then newest change. Pure.
/// \param files absolute paths with their times, as found in the work folder
[[nodiscard]] std::vector<WorkfileEntry> mergeWorkfiles(const std::vector<contract::Workfile> &entities,
                                                        const std::vector<std::pair<QString, QDateTime>> &files,
                                                        const anatomy::Anatomy &anatomy, const WorkArea &area,
                                                        const QStringList &knownExtensions);

/// The newest file for an application: highest version, then newest change; only what lies on the disk.
/// \param extensions with dot
[[nodiscard]] const WorkfileEntry *lastWorkfile(const std::vector<WorkfileEntry> &entries,
                                                const QStringList &extensions);

/// One more than the highest version among these files, whatever their extension.
[[nodiscard]] int nextVersion(const std::vector<WorkfileEntry> &entries, int startVersion = 1);

/// The data for filling templates of a task. Pure. Source: desktop contract 4.4.
struct TemplateContext {
    contract::Project project;
    QString folderPath; ///< with its leading slash
    QString folderType;
    QString taskName;
    QString taskType;
    QString user;
    QString hostName;
    QString appName;
};
[[nodiscard]] QJsonObject templateData(const TemplateContext &context, const QDateTime &now);

} // namespace hearth::launch
