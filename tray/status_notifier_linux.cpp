// SPDX-License-Identifier: Apache-2.0
#include "tray/dbus_status_notifier_linux.h"

#include <QCoreApplication>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>

namespace hearth::tray_ui
{

namespace
{

const auto watcherService = QStringLiteral("org.kde.StatusNotifierWatcher");
const auto watcherPath = QStringLiteral("/StatusNotifierWatcher");
const auto propertiesInterface = QStringLiteral("org.freedesktop.DBus.Properties");

} // namespace

DBusStatusNotifier::DBusStatusNotifier(TrayMenu &menu)
    : m_name(QStringLiteral("org.kde.StatusNotifierItem-%1-1").arg(QCoreApplication::applicationPid())),
      m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, m_name)), m_item(this),
      m_menu(menu, m_bus, this), m_watcher(watcherService, m_bus, QDBusServiceWatcher::WatchForOwnerChange)
{
    if (!m_bus.isConnected()) {
        QMetaObject::invokeMethod(this, &StatusNotifier::answered, Qt::QueuedConnection);
        return;
    }
    m_bus.registerVirtualObject(NotifierItem::objectPath(), &m_item);
    m_bus.registerVirtualObject(DBusMenu::objectPath(), &m_menu);
    m_bus.registerService(m_name);
    connect(&m_item, &NotifierItem::activated, this, &StatusNotifier::activated);
    connect(&m_watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString &, const QString &, const QString &owner) {
                owner.isEmpty() ? setShown(false) : announce();
            });
    for (const char *signal : {"StatusNotifierHostRegistered", "StatusNotifierHostUnregistered"})
        m_bus.connect(watcherService, watcherPath, watcherService, QLatin1String(signal), this, SLOT(announce()));
    announce();
}

DBusStatusNotifier::~DBusStatusNotifier()
{
    QDBusConnection::disconnectFromBus(m_name);
}

void DBusStatusNotifier::setLook(const NotifierLook &look)
{
    m_item.look = look;
    for (const char *signal : {"NewTitle", "NewIcon", "NewToolTip"})
        m_bus.send(QDBusMessage::createSignal(NotifierItem::objectPath(), NotifierItem::interfaceName(),
                                              QLatin1String(signal)));
    QDBusMessage status = QDBusMessage::createSignal(NotifierItem::objectPath(), NotifierItem::interfaceName(),
                                                     QStringLiteral("NewStatus"));
    m_bus.send(status << m_item.status());
}

void DBusStatusNotifier::showMessage(const QString &title, const QString &text)
{
    constexpr int shownMs = 8000;
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("/org/freedesktop/Notifications"),
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
    call << m_item.look.title << 0u << QString() << title << text.toHtmlEscaped() << QStringList() << QVariantMap()
         << shownMs;
    m_bus.send(call);
}

void DBusStatusNotifier::announce()
{
    QDBusMessage call = QDBusMessage::createMethodCall(watcherService, watcherPath, watcherService,
                                                       QStringLiteral("RegisterStatusNotifierItem"));
    call.setAutoStartService(false);
    call << m_name;
    whenAnswered(call, [this](const QDBusMessage &reply) {
        reply.type() == QDBusMessage::ErrorMessage ? setShown(false) : askForHost();
    });
}

// A watcher alone shows nothing: there must be a host as well.
void DBusStatusNotifier::askForHost()
{
    QDBusMessage call =
        QDBusMessage::createMethodCall(watcherService, watcherPath, propertiesInterface, QStringLiteral("Get"));
    call << watcherService << QStringLiteral("IsStatusNotifierHostRegistered");
    whenAnswered(call, [this](const QDBusMessage &reply) {
        const auto value = reply.arguments().value(0).value<QDBusVariant>().variant();
        setShown(reply.type() != QDBusMessage::ErrorMessage && value.toBool());
    });
}

void DBusStatusNotifier::setShown(bool on)
{
    if (m_isShown != on) {
        m_isShown = on;
        Q_EMIT shownChanged();
    }
    Q_EMIT answered();
}

void DBusStatusNotifier::whenAnswered(const QDBusMessage &call,
                                      const std::function<void(const QDBusMessage &)> &callback)
{
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call, 3000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [callback](QDBusPendingCallWatcher *done) {
        done->deleteLater();
        callback(done->reply());
    });
}

std::unique_ptr<StatusNotifier> makeStatusNotifier(TrayMenu &menu)
{
    return std::make_unique<DBusStatusNotifier>(menu);
}

} // namespace hearth::tray_ui
