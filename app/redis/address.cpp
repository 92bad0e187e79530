// SPDX-License-Identifier: Apache-2.0
#include "redis/address.h"

#include <QUrl>

namespace hearth::redis
{

std::string Address::name() const
{
    return (isEncrypted ? "rediss://" : "redis://") + host + ':' + port + '/' + std::to_string(database);
}

Result<Address> readAddress(std::string_view url)
{
    const QUrl read(QString::fromUtf8(url.data(), static_cast<qsizetype>(url.size())), QUrl::StrictMode);
    const bool isPlain = read.scheme() == QLatin1String("redis");
    if (!read.isValid() || (!isPlain && read.scheme() != QLatin1String("rediss")))
        return fail(ErrorKind::Invalid, QStringLiteral("A Redis address begins with redis:// or rediss://."));
    Address made;
    made.isEncrypted = !isPlain;
    if (!read.host().isEmpty())
        made.host = read.host(QUrl::FullyDecoded).toStdString();
    if (read.port() > 0)
        made.port = std::to_string(read.port());
    made.user = read.userName(QUrl::FullyDecoded).toStdString();
    made.password = read.password(QUrl::FullyDecoded).toStdString();
    if (made.password.empty())
        made.user.clear();
    if (const QString number = read.path().mid(1); !number.isEmpty()) {
        bool isNumber = false;
        made.database = number.toInt(&isNumber);
        if (!isNumber || made.database < 0)
            return fail(ErrorKind::Invalid, QStringLiteral("The path of a Redis address is the number of a database."));
    }
    return made;
}

} // namespace hearth::redis
