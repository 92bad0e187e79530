// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QString>

namespace hearth::tray_local
{

enum class TrayPresence { NotRunning, Starting, Running };

/// What another tray for the same server and variant says of itself.
struct OtherTray {
    TrayPresence presence = TrayPresence::NotRunning;
    QString url;
    qint64 pid = 0;
};

/// The small file by which programs on this machine find the running tray: one for each server and variant.
/// Source: desktop contract 1.4. Threads: any.
class TrayFile
{
public:
    /// \param localFolder the launcher's local folder
    TrayFile(const QString &localFolder, const QString &serverUrl, const QString &variant);
    /// Removes the file when it is ours.
    ~TrayFile();
    TrayFile(const TrayFile &) = delete;
    TrayFile &operator=(const TrayFile &) = delete;

    /// Reads what is there; a file of a dead process, or of one that is no launcher, is removed.
    [[nodiscard]] OtherTray other() const;
    /// Looks, and writes the file for this process where there is no other, as one step: of two that start at once only
    /// one finds none.
    [[nodiscard]] OtherTray claim();
    /// Writes the file for this process. \param url null while the local server is not up yet
    [[nodiscard]] Result<> write(const QString &url, bool isStarted);
    [[nodiscard]] const QString &path() const { return m_path; }

private:
    QString m_path;
    bool m_isOurs = false;
};

/// A process counts as a launcher when the file name of its program holds "ayon", or it is a Python that runs start.py.
[[nodiscard]] bool isLauncherCommand(const QStringList &commandLine);

} // namespace hearth::tray_local
