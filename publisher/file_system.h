// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "publisher/publish_plan.h"

#include <QStringList>

#include <functional>
#include <memory>
#include <stop_token>

namespace hearth::publish
{

/// Bytes that were copied since the last call. \returns false to break off
using CopiedBytes = std::function<bool(qint64 bytes)>;

/// What publishing does to a disk. One implementation a system; tests put theirs between. Threads: any.
class FileSystem
{
public:
    virtual ~FileSystem() = default;

    /// Whether something of this name is there, a broken link too.
    [[nodiscard]] virtual bool exists(const QString &path) const = 0;
    /// Size in bytes; nothing when it is no file that can be read.
    [[nodiscard]] virtual std::optional<qint64> sizeOf(const QString &path) const = 0;
    /// Names in a folder, hidden ones too.
    [[nodiscard]] virtual QStringList names(const QString &folder) const = 0;

    /// Copies a file to a name that is new, reading it once, and tells its digest. The copy is not safe yet. Errors:
    /// NotFound (no source, or no folder for the copy), Conflict (the source changed meanwhile), Cancelled, Internal
    /// (read-only, full); what was begun is removed.
    [[nodiscard]] virtual Result<FileContent> copy(const QString &source, const QString &target,
                                                   const CopiedBytes &copied) = 0;
    /// Makes the data of these files and the names in these folders survive a power cut.
    [[nodiscard]] virtual Result<> sync(const QStringList &files, const QStringList &folders) = 0;
    /// One folder; its parent is there. One that is there already is fine.
    [[nodiscard]] virtual Result<> makeFolder(const QString &path) = 0;
    /// Never replaces. Errors: Conflict (the name is taken), NotFound, Internal.
    [[nodiscard]] virtual Result<> moveInto(const QString &from, const QString &to) = 0;
    /// A file that is gone already is fine.
    [[nodiscard]] virtual Result<> remove(const QString &path) = 0;
    /// Only an empty folder goes; one that is not, or is gone, is fine.
    virtual void removeEmptyFolder(const QString &path) = 0;
    /// Replaces a file as a whole and makes it survive a power cut.
    [[nodiscard]] virtual Result<> writeWhole(const QString &path, const QByteArray &content) = 0;
    /// SHA-256 of a file. Errors: NotFound, Internal.
    [[nodiscard]] virtual Result<QString> digest(const QString &path) const = 0;
};

/// This machine's disks.
[[nodiscard]] std::unique_ptr<FileSystem> systemFileSystem();

} // namespace hearth::publish
