// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "ui_kit/reply.h"

#include <QDate>
#include <QObject>

#include <functional>

namespace hearth::launcher_ui
{

using ui_kit::Done;

struct Person {
    QString name;
    QString fullName; ///< may be empty
};

/// What one may do at a folder, and with what; what is false is not offered.
struct StructureRights {
    bool mayCreateProjects = false;
    bool mayCreate = false; ///< folders and tasks; where no folder is chosen, folders at the root
    bool mayRename = false;
    std::function<bool(const QString &folderPath)> mayMoveTo = {};      ///< root: an empty path; nothing: nowhere
    std::function<bool(const QString &folderPath)> mayMoveTasksTo = {}; ///< nothing: nowhere
    bool mayActivate = false;
    bool mayChangeFrames = false;
    bool mayAssign = false;
    bool maySetDue = false;
    bool mayChangeStatus = false;
    QStringList folderTypes;
    std::vector<Person> people;
};

/// A folder with published versions keeps its name and its place, whoever asks.
[[nodiscard]] inline bool mayRename(const StructureRights &rights, const Folder &folder)
{
    return rights.mayRename && !folder.hasVersions;
}
/// \param target path of a folder; empty: the root
[[nodiscard]] inline bool mayMove(const StructureRights &rights, const Folder &folder, const QString &target)
{
    return rights.mayMoveTo && !folder.hasVersions && target != folder.path && !target.startsWith(folder.path + u'/') &&
           rights.mayMoveTo(target);
}

/// The frames a folder has now, its own or inherited.
struct FrameRange {
    int first = 1001;
    int last = 1001;
    bool isOwn = false; ///< one of them at least
};

/// What a text would make, cell by cell, before anything is made.
struct StructurePreview {
    struct Problem {
        int row = 0;
        int column = 0;
        QString message;
    };
    QStringList columns;
    QStringList notRead; ///< heads of columns that mean nothing here
    std::vector<QStringList> rows;
    std::vector<Problem> problems;
    QStringList refusals; ///< what the project has against it, apart from single cells
    int newFolders = 0;
    int newTasks = 0;
    int changed = 0;
};

struct MadeStructure {
    QString words; ///< a sentence about what was made
    Context first; ///< where to go on: the first new task's folder, else the first of the innermost new folders
};

/// One change to folders or tasks that are there; what is not set stays.
struct StructureEdit {
    QString project;
    bool isTask = false;
    QStringList ids;
    std::optional<QString> name;
    std::optional<QString> parentId; ///< of tasks: the folder
    std::optional<bool> active;
    QStringList assign;       ///< who works on it as well; others stay
    QStringList unassign;     ///< who does not any more
    std::optional<QDate> due; ///< invalid: none
    std::optional<int> frameStart;
    std::optional<int> frameEnd;
    bool inheritsFrames = false; ///< both frames as the folder above has them
    QString words;               ///< what undo calls it: "Rename hero to heroine"
};

/// Makes and changes what a project is made of, with the rights of the one who is signed in. Answers come through Done
/// on the GUI thread, never before the call has returned. Threads: GUI only.
class StructureSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void rights(const Context &context, Done<StructureRights> done) = 0;
    virtual void frames(const QString &project, const QString &folderId, Done<FrameRange> done) = 0;
    /// \param base folder path that lines without a leading slash lie below; empty: the root
    virtual void preview(const QString &project, const QString &base, const QString &folderType, const QString &text,
                         Done<StructurePreview> done) = 0;
    virtual void make(const QString &project, const QString &base, const QString &folderType, const QString &text,
                      Done<MadeStructure> done) = 0;
    virtual void edit(const StructureEdit &edit, Done<QString> done) = 0;
    /// Takes the newest change made here back, after those that are being taken back. \returns a sentence
    virtual void undo(Done<QString> done) = 0;
    /// What undo would take back; empty: nothing.
    [[nodiscard]] virtual QString undoWords() const = 0;
};

} // namespace hearth::launcher_ui
