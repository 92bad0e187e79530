// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "structure/structure_plan.h"

namespace hearth::structure
{

/// What a file says there should be.
struct StructureFile {
    QString project; ///< may be empty: the caller says which
    std::vector<WantedFolder> folders;
};

/// Reads {"project": …, "folders": [{"path", "type", "label", "attrib", "tasks": [{"name", "type", "status",
/// "assignees", "due", "attrib"}]}]}. Paths and task names may be patterns. Pure.
/// Errors: Invalid, naming the place: "folders[3].tasks[0]: …". A key nobody knows is an error too.
[[nodiscard]] Result<StructureFile> readStructure(const QJsonObject &document);

/// A day as the server keeps the end of a task. Errors: Invalid for what is not like 2026-12-24.
[[nodiscard]] Result<QString> dueDate(const QString &day);

} // namespace hearth::structure
