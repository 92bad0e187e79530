// SPDX-License-Identifier: Apache-2.0
#include "desktop/scrub.h"

#include <QRegularExpression>

namespace hearth::desktop
{

QString scrubbed(QString text, const QString &home, const QString &user)
{
    static const QRegularExpression longHex(QStringLiteral("\\b[0-9a-fA-F]{40,}\\b"));
    static const QRegularExpression bearer(QStringLiteral("(Bearer|apikey|ApiKey)\\s+\\S+"),
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression assignment(
        QStringLiteral("(\"?[A-Za-z0-9_-]*(?:api_?key|token|secret|password|passwd|passphrase|credential)s?\"?\\s*[=:]"
                       "\\s*)(\"[^\"]*\"|[^\\s,;}]+)"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression inUrl(QStringLiteral("(\\w+://)[^/\\s:@]+:[^/\\s@]+@"));
    text.replace(bearer, QStringLiteral("\\1 [removed]"));
    text.replace(assignment, QStringLiteral("\\1[removed]"));
    text.replace(inUrl, QStringLiteral("\\1[removed]@"));
    text.replace(longHex, QStringLiteral("[removed]"));
    if (home.size() > 1)
        text.replace(home, QStringLiteral("~"));
    if (user.size() > 1)
        text.replace(QRegularExpression(QStringLiteral("(/home/|/Users/|\\\\Users\\\\)") +
                                        QRegularExpression::escape(user) + QStringLiteral("\\b")),
                     QStringLiteral("\\1[user]"));
    return text;
}

} // namespace hearth::desktop
