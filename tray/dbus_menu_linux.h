// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/tray_menu.h"

#include <QDBusConnection>
#include <QDBusVirtualObject>

#include <vector>

namespace hearth::tray_ui
{

/// The tray's menu as hosts read it. Source: the com.canonical.dbusmenu interface, version 3.
class DBusMenu final : public QDBusVirtualObject
{
    Q_OBJECT

public:
    DBusMenu(TrayMenu &menu, QDBusConnection bus, QObject *parent = nullptr);

    static QString objectPath() { return QStringLiteral("/MenuBar"); }
    QString introspect(const QString &path) const override;
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override;

private:
    struct Entry {
        const MenuLine *line = nullptr; ///< null for the root
        std::vector<int> children;
    };

    void number();
    int add(const std::vector<MenuLine> &lines, std::vector<int> &ids, int next);
    QVariantMap propertiesOf(int id) const;
    QVariant layoutOf(int id, int depth) const;
    QVariant groupProperties(const QList<int> &ids) const;
    void onEvent(int id, const QString &event);
    bool handleMenuCall(const QDBusMessage &message, QDBusMessage &reply);
    bool handlePropertyCall(const QDBusMessage &message, QDBusMessage &reply) const;

    TrayMenu &m_menu;
    QDBusConnection m_bus;
    std::vector<Entry> m_entries; ///< the index is the id hosts use
    uint m_revision = 1;
};

} // namespace hearth::tray_ui
