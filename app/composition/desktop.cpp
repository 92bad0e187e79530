// SPDX-License-Identifier: Apache-2.0
#include "composition/desktop.h"
#include "client/server_url.h"
#include "contract/wire.h"
#include "core/log.h"
#include "core/whole_file.h"
#include "integrations/git/git_source.h"
#include "secrets/keychain.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QSysInfo>

namespace hearth::composition
{

namespace
{
const QString policyFile = QStringLiteral("/etc/hearth/policy.json");

/// A policy at its place cannot be pointed away from; the variable serves where there is none.
QString policyPath(const QMap<QString, QString> &environment)
{
    return QFileInfo::exists(policyFile) ? policyFile
                                         : environment.value(QStringLiteral("HEARTH_POLICY_FILE"), policyFile);
}

/// {NAME} and $NAME in a developer's path. Errors: Invalid for a variable that is not set.
Result<QString> withVariables(const QString &path, const QMap<QString, QString> &environment)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\{([A-Za-z_][A-Za-z0-9_]*)\\}|\\$\\{?([A-Za-z_][A-Za-z0-9_]*)\\}?"));
    QString made;
    qsizetype at = 0;
    for (const QRegularExpressionMatch &match : pattern.globalMatch(path)) {
        const QString name = match.captured(1).isEmpty() ? match.captured(2) : match.captured(1);
        if (!environment.contains(name))
            return fail(
                ErrorKind::Invalid,
                QStringLiteral("The developer path %1 needs the variable %2, which is not set.").arg(path, name));
        made += path.mid(at, match.capturedStart() - at) + environment.value(name);
        at = match.capturedEnd();
    }
    return made + path.mid(at);
}

update::DevelopmentResolver developmentResolver(const QMap<QString, QString> &environment, const QString &cacheFolder)
{
    return [environment, cacheFolder](const QString &path) -> Result<QString> {
        const Result<QString> text = withVariables(path, environment);
        if (!text)
            return text;
        if (const auto source = git::parseGitSource(*text))
            return *source ? git::checkOut(**source, cacheFolder) : Result<QString>(fail(source->error()));
        if (!QFileInfo(*text).isDir())
            return fail(ErrorKind::NotFound, QStringLiteral("The developer folder %1 is not there.").arg(*text));
        return QDir::cleanPath(*text);
    };
}
} // namespace

Result<std::unique_ptr<Desktop>> Desktop::make(const Arguments &arguments, const QMap<QString, QString> &environment,
                                               const QString &programFolder)
{
    std::unique_ptr<Desktop> made(new Desktop);
    made->arguments = arguments;
    made->environment = environment;
    made->directories = directoriesFor(environment, currentPlatform(), programFolder);
    Result<Policy> policy = readPolicy(policyPath(environment));
    if (!policy)
        return fail(policy.error());
    made->policy = std::move(*policy);
    if (!made->policy.dataFolder.isEmpty())
        made->directories.serverFolder = made->policy.dataFolder;
    made->reloadConfiguration();
    const Result<QJsonObject> document =
        readJsonFile(made->directories.resources + QStringLiteral("/applications/applications.json"));
    Result<launch::ApplicationDefinitions> definitions =
        document ? launch::readDefinitions(*document) : fail(document.error());
    if (!definitions)
        return fail(ErrorKind::Invalid, QStringLiteral("Hearth's installation is incomplete: %1 Install it again.")
                                            .arg(definitions.error().message));
    made->definitions = std::move(*definitions);
    made->makeServices();
    return made;
}

void Desktop::reloadConfiguration()
{
    const QJsonObject last =
        readJsonFile(directories.local + QStringLiteral("/used_servers.json")).value_or(QJsonObject{});
    configuration =
        Configuration::resolve(arguments, environment, policy, readJsonFile(settingsFile()).value_or(QJsonObject{}),
                               settingsFile(), last.value(QLatin1String("last_server")).toString(),
                               QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
}

namespace
{
/// Whether somebody sits before this who could unlock a keychain.
bool canAsk(const Arguments &arguments, const QMap<QString, QString> &environment)
{
    const bool hasScreen = !environment.value(QStringLiteral("DISPLAY")).isEmpty() ||
                           !environment.value(QStringLiteral("WAYLAND_DISPLAY")).isEmpty();
    return hasScreen && !arguments.headless &&
           environment.value(QStringLiteral("AYON_HEADLESS_MODE")) != QLatin1String("1");
}

/// What lies in Hearth's own folder is nobody else's on a machine with several users.
void keepPrivate(const QString &folder)
{
    const QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    if (QDir().mkpath(folder) &&
        QFile::permissions(folder).testAnyFlags(QFileDevice::ReadGroup | QFileDevice::ExeGroup |
                                                QFileDevice::ReadOther | QFileDevice::ExeOther))
        QFile::setPermissions(folder, ownerOnly);
}
} // namespace

void Desktop::makeServices()
{
    keepPrivate(directories.own);
    identity = {ensureSiteId(directories, environment), QStringLiteral(HEARTH_VERSION), platformName(currentPlatform()),
                QSysInfo::machineHostName()};
    secrets = secrets::keychainOrFile(directories.own, canAsk(arguments, environment));
    transport = client::networkTransport(configuration.value(key::caFile));
    servers = std::make_unique<KnownServers>(directories.local, *secrets);
    localServer = std::make_unique<LocalServer>(
        LocalServer::Settings{directories.installation + QStringLiteral("/hearth-server"), directories.serverFolder,
                              directories.own + QStringLiteral("/server.json"), directories.resources, ownEnvironment(),
                              directories.logs + QStringLiteral("/hearth-server.log")},
        *transport, *servers);
    machine = launch::thisMachine(environment, currentPlatform());
    installed = std::make_unique<launch::InstalledApplications>(*machine, currentPlatform(), environment,
                                                                directories.own + QStringLiteral("/applications.json"));
    starter = process::systemProcessStarter(directories.installation + QStringLiteral("/app_launcher"));
    interpreters = std::make_unique<python::Interpreters>(
        environment.value(QStringLiteral("PATH")).split(QDir::listSeparator(), Qt::SkipEmptyParts),
        configuration.value(key::python));
    addonHooks = std::make_unique<launch::AddonHooks>(
        *interpreters, directories.resources + QStringLiteral("/addon_runtime/addon_runtime.py"),
        std::chrono::seconds(std::max(1, configuration.number(key::hookSeconds))));
    roots = std::make_unique<launch::ProjectRoots>(directories.own + QStringLiteral("/roots.json"));
    processes = std::make_unique<launch::ProcessRegistry>(directories.own + QStringLiteral("/processes.json"));
    updater = std::make_unique<update::Updater>(
        update::UpdaterSurroundings{{directories.addons, directories.dependencies},
                                    directories.own,
                                    currentPlatform(),
                                    developmentResolver(environment, directories.own + QStringLiteral("/git"))});
}

launch::Installation Desktop::installation(bool isLoginMode) const
{
    return {QStringLiteral(HEARTH_VERSION),
            directories.installation + QStringLiteral("/ayon"),
            directories.installation,
            directories.resources,
            directories.local,
            directories.storage,
            directories.addons,
            directories.dependencies,
            identity.siteId,
            isLoginMode};
}

launch::LaunchSurroundings Desktop::launchSurroundings(const QString &webserverUrl, bool isLoginMode) const
{
    launch::LaunchSurroundings around{
        &definitions, installed.get(), starter.get(), &clock, {}, {}, {}, {}, currentPlatform(), {}};
    around.installation = installation(isLoginMode);
    around.session = environment;
    around.logFolder = startsFolder();
    around.webserverUrl = webserverUrl;
    around.roots = roots.get();
    around.addons = addonHooks.get();
    return around;
}

update::BundleWish bundleWish(const Desktop &desktop, const QString &user)
{
    return {desktop.configuration.isOn(key::useStaging), desktop.configuration.isOn(key::useDev),
            desktop.configuration.value(key::studioBundle), user};
}

namespace
{
QString notSignedIn(const QString &url, const Error &why)
{
    if (why.kind == ErrorKind::Forbidden)
        return QStringLiteral("The keychain is locked, so the sign-in to %1 cannot be read. Unlock it and start again, "
                              "or sign in anew.")
            .arg(url);
    return QStringLiteral("You are not signed in to %1. Start Hearth on a desktop, or set AYON_SERVER_URL and "
                          "AYON_API_KEY.")
        .arg(url);
}
/// A server that is away is away under every form of its address, and a key that is refused stays refused.
bool isDecided(const Result<client::SignedIn> &signedIn)
{
    return signedIn || signedIn.error().kind == ErrorKind::Unauthorized || isAway(signedIn.error().kind);
}

/// Where the configured server is. A key that was given with an address is tried there first; only when nothing answers
/// is the address taken as something a person typed.
Result<QUrl> configuredAddress(Desktop &desktop, const QString &url)
{
    if (desktop.localServer->isOwnUrl(url))
        return desktop.localServer->ensureRunning();
    const bool isWhole = url.startsWith(QLatin1String("http://")) || url.startsWith(QLatin1String("https://"));
    if (isWhole || desktop.configuration.value(key::apiKey).isEmpty())
        return QUrl(url);
    return client::findServer(*desktop.transport, url);
}
} // namespace

Result<client::SignedIn> signInAsConfigured(Desktop &desktop, std::optional<update::BundleOffer> &offer)
{
    const QString url = desktop.configuration.value(key::serverUrl);
    if (url.isEmpty())
        return fail(ErrorKind::NotFound,
                    QStringLiteral("No studio is set up on this machine yet. Start Hearth on a desktop, "
                                   "or set AYON_SERVER_URL and AYON_API_KEY."));
    const QString given = desktop.configuration.value(key::apiKey);
    const bool isLocal = desktop.localServer->isOwnUrl(url);
    const Result<QUrl> address = configuredAddress(desktop, url);
    if (!address)
        return fail(address.error());
    const Result<Secret> kept =
        given.isEmpty() ? desktop.servers->key(client::canonicalServerUrl(*address)) : Secret(given);
    if (!kept)
        return isLocal ? desktop.localServer->signInAgain(desktop.identity)
                       : Result<client::SignedIn>(
                             fail(ErrorKind::Unauthorized, notSignedIn(url, kept.error()), kept.error().message));
    const auto check = [&](const QUrl &at) {
        return client::checkKey(
            *desktop.transport, at, *kept, desktop.identity,
            [&offer](const client::Server &server) { offer.emplace(update::askForBundles(server)); });
    };
    Result<client::SignedIn> signedIn = check(*address);
    if (given.isEmpty() || isDecided(signedIn)) {
        const bool isRefused = !signedIn && signedIn.error().kind == ErrorKind::Unauthorized;
        offer = signedIn ? offer : std::nullopt;
        return isRefused && isLocal ? desktop.localServer->signInAgain(desktop.identity) : signedIn;
    }
    const Result<QUrl> found = client::findServer(*desktop.transport, url); // a path too many, or a redirect
    return found && *found != *address ? check(*found) : signedIn;
}

launch::BundlePaths bundlePaths(const update::Plan &plan)
{
    launch::BundlePaths paths;
    paths.studioBundle = paths.bundle = plan.bundle;
    paths.variant = plan.variant;
    paths.isStaging = plan.isStaging;
    paths.isDev = plan.isDev;
    for (const update::PlanItem &item : plan.items) {
        if (item.kind == QLatin1String("addon"))
            paths.addonFolders.append(item.folder);
        else if (item.kind == QLatin1String("development"))
            paths.developerFolders.append(item.folder);
        else if (QFileInfo(item.folder + QStringLiteral("/dependencies")).isDir())
            paths.dependenciesFolder = item.folder + QStringLiteral("/dependencies");
    }
    return paths;
}

launch::StudioSession studioSession(Desktop &desktop, const OpenStudio &studio)
{
    return {client::Server(*desktop.transport, studio.signedIn.url, desktop.identity, studio.signedIn.credentials),
            studio.signedIn.user.name, bundlePaths(studio.plan)};
}

Result<OpenStudio> openStudio(Desktop &desktop, const client::SignedIn &signedIn, const std::stop_token &stop,
                              const update::PlanProgress &progress, const std::optional<update::BundleOffer> &offer)
{
    const client::Server server(*desktop.transport, signedIn.url, desktop.identity, signedIn.credentials);
    const QString url = signedIn.url.toString(QUrl::StripTrailingSlash);
    const update::BundleWish wish = bundleWish(desktop, signedIn.user.name);
    OpenStudio made{signedIn, {}, false, desktop.configuration.value(key::apiKey).isEmpty(), {}};
    const QString mode = wish.useDev       ? QStringLiteral("dev")
                         : wish.useStaging ? QStringLiteral("staging")
                                           : QStringLiteral("production");
    const std::optional<update::Plan> last =
        wish.studioBundle.isEmpty() ? desktop.updater->lastGood(url, mode) : std::nullopt;
    Result<update::Plan> plan =
        desktop.updater->planFor(signedIn.url, offer ? *offer : update::askForBundles(server), wish);
    const QString updates = desktop.configuration.value(key::updates);
    if (plan && !desktop.updater->isComplete(*plan)) {
        if (updates == QLatin1String("block"))
            return fail(ErrorKind::Forbidden,
                        QStringLiteral("The bundle %1 is not on this machine and updates are blocked here (%2).")
                            .arg(plan->bundle, desktop.configuration.lockedBy(key::updates)));
        if (updates == QLatin1String("skip") && last)
            plan = fail(ErrorKind::Cancelled, QStringLiteral("Updates are skipped on this machine."));
    }
    if (plan)
        plan = desktop.updater->apply(*plan, server, stop, progress);
    if (plan) {
        made.plan = std::move(*plan);
        return made;
    }
    if (!last || plan.error().kind == ErrorKind::Unauthorized)
        return fail(plan.error());
    log::warning(log::update, "starting with the last good bundle {}: {}", last->bundle.toStdString(),
                 plan.error().message.toStdString());
    made.plan = *last;
    made.updateProblem = plan.error().message;
    return made;
}

Result<OpenStudio> openConfiguredStudio(Desktop &desktop, const std::stop_token &stop,
                                        const update::PlanProgress &progress)
{
    std::optional<update::BundleOffer> offer;
    const Result<client::SignedIn> signedIn = signInAsConfigured(desktop, offer);
    if (signedIn)
        return openStudio(desktop, *signedIn, stop, progress, offer);
    if (!isAway(signedIn.error().kind))
        return fail(signedIn.error());
    const QString url = desktop.configuration.value(key::serverUrl);
    const update::BundleWish wish = bundleWish(desktop, {});
    const QString mode = wish.useDev       ? QStringLiteral("dev")
                         : wish.useStaging ? QStringLiteral("staging")
                                           : QStringLiteral("production");
    const std::optional<update::Plan> last = desktop.updater->lastGood(url, mode);
    const Result<Secret> key = desktop.servers->key(url);
    if (!last || !key)
        return fail(signedIn.error());
    OpenStudio made;
    made.signedIn = {QUrl(url), {*key, false}, {}, {}};
    made.signedIn.user.name = last->user;
    made.plan = *last;
    made.isOffline = true;
    made.isUntrusted = signedIn.error().kind == ErrorKind::Untrusted;
    made.updateProblem = signedIn.error().message;
    return made;
}

} // namespace hearth::composition
