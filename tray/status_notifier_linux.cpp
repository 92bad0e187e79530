// SPDX-License-Identifier: Apache-2.0
#include "tray/status_notifier.h"

#include "tray/brand_glyph.h"
#include "tray/dbus_menu_linux.h"

#include <QCoreApplication>
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QDBusVariant>
#include <QImage>
#include <QtEndian>

namespace hearth::tray_ui
{

namespace
{

const auto watcherService = QStringLiteral("org.kde.StatusNotifierWatcher");
const auto watcherPath = QStringLiteral("/StatusNotifierWatcher");
const auto itemInterface = QStringLiteral("org.kde.StatusNotifierItem");
const auto itemPath = QStringLiteral("/StatusNotifierItem");
const auto propertiesInterface = QStringLiteral("org.freedesktop.DBus.Properties");

/// One size of an icon: ARGB, 32 bits, network byte order.
struct IconImage {
    int width = 0;
    int height = 0;
    QByteArray bytes;
};

struct ToolTip {
    QString icon;
    QList<IconImage> images;
    QString title;
    QString text;
};

QDBusArgument &operator<<(QDBusArgument &argument, const IconImage &image)
{
    argument.beginStructure();
    argument << image.width << image.height << image.bytes;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, IconImage &image)
{
    argument.beginStructure();
    argument >> image.width >> image.height >> image.bytes;
    argument.endStructure();
    return argument;
}

QDBusArgument &operator<<(QDBusArgument &argument, const ToolTip &tip)
{
    argument.beginStructure();
    argument << tip.icon << tip.images << tip.title << tip.text;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, ToolTip &tip)
{
    argument.beginStructure();
    argument >> tip.icon >> tip.images >> tip.title >> tip.text;
    argument.endStructure();
    return argument;
}

IconImage iconImage(const QImage &image)
{
    IconImage made{image.width(), image.height(), QByteArray(image.width() * image.height() * 4, Qt::Uninitialized)};
    char *out = made.bytes.data();
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x, out += 4)
            qToBigEndian<quint32>(image.pixel(x, y), out);
    }
    return made;
}

} // namespace

} // namespace hearth::tray_ui

Q_DECLARE_METATYPE(hearth::tray_ui::IconImage)
Q_DECLARE_METATYPE(hearth::tray_ui::ToolTip)

namespace hearth::tray_ui
{

/// The object that hosts read and call.
class NotifierItem final : public QDBusVirtualObject
{
    Q_OBJECT

public:
    using QDBusVirtualObject::QDBusVirtualObject;

    NotifierLook look;

    QString introspect(const QString &) const override
    {
        return QStringLiteral(R"xml(<interface name="org.kde.StatusNotifierItem">
<property name="Category" type="s" access="read"/><property name="Id" type="s" access="read"/>
<property name="Title" type="s" access="read"/><property name="Status" type="s" access="read"/>
<property name="WindowId" type="i" access="read"/><property name="IconName" type="s" access="read"/>
<property name="IconPixmap" type="a(iiay)" access="read"/><property name="OverlayIconName" type="s" access="read"/>
<property name="AttentionIconName" type="s" access="read"/><property name="ToolTip" type="(sa(iiay)ss)" access="read"/>
<property name="ItemIsMenu" type="b" access="read"/><property name="Menu" type="o" access="read"/>
<method name="ContextMenu"><arg type="i" direction="in"/><arg type="i" direction="in"/></method>
<method name="Activate"><arg type="i" direction="in"/><arg type="i" direction="in"/></method>
<method name="SecondaryActivate"><arg type="i" direction="in"/><arg type="i" direction="in"/></method>
<method name="Scroll"><arg type="i" direction="in"/><arg type="s" direction="in"/></method>
<signal name="NewTitle"/><signal name="NewIcon"/><signal name="NewToolTip"/><signal name="NewStatus"><arg type="s"/></signal>
</interface>)xml");
    }

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        QDBusMessage reply = message.createReply();
        if (message.interface() == propertiesInterface) {
            if (message.member() == QStringLiteral("GetAll"))
                reply << properties();
            else if (const QVariant value = properties().value(message.arguments().value(1).toString());
                     value.isValid())
                reply << QVariant::fromValue(QDBusVariant(value));
            else
                reply = message.createErrorReply(QDBusError::UnknownProperty, QStringLiteral("No such property"));
        } else if (message.interface() == itemInterface) {
            if (message.member() == QStringLiteral("Activate"))
                Q_EMIT activated();
        } else {
            return false;
        }
        connection.send(reply);
        return true;
    }

    QString status() const
    {
        return look.state == TrayState::Attention ? QStringLiteral("NeedsAttention") : QStringLiteral("Active");
    }

Q_SIGNALS:
    void activated();

private:
    QVariantMap properties() const
    {
        QList<IconImage> images;
        for (const int pixels : {16, 22, 24, 32, 48, 64})
            images.append(iconImage(trayImage(look.state, look.variant, pixels)));
        const ToolTip tip{{}, {}, look.title, look.sentence};
        return {{QStringLiteral("Category"), QStringLiteral("ApplicationStatus")},
                {QStringLiteral("Id"), QStringLiteral("hearth")},
                {QStringLiteral("Title"), look.title},
                {QStringLiteral("Status"), status()},
                {QStringLiteral("WindowId"), 0},
                {QStringLiteral("IconName"), QString()},
                {QStringLiteral("IconPixmap"), QVariant::fromValue(images)},
                {QStringLiteral("OverlayIconName"), QString()},
                {QStringLiteral("AttentionIconName"), QString()},
                {QStringLiteral("AttentionIconPixmap"), QVariant::fromValue(images)},
                {QStringLiteral("ToolTip"), QVariant::fromValue(tip)},
                {QStringLiteral("ItemIsMenu"), true},
                {QStringLiteral("Menu"), QVariant::fromValue(QDBusObjectPath(DBusMenu::objectPath()))}};
    }
};

/// Speaks StatusNotifierItem over a bus connection of its own and registers each time a watcher appears: Qt 6.4 asks
/// once at start and never again.
class DBusStatusNotifier final : public StatusNotifier
{
    Q_OBJECT

public:
    explicit DBusStatusNotifier(TrayMenu &menu)
        : m_name(QStringLiteral("org.kde.StatusNotifierItem-%1-1").arg(QCoreApplication::applicationPid())),
          m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, m_name)), m_item(this),
          m_menu(menu, m_bus, this), m_watcher(watcherService, m_bus, QDBusServiceWatcher::WatchForOwnerChange)
    {
        if (!m_bus.isConnected())
            return;
        qDBusRegisterMetaType<IconImage>();
        qDBusRegisterMetaType<QList<IconImage>>();
        qDBusRegisterMetaType<ToolTip>();
        m_bus.registerVirtualObject(itemPath, &m_item);
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

    ~DBusStatusNotifier() override { QDBusConnection::disconnectFromBus(m_name); }

    void setLook(const NotifierLook &look) override
    {
        m_item.look = look;
        for (const char *signal : {"NewTitle", "NewIcon", "NewToolTip"})
            m_bus.send(QDBusMessage::createSignal(itemPath, itemInterface, QLatin1String(signal)));
        QDBusMessage status = QDBusMessage::createSignal(itemPath, itemInterface, QStringLiteral("NewStatus"));
        m_bus.send(status << m_item.status());
    }

    bool isShown() const override { return m_isShown; }

    void showMessage(const QString &title, const QString &text) override
    {
        constexpr int shownMs = 8000;
        QDBusMessage call = QDBusMessage::createMethodCall(
            QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("/org/freedesktop/Notifications"),
            QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
        call << m_item.look.title << 0u << QString() << title << text.toHtmlEscaped() << QStringList() << QVariantMap()
             << shownMs;
        m_bus.send(call);
    }

public Q_SLOTS:
    void announce()
    {
        QDBusMessage call = QDBusMessage::createMethodCall(watcherService, watcherPath, watcherService,
                                                           QStringLiteral("RegisterStatusNotifierItem"));
        call.setAutoStartService(false);
        call << m_name;
        whenAnswered(call, [this](const QDBusMessage &reply) {
            reply.type() == QDBusMessage::ErrorMessage ? setShown(false) : askForHost();
        });
    }

private:
    // A watcher alone shows nothing: there must be a host as well.
    void askForHost()
    {
        QDBusMessage call =
            QDBusMessage::createMethodCall(watcherService, watcherPath, propertiesInterface, QStringLiteral("Get"));
        call << watcherService << QStringLiteral("IsStatusNotifierHostRegistered");
        whenAnswered(call, [this](const QDBusMessage &reply) {
            const auto value = reply.arguments().value(0).value<QDBusVariant>().variant();
            setShown(reply.type() != QDBusMessage::ErrorMessage && value.toBool());
        });
    }

    template <typename Callback>
    void whenAnswered(const QDBusMessage &call, Callback callback)
    {
        auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call, 3000), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this, [callback](QDBusPendingCallWatcher *done) {
            done->deleteLater();
            callback(done->reply());
        });
    }

    void setShown(bool on)
    {
        if (m_isShown != on) {
            m_isShown = on;
            Q_EMIT shownChanged();
        }
        Q_EMIT answered();
    }

    QString m_name;
    QDBusConnection m_bus;
    NotifierItem m_item;
    DBusMenu m_menu;
    QDBusServiceWatcher m_watcher;
    bool m_isShown = false;
};

std::unique_ptr<StatusNotifier> makeStatusNotifier(TrayMenu &menu)
{
    return std::make_unique<DBusStatusNotifier>(menu);
}

} // namespace hearth::tray_ui

#include "status_notifier_linux.moc"
