// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/event_stream.h"
#include "desktop/first_run_adapter.h"
#include "desktop/tray_adapter.h"
#include "tray/local/host_endpoint.h"
#include "tray/local/local_endpoint.h"
#include "tray/local/tray_file.h"
#include "ui_kit/app_window.h"

#include <QPointer>
#include <QSettings>
#include <QTimer>

namespace hearth::launcher_ui
{
class LauncherWindow;
class ProcessMonitorWindow;
class EnvironmentWindow;
} // namespace hearth::launcher_ui

namespace hearth::tray_ui
{
class FirstRunWindow;
class LoginDialog;
class TrayPresence;
} // namespace hearth::tray_ui

namespace hearth::desktop
{

class DesktopWindows;

/// The tray program from its start to its end: opens the studio, answers on this machine, shows windows when asked.
class DesktopProgram final : public QObject, public ui_kit::HelpOpener
{
    Q_OBJECT

public:
    explicit DesktopProgram(composition::Desktop &desktop);
    ~DesktopProgram() override;

    /// Shows the tray at once and opens the studio beside it. \returns an exit code when there is nothing to run
    [[nodiscard]] std::optional<int> start();
    void openHelp(const ui_kit::HelpPlace &place) override;

private:
    void connectSideWindows();
    void openStudio();
    void onStudioOpened(composition::OpenStudio studio);
    void onStudioFailed(const Error &error);
    void startEvents();
    void resumePublishes();
    void onPushChannel(bool isConnected);
    /// Starts this computer's server again when it is gone.
    void reviveLocalServer();
    [[nodiscard]] Result<> startEndpoint();
    /// Takes this machine's address for the configured server and tells other programs; says so when that fails.
    void publishAddress();
    /// A second start, or a person, wants to see Hearth.
    void presentSelf();
    void showDamaged(const Error &error);
    void onCommand(tray_ui::TrayCommand command, const QString &id);
    void onNoticeAction(const QString &notice, const QString &action);
    void showFirstRun();
    void finishFirstRun();
    void showLogin(const QString &reason);
    void showUpdateNotice();
    void showUpdateDialog();
    void attachHost(const launch::StudioSession &session, const launch::Started &started);
    void showLoader(const launcher_ui::Context &context);
    void launchAgain(std::size_t index);
    [[nodiscard]] std::optional<int> yieldToOther();
    void switchTo(const QString &url);
    void quit();

    composition::Desktop &m_desktop;
    bool m_wasFolderThere;
    QSettings m_settings;
    ui_kit::UserMemory m_memory;
    StudioState m_state;
    ProcessWatch m_processes;
    StudioAdapter m_studio;
    UpdateWatch m_updates;
    TrayAdapter m_tray;
    std::unique_ptr<FirstRunAdapter> m_firstRun;
    QPointer<tray_ui::FirstRunWindow> m_firstRunWindow;
    QString m_damage; ///< what was found wrong with this computer's database
    std::unique_ptr<LoginAdapter> m_login;
    std::shared_ptr<const launch::Launcher> m_hostLauncher;
    std::unique_ptr<tray_local::HostEndpoint> m_hosts;
    std::unique_ptr<tray_local::LocalEndpoint> m_endpoint;
    std::unique_ptr<tray_local::TrayFile> m_trayFile;
    std::unique_ptr<client::EventStream> m_events;
    std::unique_ptr<DesktopWindows> m_windows;
    std::mutex m_factsMutex;
    tray_local::TrayFacts m_facts; ///< read by the endpoint's threads
    QString m_runFile;
    QTimer m_revival;
};

} // namespace hearth::desktop
