// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/desktop.h"
#include "desktop/loader_adapter.h"
#include "desktop/publish_adapter.h"
#include "desktop/side_windows.h"
#include "desktop/studio_adapter.h"
#include "tray/tray_presence.h"
#include "ui_kit/app_window.h"
#include "ui_kit/desktop_appearance.h"
#include "ui_kit/theme.h"

namespace hearth::launcher_ui
{
class EnvironmentWindow;
class LauncherWindow;
class ProcessMonitorWindow;
} // namespace hearth::launcher_ui

namespace hearth::loader_ui
{
class LoaderWindow;
}

namespace hearth::publisher_ui
{
class PublisherWindow;
}

namespace hearth::desktop
{

/// The windows of the running program, each made when it is first shown. GUI thread.
class DesktopWindows : public QObject
{
    Q_OBJECT

public:
    DesktopWindows(composition::Desktop &desktop, const ui_kit::WindowServices &services, StudioState &state,
                   StudioAdapter &studio, tray_ui::TraySource &tray);
    ~DesktopWindows() override;

    void showTray();
    SideWindows &side() { return m_side; }
    launcher_ui::LauncherWindow &launcher();
    launcher_ui::ProcessMonitorWindow &monitor();
    launcher_ui::EnvironmentWindow &explainer();
    loader_ui::LoaderWindow &loader();
    publisher_ui::PublisherWindow &publisher();
    PublishAdapter &publishing() { return m_publishing; }
    void showPublisher(const launcher_ui::Context &context);
    /// What the push channel told.
    void noteEvent(const QJsonObject &event);
    [[nodiscard]] const ui_kit::WindowServices &services() const { return m_services; }
    void setVariant(ui_kit::Variant variant);
    /// Follows the theme chosen in the settings.
    void applyTheme();

Q_SIGNALS:
    void accountWanted();
    void settingsWanted();
    void loaderWanted(const launcher_ui::Context &context);

private:
    composition::Desktop &m_desktop;
    ui_kit::WindowServices m_services;
    StudioAdapter &m_studio;
    tray_ui::TraySource &m_traySource;
    std::unique_ptr<ui_kit::DesktopAppearance> m_appearance;
    std::unique_ptr<ui_kit::Theme> m_theme;
    SideWindows m_side;
    std::unique_ptr<tray_ui::TrayPresence> m_presence;
    std::unique_ptr<launcher_ui::LauncherWindow> m_launcher;
    std::unique_ptr<launcher_ui::ProcessMonitorWindow> m_monitor;
    std::unique_ptr<launcher_ui::EnvironmentWindow> m_explainer;
    LoaderAdapter m_published;
    std::unique_ptr<loader_ui::LoaderWindow> m_loader;
    PublishAdapter m_publishing;
    std::unique_ptr<publisher_ui::PublisherWindow> m_publisher;
};

} // namespace hearth::desktop
