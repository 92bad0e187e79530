// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QMap>

#include <functional>
#include <mutex>

namespace hearth::launch
{

/// Remembers on which drive each projects folder was found, so that the empty place of an unplugged drive is not taken
/// for the folder itself and nothing is written there. Threads: any; calls touch the disk.
class ProjectRoots
{
public:
    using DriveOf = std::function<QString(const QString &)>;

    /// \param file keeps what is remembered \param driveOf where the drive of an existing path is mounted
    explicit ProjectRoots(QString file, DriveOf driveOf = mountPointOf);

    /// Makes a folder in one of the roots. Errors: NotFound when the root, or the drive it was on, is not there;
    /// nothing is made then. Internal.
    [[nodiscard]] Result<> makeFolder(const QMap<QString, QString> &roots, const QString &folder);
    /// The same without making the folder.
    [[nodiscard]] Result<> check(const QMap<QString, QString> &roots, const QString &folder);
    /// A person chose this folder for projects: it is made where it was never seen before, and remembered.
    [[nodiscard]] Result<> choose(const QString &root);

    [[nodiscard]] static QString mountPointOf(const QString &path);

private:
    [[nodiscard]] Result<> checkRoot(const QString &root, const QString &folder);
    [[nodiscard]] QString remembered(const QString &root) const;
    void remember(const QString &root, const QString &drive) const;

    QString m_file;
    DriveOf m_driveOf;
    std::mutex m_mutex;
};

} // namespace hearth::launch
