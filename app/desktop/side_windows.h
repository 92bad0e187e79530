// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/account_adapter.h"
#include "desktop/problem_report.h"
#include "desktop/project_adapter.h"
#include "desktop/settings_adapter.h"
#include "desktop/studio_admin_adapter.h"
#include "tray/tray_source.h"
#include "ui_kit/app_window.h"

#include <QPointer>

namespace hearth::studio_ui
{
class StudioWindow;
}

namespace hearth::desktop
{

/// The windows beside the launcher: account, settings, new project, report, about, what a crash left. Each is made
/// when it is asked for and goes when it is closed. GUI thread.
class SideWindows : public QObject
{
    Q_OBJECT

public:
    SideWindows(StudioState &state, const ui_kit::WindowServices &services, QObject *parent = nullptr);

    /// Shows the window of a tray command that is one of these.
    void show(tray_ui::TrayCommand command);
    void showNewProject();
    void showRestore(const QString &finding);
    /// Offers the newest trace of a run that ended unexpectedly; nothing when there is none.
    void offerCrashTrace();

    AccountAdapter &account() { return m_account; }
    SettingsAdapter &settings() { return m_settings; }

Q_SIGNALS:
    void projectCreated(const QString &name);
    void restored();

private:
    void showAbout();
    void showStudio();
    [[nodiscard]] QString studioOwner() const;

    StudioState &m_state;
    ui_kit::WindowServices m_services;
    AccountAdapter m_account;
    SettingsAdapter m_settings;
    ProblemReport m_report;
    ProjectAdapter m_projects;
    StudioAdminAdapter m_admin;
    QPointer<studio_ui::StudioWindow> m_studio;
    QString m_studioOwner; ///< who sees which server in it
    std::unique_ptr<BackupAdapter> m_backups;
};

} // namespace hearth::desktop
