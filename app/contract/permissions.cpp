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
    case Right::Read:
        return QStringLiteral("read");
    case Right::Update:
        return QStringLiteral("update");
    case Right::Publish:
        return QStringLiteral("publish");
    case Right::Delete:
        break;
    }
    return QStringLiteral("delete");
}

/// \param isDirect only the folders directly below; without: the folder itself and all below
bool isBelow(const QString &path, QString top, bool isDirect)
{
    while (top.endsWith(u'/'))
        top.chop(1);
    if (!top.isEmpty() && !top.startsWith(u'/'))
        top.prepend(u'/');
    if (!isDirect)
        return top.isEmpty() || path == top || path.startsWith(top + u'/');
    return path.startsWith(top + u'/') && path.indexOf(u'/', top.size() + 1) < 0;
}

QString snakeCase(const QString &name)
{
    QString made;
    for (const QChar letter : name)
        made += letter.isUpper() ? u'_' + letter.toLower() : QString(letter);
    return made;
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
    return reaches(right, project, folderPath, isAssigned) && reaches(Right::Read, project, folderPath, isAssigned);
}

bool Permissions::mayCreateIn(const QString &project, const QString &folderPath, bool isAssigned) const
{
    return (folderPath.isEmpty() && m_mayCreateProjects && m_projects.contains(project)) ||
           may(Right::Create, project, folderPath, isAssigned);
}

bool Permissions::reaches(Right right, const QString &project, const QString &folderPath, bool isAssigned) const
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

bool Permissions::mayWriteAttribute(const QString &project, const QString &name) const
{
    return isListed(project, "attributes", name);
}

bool Permissions::mayWriteField(const QString &project, const QString &name) const
{
    return isListed(project, "fields", name) || isListed(project, "fields", snakeCase(name));
}

bool Permissions::isListed(const QString &project, const char *list, const QString &name) const
{
    if (isManager())
        return true;
    const QJsonObject rule = m_projects.value(project).toObject().value(QLatin1String("attrib_write")).toObject();
    return !rule.value(QLatin1String("enabled")).toBool() || rule.value(QLatin1String(list)).toArray().contains(name);
}

bool Permissions::dependsOnAssignment(const QString &project) const
{
    if (isManager())
        return false;
    const QJsonObject rules = m_projects.value(project).toObject();
    for (const Right right : {Right::Create, Right::Read, Right::Update, Right::Publish, Right::Delete})
        for (const QJsonValue &entry :
             rules.value(nameOf(right)).toObject().value(QLatin1String("access_list")).toArray())
            if (entry.toObject().value(QLatin1String("access_type")).toString() == QLatin1String("assigned"))
                return true;
    return false;
}

int Permissions::projectLevel(const QString &project, const QString &area) const
{
    if (isManager())
        return 2;
    const QJsonValue level =
        m_projects.value(project).toObject().value(QLatin1String("project")).toObject().value(area);
    return level.isBool() ? (level.toBool() ? 2 : 0) : level.toInt();
}

} // namespace hearth::contract
