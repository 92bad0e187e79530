// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QStringList>

#include <functional>
#include <stop_token>
#include <vector>

namespace hearth::archive
{

/// What an archive may cost at most. An archive past a limit is refused as a whole.
struct ExtractLimits {
    qint64 totalBytes = 64LL * 1024 * 1024 * 1024;
    qint64 entries = 2'000'000;
};

struct Extracted {
    qint64 files = 0;
    qint64 bytes = 0;
};

using ExtractProgress = std::function<void(qint64 compressedBytesRead)>;

/// Unpacks a zip or tar archive (also compressed) into a folder that is made for it and must not exist yet.
/// Refused as Invalid, with nothing left behind: absolute names, "..", links that lead outside, device files,
/// truncated or damaged archives, names that are not UTF-8. Errors besides: Cancelled, Internal (disk full,
/// read-only). Set-user bits and the archive's owners are dropped. Threads: any; blocks.
[[nodiscard]] Result<Extracted> extractArchive(const QString &archivePath, const QString &targetFolder,
                                               const ExtractLimits &limits = {}, std::stop_token stop = {},
                                               const ExtractProgress &progress = {});

/// One file of an archive as bytes, for looking into a package before it is unpacked.
/// Errors: NotFound, Invalid (damaged, or longer than the limit).
[[nodiscard]] Result<QByteArray> readArchiveMember(const QString &archivePath, const QString &member,
                                                   qint64 limitBytes = 16 * 1024 * 1024);

struct ArchiveEntry {
    QString name; ///< as in the archive; a folder ends with a slash
    qint64 bytes = 0;
};

/// What an archive holds, unpacking nothing. Errors: as for extractArchive, so what is listed would also be unpacked.
[[nodiscard]] Result<std::vector<ArchiveEntry>> archiveEntries(const QString &archivePath,
                                                               const ExtractLimits &limits = {});

/// Writes files into a zip. \param members names inside the archive with their bytes
[[nodiscard]] Result<> writeZip(const QString &archivePath, const QList<std::pair<QString, QByteArray>> &members);

} // namespace hearth::archive
