// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/media.h"
#include "server/api.h"
#include "server/media/media.h"

#include <memory>

namespace hearth::server
{

/// A picture that was sent, whose row must still be stored.
struct KeptPicture {
    repository::ThumbnailRow row;
    std::shared_ptr<MediaOnTrial> trial;
};

/// Keeps what was sent, and a smaller picture beside it where it is too large to be served as it is. Refuses (415) what
/// is no picture. Blocks.
[[nodiscard]] KeptPicture keepPicture(const Call &call, const Media &media);
/// Stores the row; the bytes of one with the same id go after the commit.
void storePicture(WriteContext &context, const Media &media, std::int64_t project, const repository::ThumbnailRow &row);
/// \param cache value of Cache-Control
[[nodiscard]] http::Response servedPicture(const Call &call, const Media &media, const repository::ThumbnailRow &row,
                                           const char *cache);

} // namespace hearth::server
