// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QString>

namespace hearth::contract
{

enum class Right { Create, Read, Update, Publish, Delete };

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
    /// Whether a right and the one to read reach a folder.
    /// \param folderPath with a leading slash; empty: the root of the project
    /// \param isAssigned whether one of the folder's tasks is assigned to this person
    [[nodiscard]] bool may(Right right, const QString &project, const QString &folderPath, bool isAssigned) const;
    /// Folders and tasks in a folder; folders at the root are also for who may make projects.
    [[nodiscard]] bool mayCreateIn(const QString &project, const QString &folderPath, bool isAssigned) const;
    /// \param name of an attribute as the server knows it
    [[nodiscard]] bool mayWriteAttribute(const QString &project, const QString &name) const;
    /// \param name of a field as REST has it, like "status"
    [[nodiscard]] bool mayWriteField(const QString &project, const QString &name) const;
    /// Whether being assigned to a task makes a difference anywhere in the project.
    [[nodiscard]] bool dependsOnAssignment(const QString &project) const;
    /// What may be done to an area of a project ("anatomy", "access" or "settings"): 0 nothing, 1 read, 2 write.
    [[nodiscard]] int projectLevel(const QString &project, const QString &area) const;

private:
    [[nodiscard]] bool isListed(const QString &project, const char *list, const QString &name) const;
    [[nodiscard]] bool reaches(Right right, const QString &project, const QString &folderPath, bool isAssigned) const;

    QString m_level;
    bool m_mayCreateProjects = false;
    QJsonObject m_projects;
};

} // namespace hearth::contract
