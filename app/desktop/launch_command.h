// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/desktop.h"

namespace hearth::desktop
{

/// hearth launch: what the button does. A running tray does it, so that the host can speak to it; else it is done here.
int launchCommand(composition::Desktop &desktop, const composition::CommandOptions &options);
/// hearth applications: what is installed, and paths by hand.
int applicationsCommand(composition::Desktop &desktop, const composition::CommandOptions &options);
/// The forms pipeline tools call. Source: desktop contract 2.3.
int addonApplicationsCommand(composition::Desktop &desktop, const QStringList &arguments);

/// A request as the tray's local address takes it, and back.
[[nodiscard]] QJsonObject launchRequestToJson(const launch::LaunchRequest &request);
[[nodiscard]] launch::LaunchRequest launchRequestFromJson(const QJsonObject &object);
[[nodiscard]] QJsonObject startedToJson(const launch::Started &started);

/// Where a running tray of this user can be asked, with the secret of its run; readable by this user alone.
[[nodiscard]] QString runFile(const composition::Directories &directories, const QString &serverUrl,
                              const QString &variant);

} // namespace hearth::desktop
