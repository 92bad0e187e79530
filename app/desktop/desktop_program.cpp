// SPDX-License-Identifier: Apache-2.0
#include "desktop/desktop_program.h"
#include "composition/publishing.h"
#include "core/log.h"
#include "core/whole_file.h"
#include "desktop/commands.h"
#include "desktop/desktop_windows.h"
#include "desktop/launch_command.h"
#include "launcher/ui/launcher_window.h"
#include "launcher/ui/process_monitor_window.h"
#include "publisher/loader/ui/loader_window.h"
#include "tray/first_run_window.h"
#include "tray/login_dialog.h"
#include "tray/offer_dialogs.h"

#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QTimer>

#include <chrono>
#include <cstdio>

namespace hearth::desktop
{

using composition::OpenStudio;
using tray_ui::TrayCommand;

namespace
{
const QString updateNotice = QStringLiteral("update");

QString variantWish(const composition::Desktop &desktop)
{
    if (desktop.configuration.isOn(composition::key::useDev))
        return QStringLiteral("dev");
    return desktop.configuration.isOn(composition::key::useStaging) ? QStringLiteral("staging")
                                                                    : QStringLiteral("production");
}
} // namespace

DesktopProgram::DesktopProgram(composition::Desktop &desktop)
    : m_desktop(desktop),
      m_wasFolderThere(QFileInfo::exists(desktop.directories.own + QStringLiteral("/settings.json")) ||
                       !desktop.configuration.value(composition::key::serverUrl).isEmpty()),
      m_settings(desktop.directories.own + QStringLiteral("/windows.ini"), QSettings::IniFormat), m_memory(m_settings),
      m_state(desktop), m_processes(desktop), m_studio(m_state, m_processes, m_memory), m_updates(m_state),
      m_tray(m_state, m_studio, m_processes, m_updates, m_memory),
      m_hostLauncher(std::make_shared<const launch::Launcher>(desktop.launchSurroundings({}, true))),
      m_hosts(std::make_unique<tray_local::HostEndpoint>(desktop.pool, *m_hostLauncher))
{
    connect(&m_tray, &TrayAdapter::commandChosen, this, &DesktopProgram::onCommand);
    connect(&m_studio, &StudioAdapter::noticeActionWanted, this, &DesktopProgram::onNoticeAction);
    connect(&m_studio, &StudioAdapter::switchWanted, this, &DesktopProgram::switchTo);
    connect(&m_studio, &StudioAdapter::loaderWanted, this, &DesktopProgram::showLoader);
    connect(&m_studio, &StudioAdapter::launched, &m_tray, &TrayAdapter::rememberContext);
    connect(&m_updates, &UpdateWatch::readyChanged, this, &DesktopProgram::showUpdateNotice);
    connect(&m_updates, &UpdateWatch::failed, this, [this](const QString &sentence) {
        m_studio.setNotice({updateNotice,
                            launcher_ui::Severity::Warning,
                            tr("A new bundle could not be prepared"),
                            tr("%1 The bundle in use stays.").arg(sentence),
                            {},
                            {},
                            true});
    });
    m_revival.setSingleShot(true);
    connect(&m_revival, &QTimer::timeout, this, &DesktopProgram::reviveLocalServer);
    connect(&m_state, &StudioState::reachableChanged, this, &DesktopProgram::reviveLocalServer);
    m_studio.onStarted = [this](const launch::StudioSession &session, const launch::Started &started) {
        attachHost(session, started);
    };
    m_hosts->openPublisher = [this](const tray_local::HostLaunch &launch) { return hostPublisher(m_desktop, launch); };
    m_hosts->onWorkfileRegistered = [this](const tray_local::HostLaunch &launch) {
        QMetaObject::invokeMethod(
            this, [this, launch] { Q_EMIT m_studio.workfilesChanged(launch.project, launch.taskId); },
            Qt::QueuedConnection);
    };
}

DesktopProgram::~DesktopProgram()
{
    if (!m_runFile.isEmpty())
        QFile::remove(m_runFile);
}

std::optional<int> DesktopProgram::start()
{
    const bool isConfigured = !m_desktop.configuration.value(composition::key::serverUrl).isEmpty();
    if (const auto code = yieldToOther())
        return code;
    m_windows = std::make_unique<DesktopWindows>(
        m_desktop, ui_kit::WindowServices{m_memory, *this, ui_kit::Variant::Production}, m_state, m_studio, m_tray);
    connectSideWindows();
    if (!isConfigured) {
        showFirstRun();
        return std::nullopt;
    }
    m_windows->showTray();
    publishAddress();
    m_windows->side().offerCrashTrace();
    if (m_desktop.arguments.forceLogin)
        showLogin({});
    else
        openStudio();
    return std::nullopt;
}

void DesktopProgram::connectSideWindows()
{
    connect(m_windows.get(), &DesktopWindows::accountWanted, this, [this] { onCommand(TrayCommand::Account, {}); });
    connect(m_windows.get(), &DesktopWindows::settingsWanted, this, [this] { onCommand(TrayCommand::Settings, {}); });
    connect(m_windows.get(), &DesktopWindows::loaderWanted, this, &DesktopProgram::showLoader);
    connect(&m_studio, &StudioAdapter::publisherWanted, m_windows.get(), &DesktopWindows::showPublisher);
    connect(&m_windows->publishing(), &publisher_ui::PublishSource::runChanged, &m_tray,
            [this] { m_tray.setPublishing(m_windows->publishing().sentence()); });
    SideWindows &side = m_windows->side();
    connect(&side, &SideWindows::projectCreated, this, [this] { m_studio.refresh(); });
    connect(&side, &SideWindows::restored, this, &DesktopProgram::openStudio);
    connect(&side.account(), &AccountAdapter::switchWanted, this, &DesktopProgram::switchTo);
    connect(&side.account(), &AccountAdapter::addWanted, this, [this] { showLogin({}); });
    connect(&side.account(), &AccountAdapter::signedOut, this, [this](const QString &url) {
        if (url == m_state.serverUrl())
            quit();
    });
}

std::optional<int> DesktopProgram::yieldToOther()
{
    const QString url = m_desktop.configuration.value(composition::key::serverUrl);
    m_trayFile = std::make_unique<tray_local::TrayFile>(m_desktop.directories.local, url, variantWish(m_desktop));
    const tray_local::OtherTray other = m_trayFile->claim();
    if (other.presence == tray_local::TrayPresence::NotRunning)
        return std::nullopt;
    const process::ProcessIdentity identity = process::identityOf(other.pid);
    if (m_desktop.arguments.command.contains(QStringLiteral("--force"))) {
        process::endProcess(identity, true);
        static_cast<void>(m_trayFile->write({}, false));
        return std::nullopt;
    }
    const Result<QJsonObject> run = readJsonFile(runFile(m_desktop.directories, url, variantWish(m_desktop)));
    client::Request wire;
    wire.method = "POST";
    wire.url =
        QUrl(run.value_or(QJsonObject{}).value(QLatin1String("url")).toString() + QStringLiteral("/hearth/present"));
    wire.headers.emplaceBack("x-hearth-secret",
                             run.value_or(QJsonObject{}).value(QLatin1String("secret")).toString().toLatin1());
    wire.timeout = std::chrono::seconds(3);
    const bool isShown = run && m_desktop.transport->send(std::move(wire)).wait().has_value();
    std::puts(isShown ? "Hearth runs already; its window is shown." : "Hearth runs already.");
    m_trayFile.reset();
    return 0;
}

Result<> DesktopProgram::startEndpoint()
{
    tray_local::EndpointCallbacks callbacks;
    callbacks.facts = [this] {
        const std::lock_guard lock(m_factsMutex);
        return m_facts;
    };
    callbacks.message = [this](const QString &title, const QString &text) {
        QMetaObject::invokeMethod(
            this, [this, title, text] { Q_EMIT m_tray.messageWanted(title, text); }, Qt::QueuedConnection);
    };
    callbacks.hostLog = [](const tray_local::HostLogMessage &message) {
        log::debug(log::tray, "host {}: {}", message.host.toStdString(), message.action.toStdString());
    };
    callbacks.hostOpened = [this](const http::Request &, const std::shared_ptr<http::WebSocket> &socket) {
        m_hosts->opened(socket);
    };
    callbacks.present = [this] {
        QMetaObject::invokeMethod(
            this, [this] { presentSelf(); }, Qt::QueuedConnection);
    };
    callbacks.launch = [this](const QJsonObject &request, std::function<void(const Result<QJsonObject> &)> answer) {
        QMetaObject::invokeMethod(
            this,
            [this, request, answer = std::move(answer)] {
                const launch::LaunchRequest wanted = launchRequestFromJson(request);
                m_studio.launchRequest(wanted, [answer](const Result<launch::Started> &started) {
                    answer(started ? Result<QJsonObject>(startedToJson(*started)) : fail(started.error()));
                });
            },
            Qt::QueuedConnection);
    };
    Result<std::unique_ptr<tray_local::LocalEndpoint>> endpoint =
        tray_local::LocalEndpoint::start(std::move(callbacks), m_desktop.directories.resources, m_desktop.clock);
    if (!endpoint)
        return fail(endpoint.error());
    m_endpoint = std::move(*endpoint);
    const QString url = m_desktop.configuration.value(composition::key::serverUrl);
    if (!m_trayFile)
        m_trayFile = std::make_unique<tray_local::TrayFile>(m_desktop.directories.local, url, variantWish(m_desktop));
    m_runFile = runFile(m_desktop.directories, url, variantWish(m_desktop));
    if (const Result<> written =
            writeJsonFile(m_runFile, {{"url", m_endpoint->url()}, {"secret", m_endpoint->secret().reveal()}}, true);
        !written)
        return written;
    return m_trayFile->write(m_endpoint->url(), false);
}

void DesktopProgram::publishAddress()
{
    if (!m_runFile.isEmpty())
        QFile::remove(m_runFile);
    m_endpoint.reset();
    const Result<> started = startEndpoint();
    if (started)
        return;
    log::warning(log::tray, "no local address: {}", started.error().message.toStdString());
    m_studio.setNotice({QStringLiteral("address"),
                        launcher_ui::Severity::Warning,
                        tr("Other programs cannot find Hearth"),
                        started.error().message,
                        started.error().detail,
                        {},
                        true});
}

void DesktopProgram::presentSelf()
{
    if (m_firstRunWindow)
        m_firstRunWindow->present();
    else
        onCommand(TrayCommand::Launcher, {});
}

void DesktopProgram::openStudio()
{
    m_tray.setBusy(true);
    if (m_desktop.configuration.isOn(composition::key::openLauncherAtStart))
        m_windows->launcher().present();
    const Job<OpenStudio> job = startJob<OpenStudio>(
        m_desktop.pool, [this](JobContext<OpenStudio> &) { return composition::openConfiguredStudio(m_desktop); });
    ui_kit::whenFinished(job, this, [this](const Result<OpenStudio> &studio) {
        m_tray.setBusy(false);
        studio ? onStudioOpened(*studio) : onStudioFailed(studio.error());
    });
}

void DesktopProgram::onStudioOpened(OpenStudio studio)
{
    const update::Plan &plan = studio.plan;
    {
        const std::lock_guard lock(m_factsMutex);
        m_facts = {studio.signedIn.user.name, plan.bundle, plan.bundle, plan.isDev, plan.isStaging, {},
                   plan.installerVersion};
        for (const update::PlanItem &item : plan.items)
            if (item.kind == QLatin1String("addon"))
                m_facts.addons.insert(item.name, item.version);
    }
    m_windows->setVariant(plan.isDev       ? ui_kit::Variant::Dev
                          : plan.isStaging ? ui_kit::Variant::Staging
                                           : ui_kit::Variant::Production);
    const QString problem = studio.updateProblem;
    const bool isTold = !problem.isEmpty() && (!studio.isOffline || studio.isUntrusted);
    const QString title =
        studio.isUntrusted ? tr("The studio's server is not trusted") : tr("The newest bundle is not here yet");
    m_state.open(std::move(studio), m_endpoint ? m_endpoint->url() : QString(), [this](const launch::LaunchRequest &) {
        return m_endpoint ? launch::HostEndpoint{m_endpoint->hostUrl(), m_hosts->admit()} : launch::HostEndpoint{};
    });
    if (isTold)
        m_studio.setNotice({updateNotice,
                            launcher_ui::Severity::Warning,
                            title,
                            tr("%1 The bundle of the last start is used.").arg(problem),
                            {},
                            {},
                            true});
    for (const QString &one : m_state.studio().plan.problems)
        m_studio.setNotice({QStringLiteral("plan"),
                            launcher_ui::Severity::Warning,
                            tr("The bundle is incomplete"),
                            one,
                            {},
                            {},
                            true});
    if (m_trayFile && m_endpoint)
        static_cast<void>(m_trayFile->write(m_endpoint->url(), true));
    m_tray.setAttention(false);
    m_studio.dismissNotice(QStringLiteral("damaged"));
    m_studio.dismissNotice(QStringLiteral("start"));
    startEvents();
    if (!m_state.studio().isOffline)
        resumePublishes();
}

void DesktopProgram::resumePublishes()
{
    const Job<publish::Resumed> job = startJob<publish::Resumed>(
        m_desktop.pool, [this, studio = m_state.studio()](JobContext<publish::Resumed> &) -> Result<publish::Resumed> {
            return composition::resumePublishes(m_desktop, studio);
        });
    ui_kit::whenFinished(job, this, [this](const Result<publish::Resumed> &told) {
        if (told && !told->messages.isEmpty())
            m_studio.setNotice({QStringLiteral("publishes"),
                                launcher_ui::Severity::Warning,
                                tr("A publish was interrupted"),
                                told->messages.join(u'\n'),
                                {},
                                {},
                                true});
    });
}

void DesktopProgram::startEvents()
{
    m_events = std::make_unique<client::EventStream>(
        m_state.studio().signedIn.url, m_state.studio().signedIn.credentials.token, QStringList{QStringLiteral("*")});
    connect(m_events.get(), &client::EventStream::eventReceived, this, [this](const QJsonObject &event) {
        m_studio.noteEvent(event);
        m_windows->noteEvent(event);
        if (event.value(QLatin1String("topic")).toString().startsWith(QLatin1String("bundle.")))
            m_updates.checkSoon();
    });
    connect(m_events.get(), &client::EventStream::connectedChanged, this, &DesktopProgram::onPushChannel);
    m_events->start();
}

void DesktopProgram::onPushChannel(bool isConnected)
{
    if (isConnected) {
        m_state.setReachable(true);
        m_studio.refresh();
        m_updates.checkSoon(); // also the first time: a change since the bundle was read was told to nobody
        return;
    }
    // A proxy may refuse the push channel while the server is well: a request decides.
    m_state.run<client::ServerInfo>(
        this,
        [](const launch::Launcher &, const launch::StudioSession &session) { return session.server.info().wait(); },
        [](const Result<client::ServerInfo> &) {});
}

void DesktopProgram::reviveLocalServer()
{
    if (!m_state.isOpen() || m_state.isReachable() || !m_state.isThisComputer())
        return;
    const Job<QUrl> job =
        startJob<QUrl>(m_desktop.pool, [this](JobContext<QUrl> &) { return m_desktop.localServer->ensureRunning(); });
    ui_kit::whenFinished(job, this, [this](const Result<QUrl> &address) {
        if (!address) {
            log::warning(log::desktop, "this computer's server does not come back: {}",
                         address.error().message.toStdString());
            m_revival.start(std::chrono::seconds(10));
        } else if (address->toString(QUrl::StripTrailingSlash) != m_state.serverUrl()) {
            m_desktop.reloadConfiguration(); // it had to take another port
            openStudio();
        } else {
            m_state.setReachable(true);
            m_studio.refresh();
        }
    });
}

void DesktopProgram::onStudioFailed(const Error &error)
{
    log::warning(log::desktop, "the studio cannot be opened: {}", error.message.toStdString());
    const bool isFromEnvironment = !m_desktop.configuration.value(composition::key::apiKey).isEmpty();
    if (error.kind == ErrorKind::Unauthorized && !isFromEnvironment)
        return showLogin(error.message);
    m_tray.setAttention(true);
    if (error.kind == ErrorKind::Invalid && error.detail.contains(QLatin1String("database is damaged")))
        return showDamaged(error);
    m_studio.setNotice({QStringLiteral("start"),
                        launcher_ui::Severity::Problem,
                        tr("The studio could not be opened"),
                        error.message,
                        error.detail,
                        {{QStringLiteral("retry"), tr("Try again"), true}},
                        false,
                        true});
    m_windows->launcher().present();
}

void DesktopProgram::showDamaged(const Error &error)
{
    // How to restore it at a terminal is of no use here: the window does it.
    m_damage = error.message.section(QStringLiteral(" The newest good backup"), 0, 0);
    m_studio.setNotice({QStringLiteral("damaged"),
                        launcher_ui::Severity::Problem,
                        tr("This computer's database is damaged"),
                        m_damage,
                        {},
                        {{QStringLiteral("restore"), tr("Restore…"), true}},
                        false,
                        true});
    m_windows->launcher().present();
    m_windows->side().showRestore(m_damage);
}

void DesktopProgram::showLogin(const QString &reason)
{
    m_login = std::make_unique<LoginAdapter>(m_desktop);
    auto *dialog = new tray_ui::LoginDialog(m_windows->services(), *m_login);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &tray_ui::LoginDialog::signedIn, this, [this, dialog] {
        dialog->close();
        openStudio();
    });
    const tray_ui::Fixed url{m_desktop.configuration.value(composition::key::serverUrl),
                             m_desktop.configuration.lockedBy(composition::key::serverUrl)};
    QString user;
    for (const composition::KnownServer &known : m_desktop.servers->all())
        if (known.url == url.value)
            user = known.user;
    dialog->openFor(url, user, false, reason);
}

void DesktopProgram::showFirstRun()
{
    m_firstRun = std::make_unique<FirstRunAdapter>(m_desktop);
    publishAddress();
    auto *window = new tray_ui::FirstRunWindow(m_windows->services(), *m_firstRun);
    m_firstRunWindow = window;
    window->setAttribute(Qt::WA_DeleteOnClose);
    connect(window, &tray_ui::FirstRunWindow::cancelled, this, [this] {
        m_settings.sync();
        m_trayFile.reset();
        if (!m_wasFolderThere) // nothing was set up: nothing stays
            QDir(m_desktop.directories.local).removeRecursively();
        qApp->exit(0);
    });
    connect(window, &tray_ui::FirstRunWindow::launcherWanted, this, &DesktopProgram::finishFirstRun);
    connect(window, &tray_ui::FirstRunWindow::newProjectWanted, this, [this] {
        finishFirstRun();
        m_windows->side().showNewProject();
    });
    connect(window, &tray_ui::FirstRunWindow::sampleWanted, this, [this] {
        finishFirstRun();
        const composition::StudioSetup setup = m_state.setup();
        m_state.run<void>(
            this,
            [setup](const launch::Launcher &, const launch::StudioSession &) {
                return composition::makeSampleProject(setup);
            },
            [this](const Result<> &made) {
                if (!made)
                    m_studio.setNotice({QStringLiteral("sample"),
                                        launcher_ui::Severity::Problem,
                                        tr("The sample project could not be made"),
                                        made.error().message,
                                        made.error().detail,
                                        {},
                                        true});
                else
                    m_studio.setNotice({QStringLiteral("sample"),
                                        launcher_ui::Severity::Information,
                                        tr("This is the sample project"),
                                        tr("Everything in it can be tried. Removing it takes its files with it."),
                                        {},
                                        {{QStringLiteral("remove"), tr("Remove the sample project"), false}},
                                        true});
                m_studio.refresh();
            });
    });
    window->present();
}

void DesktopProgram::finishFirstRun()
{
    if (m_state.isOpen() || !m_firstRun->studio())
        return;
    m_windows->showTray();
    m_trayFile.reset(); // it was first run's; from now on there is a server to name
    publishAddress();
    m_tray.setBusy(false);
    onStudioOpened(*m_firstRun->studio());
    m_windows->launcher().present();
}

void DesktopProgram::attachHost(const launch::StudioSession &session, const launch::Started &started)
{
    const launch::Prepared &prepared = started.prepared;
    if (prepared.hostSecret.isEmpty())
        return;
    m_hosts->attach(prepared.hostSecret,
                    {session, prepared.facts.project.name, prepared.facts.folder.id, prepared.facts.folder.path,
                     prepared.facts.task.id, prepared.facts.task.name, prepared.application.application.hostName,
                     prepared.application.application.fullName()});
}

void DesktopProgram::showLoader(const launcher_ui::Context &context)
{
    m_windows->loader().showContext(context);
    m_windows->loader().present();
}

void DesktopProgram::launchAgain(std::size_t index)
{
    const std::vector<RecentContext> recent = m_tray.recent();
    if (index >= recent.size())
        return;
    launch::LaunchRequest request;
    request.application = recent[index].application;
    request.project = recent[index].context.project;
    request.folder = recent[index].context.folderId;
    request.task = recent[index].context.taskId;
    m_tray.rememberContext(recent[index].context, recent[index].application);
    m_studio.launchRequest(request, [this](const Result<launch::Started> &started) {
        if (!started)
            Q_EMIT m_tray.messageWanted(tr("The application did not start"), started.error().message);
    });
}

void DesktopProgram::onCommand(TrayCommand command, const QString &id)
{
    switch (command) {
    case TrayCommand::Headline:
        return launchAgain(0);
    case TrayCommand::OpenRecent:
        return launchAgain(id.toUInt());
    case TrayCommand::Launcher:
        return m_windows->launcher().present();
    case TrayCommand::Browse:
        return showLoader({});
    case TrayCommand::Publish:
        return m_windows->showPublisher({});
    case TrayCommand::ShowRunning:
        if (id == TrayAdapter::publishing)
            return m_windows->showPublisher({});
        m_windows->monitor().showProcess(id);
        return m_windows->monitor().present();
    case TrayCommand::ProcessMonitor:
        return m_windows->monitor().present();
    case TrayCommand::Update:
        return showUpdateDialog();
    case TrayCommand::Guides:
        return openHelp({QStringLiteral("artist"), {}});
    case TrayCommand::Quit:
        return quit();
    default:
        m_windows->side().show(command);
    }
}

void DesktopProgram::showUpdateNotice()
{
    if (!m_updates.ready())
        return m_studio.dismissNotice(updateNotice);
    const QStringList changes = m_updates.changes();
    m_studio.setNotice(
        {updateNotice,
         launcher_ui::Severity::Information,
         tr("Bundle %1 is ready").arg(m_updates.ready()->bundle),
         (changes.size() == 1 ? tr("One thing changed.") : tr("%1 things changed.").arg(changes.size())) + u' ' +
             tr("What runs keeps running."),
         changes.join(u'\n'),
         {{QStringLiteral("now"), tr("Now"), true},
          {QStringLiteral("next"), tr("At next start"), false},
          {QStringLiteral("later"), tr("Later"), false}},
         true,
         true});
}

void DesktopProgram::showUpdateDialog()
{
    if (!m_updates.ready())
        return m_windows->launcher().present();
    tray_ui::UpdateOffer offer{m_updates.ready()->bundle,
                               tr("Bundle %1 is ready").arg(m_updates.ready()->bundle),
                               tr("What runs keeps running."),
                               {}};
    for (const QString &change : m_updates.changes())
        offer.changes.push_back({change, {}});
    auto *dialog = new tray_ui::UpdateDialog(m_windows->services(), offer);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &tray_ui::UpdateDialog::chosen, this,
            [this, dialog](const QString &, tray_ui::UpdateChoice choice) {
                dialog->close();
                if (choice == tray_ui::UpdateChoice::Now)
                    m_updates.useNow();
                m_studio.dismissNotice(updateNotice);
            });
    dialog->present();
}

void DesktopProgram::onNoticeAction(const QString &notice, const QString &action)
{
    if (notice == updateNotice && action == QLatin1String("now"))
        m_updates.useNow();
    if (notice == QLatin1String("start") && action == QLatin1String("retry"))
        openStudio();
    if (notice == QLatin1String("damaged"))
        return m_windows->side().showRestore(m_damage);
    if (notice == QLatin1String("sample") && action == QLatin1String("remove")) {
        const composition::StudioSetup setup = m_state.setup();
        m_state.run<void>(
            this,
            [setup](const launch::Launcher &, const launch::StudioSession &) {
                return composition::removeSampleProject(setup);
            },
            [this](const Result<> &) { m_studio.refresh(); });
    }
    m_studio.dismissNotice(notice);
}

void DesktopProgram::switchTo(const QString &url)
{
    if (const Result<> chosen = m_desktop.servers->choose(url); !chosen)
        return;
    m_events.reset();
    m_state.close();
    m_desktop.reloadConfiguration();
    m_trayFile.reset();
    publishAddress();
    openStudio();
}

void DesktopProgram::openHelp(const ui_kit::HelpPlace &place)
{
    QUrl page = QUrl::fromLocalFile(m_desktop.directories.resources + QStringLiteral("/help/") + place.page +
                                    QStringLiteral(".html"));
    page.setFragment(place.anchor);
    QDesktopServices::openUrl(page);
}

void DesktopProgram::quit()
{
    m_settings.sync();
    qApp->quit();
}

} // namespace hearth::desktop
