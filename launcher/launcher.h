// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/server.h"
#include "core/clock.h"
#include "launcher/addon_hooks.h"
#include "launcher/installed_applications.h"
#include "launcher/launch_plan.h"
#include "launcher/project_roots.h"
#include "process/child_process.h"

namespace hearth::launch
{

/// The signed-in studio a launch happens in. A value; a new one after sign-in or a bundle switch.
struct StudioSession {
    client::Server server;
    QString user;
    BundlePaths bundle;
};

/// What a person, a command line or a web action asks for.
struct LaunchRequest {
    QString application; ///< "blender/3-4"; a group alone takes its newest installed variant
    QString project;
    QString folder;   ///< id, or path with a leading slash
    QString task;     ///< id, or name
    QString workfile; ///< absolute path or entity id; empty: the last one
    bool openLastWorkfile = true;
    QString webActionEventId;
    QString environmentGroup = QStringLiteral("standard");
    QString launchType = QStringLiteral("local"); ///< hooks say for which they are
    bool withoutAddons = false;                   ///< a person goes on without the code of addons
};

/// Everything read for a context, reused by launch, explain and work file actions.
struct ContextFacts {
    contract::Project project;
    contract::Folder folder;
    contract::Task task;
    std::vector<contract::Workfile> workfileEntities;
    anatomy::Anatomy anatomy;
    QJsonObject applicationsSettings; ///< the server's, else the built-in ones
    QJsonObject coreSettings;
    QJsonObject settings; ///< of every addon, by name
};

struct HostEndpoint {
    QString url;
    Secret secret;
};

/// What surrounds launching. Everything outlives the launcher.
struct LaunchSurroundings {
    const ApplicationDefinitions *definitions;
    InstalledApplications *installed;
    process::ProcessStarter *starter;
    const Clock *clock;
    Installation installation;
    Environment session;
    QString logFolder;    ///< receives the children's output files
    QString webserverUrl; ///< may be empty
    Platform platform = currentPlatform();
    /// Asked once for each launch of an application with a host; may be empty.
    std::function<HostEndpoint(const LaunchRequest &)> newHostEndpoint;
    AddonHooks *addons = nullptr;  ///< none: the code of addons takes no part
    ProjectRoots *roots = nullptr; ///< none: folders are made wherever a template says
};

struct Prepared {
    LaunchPlan plan;
    ContextFacts facts;
    InstalledApplication application;
    WorkArea area;
    std::vector<WorkfileEntry> workfiles;
    Secret hostSecret; ///< empty: no host
    std::shared_ptr<AddonSession> addons = {};
    std::optional<Error> addonProblem = {}; ///< why the addons' code had no or not all its part; not started then
};

struct Started {
    process::ProcessIdentity process;
    QString outputFile;
    Prepared prepared;
};

/// Opens applications in a context. Calls block on the network and the disk: worker threads only; any number at once.
class Launcher
{
public:
    explicit Launcher(LaunchSurroundings surroundings) : m_around(std::move(surroundings)) {}

    /// Reads what a context needs, all requests at once. Errors: those of the server; NotFound names what is missing.
    [[nodiscard]] Result<ContextFacts> readContext(const StudioSession &session, const QString &project,
                                                   const QString &folder, const QString &task) const;
    /// Decides the launch without starting it; also what the explainer shows.
    [[nodiscard]] Result<Prepared> prepare(const StudioSession &session, const LaunchRequest &request) const;
    /// prepare, then makes the work folder and starts the program.
    [[nodiscard]] Result<Started> launch(const StudioSession &session, const LaunchRequest &request) const;
    /// Makes a work folder, but never the projects folder it is to lie in. Errors: NotFound (that one, or its drive, is
    /// not there), Internal.
    [[nodiscard]] Result<> makeWorkFolder(const anatomy::Anatomy &anatomy, const QString &folder) const;
    /// Looks whether the projects folder of a work folder is there, as makeWorkFolder does.
    [[nodiscard]] Result<> checkPlace(const anatomy::Anatomy &anatomy, const QString &folder) const;
    /// Starts what was prepared. Errors: Internal (folder cannot be made), NotFound (program gone), the problem of
    /// the addons' code where there is one.
    [[nodiscard]] Result<Started> start(Prepared prepared) const;

    /// Installed applications that the settings allow for a task type.
    [[nodiscard]] std::vector<InstalledApplication> applicationsFor(const ContextFacts &facts) const;
    [[nodiscard]] const LaunchSurroundings &surroundings() const { return m_around; }

private:
    [[nodiscard]] Result<InstalledApplication> findApplication(const ContextFacts &facts, const QString &name) const;
    [[nodiscard]] LaunchInputs inputsFor(const StudioSession &session, const LaunchRequest &request,
                                         const ContextFacts &facts, const InstalledApplication &application) const;
    [[nodiscard]] Result<std::shared_ptr<AddonSession>>
    beginAddons(const LaunchInputs &inputs, const LaunchRequest &request, const ContextFacts &facts) const;
    [[nodiscard]] Result<> planWithAddons(Prepared &prepared, const LaunchInputs &inputs,
                                          const LaunchRequest &request) const;
    [[nodiscard]] Result<> addWorkfile(LaunchInputs &inputs, const LaunchRequest &request) const;

    LaunchSurroundings m_around;
};

/// The facts of a folder, and of a task in it, out of those of its project. \param task id or name; may be empty
/// Pure. Errors: NotFound.
[[nodiscard]] Result<ContextFacts> contextIn(ContextFacts facts, const client::FolderContext &folder,
                                             const QString &task);

/// The work files of a context, the server's and the disk's merged.
[[nodiscard]] std::vector<WorkfileEntry> readWorkfiles(const ContextFacts &facts, const WorkArea &area,
                                                       const QStringList &extensions);
/// Extensions of every known application, with dot.
[[nodiscard]] QStringList allExtensions(const ApplicationDefinitions &definitions);

} // namespace hearth::launch
