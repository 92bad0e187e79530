// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "publisher/file_sequence.h"

#include <stop_token>

namespace hearth::publish
{

struct WalkLimits {
    int depth = 16;
    qsizetype files = 200'000;
};

struct Dropped {
    std::vector<FileGroup> groups;
    qsizetype skipped = 0; ///< hidden, temporary and backup files
};

/// Reads what was dropped: files and whole folders, these without following links to folders. A file that is named
/// twice counts once. Errors: NotFound (a path is not there), Invalid (more than the limits allow), Cancelled. Touches
/// the disk: worker threads only.
[[nodiscard]] Result<Dropped> readDropped(const QStringList &paths, const WalkLimits &limits = {},
                                          const std::stop_token &stop = {});

} // namespace hearth::publish
