// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/server.h"
#include "launcher/launcher.h"
#include "launcher/ui/studio_types.h"

namespace hearth::desktop
{

/// What the wire says as what the windows show. Pure.

[[nodiscard]] launcher_ui::Project shownProject(const contract::Project &project);
/// Parents before children, task counts with everything below.
[[nodiscard]] std::vector<launcher_ui::Folder> shownFolders(const std::vector<contract::Folder> &folders,
                                                            const QSet<QString> &inactive,
                                                            const contract::Project &project);
[[nodiscard]] launcher_ui::Task shownTask(const contract::Task &task, const contract::Project &project,
                                          const QString &folderPath, const QString &user);
[[nodiscard]] launcher_ui::Task shownMyTask(const client::MyTask &task, const contract::Project *project,
                                            const QString &user);
[[nodiscard]] launcher_ui::Workfile shownWorkfile(const launch::WorkfileEntry &entry,
                                                  const launch::ApplicationDefinitions &definitions,
                                                  const QString &user);
[[nodiscard]] launcher_ui::Application shownApplication(const launch::InstalledApplication &installed,
                                                        const launch::ApplicationDefinitions &definitions);
/// \param explanation as launch::explanationOf makes it; one from elsewhere may lack anything
[[nodiscard]] launcher_ui::EnvironmentReport shownReport(const QJsonObject &explanation);

} // namespace hearth::desktop
