// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "contract/entities.h"

#include <QJsonArray>
#include <QSet>

#include <functional>
#include <map>

namespace hearth::structure
{

/// A task there should be. What is empty is left as it is, or as the server has it for new ones.
struct WantedTask {
    QString name;
    QString type;
    QString status;
    std::optional<QStringList> assignees;
    QJsonObject attrib; ///< only what should be set
};

/// A folder there should be, with the tasks in it.
struct WantedFolder {
    QString path;      ///< with a leading slash
    QString type;      ///< empty: as it is; a new one gets typeIfNew
    QString typeIfNew; ///< empty: "Folder"
    QString label;
    QJsonObject attrib;
    std::vector<WantedTask> tasks;
};

/// What a project has now.
struct StructureFacts {
    QStringList folderTypes;
    QStringList taskTypes;
    QStringList statuses;
    std::vector<contract::Folder> folders; ///< with their attributes
    std::vector<contract::Task> tasks;
    QSet<QString> inactive; ///< ids of deactivated folders
};

enum class Change { Create, Update, Same };

struct StructureChange {
    Change what = Change::Same;
    bool isTask = false;
    QString path;       ///< of the folder, or of the folder and the task's name
    QStringList fields; ///< that an update changes
};

/// What brings a project to what is wanted, and back.
struct StructurePlan {
    std::vector<StructureChange> changes; ///< in the order in which they are made; those that stay the same too
    QJsonArray operations;                ///< parents before children
    QJsonArray undo;                      ///< for each operation the one that takes it back, in the same order
    QStringList problems;                 ///< not empty: nothing should be done
    [[nodiscard]] int count(Change what) const;
};

/// Where one goes on after a plan was carried out: the first new task, else the first of the innermost new folders.
struct PlaceMade {
    QString folderId; ///< empty: nothing new
    QString folderPath;
    QString taskId;
};
[[nodiscard]] PlaceMade placeMade(const StructurePlan &plan);

/// Decides what has to be made or changed; what is there and right stays untouched, so that a second run does nothing.
/// Parents that nobody named are made as plain folders. Never removes anything. Pure but for `newId`.
[[nodiscard]] StructurePlan planStructure(const std::vector<WantedFolder> &wanted, const StructureFacts &facts,
                                          const std::function<QString()> &newId);

} // namespace hearth::structure
