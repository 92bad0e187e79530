// SPDX-License-Identifier: Apache-2.0
#include "updater/updater.h"

#include <QDir>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

namespace hearth::update
{

namespace
{
tl::unexpected<Error> refused(const QString &target)
{
    return fail(ErrorKind::Internal,
                QStringLiteral("%1 cannot be put in place: %2.").arg(target, QString::fromLocal8Bit(strerror(errno))));
}

void synchronize(const QString &folder)
{
    const int handle = open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY);
    if (handle >= 0) {
        syncfs(handle); // contents before the name: a power cut must not leave empty files behind
        close(handle);
    }
}
} // namespace

Result<QString> exchangeFolder(const QString &finished, const QString &target)
{
    QDir().mkpath(QFileInfo(target).absolutePath());
    synchronize(finished);
    const QByteArray from = QFile::encodeName(finished);
    const QByteArray to = QFile::encodeName(target);
    if (!QFileInfo::exists(target))
        return rename(from.constData(), to.constData()) == 0 ? Result<QString>(QString()) : refused(target);
    if (renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_EXCHANGE) == 0)
        return finished; // which now holds the old content
    if (errno != EINVAL && errno != ENOSYS)
        return refused(target);
    // File systems without an exchange: two renames, the first undone when the second fails.
    const QString aside = finished + QStringLiteral(".old");
    QDir(aside).removeRecursively();
    const QByteArray old = QFile::encodeName(aside);
    if (rename(to.constData(), old.constData()) != 0)
        return refused(target);
    if (rename(from.constData(), to.constData()) == 0)
        return aside;
    const auto problem = refused(target);
    if (rename(old.constData(), to.constData()) != 0)
        return refused(target);
    return problem;
}

} // namespace hearth::update
