// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/answers.h"
#include "studio_admin/settings_form.h"
#include "studio_admin/settings_layers.h"

/// Access groups of a studio and what they are changed to in a project. All that ask the server block; never on the GUI
/// thread. Errors: the server's, with its own words. Source: server contract 1.3.
namespace hearth::studio_admin
{

struct AccessGroup {
    QString name;
    bool isOfProject = false; ///< changed for this project
    bool operator==(const AccessGroup &) const = default;
};
/// \param project empty: the studio's
[[nodiscard]] Result<std::vector<AccessGroup>> accessGroups(const client::Server &server, const QString &project = {});

/// The form of every permission. Pure.
[[nodiscard]] const FormField &permissionForm();
/// What a group without any words of its own allows: everything in its projects, nothing beside them. Pure.
[[nodiscard]] const QJsonObject &openPermissions();

/// A group at one moment.
struct GroupSnapshot {
    QString group;
    QString project;       ///< empty: the studio
    SettingsLayers layers; ///< whole ones: a project's replaces the studio's
    QJsonObject stored;    ///< as the server has it at this level; empty: a project that changes nothing
    [[nodiscard]] Layer layer() const { return project.isEmpty() ? Layer::Studio : Layer::Project; }
    [[nodiscard]] QJsonObject values() const { return effective(layers, layer()); }
};
/// Errors besides: NotFound.
[[nodiscard]] Result<GroupSnapshot> readGroup(const client::Server &server, const QString &group,
                                              const QString &project);

/// \param seen what the change was begun with; std::nullopt: in any case
/// Errors besides: Conflict (somebody changed it since; nothing was written, the message says what), Invalid (name).
[[nodiscard]] Result<> saveGroup(const client::Server &server, const QString &group, const QString &project,
                                 const std::optional<QJsonObject> &seen, const QJsonObject &wanted);
/// A project's change goes, and the studio's group holds there again; without a project the group itself goes.
[[nodiscard]] Result<> removeGroup(const client::Server &server, const QString &group, const QString &project);

/// Why a group cannot be called this; empty when it is good. Pure.
[[nodiscard]] QString problemOfGroupName(const QString &name);

} // namespace hearth::studio_admin
