// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/preview.h"

namespace hearth::publish
{

/// A published representation that a browser is to show.
struct ReviewSource {
    QString representation;
    QStringList files;          ///< a movie or an image, or the frames in their order
    std::vector<qint64> frames; ///< the files' numbers; empty: no sequence
    double framesPerSecond = 25;
};

/// Whether a sequence of this product gets a reviewable: a person's word, else what the settings say (the core's
/// ExtractReview), else the types that are looked at moving. Pure.
[[nodiscard]] bool wantsReviewable(const PublishContext &context, const Instance &instance);

/// What of a version is shown: the movies and pictures that are marked for it, else the first movie or sequence of a
/// product that wants one. Pure.
[[nodiscard]] std::vector<ReviewSource> reviewSources(const PublishContext &context, const Instance &instance,
                                                      const PlannedVersion &version);

/// Whether browsers show a file as it is. Pure. \param streams what ffprobe says of its first picture stream; empty:
/// the extension alone decides
[[nodiscard]] bool playsInBrowser(const QString &file, const QByteArray &streams);

using FrameProgress = std::function<void(qint64 done, qint64 total)>; ///< total is 0 where it is not known

/// The file a browser is given: the source itself where it plays, else an H.264 movie made in a folder, with even sides
/// and at most 1920 wide; frames that are missing show the one before. Blocks. Errors: NotFound (no ffmpeg), Invalid
/// (it cannot be read), Timeout, Cancelled.
[[nodiscard]] Result<QString> makeReviewable(const PreviewTools &tools, const ReviewSource &source,
                                             const QString &folder, const FrameProgress &progress,
                                             const std::stop_token &stop);

} // namespace hearth::publish
