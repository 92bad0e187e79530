// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/launcher.h"

#include <QJsonObject>

namespace hearth::tray_local
{

struct HostLaunch;

/// What hosts ask about published things. Each blocks on the server: worker threads only. Errors: those of the server,
/// NotFound, Invalid (parameters). Source: desktop contract 6.

/// Products of a folder with versions and representations. Parameters: folder (id or path; none: the launch's own),
/// project (none: the launch's own).
[[nodiscard]] Result<QJsonValue> listPublished(const launch::Launcher &launcher, const HostLaunch &launch,
                                               const QJsonObject &parameters);
/// Files of one representation. Parameters: representation (id), or version (id) and name.
[[nodiscard]] Result<QJsonValue> resolvePublished(const launch::Launcher &launcher, const HostLaunch &launch,
                                                  const QJsonObject &parameters);
/// What is newer than what a scene holds. Parameters: representations (ids). \returns an object by these ids
[[nodiscard]] Result<QJsonValue> checkInventory(const launch::Launcher &launcher, const HostLaunch &launch,
                                                const QJsonObject &parameters);

} // namespace hearth::tray_local
