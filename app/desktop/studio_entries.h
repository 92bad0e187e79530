// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "structure/structure_plan.h"

namespace hearth::desktop
{

/// A folder or a task as `hearth studio folder` and `hearth studio task` see it.
struct StudioEntry {
    QString id;
    QString path;
    QString type;
    bool isActive = true;  ///< its own state
    bool isHidden = false; ///< deactivated itself, or below one that is
};

/// A path as it is shown: with a slash before it. Pure.
[[nodiscard]] QString withSlash(const QString &path);

/// All folders, by path. Pure.
[[nodiscard]] std::vector<StudioEntry> folderEntries(const structure::StructureFacts &facts);

/// The tasks in a folder. Pure. Errors: NotFound, when no folder lies there.
[[nodiscard]] Result<std::vector<StudioEntry>> taskEntries(const structure::StructureFacts &facts, const QString &path);

/// What paths name, in whatever case. Pure. Errors: NotFound.
/// \param prefersActive which one is meant where an active and a deactivated one have the same path
[[nodiscard]] Result<QStringList> idsOf(const QStringList &wanted, const std::vector<StudioEntry> &entries,
                                        bool prefersActive);

} // namespace hearth::desktop
