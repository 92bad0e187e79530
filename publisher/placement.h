// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/integration.h"

namespace hearth::publish
{

/// The steps on the disk, each of which may be done again after a crash.
class Placement
{
public:
    Placement(const IntegrationSurroundings &around, Journal &journal) : m_around(around), m_journal(journal) {}

    /// Makes the folders of the journal's targets and stages.
    [[nodiscard]] Result<> makeFolders() const;
    /// Which folders have to be made for these, parents first.
    [[nodiscard]] QStringList missingFolders(const QStringList &wanted) const;
    /// Moves every copy to its target and makes that safe. Errors: Conflict (something else has the name), NotFound.
    [[nodiscard]] Result<> place() const;
    /// Moves back what place() had moved.
    void takeBack() const;
    /// Removes copies and the folders that were made, as far as they are there and empty. Errors: Internal, Forbidden
    /// (something cannot be removed; the rest is gone).
    [[nodiscard]] Result<> clear() const;

private:
    [[nodiscard]] Result<> placeOne(const JournalFile &file) const;
    [[nodiscard]] bool isOurs(const QString &path, const FileContent &content) const;
    void removeFolders() const;
    [[nodiscard]] Result<> syncFolders() const;

    const IntegrationSurroundings &m_around;
    Journal &m_journal;
};

/// The folders these files lie in, each once.
[[nodiscard]] QStringList targetFolders(const std::vector<JournalFile> &files);

} // namespace hearth::publish
