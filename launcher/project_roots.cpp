// SPDX-License-Identifier: Apache-2.0
#include "launcher/project_roots.h"
#include "core/log.h"
#include "core/whole_file.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

namespace hearth::launch
{

namespace
{
bool isBelow(const QString &path, const QString &folder)
{
    return path == folder || path.startsWith(folder.endsWith(u'/') ? folder : folder + u'/');
}

/// The root a folder lies in; empty when it lies in none.
QString rootOf(const QMap<QString, QString> &roots, const QString &folder)
{
    QString best;
    for (const QString &root : roots) {
        const QString clean = QDir::cleanPath(root);
        if (!root.isEmpty() && isBelow(folder, clean) && clean.size() > best.size())
            best = clean;
    }
    return best;
}

tl::unexpected<Error> gone(const QString &root)
{
    return fail(
        ErrorKind::NotFound,
        QStringLiteral("The projects folder %1 is not there. Connect its drive, or move the folder back to this "
                       "place, and try again; nothing was made in its stead.")
            .arg(root));
}

tl::unexpected<Error> unplugged(const QString &root, const QString &drive, const QString &inside)
{
    return fail(
        ErrorKind::NotFound,
        QStringLiteral("The drive of the projects folder %1 is not connected; it was at %2. Connect it and try "
                       "again; nothing was made in its stead. If the projects are kept in this place from now on, "
                       "make the folder %3 yourself.")
            .arg(root, drive, inside));
}
} // namespace

ProjectRoots::ProjectRoots(QString file, DriveOf driveOf) : m_file(std::move(file)), m_driveOf(std::move(driveOf)) {}

QString ProjectRoots::mountPointOf(const QString &path)
{
    return QStorageInfo(path).rootPath();
}

QString ProjectRoots::remembered(const QString &root) const
{
    return readJsonFile(m_file).value_or(QJsonObject{}).value(root).toString();
}

void ProjectRoots::remember(const QString &root, const QString &drive) const
{
    QJsonObject all = readJsonFile(m_file).value_or(QJsonObject{});
    if (all.value(root).toString() == drive)
        return;
    all.insert(root, drive);
    if (const Result<> written = writeJsonFile(m_file, all); !written)
        log::warning(log::launch, "the drive of a projects folder cannot be remembered: {}",
                     written.error().message.toStdString());
}

Result<> ProjectRoots::checkRoot(const QString &root, const QString &folder)
{
    const QString before = remembered(root);
    if (!QFileInfo(root).isDir())
        return gone(root);
    const QString drive = m_driveOf(root);
    const QString inside = root + u'/' + folder.mid(root.size()).section(u'/', 0, 0, QString::SectionSkipEmpty);
    const bool isDriveGone = !before.isEmpty() && before != drive && isBelow(before, drive);
    if (isDriveGone && !QFileInfo(inside).isDir())
        return unplugged(root, before, inside);
    remember(root, drive);
    return {};
}

Result<> ProjectRoots::check(const QMap<QString, QString> &roots, const QString &folder)
{
    const std::lock_guard lock(m_mutex);
    const QString root = rootOf(roots, folder);
    return root.isEmpty() ? Result<>{} : checkRoot(root, folder);
}

Result<> ProjectRoots::makeFolder(const QMap<QString, QString> &roots, const QString &folder)
{
    if (const Result<> there = check(roots, folder); !there)
        return there;
    if (!QDir().mkpath(folder))
        return fail(
            ErrorKind::Internal,
            QStringLiteral("The work folder %1 cannot be made. Is the drive of this project connected and writable?")
                .arg(folder));
    return {};
}

Result<> ProjectRoots::choose(const QString &chosen)
{
    const std::lock_guard lock(m_mutex);
    const QString root = QDir::cleanPath(chosen);
    if (!remembered(root).isEmpty())
        return checkRoot(root, root);
    if (!QDir().mkpath(root))
        return fail(ErrorKind::Internal, QStringLiteral("The folder %1 cannot be made.").arg(root));
    remember(root, m_driveOf(root));
    return {};
}

} // namespace hearth::launch
