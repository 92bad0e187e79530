// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "anatomy/anatomy.h"
#include "contract/entities.h"
#include "core/secret.h"
#include "launcher/addon_step.h"
#include "launcher/application.h"
#include "launcher/environment_plan.h"
#include "launcher/workfiles.h"

namespace hearth::launch
{

/// The bundle this start works with, and what of it goes on the child's Python path.
struct BundlePaths {
    QString studioBundle;
    QString bundle;  ///< effective; differs from the studio's where a project has its own
    QString variant; ///< production, staging, or the developer bundle's name
    bool isStaging = false;
    bool isDev = false;
    QStringList addonFolders;     ///< in the server's order
    QStringList developerFolders; ///< sources of a developer's bundle
    QString dependenciesFolder;   ///< the dependency package's "dependencies"; empty: none
};

/// Where Hearth itself lies and what it tells its children about itself.
struct Installation {
    QString version;
    QString executable; ///< what tools call to start another launcher
    QString folder;
    QString resourcesFolder; ///< hosts, Python package, templates
    QString localFolder;
    QString storageFolder;
    QString addonsFolder;
    QString dependenciesFolder;
    QString siteId;
    bool isLoginMode = true; ///< a person signed in, rather than variables
};

/// Everything one launch is decided from.
struct LaunchInputs {
    Application application;
    QString executable;
    const ApplicationKind *kind = nullptr;
    contract::Project project;
    contract::Folder folder; ///< empty id: started without a context
    contract::Task task;
    anatomy::Anatomy anatomy;
    QJsonObject applicationsSettings;
    QJsonObject coreSettings;
    QString serverUrl;
    Secret token;
    QString user;
    BundlePaths bundle;
    Installation installation;
    Environment session;  ///< what Hearth was started in
    QString webserverUrl; ///< the tray's local address; empty: none
    QString hostUrl;      ///< the host endpoint; empty: none
    Secret hostSecret;
    QString webActionEventId;
    QString environmentGroup = QStringLiteral("standard"); ///< "farm" for renders
    QString workfile;                                      ///< a file asked for by a person; empty: the last one
    bool openLastWorkfile = true;
    std::vector<WorkfileEntry> workfiles;
    QDateTime now;
    Platform platform = currentPlatform();
};

struct LaunchPlan {
    QString program;
    QStringList arguments;
    EnvironmentPlan environment;
    QString workFolder;   ///< empty: no context
    QString workfile;     ///< opened; empty: none
    QString nextWorkfile; ///< where the first or next version would lie
    QStringList warnings;
};

/// The environment of every child that is to find the studio and the bundle's Python code: the cleaned session, what
/// the launcher says of itself, and the Python path. Pure. Source: bootstrap contract 3.
[[nodiscard]] EnvironmentPlan launcherEnvironment(const LaunchInputs &inputs);

/// Decides program, arguments, folder and environment of a launch. Pure, as far as the addons' part is.
/// \param addons what the host's addon adds, asked for between the application's settings and the context; may be empty
/// Errors: Invalid (templates, settings), NotFound (the file asked for is not there), those of the addons' part.
/// Source: desktop contract 3.2 to 3.5.
[[nodiscard]] Result<LaunchPlan> planLaunch(const LaunchInputs &inputs, const AddonEnvironment &addons = {});

/// Folder, file template and data of a task's work files. Errors: as Anatomy::path.
[[nodiscard]] Result<WorkArea> workAreaOf(const LaunchInputs &inputs);
[[nodiscard]] Result<WorkArea> workArea(const anatomy::Anatomy &anatomy, const TemplateContext &context,
                                        const QString &templateName, const QDateTime &now);

/// The work template a host and task use, from core's profiles. Pure.
[[nodiscard]] QString workTemplateName(const QJsonObject &coreSettings, const QString &hostName,
                                       const QString &taskType);

} // namespace hearth::launch
