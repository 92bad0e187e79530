// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/configuration.h"
#include "composition/known_servers.h"
#include "composition/local_server.h"
#include "launcher/launcher.h"
#include "launcher/process_registry.h"
#include "updater/updater.h"

#include <memory>

namespace hearth::composition
{

/// Everything a start of the desktop consists of, windows aside. Built once in main; members live as long as it.
class Desktop
{
public:
    /// Errors: Invalid (policy or definitions damaged).
    [[nodiscard]] static Result<std::unique_ptr<Desktop>>
    make(const Arguments &arguments, const QMap<QString, QString> &environment, const QString &programFolder);

    Arguments arguments;
    QMap<QString, QString> environment;
    Directories directories;
    Policy policy;
    Configuration configuration;
    client::Identity identity;
    SystemClock clock;
    WorkerPool pool{4};
    std::unique_ptr<SecretStore> secrets;
    std::unique_ptr<client::Transport> transport;
    std::unique_ptr<KnownServers> servers;
    std::unique_ptr<LocalServer> localServer;
    launch::ApplicationDefinitions definitions;
    std::unique_ptr<launch::MachineView> machine;
    std::unique_ptr<launch::InstalledApplications> installed;
    std::unique_ptr<process::ProcessStarter> starter;
    std::unique_ptr<python::Interpreters> interpreters;
    std::unique_ptr<launch::AddonHooks> addonHooks;
    std::unique_ptr<launch::ProjectRoots> roots;
    std::unique_ptr<launch::ProcessRegistry> processes;
    std::unique_ptr<update::Updater> updater;

    [[nodiscard]] QString settingsFile() const { return directories.own + QStringLiteral("/settings.json"); }
    /// Output and environments of what was started.
    [[nodiscard]] QString startsFolder() const { return directories.logs + QStringLiteral("/applications"); }
    [[nodiscard]] launch::Installation installation(bool isLoginMode) const;
    [[nodiscard]] launch::LaunchSurroundings launchSurroundings(const QString &webserverUrl, bool isLoginMode) const;
    /// Reads settings.json again and resolves anew, after a change.
    void reloadConfiguration();
    /// The environment a process of Hearth's own gets.
    [[nodiscard]] QMap<QString, QString> ownEnvironment() const { return environment; }

private:
    Desktop() = default;
    void makeServices();
};

/// A studio that is signed in to, with its bundle on this disk.
struct OpenStudio {
    client::SignedIn signedIn;
    update::Plan plan;
    bool isOffline = false;   ///< started from the last good plan
    bool isLoginMode = true;  ///< false: credentials came from variables
    QString updateProblem;    ///< why the newest bundle is not there; the one before is used
    bool isUntrusted = false; ///< offline because the server's certificate does not hold
};

/// Finds out who we are to the configured server, starting this computer's own one when that is it. Blocks.
/// Errors: NotFound (nothing is configured: first run), Unauthorized (sign in again), Offline, those of Transport.
/// \param offer what the server says about bundles, asked for at the same time
[[nodiscard]] Result<client::SignedIn> signInAsConfigured(Desktop &desktop, std::optional<update::BundleOffer> &offer);

/// Brings the bundle of a signed-in studio onto the disk. When the server is away the last good plan serves.
/// \param offer when the server was asked already
[[nodiscard]] Result<OpenStudio> openStudio(Desktop &desktop, const client::SignedIn &signedIn,
                                            const std::stop_token &stop = {}, const update::PlanProgress &progress = {},
                                            const std::optional<update::BundleOffer> &offer = {});
/// Both at once, as a start does it: one round trip when nothing has changed. A server that is away is no reason to
/// stop while a good plan is there.
[[nodiscard]] Result<OpenStudio> openConfiguredStudio(Desktop &desktop, const std::stop_token &stop = {},
                                                      const update::PlanProgress &progress = {});

[[nodiscard]] launch::BundlePaths bundlePaths(const update::Plan &plan);
[[nodiscard]] launch::StudioSession studioSession(Desktop &desktop, const OpenStudio &studio);

/// What a start asks for of bundles.
[[nodiscard]] update::BundleWish bundleWish(const Desktop &desktop, const QString &user);

} // namespace hearth::composition
