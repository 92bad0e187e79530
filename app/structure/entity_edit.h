// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "structure/structure_plan.h"

namespace hearth::structure
{

/// One change a person makes to folders or tasks that are there. What is not set stays.
struct EntityEdit {
    bool isTask = false;
    QStringList ids;
    std::optional<QString> name;
    std::optional<QString> parentId; ///< of folders: the new parent, empty for the root; of tasks: the folder
    std::optional<bool> active;
    std::optional<QString> label;
    std::optional<QString> type;
    std::optional<QString> status;
    QStringList assign;         ///< of tasks: who works on them as well; others stay
    QStringList unassign;       ///< who does not any more
    std::optional<QString> due; ///< "2026-12-24"; empty: none of its own
    QJsonObject attrib;         ///< values of its own; null: inherited again
};

/// The operations of an edit and those that take it back, with what the entities are now. Pure but for `newId`.
/// Types and statuses are found in whatever case. Errors: NotFound (an entity is gone), Invalid (a name is empty, a
/// folder would lie in itself, a task in no folder, no such type or status, no day, frames the wrong way round).
[[nodiscard]] Result<StructurePlan> planEdit(const EntityEdit &wanted, const StructureFacts &facts,
                                             const std::function<QString()> &newId);

/// What takes a plan back, the last change first, and brings it again.
[[nodiscard]] StructurePlan reversed(const StructurePlan &plan);

} // namespace hearth::structure
