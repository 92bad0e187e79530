// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace hearth
{

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
