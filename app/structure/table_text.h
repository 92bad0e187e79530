// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "structure/structure_plan.h"

namespace hearth::structure
{

/// What a column of a pasted table means.
enum class Column { Folder, FolderType, Task, TaskType, Assignees, Status, Due, FrameStart, FrameEnd, Ignored };

/// Something wrong in one cell. \param row from 0, heads not counted
struct CellProblem {
    qsizetype row = 0;
    qsizetype column = 0;
    QString message;
};

/// A text as one pastes it from a spreadsheet, or types it: one line a row, tabs (or semicolons) between cells. A cell
/// in quotes may hold line breaks, tabs and doubled quotes.
struct TableText {
    std::vector<Column> columns;
    QStringList heads;             ///< of the columns, as they were written; empty: the text has none
    std::vector<QStringList> rows; ///< cells, heads not among them
    std::vector<WantedFolder> wanted;
    std::vector<CellProblem> problems; ///< not empty: nothing should be done
};

/// Names of the first line say what the columns are, in any order, where a folder column and one more known one are
/// among them; columns of other names are Ignored. Without such a line they are folder, folder type, task, task type,
/// assignees, status, due. A folder that is left empty is the one above; paths without a leading slash
/// lie below base; paths and task names may be patterns. Pure.
/// \param base folder that relative paths lie below; empty: the root of the project
/// \param type of new folders where the table has none; folders that are there keep theirs \param facts types, statuses
/// and people that exist
[[nodiscard]] TableText readTable(const QString &text, const QString &base, const QString &type,
                                  const StructureFacts &facts, const QStringList &people);

} // namespace hearth::structure
