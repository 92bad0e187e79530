// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>
#include <QTemporaryFile>

#include <cerrno>
#include <cstring>

namespace hearth
{

namespace
{
constexpr qsizetype probeBytes = 4096;

tl::unexpected<Error> unwritable(const QString &folder, int problem, const QString &words)
{
    if (problem == ENOSPC || problem == EDQUOT)
        return fail(ErrorKind::Internal,
                    QStringLiteral("There is no space left for %1. Make room there and try again; nothing was changed.")
                        .arg(folder),
                    words);
    if (problem == EROFS)
        return fail(ErrorKind::Forbidden,
                    QStringLiteral("%1 is read-only. Make it writable and try again; nothing was changed.").arg(folder),
                    words);
    const QString owner = QFileInfo(folder).owner();
    const QString whose = owner.isEmpty() ? QString() : QStringLiteral(" It belongs to the user \"%1\".").arg(owner);
    if (problem == EACCES || problem == EPERM)
        return fail(ErrorKind::Forbidden,
                    QStringLiteral("%1 cannot be written by you.%2 Nothing was changed.").arg(folder, whose), words);
    return fail(ErrorKind::Internal, QStringLiteral("%1 cannot be written: %2.").arg(folder, words));
}
} // namespace

Result<> checkWritable(const QString &folder)
{
    errno = 0;
    if (!QFileInfo(folder).isDir() && !QDir().mkpath(folder))
        return unwritable(folder, errno, QString::fromLocal8Bit(strerror(errno)));
    QTemporaryFile probe(folder + QStringLiteral("/.hearth_XXXXXX"));
    errno = 0;
    if (!probe.open() || probe.write(QByteArray(probeBytes, 'x')) != probeBytes || !probe.flush())
        return unwritable(folder, errno, probe.errorString());
    return {};
}

Result<QByteArray> readFile(const QString &path, qint64 limitBytes)
{
    QFile file(path);
    if (!file.exists())
        return fail(ErrorKind::NotFound, QStringLiteral("%1 does not exist.").arg(path));
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Internal, QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    if (file.size() > limitBytes)
        return fail(ErrorKind::Invalid, QStringLiteral("%1 is larger than expected.").arg(path));
    QByteArray content = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return fail(ErrorKind::Internal, QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    return content;
}

Result<> writeFile(const QString &path, const QByteArray &content, bool ownerOnly)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (!QDir().mkpath(folder))
        return fail(ErrorKind::Internal, QStringLiteral("The folder %1 cannot be made.").arg(folder));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return fail(ErrorKind::Internal, QStringLiteral("%1 cannot be written: %2.").arg(path, file.errorString()));
    if (ownerOnly)
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (file.write(content) != content.size() || !file.commit())
        return fail(ErrorKind::Internal, QStringLiteral("%1 cannot be written: %2.").arg(path, file.errorString()));
    return {};
}

Result<QJsonObject> readJsonFile(const QString &path)
{
    const Result<QByteArray> content = readFile(path);
    if (!content)
        return fail(content.error());
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(*content, &problem);
    if (!document.isObject())
        return fail(ErrorKind::Invalid,
                    QStringLiteral("%1 is not a JSON object: %2.").arg(path, problem.errorString()));
    return document.object();
}

Result<> writeJsonFile(const QString &path, const QJsonObject &object, bool ownerOnly)
{
    return writeFile(path, QJsonDocument(object).toJson(QJsonDocument::Indented), ownerOnly);
}

} // namespace hearth
