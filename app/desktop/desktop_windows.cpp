// SPDX-License-Identifier: Apache-2.0
#include "desktop/desktop_windows.h"
#include "launcher/ui/environment_window.h"
#include "launcher/ui/launcher_window.h"
#include "launcher/ui/process_monitor_window.h"
#include "publisher/loader/ui/loader_window.h"
#include "publisher/ui/publisher_window.h"

#include <QApplication>

namespace hearth::desktop
{

DesktopWindows::DesktopWindows(composition::Desktop &desktop, const ui_kit::WindowServices &services,
                               StudioState &state, StudioAdapter &studio, tray_ui::TraySource &tray)
    : m_desktop(desktop), m_services(services), m_studio(studio), m_traySource(tray),
      m_appearance(ui_kit::systemAppearance()),
      m_theme(std::make_unique<ui_kit::Theme>(*qobject_cast<QApplication *>(qApp), *m_appearance)),
      m_side(state, services), m_published(state), m_publishing(state)
{
    applyTheme();
    connect(&m_publishing, &PublishAdapter::ended, this, [this](const QString &title, const QString &text) {
        if (!m_publisher || !m_publisher->isVisible())
            Q_EMIT m_traySource.messageWanted(title, text);
    });
    connect(&m_side.settings(), &SettingsAdapter::themeChanged, this, &DesktopWindows::applyTheme);
    connect(&m_side.settings(), &SettingsAdapter::applicationsChanged, &m_studio,
            &launcher_ui::StudioSource::applicationsChanged);
}

DesktopWindows::~DesktopWindows() = default;

void DesktopWindows::applyTheme()
{
    const QString choice = m_desktop.configuration.value(composition::key::theme);
    m_theme->setChoice(choice == QLatin1String("dark")    ? ui_kit::ThemeChoice::Dark
                       : choice == QLatin1String("light") ? ui_kit::ThemeChoice::Light
                                                          : ui_kit::ThemeChoice::System);
}

void DesktopWindows::showTray()
{
    m_presence = std::make_unique<tray_ui::TrayPresence>(m_services, m_traySource);
    m_presence->start();
}

launcher_ui::LauncherWindow &DesktopWindows::launcher()
{
    if (!m_launcher) {
        m_launcher = std::make_unique<launcher_ui::LauncherWindow>(m_services, m_studio);
        connect(m_launcher.get(), &launcher_ui::LauncherWindow::accountRequested, this, &DesktopWindows::accountWanted);
        connect(m_launcher.get(), &launcher_ui::LauncherWindow::settingsRequested, this,
                &DesktopWindows::settingsWanted);
        connect(m_launcher.get(), &launcher_ui::LauncherWindow::newProjectRequested, &m_side,
                &SideWindows::showNewProject);
        connect(m_launcher.get(), &launcher_ui::LauncherWindow::monitorRequested, this,
                [this] { monitor().present(); });
        connect(m_launcher.get(), &launcher_ui::LauncherWindow::explainRequested, this,
                [this](const launcher_ui::Context &context, const QString &application) {
                    explainer().explain(context, application);
                    explainer().present();
                });
    }
    return *m_launcher;
}

launcher_ui::ProcessMonitorWindow &DesktopWindows::monitor()
{
    if (!m_monitor)
        m_monitor = std::make_unique<launcher_ui::ProcessMonitorWindow>(m_services, m_studio);
    return *m_monitor;
}

launcher_ui::EnvironmentWindow &DesktopWindows::explainer()
{
    if (!m_explainer)
        m_explainer = std::make_unique<launcher_ui::EnvironmentWindow>(m_services, m_studio);
    return *m_explainer;
}

loader_ui::LoaderWindow &DesktopWindows::loader()
{
    if (!m_loader)
        m_loader = std::make_unique<loader_ui::LoaderWindow>(m_services, m_studio, m_published);
    return *m_loader;
}

publisher_ui::PublisherWindow &DesktopWindows::publisher()
{
    if (!m_publisher) {
        m_publisher = std::make_unique<publisher_ui::PublisherWindow>(m_services, m_studio, m_publishing);
        connect(m_publisher.get(), &publisher_ui::PublisherWindow::loaderWanted, this, &DesktopWindows::loaderWanted);
    }
    return *m_publisher;
}

void DesktopWindows::showPublisher(const launcher_ui::Context &context)
{
    publisher().showContext(context);
    publisher().present();
}

void DesktopWindows::noteEvent(const QJsonObject &event)
{
    const QString topic = event.value(QLatin1String("topic")).toString();
    const QString project = event.value(QLatin1String("project")).toString();
    m_published.noteEvent(topic, project);
    m_publishing.noteEvent(topic, project);
}

void DesktopWindows::setVariant(ui_kit::Variant variant)
{
    m_services.variant = variant;
    for (ui_kit::AppWindow *window : std::initializer_list<ui_kit::AppWindow *>{
             m_launcher.get(), m_monitor.get(), m_explainer.get(), m_loader.get(), m_publisher.get()})
        if (window)
            window->setVariant(variant);
}

} // namespace hearth::desktop
