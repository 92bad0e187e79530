// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "updater/plan.h"

namespace hearth::update
{

/// The files that launchers keep beside installed items, read and written as all of them do.
/// Source: bootstrap contract 2.8. Writes replace whole files; unknown keys survive.
class InstalledItems
{
public:
    explicit InstalledItems(PlanFolders folders) : m_folders(std::move(folders)) {}

    /// True when an item is complete: its progress file says done, or an older launcher's list names it and its folder
    /// is there. A package uploaded again under the same name with another checksum is not.
    [[nodiscard]] bool isComplete(const PlanItem &item) const;
    /// The progress file's text of a finished item, written into the folder before it is put in place.
    [[nodiscard]] static QByteArray finishedProgress(const QString &checksum, const QString &algorithm,
                                                     const QDateTime &started, const QDateTime &finished);
    /// Adds the item to addons.json or dependency.json.
    [[nodiscard]] Result<> record(const PlanItem &item, const contract::Source &used, const QString &checksum,
                                  const QString &algorithm) const;

private:
    [[nodiscard]] QString listFile(const PlanItem &item) const;
    [[nodiscard]] QJsonObject listedEntry(const PlanItem &item) const;

    PlanFolders m_folders;
};

inline const QString progressFileName = QStringLiteral("dist_progress.json");

} // namespace hearth::update
