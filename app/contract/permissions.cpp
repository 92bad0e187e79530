// SPDX-License-Identifier: Apache-2.0
#include "contract/permissions.h"

#include <QJsonArray>

namespace hearth::contract
{

namespace
{
QString nameOf(Right right)
{
    switch (right) {
    case Right::Create:
        return QStringLiteral("create");
    case Right::Update:
        return QStringLiteral("update");
    case Right::Publish:
        return QStringLiteral("publish");
    case Right::Delete:
        break;
    }
    return QStringLiteral("delete");
}

bool isBelow(const QString &path, QString top, bool onlyBelow)
{
    while (top.endsWith(u'/'))
        top.chop(1);
    if (!top.startsWith(u'/'))
        top.prepend(u'/');
    return path.startsWith(top + u'/') || (!onlyBelow && path == top);
}
} // namespace

Permissions::Permissions(const QJsonObject &answer)
    : m_level(answer.value(QLatin1String("user_level")).toString()),
      m_mayCreateProjects(
          answer.value(QLatin1String("studio")).toObject().value(QLatin1String("create_projects")).toBool()),
      m_projects(answer.value(QLatin1String("projects")).toObject())
{
}

bool Permissions::may(Right right, const QString &project, const QString &folderPath, bool isAssigned) const
{
    if (isManager())
        return true;
    if (!m_projects.contains(project))
        return false;
    const QJsonObject rule = m_projects.value(project).toObject().value(nameOf(right)).toObject();
    if (!rule.value(QLatin1String("enabled")).toBool())
        return true;
    for (const QJsonValue &entry : rule.value(QLatin1String("access_list")).toArray()) {
        const QJsonObject one = entry.toObject();
        const QString kind = one.value(QLatin1String("access_type")).toString();
        if (kind == QLatin1String("assigned")
                ? isAssigned
                : isBelow(folderPath, one.value(QLatin1String("path")).toString(), kind == QLatin1String("children")))
            return true;
    }
    return false;
}

bool Permissions::dependsOnAssignment(const QString &project) const
{
    if (isManager())
        return false;
    const QJsonObject rules = m_projects.value(project).toObject();
    for (const Right right : {Right::Create, Right::Update, Right::Publish, Right::Delete})
        for (const QJsonValue &entry :
             rules.value(nameOf(right)).toObject().value(QLatin1String("access_list")).toArray())
            if (entry.toObject().value(QLatin1String("access_type")).toString() == QLatin1String("assigned"))
                return true;
    return false;
}

int Permissions::projectLevel(const QString &project, const QString &what) const
{
    if (isManager())
        return 2;
    const QJsonValue level =
        m_projects.value(project).toObject().value(QLatin1String("project")).toObject().value(what);
    return level.isBool() ? (level.toBool() ? 2 : 0) : level.toInt();
}

} // namespace hearth::contract
