// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/answers.h"
#include "studio_admin/settings_form.h"
#include "studio_admin/settings_layers.h"

/// Reads and writes the settings of an addon. All of these block; never on the GUI thread. Errors: the server's.
namespace hearth::studio_admin
{

/// Which settings, and at which layer they are written.
struct SettingsPlace {
    QString addon;
    QString version;
    QString variant = QStringLiteral("production");
    QString project; ///< empty: the studio
    QString siteId;  ///< empty: the project; only with a project
    [[nodiscard]] Layer layer() const
    {
        return !siteId.isEmpty() ? Layer::Site : !project.isEmpty() ? Layer::Project : Layer::Studio;
    }
    bool operator==(const SettingsPlace &) const = default;
};

/// What was read at one moment.
struct SettingsSnapshot {
    SettingsPlace place;
    FormField form;
    SettingsLayers layers; ///< up to the place's own
    QString revision;      ///< of the place's layer, for saving over what was seen only
};

/// Errors besides: NotFound (no such addon or version).
[[nodiscard]] Result<SettingsSnapshot> readSettings(const client::Server &server, const SettingsPlace &place);

/// \param seenRevision nothing is written when somebody changed the layer since; empty: write in any case
/// \returns the revision after it
/// Errors besides: Conflict (changed in between; nothing was written, the message says by whom), Invalid, Forbidden.
[[nodiscard]] Result<QString> saveSettings(const client::Server &server, const SettingsPlace &place,
                                           const std::vector<SettingsChange> &changes, const QString &seenRevision);

/// The version of an addon in the bundle of a variant; else the newest installed one. Errors besides: NotFound.
[[nodiscard]] Result<QString> versionInUse(const client::Server &server, const QString &addon, const QString &variant);

} // namespace hearth::studio_admin
