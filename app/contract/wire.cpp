// SPDX-License-Identifier: Apache-2.0
#include "contract/wire.h"

#include <QRegularExpression>

namespace hearth::contract
{

bool isProjectName(const QString &name)
{
    static const QRegularExpression pattern(QStringLiteral("^[a-zA-Z0-9_]+$"));
    return pattern.match(name).hasMatch();
}

bool isEntityName(const QString &name)
{
    static const QRegularExpression pattern(QStringLiteral("^[a-zA-Z0-9_]([a-zA-Z0-9_.-]*[a-zA-Z0-9_])?$"));
    return pattern.match(name).hasMatch();
}

bool isFileName(const QString &name)
{
    static const QRegularExpression pattern(QStringLiteral("^[\\w+._-]+$"));
    return pattern.match(name).hasMatch() && !name.startsWith(u'.') && !name.contains(QLatin1String(".."));
}

} // namespace hearth::contract
