// SPDX-License-Identifier: Apache-2.0
#include "tray/dbus_menu_linux.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusVariant>

namespace hearth::tray_ui
{

namespace
{

const auto menuInterface = QStringLiteral("com.canonical.dbusmenu");
const auto propertiesInterface = QStringLiteral("org.freedesktop.DBus.Properties");

struct Layout {
    int id = 0;
    QVariantMap properties;
    QList<QDBusVariant> children;
};

struct ItemProperties {
    int id = 0;
    QVariantMap properties;
};

QDBusArgument &operator<<(QDBusArgument &argument, const Layout &layout)
{
    argument.beginStructure();
    argument << layout.id << layout.properties;
    argument.beginArray(QMetaType::fromType<QDBusVariant>());
    for (const QDBusVariant &child : layout.children)
        argument << child;
    argument.endArray();
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, Layout &layout)
{
    argument.beginStructure();
    argument >> layout.id >> layout.properties >> layout.children;
    argument.endStructure();
    return argument;
}

QDBusArgument &operator<<(QDBusArgument &argument, const ItemProperties &item)
{
    argument.beginStructure();
    argument << item.id << item.properties;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, ItemProperties &item)
{
    argument.beginStructure();
    argument >> item.id >> item.properties;
    argument.endStructure();
    return argument;
}

QVariantMap menuProperties()
{
    return {{QStringLiteral("Version"), 3u},
            {QStringLiteral("Status"), QStringLiteral("normal")},
            {QStringLiteral("TextDirection"), QStringLiteral("ltr")},
            {QStringLiteral("IconThemePath"), QStringList()}};
}

} // namespace

} // namespace hearth::tray_ui

Q_DECLARE_METATYPE(hearth::tray_ui::Layout)
Q_DECLARE_METATYPE(hearth::tray_ui::ItemProperties)

namespace hearth::tray_ui
{

DBusMenu::DBusMenu(TrayMenu &menu, QDBusConnection bus, QObject *parent)
    : QDBusVirtualObject(parent), m_menu(menu), m_bus(std::move(bus))
{
    qDBusRegisterMetaType<Layout>();
    qDBusRegisterMetaType<ItemProperties>();
    qDBusRegisterMetaType<QList<ItemProperties>>();
    qDBusRegisterMetaType<QList<QDBusVariant>>();
    number();
    connect(&menu, &TrayMenu::rebuilt, this, [this] {
        number();
        ++m_revision;
        QDBusMessage signal = QDBusMessage::createSignal(objectPath(), menuInterface, QStringLiteral("LayoutUpdated"));
        signal << m_revision << 0;
        m_bus.send(signal);
    });
}

void DBusMenu::number()
{
    m_entries.assign(1, {});
    std::vector<int> top;
    add(m_menu.lines(), top, 1);
    m_entries.front().children = std::move(top);
}

int DBusMenu::add(const std::vector<MenuLine> &lines, std::vector<int> &ids, int next)
{
    for (const MenuLine &line : lines) {
        const int id = next++;
        m_entries.resize(static_cast<std::size_t>(next));
        m_entries[static_cast<std::size_t>(id)].line = &line;
        ids.push_back(id);
        std::vector<int> below;
        next = add(line.children, below, next);
        m_entries[static_cast<std::size_t>(id)].children = std::move(below);
    }
    return next;
}

QVariantMap DBusMenu::propertiesOf(int id) const
{
    const MenuLine *line = m_entries[static_cast<std::size_t>(id)].line;
    if (!line)
        return {{QStringLiteral("children-display"), QStringLiteral("submenu")}};
    if (line->label.isEmpty())
        return {{QStringLiteral("type"), QStringLiteral("separator")}};
    QVariantMap properties{
        {QStringLiteral("label"), QString(line->label).replace(QLatin1Char('_'), QStringLiteral("__"))},
        {QStringLiteral("enabled"), line->isEnabled},
        {QStringLiteral("visible"), true}};
    if (!line->children.empty())
        properties.insert(QStringLiteral("children-display"), QStringLiteral("submenu"));
    return properties;
}

QVariant DBusMenu::layoutOf(int id, int depth) const
{
    Layout layout{id, propertiesOf(id), {}};
    if (depth != 0) {
        for (const int child : m_entries[static_cast<std::size_t>(id)].children)
            layout.children.append(QDBusVariant(layoutOf(child, depth - 1)));
    }
    return QVariant::fromValue(layout);
}

QVariant DBusMenu::groupProperties(const QList<int> &ids) const
{
    QList<ItemProperties> items;
    for (int id = 0; id < static_cast<int>(m_entries.size()); ++id) {
        if (ids.isEmpty() || ids.contains(id))
            items.append({id, propertiesOf(id)});
    }
    return QVariant::fromValue(items);
}

void DBusMenu::onEvent(int id, const QString &event)
{
    if (event != QStringLiteral("clicked") || id <= 0 || id >= static_cast<int>(m_entries.size()))
        return;
    const MenuLine line = *m_entries[static_cast<std::size_t>(id)].line;
    if (line.children.empty() && !line.label.isEmpty())
        m_menu.choose(line);
}

bool DBusMenu::handleMenuCall(const QDBusMessage &message, QDBusMessage &reply)
{
    const QString name = message.member();
    const QVariantList arguments = message.arguments();
    const int id = arguments.value(0).toInt();
    const bool isKnown = id >= 0 && id < static_cast<int>(m_entries.size());
    if (name == QStringLiteral("GetLayout")) {
        if (!isKnown)
            return false;
        reply << m_revision << layoutOf(id, arguments.value(1).toInt());
    } else if (name == QStringLiteral("GetGroupProperties")) {
        reply << groupProperties(qdbus_cast<QList<int>>(arguments.value(0)));
    } else if (name == QStringLiteral("GetProperty")) {
        if (!isKnown)
            return false;
        reply << QVariant::fromValue(QDBusVariant(propertiesOf(id).value(arguments.value(1).toString(), QString())));
    } else if (name == QStringLiteral("Event")) {
        onEvent(id, arguments.value(1).toString());
    } else if (name == QStringLiteral("EventGroup")) {
        reply << QVariant::fromValue(QList<int>());
    } else if (name == QStringLiteral("AboutToShow")) {
        reply << false;
    } else if (name == QStringLiteral("AboutToShowGroup")) {
        reply << QVariant::fromValue(QList<int>()) << QVariant::fromValue(QList<int>());
    } else {
        return false;
    }
    return true;
}

bool DBusMenu::handlePropertyCall(const QDBusMessage &message, QDBusMessage &reply) const
{
    const QVariantMap properties = menuProperties();
    if (message.member() == QStringLiteral("GetAll")) {
        reply << properties;
        return true;
    }
    const QVariant value = properties.value(message.arguments().value(1).toString());
    if (message.member() != QStringLiteral("Get") || !value.isValid())
        return false;
    reply << QVariant::fromValue(QDBusVariant(value));
    return true;
}

bool DBusMenu::handleMessage(const QDBusMessage &message, const QDBusConnection &connection)
{
    QDBusMessage reply = message.createReply();
    const bool isProperty = message.interface() == propertiesInterface;
    if (!isProperty && message.interface() != menuInterface)
        return false;
    const bool isDone = isProperty ? handlePropertyCall(message, reply) : handleMenuCall(message, reply);
    if (!isDone)
        reply = message.createErrorReply(QDBusError::InvalidArgs, QStringLiteral("Unknown item or property"));
    connection.send(reply);
    return true;
}

QString DBusMenu::introspect(const QString &) const
{
    return QStringLiteral(R"xml(<interface name="com.canonical.dbusmenu">
<property name="Version" type="u" access="read"/><property name="Status" type="s" access="read"/>
<property name="TextDirection" type="s" access="read"/><property name="IconThemePath" type="as" access="read"/>
<method name="GetLayout"><arg type="i" direction="in"/><arg type="i" direction="in"/><arg type="as" direction="in"/><arg type="u" direction="out"/><arg type="(ia{sv}av)" direction="out"/></method>
<method name="GetGroupProperties"><arg type="ai" direction="in"/><arg type="as" direction="in"/><arg type="a(ia{sv})" direction="out"/></method>
<method name="GetProperty"><arg type="i" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/></method>
<method name="Event"><arg type="i" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="in"/><arg type="u" direction="in"/></method>
<method name="EventGroup"><arg type="a(isvu)" direction="in"/><arg type="ai" direction="out"/></method>
<method name="AboutToShow"><arg type="i" direction="in"/><arg type="b" direction="out"/></method>
<method name="AboutToShowGroup"><arg type="ai" direction="in"/><arg type="ai" direction="out"/><arg type="ai" direction="out"/></method>
<signal name="ItemsPropertiesUpdated"><arg type="a(ia{sv})"/><arg type="a(ias)"/></signal>
<signal name="LayoutUpdated"><arg type="u"/><arg type="i"/></signal>
<signal name="ItemActivationRequested"><arg type="i"/><arg type="u"/></signal>
</interface>)xml");
}

} // namespace hearth::tray_ui
