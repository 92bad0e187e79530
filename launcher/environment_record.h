// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/launcher.h"

#include <QJsonObject>

namespace hearth::launch
{

/// A planned environment as it is shown, printed and kept: each variable with its sources, secrets masked. Pure.
/// \param session the environment Hearth itself was started in, to tell what a start changes
[[nodiscard]] QJsonObject explanationOf(const Prepared &prepared, const Environment &session, const QDateTime &when);

/// A start that was kept.
struct RecordedStart {
    QString file;        ///< absolute
    QString application; ///< label
    QString context;     ///< "hero · modeling"
    QDateTime when;
};

/// Keeps the explanation of a start beside its output file.
[[nodiscard]] Result<> recordStart(const QString &outputFile, const QJsonObject &explanation);
/// The newest starts of a log folder first. \param most at most so many
[[nodiscard]] std::vector<RecordedStart> recordedStarts(const QString &logFolder, std::size_t most);
/// Reads a kept or saved explanation. Errors: NotFound; Invalid for a file of another kind or larger than 8 MiB.
[[nodiscard]] Result<QJsonObject> readExplanation(const QString &file);
/// Removes output and explanations of all but the newest starts. \returns how many files went
int forgetOldStarts(const QString &logFolder, int kept);

} // namespace hearth::launch
