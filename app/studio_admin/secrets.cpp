// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/secrets.h"

#include <QRegularExpression>

namespace hearth::studio_admin
{

namespace
{
void collect(const QRegularExpression &word, const QJsonValue &value, const QString &path, QStringList &into)
{
    if (value.isString() && value.toString().contains(word))
        into.append(path);
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        collect(word, it.value(), path + u'.' + it.key(), into);
    const QJsonArray list = value.toArray();
    for (qsizetype n = 0; n < list.size(); ++n)
        collect(word, list.at(n), path + u'.' + QString::number(n + 1), into);
}
} // namespace

Result<QStringList> secretNames(const client::Server &server)
{
    const Result<Answer> answer = ask(server, "GET", QStringLiteral("/api/secrets"));
    if (!answer)
        return fail(answer.error());
    QStringList names;
    for (const QJsonValue &one : answer->body.array()) // the values some are told as well are let go here
        names.append(one.toObject().value(QLatin1String("name")).toString());
    names.sort();
    return names;
}

Result<> setSecret(const client::Server &server, const QString &name, const Secret &value)
{
    static const QRegularExpression good(QStringLiteral("^[a-zA-Z0-9_]([a-zA-Z0-9_.\\-]*[a-zA-Z0-9_])?$"));
    if (!good.match(name).hasMatch())
        return fail(ErrorKind::Invalid, QStringLiteral("A secret's name has letters, digits and underscores; dot and "
                                                       "dash may stand between them."));
    if (value.isEmpty())
        return fail(ErrorKind::Invalid, QStringLiteral("The value is empty; nothing was stored."));
    return tell(server, "PUT", QStringLiteral("/api/secrets/") + element(name),
                {{"name", name}, {"value", value.reveal()}});
}

Result<> removeSecret(const client::Server &server, const QString &name)
{
    return tell(server, "DELETE", QStringLiteral("/api/secrets/") + element(name));
}

QStringList usesOf(const QString &name, const QJsonObject &settings)
{
    const QRegularExpression word(
        QStringLiteral("(?<![A-Za-z0-9_])%1(?![A-Za-z0-9_])").arg(QRegularExpression::escape(name)));
    QStringList made;
    for (auto it = settings.begin(); it != settings.end(); ++it) {
        QStringList paths;
        collect(word, it.value(), {}, paths);
        for (const QString &path : paths)
            made.append(QStringLiteral("%1: %2").arg(it.key(), path.mid(1)));
    }
    return made;
}

} // namespace hearth::studio_admin
