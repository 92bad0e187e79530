// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/status_notifier.h"
#include "tray/tray_menu_window.h"

#include <QDeadlineTimer>
#include <QObject>

#include <memory>
#include <optional>

class QSystemTrayIcon;
class QTimer;

namespace hearth::tray_ui
{

enum class TrayHost { None, StatusNotifier, Embedded };

/// Puts the tray wherever the desktop has a place for it, now or later; without any, a small window stands in.
/// The source outlives it. Threads: GUI only.
class TrayPresence : public QObject
{
    Q_OBJECT

public:
    TrayPresence(const ui_kit::WindowServices &services, TraySource &source, QObject *parent = nullptr);
    ~TrayPresence() override;

    void start();
    TrayHost host() const { return m_host; }
    TrayMenu &menu() { return *m_menu; }
    /// The stand-in window; null while a host shows the icon.
    TrayMenuWindow *window() const { return m_window.get(); }

Q_SIGNALS:
    void hostChanged();

private:
    void lookForHost();
    void setHost(TrayHost host);
    void updateLook();
    void showEmbedded();
    void showMessage(const QString &title, const QString &text);

    ui_kit::WindowServices m_services;
    TraySource &m_source;
    std::unique_ptr<TrayMenu> m_menu;
    std::unique_ptr<StatusNotifier> m_notifier;
    std::unique_ptr<QSystemTrayIcon> m_icon;
    std::unique_ptr<TrayMenuWindow> m_window;
    QTimer *m_search;
    int m_rounds = 0;
    std::optional<QDeadlineTimer> m_leaving; ///< a host of the newer kind is lost; the older is asked after this
    TrayHost m_host = TrayHost::None;
};

} // namespace hearth::tray_ui
