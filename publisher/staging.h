// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/integration.h"

namespace hearth::publish
{

/// Copies every source of the journal's files to its stage, several at a time, and makes the copies safe. The digests
/// go into the journal's files. A source that changes while it is copied is copied once more. Errors: Cancelled,
/// Conflict (the source does not stay as it is), NotFound, Internal; the copies made so far stay for undoing.
/// \param sources in the order of the journal's files
[[nodiscard]] Result<> stageFiles(const IntegrationSurroundings &around, Journal &journal, const QStringList &sources,
                                  const ReportProgress &progress, const std::stop_token &stop);

} // namespace hearth::publish
