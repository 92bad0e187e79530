// SPDX-License-Identifier: Apache-2.0
#include "publisher/placement.h"

namespace hearth::publish
{

namespace
{
QString folderOf(const QString &path)
{
    return path.left(path.lastIndexOf(u'/'));
}

QStringList parentsOf(const QStringList &folders)
{
    QStringList list;
    for (const QString &one : folders)
        list.append(folderOf(one));
    list.removeDuplicates();
    list.removeAll(QString());
    return list;
}
} // namespace

QStringList targetFolders(const std::vector<JournalFile> &files)
{
    QStringList list;
    for (const JournalFile &file : files)
        if (const QString folder = folderOf(file.target); list.isEmpty() || list.last() != folder)
            list.append(folder);
    list.removeDuplicates();
    return list;
}

QStringList Placement::missingFolders(const QStringList &wanted) const
{
    QStringList missing;
    for (QString folder : wanted) {
        QStringList chain;
        while (!folder.isEmpty() && !m_around.disk->exists(folder) && !missing.contains(folder)) {
            chain.prepend(folder);
            folder = folderOf(folder);
        }
        missing += chain;
    }
    return missing;
}

Result<> Placement::makeFolders() const
{
    for (const QString &folder : m_journal.madeFolders + m_journal.stageFolders) {
        Result<> made = m_around.disk->makeFolder(folder);
        // Another publish that ends may take an empty folder away between two of these.
        if (!made && made.error().kind == ErrorKind::NotFound) {
            for (const QString &missing : missingFolders({folder}))
                made = m_around.disk->makeFolder(missing);
        }
        if (!made)
            return made;
    }
    return {};
}

bool Placement::isOurs(const QString &path, const FileContent &content) const
{
    if (m_around.disk->sizeOf(path) != content.size)
        return false;
    const Result<QString> digest = m_around.disk->digest(path);
    return digest && *digest == content.sha256;
}

Result<> Placement::placeOne(const JournalFile &file) const
{
    if (file.isInPlace())
        return isOurs(file.target, file.content)
                   ? Result<>{}
                   : fail(ErrorKind::NotFound,
                          QStringLiteral("%1 was changed or taken away while it was published.").arg(file.target));
    const bool isStaged = m_around.disk->exists(file.stage);
    if (!isStaged)
        return isOurs(file.target, file.content)
                   ? Result<>{}
                   : fail(ErrorKind::NotFound,
                          QStringLiteral("The copy for %1 is not where it was put. Is its disk still connected?")
                              .arg(file.target));
    Result<> moved = m_around.disk->moveInto(file.stage, file.target);
    // The disk is there, since the copy is; an ending publish may have taken the still empty folder away.
    if (!moved && moved.error().kind == ErrorKind::NotFound && m_around.disk->exists(file.stage)) {
        for (const QString &missing : missingFolders({folderOf(file.target)}))
            static_cast<void>(m_around.disk->makeFolder(missing));
        moved = m_around.disk->moveInto(file.stage, file.target);
    }
    if (moved || moved.error().kind != ErrorKind::Conflict)
        return moved;
    // The same content under that name is as good as ours.
    return isOurs(file.target, file.content) ? m_around.disk->remove(file.stage) : moved;
}

Result<> Placement::place() const
{
    for (const JournalFile &file : m_journal.files)
        if (const Result<> placed = placeOne(file); !placed)
            return placed;
    for (const JournalFile &file : m_journal.files)
        if (m_around.disk->sizeOf(file.target) != file.content.size)
            return fail(
                ErrorKind::Internal,
                QStringLiteral("%1 is not what was written there. Is its disk still connected?").arg(file.target));
    removeFolders();
    return syncFolders();
}

void Placement::takeBack() const
{
    for (const JournalFile &file : m_journal.files)
        if (!file.isInPlace() && !m_around.disk->exists(file.stage) && isOurs(file.target, file.content))
            static_cast<void>(m_around.disk->moveInto(file.target, file.stage));
}

void Placement::removeFolders() const
{
    for (const QString &folder : m_journal.stageFolders)
        m_around.disk->removeEmptyFolder(folder);
    for (auto it = m_journal.madeFolders.crbegin(); it != m_journal.madeFolders.crend(); ++it)
        m_around.disk->removeEmptyFolder(*it);
}

Result<> Placement::clear() const
{
    Result<> worst;
    for (const JournalFile &file : m_journal.files)
        if (!file.isInPlace())
            if (const Result<> removed = m_around.disk->remove(file.stage); !removed && worst)
                worst = removed;
    removeFolders();
    const Result<> safe = syncFolders();
    return worst ? safe : worst;
}

Result<> Placement::syncFolders() const
{
    QStringList touched = targetFolders(m_journal.files) + parentsOf(m_journal.stageFolders + m_journal.madeFolders);
    touched.removeDuplicates();
    touched.removeIf([this](const QString &folder) { return !m_around.disk->exists(folder); });
    return touched.isEmpty() ? Result<>{} : m_around.disk->sync({}, touched);
}

} // namespace hearth::publish
