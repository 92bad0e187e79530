// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "process/child_process.h"
#include "publisher/file_system.h"

namespace hearth::publish
{

/// How far a publish has come; each is written down before the next step begins.
enum class JournalState {
    Staging,     ///< copies are being made; the server knows nothing
    Staged,      ///< copies are whole and safe; the server may know the versions from now on
    Committed,   ///< the server has the versions; the copies go into place
    Withdrawing, ///< the files could not be put in place; the versions are taken away again
    Kept         ///< taken away; the copies stay until the next look
};

struct JournalFile {
    QString stage;  ///< the copy beside its target; empty: the file lies where it belongs and is not touched
    QString target; ///< where it belongs
    FileContent content;
    [[nodiscard]] bool isInPlace() const { return stage.isEmpty(); }
};

/// What a publish has begun: enough to finish it or to undo it after a crash.
struct Journal {
    QString id;
    QString server;
    QString project;
    QString host; ///< the machine it runs on: process ids mean nothing elsewhere
    process::ProcessIdentity owner;
    JournalState state = JournalState::Staging;
    QString begun; ///< UTC, ISO
    QStringList versionIds;
    QStringList newProductIds;
    QStringList madeFolders; ///< that were not there before, parents first
    QStringList stageFolders;
    std::vector<JournalFile> files;
};

[[nodiscard]] QJsonObject journalToJson(const Journal &journal);
/// Errors: Invalid.
[[nodiscard]] Result<Journal> journalFromJson(const QJsonObject &object);

/// The journals of this user on this machine, one file each. Threads: one at a time for each journal.
class JournalFolder
{
public:
    /// \param folder is made when the first journal is written
    JournalFolder(FileSystem &disk, QString folder) : m_disk(&disk), m_folder(std::move(folder)) {}

    /// Safe on the disk when it returns.
    [[nodiscard]] Result<> write(const Journal &journal) const;
    [[nodiscard]] Result<> close(const Journal &journal) const;
    /// Those that can be read; damaged ones are named.
    [[nodiscard]] std::vector<Journal> all(QStringList &damaged) const;
    [[nodiscard]] QString fileOf(const QString &id) const;
    [[nodiscard]] const QString &folder() const { return m_folder; }

private:
    FileSystem *m_disk;
    QString m_folder;
};

/// The process that runs this code.
[[nodiscard]] process::ProcessIdentity thisProcess();

} // namespace hearth::publish
