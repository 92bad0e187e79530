// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/server.h"
#include "publisher/bounded_process.h"
#include "publisher/publish_plan.h"

namespace hearth::publish
{

/// What previews are made with.
struct PreviewTools {
    QString ffmpeg; ///< absolute path; empty: not installed
    QMap<QString, QString> environment;
    QString scratchFolder;
};

/// The file a version's thumbnail is made of: the chosen image, else the middle frame or the movie of the first
/// representation that is one. Empty when there is none. Pure.
[[nodiscard]] QString thumbnailSource(const Instance &instance);

/// ffmpeg's words before a picture whose values are light, so that it is shown as an eye sees it. Pure.
[[nodiscard]] QStringList linearPictures(const QString &extension);

/// A JPEG of at most 500 pixels a side. Errors: NotFound (no ffmpeg), Invalid (the file gives no picture), Timeout,
/// Cancelled. Blocks.
[[nodiscard]] Result<QByteArray> makeThumbnail(const PreviewTools &tools, const QString &source,
                                               const std::stop_token &stop);

/// Errors: Cancelled and those of the server. Blocks.
[[nodiscard]] Result<> uploadThumbnail(const client::Server &server, const QString &project, const QString &versionId,
                                       const QByteArray &jpeg, const std::stop_token &stop);

using UploadProgress = std::function<void(qint64 sent, qint64 total)>;
/// Sends a movie or an image piece by piece. Errors: Invalid (the server cannot read it), Cancelled and those of the
/// server. Blocks.
[[nodiscard]] Result<> uploadReviewable(const client::Server &server, const QString &project, const QString &versionId,
                                        const QString &file, const QString &label, const UploadProgress &progress,
                                        const std::stop_token &stop);

/// Where ffmpeg is; empty when it is not installed.
[[nodiscard]] QString findFfmpeg();

} // namespace hearth::publish
