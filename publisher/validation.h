// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/publish_plan.h"

#include <QHash>

namespace hearth::publish
{

/// What one press can do about a problem.
enum class Repair {
    None,
    NextVersion,
    PublishWholeRange,
    AcceptGaps,
    AcceptFrameRange,
    RepairNames,
    LeaveOutEmpty,
    LeaveOutMissing,
    LeaveOutDoubles, ///< of several files that would get one name, the first stays
    LeaveOut,        ///< the whole product
    PublishAgain,    ///< published files become the next version
    OwnName,         ///< another product than the one it clashes with
    ExistingName     ///< as the product of the folder is written
};

/// Something that speaks against publishing as it is.
struct Problem {
    QString validator;  ///< the check's name, as in reports
    QString instanceId; ///< empty: concerns all
    QString title;
    QString message;             ///< says what to do as well
    std::vector<Repair> repairs; ///< the first is the proposed one
    bool isWarning = false;
};

/// What the disk says about a file that is to be published.
struct SourceFile {
    bool isThere = false;
    qint64 size = 0;
};
using SourceFiles = QHash<QString, SourceFile>;

/// The names of all checks, in the order they are made.
[[nodiscard]] const QStringList &validators();

/// Makes every check. Pure.
[[nodiscard]] std::vector<Problem> validate(const PublishContext &context, const std::vector<Instance> &instances,
                                            const SourceFiles &sources);

/// Carries out a repair on one of the instances, which may look at the others. Pure. Errors: Invalid (this repair does
/// not fit).
[[nodiscard]] Result<> repair(const PublishContext &context, std::vector<Instance> &instances, std::size_t which,
                              Repair how, const SourceFiles &sources);

/// The button's words.
[[nodiscard]] QString repairLabel(Repair how);

} // namespace hearth::publish
