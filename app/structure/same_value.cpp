// SPDX-License-Identifier: Apache-2.0
#include "structure/same_value.h"

#include <QDateTime>
#include <QRegularExpression>

namespace hearth::structure
{

namespace
{
/// Not valid for what is no moment.
QDateTime momentOf(const QJsonValue &value)
{
    static const QRegularExpression form(QStringLiteral("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:"));
    const QString text = value.toString();
    return form.match(text).hasMatch() ? QDateTime::fromString(text, Qt::ISODateWithMs) : QDateTime();
}
} // namespace

bool isSameValue(const QJsonValue &a, const QJsonValue &b)
{
    if (a == b)
        return true;
    if (a.isDouble() && b.isDouble())
        return a.toDouble() == b.toDouble();
    const QDateTime moment = momentOf(a);
    return moment.isValid() && moment == momentOf(b);
}

bool areSamePeople(QStringList a, QStringList b)
{
    a.sort();
    b.sort();
    return a == b;
}

} // namespace hearth::structure
