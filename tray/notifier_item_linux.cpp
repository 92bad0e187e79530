// SPDX-License-Identifier: Apache-2.0
#include "tray/notifier_item_linux.h"

#include "tray/brand_glyph.h"
#include "tray/dbus_menu_linux.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QImage>
#include <QtEndian>

namespace hearth::tray_ui
{

namespace
{

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

NotifierItem::NotifierItem(QObject *parent) : QDBusVirtualObject(parent)
{
    qDBusRegisterMetaType<IconImage>();
    qDBusRegisterMetaType<QList<IconImage>>();
    qDBusRegisterMetaType<ToolTip>();
}

QString NotifierItem::objectPath()
{
    return QStringLiteral("/StatusNotifierItem");
}

QString NotifierItem::interfaceName()
{
    return QStringLiteral("org.kde.StatusNotifierItem");
}

QString NotifierItem::introspect(const QString &) const
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

bool NotifierItem::handleMessage(const QDBusMessage &message, const QDBusConnection &connection)
{
    QDBusMessage reply = message.createReply();
    if (message.interface() == propertiesInterface) {
        if (message.member() == QStringLiteral("GetAll"))
            reply << properties();
        else if (const QVariant value = properties().value(message.arguments().value(1).toString()); value.isValid())
            reply << QVariant::fromValue(QDBusVariant(value));
        else
            reply = message.createErrorReply(QDBusError::UnknownProperty, QStringLiteral("No such property"));
    } else if (message.interface() == interfaceName()) {
        if (message.member() == QStringLiteral("Activate"))
            Q_EMIT activated();
    } else {
        return false;
    }
    connection.send(reply);
    return true;
}

QString NotifierItem::status() const
{
    return look.state == TrayState::Attention ? QStringLiteral("NeedsAttention") : QStringLiteral("Active");
}

QVariantMap NotifierItem::properties() const
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

} // namespace hearth::tray_ui
