// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/portal_appearance_linux.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>

namespace hearth::ui_kit
{

namespace
{

const auto portalService = QStringLiteral("org.freedesktop.portal.Desktop");
const auto portalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const auto settingsInterface = QStringLiteral("org.freedesktop.portal.Settings");
const auto appearanceSpace = QStringLiteral("org.freedesktop.appearance");
const auto schemeKey = QStringLiteral("color-scheme");
const auto gnomeSpace = QStringLiteral("org.gnome.desktop.interface");
const auto animationsKey = QStringLiteral("enable-animations");

// Read answers a variant in a variant, SettingChanged a single one.
QVariant unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>() && value.userType() == qMetaTypeId<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

PortalAppearance::PortalAppearance() : m_bus(QDBusConnection::sessionBus())
{
    if (!m_bus.isConnected())
        return;
    // Qt knows the slot's parameter type only after the first message; a connect before that is refused.
    qRegisterMetaType<QDBusVariant>("QDBusVariant");
    m_bus.connect(portalService, portalPath, settingsInterface, QStringLiteral("SettingChanged"), this,
                  SLOT(onSettingChanged(QString, QString, QDBusVariant)));
    auto *watcher = new QDBusServiceWatcher(portalService, m_bus, QDBusServiceWatcher::WatchForRegistration, this);
    connect(watcher, &QDBusServiceWatcher::serviceRegistered, this, [this] { readAll(); });
    readAll();
}

void PortalAppearance::onSettingChanged(const QString &space, const QString &key, const QDBusVariant &value)
{
    take(space, key, unwrapped(value.variant()));
}

void PortalAppearance::readAll()
{
    read(appearanceSpace, schemeKey);
    read(gnomeSpace, animationsKey);
}

void PortalAppearance::read(const QString &space, const QString &key)
{
    QDBusMessage call =
        QDBusMessage::createMethodCall(portalService, portalPath, settingsInterface, QStringLiteral("Read"));
    call << space << key;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, space, key](QDBusPendingCallWatcher *done) {
        done->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *done;
        if (!reply.isError())
            take(space, key, unwrapped(reply.value().variant()));
    });
}

void PortalAppearance::take(const QString &space, const QString &key, const QVariant &value)
{
    constexpr uint prefersLight = 2;
    const bool wasDark = m_isDark;
    const bool wasReduced = m_isReduced;
    if (space == appearanceSpace && key == schemeKey)
        m_isDark = value.toUInt() != prefersLight;
    else if (space == gnomeSpace && key == animationsKey)
        m_isReduced = !value.toBool();
    if (wasDark != m_isDark || wasReduced != m_isReduced)
        Q_EMIT changed();
}

std::unique_ptr<DesktopAppearance> systemAppearance()
{
    return std::make_unique<PortalAppearance>();
}

} // namespace hearth::ui_kit
