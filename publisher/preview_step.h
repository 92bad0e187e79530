// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/preview.h"
#include "publisher/report.h"

namespace hearth::publish
{

/// What surrounds the pictures of a publish. Everything outlives the call.
struct PreviewSurroundings {
    PreviewTools tools;
    const client::Server *server;
    /// Done and total in bytes while something is sent, else 0.
    std::function<void(qint64 done, qint64 total, const QString &step)> progress;
    std::stop_token stop;
};

/// Makes and sends the thumbnails and reviewables of versions that are published already. What fails, and what is left
/// out after a stop, is a warning of the step that is returned. Blocks: worker threads only.
[[nodiscard]] ReportStep addPreviews(const PreviewSurroundings &around, const PublishContext &context,
                                     const std::vector<Instance> &instances, const PublishPlan &plan);

} // namespace hearth::publish
