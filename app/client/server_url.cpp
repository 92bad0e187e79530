// SPDX-License-Identifier: Apache-2.0
#include "client/server_url.h"

#include <QHostAddress>

namespace hearth::client
{

namespace
{
constexpr auto infoPath = "/api/info";

QUrl trimmed(QUrl url)
{
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path);
    url.setQuery(QString());
    url.setFragment(QString());
    url.setUserInfo(QString());
    return url;
}

void appendWithPath(QList<QUrl> &list, const QUrl &url)
{
    QUrl bare = url;
    bare.setPath(QString());
    for (const QUrl &one : {bare, url})
        if (!list.contains(one))
            list.append(one);
}
} // namespace

Result<QList<QUrl>> serverUrlCandidates(const QString &typed)
{
    const QString text = typed.trimmed();
    const bool hasScheme = text.contains(QLatin1String("://"));
    const QUrl url = trimmed(QUrl(hasScheme ? text : QStringLiteral("http://") + text, QUrl::StrictMode));
    const bool isWeb = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (text.isEmpty() || !url.isValid() || url.host().isEmpty() || !isWeb)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("\"%1\" is not an address of a server. It looks like https://studio.example.com.")
                        .arg(text));
    QList<QUrl> list;
    appendWithPath(list, url);
    if (!hasScheme && url.port() < 0 && url.host() != QLatin1String("localhost") && QHostAddress(url.host()).isNull()) {
        QUrl safe = url;
        safe.setScheme(QStringLiteral("https"));
        QList<QUrl> safer;
        appendWithPath(safer, safe);
        list = safer + list;
    }
    return list;
}

QUrl baseOfInfoUrl(const QUrl &answered)
{
    QUrl base = trimmed(answered);
    QString path = base.path();
    if (path.endsWith(QLatin1String(infoPath)))
        path.chop(static_cast<int>(qstrlen(infoPath)));
    base.setPath(path);
    return base;
}

QString canonicalServerUrl(const QUrl &url)
{
    QUrl made = trimmed(url);
    if (made.port() == (made.scheme() == QLatin1String("https") ? 443 : 80))
        made.setPort(-1);
    return made.toString(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
}

} // namespace hearth::client
