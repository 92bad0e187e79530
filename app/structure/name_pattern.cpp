// SPDX-License-Identifier: Apache-2.0
#include "structure/name_pattern.h"

#include <QRegularExpression>

#include <algorithm>

namespace hearth::structure
{

namespace
{
tl::unexpected<Error> tooMany(const QString &pattern, qsizetype most)
{
    return fail(ErrorKind::Invalid,
                QStringLiteral("\"%1\" stands for more than %2 names. Make it in parts.").arg(pattern).arg(most));
}

/// The texts one bracket stands for. \param inside without its brackets
Result<QStringList> choices(const QString &inside, qsizetype most)
{
    static const QRegularExpression range(QStringLiteral("^(\\d{1,9})-(\\d{1,9})(?::(\\d{1,9}))?$"));
    const QRegularExpressionMatch found = range.match(inside);
    if (!found.hasMatch()) {
        const QStringList list = inside.split(u',');
        const bool hasHole =
            std::any_of(list.begin(), list.end(), [](const QString &one) { return one.trimmed().isEmpty(); });
        if (list.size() < 2 || hasHole)
            return fail(ErrorKind::Invalid,
                        QStringLiteral("[%1] is neither a range like 0010-0100:10 nor a list like a,b,c.").arg(inside));
        QStringList names;
        for (const QString &one : list)
            names.append(one.trimmed());
        return names;
    }
    const qint64 first = found.captured(1).toLongLong();
    const qint64 last = found.captured(2).toLongLong();
    const qint64 step = found.captured(3).isEmpty() ? 1 : found.captured(3).toLongLong();
    if (last < first)
        return fail(ErrorKind::Invalid, QStringLiteral("[%1] ends before it begins.").arg(inside));
    if (step == 0)
        return fail(ErrorKind::Invalid, QStringLiteral("[%1] has a step of nothing.").arg(inside));
    if ((last - first) / step >= most)
        return tooMany(inside, most);
    QStringList names;
    for (qint64 number = first; number <= last; number += step)
        names.append(QStringLiteral("%1").arg(number, static_cast<int>(found.capturedLength(1)), 10, QLatin1Char('0')));
    return names;
}
} // namespace

Result<QStringList> namesOf(const QString &pattern, qsizetype most)
{
    QStringList names{QString()};
    qsizetype at = 0;
    while (at < pattern.size()) {
        const qsizetype open = pattern.indexOf(u'[', at);
        const qsizetype close = pattern.indexOf(u']', at);
        if (close >= 0 && (open < 0 || close < open))
            return fail(ErrorKind::Invalid, QStringLiteral("\"%1\" closes a bracket that is not open.").arg(pattern));
        const QString plain = pattern.mid(at, open < 0 ? -1 : open - at);
        QStringList after{QString()};
        if (open >= 0) {
            if (close < 0)
                return fail(ErrorKind::Invalid, QStringLiteral("\"%1\" does not close a bracket.").arg(pattern));
            Result<QStringList> found = choices(pattern.mid(open + 1, close - open - 1), most);
            if (!found)
                return found;
            after = std::move(*found);
        }
        if (names.size() * after.size() > most)
            return tooMany(pattern, most);
        QStringList longer;
        for (const QString &name : std::as_const(names))
            for (const QString &choice : std::as_const(after))
                longer.append(name + plain + choice);
        names = std::move(longer);
        at = open < 0 ? pattern.size() : close + 1;
    }
    return names;
}

} // namespace hearth::structure
