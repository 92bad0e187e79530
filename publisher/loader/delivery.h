// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job.h"
#include "publisher/loader/library.h"

#include <functional>
#include <stop_token>

namespace hearth::load
{

struct DeliveredFile {
    QString source;
    QString target;
    QString hash; ///< SHA-256 it must have; empty: not known
    qint64 bytes = 0;
    bool isThere = false; ///< a file of that size lies at the target, perhaps from a delivery that was broken off
};

/// What handing files on would do.
struct DeliveryPlan {
    std::vector<DeliveredFile> files;
    QStringList problems; ///< each in a sentence; with any of them nothing is copied
    qint64 bytes = 0;
};

/// Where each file goes. Pure but for looking whether files are there. \param templateName of the category delivery;
/// empty: every file keeps its name, below folder \param folder for deliveries without a template
[[nodiscard]] DeliveryPlan planDelivery(const std::vector<Representation> &representations,
                                        const anatomy::Anatomy &anatomy, const QString &templateName,
                                        const QString &folder);

/// Copies what was planned: first under a name of its own, read again from the disk and compared with the digest it was
/// published with, then put in its place. A target that is there already is never touched: the same file counts as
/// delivered, so that a delivery that was broken off goes on. Errors: Cancelled; Invalid (the plan has problems, a
/// digest does not match, another file is there); Internal (disk). What was copied before stays whole. Blocks. Progress
/// in bytes.
[[nodiscard]] Result<> deliver(const DeliveryPlan &plan, const std::stop_token &stop,
                               const std::function<void(const Progress &)> &progress);

} // namespace hearth::load
