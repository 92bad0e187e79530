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
    std::optional<QString> status;
    std::optional<QStringList> assignees;
    std::optional<QString> due; ///< "2026-12-24"; empty: none of its own
    std::optional<int> frameStart;
    std::optional<int> frameEnd;
};

/// The operations of an edit and those that take it back, with what the entities are now. Pure but for `newId`.
/// Errors: NotFound (an entity is gone), Invalid (a name is empty, a folder would lie in itself, no day, frames the
/// wrong way round).
[[nodiscard]] Result<StructurePlan> planEdit(const EntityEdit &edit, const StructureFacts &facts,
                                             const std::function<QString()> &newId);

/// What takes a plan back, the last change first, and brings it again.
[[nodiscard]] StructurePlan reversed(const StructurePlan &plan);

} // namespace hearth::structure
