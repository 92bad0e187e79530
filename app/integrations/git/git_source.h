// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <stop_token>

namespace hearth::git
{

/// A developer's addon source: git+<url>#<branch|tag|commit>[:<subfolder>].
struct GitSource {
    QString url;
    QString reference; ///< branch, tag or commit; empty: the default branch
    QString subfolder; ///< relative; empty: the top
};

/// Nothing when the text is no git source. Errors: Invalid for a subfolder that leaves the repository.
[[nodiscard]] std::optional<Result<GitSource>> parseGitSource(const QString &text);

/// Clones or fetches into a cache and checks the reference out into a folder of its own per commit. When the
/// repository is away, the last checkout of that reference serves.
/// \param cacheFolder made when it is missing \returns the folder to put on the Python path
/// Errors: NotFound (no such reference or folder), Offline, Invalid. Threads: worker threads.
[[nodiscard]] Result<QString> checkOut(const GitSource &source, const QString &cacheFolder,
                                       const std::stop_token &stop = {});

} // namespace hearth::git
