// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/journal.h"

namespace hearth::publish
{

/// What publishing asks of a server. Errors: those of the server; Offline and Timeout say nothing about whether the
/// server did what it was asked. Threads: any.
class VersionStore
{
public:
    virtual ~VersionStore() = default;
    /// All or nothing. Errors: Conflict (a name, number or id is taken).
    [[nodiscard]] virtual Result<> apply(const QString &project, const QJsonArray &operations) = 0;
    [[nodiscard]] virtual Result<bool> hasVersion(const QString &project, const QString &versionId) = 0;
    [[nodiscard]] virtual Result<bool> hasVersionsBelow(const QString &project, const QString &productId) = 0;
};

struct PublishProgress {
    qint64 bytesDone = 0;
    qint64 bytesTotal = 0;
    qsizetype filesDone = 0;
    qsizetype filesTotal = 0;
    QString step;
};

/// What surrounds an integration. Everything outlives it.
struct IntegrationSurroundings {
    FileSystem *disk;
    VersionStore *server;
    QString serverUrl;
    QString journalFolder;
    QString host;
    process::ProcessIdentity owner;
    unsigned workers = 4;
    /// Looks whether the drive a folder is to lie on is there; may be empty.
    std::function<Result<>(const QString &folder)> checkPlace{};
    /// Waits between two questions to a server that does not answer.
    std::function<void(int milliseconds)> wait{};
};

struct Integrated {
    PublishPlan plan; ///< as it was carried out: numbers may be later ones than planned first
    std::vector<FileContent> contents;
    qint64 bytes = 0;
};

/// Decides the same publish again with what the server has by now. Errors: Conflict when a chosen number is taken.
using Replan = std::function<Result<PublishPlan>()>;
using ReportProgress = std::function<void(const PublishProgress &)>;

/// Brings files and entities to the studio so that it has both or neither, whatever happens: copies beside their
/// targets, journal, one call to the server, renames. Blocks: worker threads only. Errors: Cancelled, Offline, Conflict
/// and those of the disk; the message says what was kept. After an error nothing is left unless it says so.
/// \param replan is asked when a version number was taken meanwhile
[[nodiscard]] Result<Integrated> integrate(const IntegrationSurroundings &around, const PublishPlan &plan,
                                           const Replan &replan, const ReportProgress &progress = {},
                                           const std::stop_token &stop = {});

struct Resumed {
    int finished = 0;     ///< their files are in place now
    int undone = 0;       ///< nothing of them is left
    int waiting = 0;      ///< the server or the disk is away; the next look tries again
    QStringList messages; ///< one sentence for each that is not simply done
};

/// Finishes or undoes what crashed publishes left: a version that the server has gets its files, one that it does not
/// have leaves none. Those of programs that still run, of other machines and of other servers are left alone. Blocks.
[[nodiscard]] Resumed resumeOpenPublishes(const IntegrationSurroundings &around);

} // namespace hearth::publish
