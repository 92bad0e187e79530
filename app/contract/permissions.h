// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QString>

namespace hearth::contract
{

enum class Right { Create, Update, Publish, Delete };

/// What the one who is signed in may do, as the server says it. For what a window offers; the server decides anyway.
/// Pure. Source: server contract 1.3.
class Permissions
{
public:
    Permissions() = default; ///< nothing
    /// \param answer of GET users/me/permissions
    explicit Permissions(const QJsonObject &answer);

    [[nodiscard]] bool isAdmin() const { return m_level == QLatin1String("admin"); }
    [[nodiscard]] bool isManager() const { return isAdmin() || m_level == QLatin1String("manager"); }
    [[nodiscard]] bool mayCreateProjects() const { return isManager() || m_mayCreateProjects; }
    /// \param folderPath with a leading slash; empty: the root of the project
    /// \param isAssigned whether one of the folder's tasks is assigned to this person
    [[nodiscard]] bool may(Right right, const QString &project, const QString &folderPath, bool isAssigned) const;
    /// Whether being assigned to a task makes a difference anywhere in the project.
    [[nodiscard]] bool dependsOnAssignment(const QString &project) const;
    /// Whether the attributes of a project may be changed: 0 no, 1 read, 2 write.
    [[nodiscard]] int projectLevel(const QString &project, const QString &what) const;

private:
    QString m_level;
    bool m_mayCreateProjects = false;
    QJsonObject m_projects;
};

} // namespace hearth::contract
