// SPDX-License-Identifier: Apache-2.0
#include "composition/known_servers.h"
#include "core/whole_file.h"

#include <QDateTime>

namespace hearth::composition
{

namespace
{
const QString account = QStringLiteral("username");

QString service(const QString &url)
{
    return QStringLiteral("AYON/") + url;
}

/// Unreadable counts as empty: another launcher may be writing it in place.
QJsonObject readAll(const QString &file)
{
    return readJsonFile(file).value_or(QJsonObject{});
}
} // namespace

std::vector<KnownServer> KnownServers::all() const
{
    std::vector<KnownServer> list;
    const QJsonObject urls = readAll(m_file).value(QLatin1String("urls")).toObject();
    for (auto it = urls.begin(); it != urls.end(); ++it)
        list.push_back({it.key(), it.value().toObject().value(QLatin1String("username")).toString(),
                        it.value().toObject().value(QLatin1String("updated_dt")).toString()});
    return list;
}

QString KnownServers::last() const
{
    return readAll(m_file).value(QLatin1String("last_server")).toString();
}

Result<Secret> KnownServers::key(const QString &url) const
{
    return m_secrets.read(service(url), account);
}

Result<> KnownServers::remember(const QString &url, const QString &user, const Secret &key)
{
    if (const Result<> kept = m_secrets.write(service(url), account, key); !kept)
        return kept;
    QJsonObject all = readAll(m_file);
    QJsonObject urls = all.value(QLatin1String("urls")).toObject();
    QJsonObject entry = urls.value(url).toObject();
    entry.insert(QStringLiteral("updated_dt"),
                 QDateTime::currentDateTime().toString(QStringLiteral("yyyy/MM/dd HH:mm:ss")));
    entry.insert(QStringLiteral("username"), user);
    urls.insert(url, entry);
    all.insert(QStringLiteral("urls"), urls);
    all.insert(QStringLiteral("last_server"), url);
    return writeJsonFile(m_file, all);
}

Result<> KnownServers::choose(const QString &url)
{
    QJsonObject all = readAll(m_file);
    all.insert(QStringLiteral("last_server"), url);
    return writeJsonFile(m_file, all);
}

Result<> KnownServers::forget(const QString &url)
{
    const Result<> removed = m_secrets.remove(service(url), account);
    if (!removed && removed.error().kind != ErrorKind::NotFound)
        return removed;
    QJsonObject all = readAll(m_file);
    QJsonObject urls = all.value(QLatin1String("urls")).toObject();
    urls.remove(url);
    all.insert(QStringLiteral("urls"), urls);
    if (all.value(QLatin1String("last_server")).toString() == url)
        all.insert(QStringLiteral("last_server"), QJsonValue::Null);
    return writeJsonFile(m_file, all);
}

} // namespace hearth::composition
