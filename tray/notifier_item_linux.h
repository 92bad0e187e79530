// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/status_notifier.h"

#include <QDBusVirtualObject>
#include <QVariantMap>

namespace hearth::tray_ui
{

/// The object that tray hosts read and call. Source: the org.kde.StatusNotifierItem interface.
class NotifierItem final : public QDBusVirtualObject
{
    Q_OBJECT

public:
    explicit NotifierItem(QObject *parent = nullptr);

    static QString objectPath();
    static QString interfaceName();
    NotifierLook look;

    QString introspect(const QString &path) const override;
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override;
    QString status() const;

Q_SIGNALS:
    void activated();

private:
    QVariantMap properties() const;
};

} // namespace hearth::tray_ui
