// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/dbus_menu_linux.h"
#include "tray/notifier_item_linux.h"

#include <QDBusConnection>
#include <QDBusServiceWatcher>

#include <functional>

namespace hearth::tray_ui
{

/// Speaks StatusNotifierItem over a bus connection of its own and registers each time a watcher appears: Qt 6.4 asks
/// once at start and never again.
class DBusStatusNotifier final : public StatusNotifier
{
    Q_OBJECT

public:
    explicit DBusStatusNotifier(TrayMenu &menu);
    ~DBusStatusNotifier() override;

    void setLook(const NotifierLook &look) override;
    bool isShown() const override { return m_isShown; }
    void showMessage(const QString &title, const QString &text) override;

public Q_SLOTS:
    void announce();

private:
    void askForHost();
    void whenAnswered(const QDBusMessage &call, const std::function<void(const QDBusMessage &)> &callback);
    void setShown(bool on);

    QString m_name;
    QDBusConnection m_bus;
    NotifierItem m_item;
    DBusMenu m_menu;
    QDBusServiceWatcher m_watcher;
    bool m_isShown = false;
};

} // namespace hearth::tray_ui
