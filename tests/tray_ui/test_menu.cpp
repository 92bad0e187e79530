// SPDX-License-Identifier: Apache-2.0
#include "support/fake_desktop.h"
#include "support/fake_tray.h"
#include "tray/brand_glyph.h"
#include "tray/tray_menu.h"
#include "tray/tray_presence.h"

#include <QAbstractButton>
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusInterface>
#include <QDBusMessage>
#include <QDBusReply>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace hearth;
using namespace hearth::tray_ui;

namespace
{

QStringList labels(const std::vector<MenuLine> &lines)
{
    QStringList all;
    for (const MenuLine &line : lines)
        all.append(line.label.isEmpty() ? QStringLiteral("-") : line.label);
    return all;
}

const auto hostName = QStringLiteral("host");

} // namespace

/// A tray host on the tests' own bus; knows as much as one needs to take an item.
class StandInWatcher : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ hasHost)

public:
    bool hasHost() const { return true; }
    QStringList items;

public Q_SLOTS:
    void RegisterStatusNotifierItem(const QString &service) { items.append(service); }
};

class TestMenu : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString daemon = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
        if (daemon.isEmpty())
            QSKIP("dbus-daemon is not installed");
        m_bus.start(daemon,
                    {QStringLiteral("--session"), QStringLiteral("--print-address=1"), QStringLiteral("--nofork")});
        QVERIFY(m_bus.waitForStarted());
        QTRY_VERIFY(m_bus.canReadLine());
        m_address = QString::fromUtf8(m_bus.readLine().trimmed());
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_address.toUtf8());
    }

    void cleanupTestCase()
    {
        QDBusConnection::disconnectFromBus(hostName);
        m_bus.kill();
        m_bus.waitForFinished();
    }

    void linesInTheirOrder()
    {
        tests::FakeTray tray;
        QCOMPARE(labels(menuLines(tray.contents())),
                 QStringList({QStringLiteral("Open Blender on hero · modeling again"), QStringLiteral("-"),
                              QStringLiteral("Launcher"), QStringLiteral("Recent"), QStringLiteral("Running"),
                              QStringLiteral("Services"), QStringLiteral("-"),
                              QStringLiteral("Bundle lantern-2026-11 is ready"), QStringLiteral("Settings…"),
                              QStringLiteral("Account…"), QStringLiteral("Help"), QStringLiteral("-"),
                              QStringLiteral("Quit")}));
    }

    void whatIsNotThereHasNoLine()
    {
        const QStringList lines = labels(menuLines({}));
        QCOMPARE(lines, QStringList({QStringLiteral("Launcher"), QStringLiteral("-"), QStringLiteral("Settings…"),
                                     QStringLiteral("Account…"), QStringLiteral("Help"), QStringLiteral("-"),
                                     QStringLiteral("Quit")}));
        TrayContents all;
        all.hasPublish = all.hasBrowse = all.hasAdmin = all.hasPrepareOffline = true;
        for (const char *label : {"Publish…", "Browse…", "Admin", "Prepare for offline…"})
            QVERIFY(labels(menuLines(all)).contains(QString::fromUtf8(label)));
        for (const MenuLine &line : menuLines(all))
            if (line.label == QLatin1String("Admin"))
                QCOMPARE(labels(line.children), QStringList{QStringLiteral("Studio…")});
    }

    void choosingRunsTheCommand()
    {
        tests::FakeTray tray;
        TrayMenu menu(tray);
        menu.actions().first()->trigger();
        QCOMPARE(tray.asked, QStringList{QString::number(int(TrayCommand::Headline))});
        QSignalSpy rebuilt(&menu, &TrayMenu::rebuilt);
        Q_EMIT tray.changed();
        QCOMPARE(rebuilt.count(), 0);
        TrayContents other = tray.shown;
        other.updateLine.clear();
        tray.set(other);
        QCOMPARE(rebuilt.count(), 1);
    }

    void iconsDifferByShape()
    {
        // Compared without colour: each state must be told apart in grey as well.
        QList<QImage> seen;
        for (const Variant variant : {Variant::Production, Variant::Staging}) {
            for (const TrayState state :
                 {TrayState::Normal, TrayState::Working, TrayState::Offline, TrayState::Attention}) {
                const QImage grey = trayImage(state, variant, 22).convertToFormat(QImage::Format_Grayscale8);
                QVERIFY(!seen.contains(grey));
                seen.append(grey);
            }
        }
    }

    void withoutAnyHostAWindowStandsIn()
    {
        tests::FakeDesktop desktop;
        tests::FakeTray tray;
        TrayPresence presence(desktop.services, tray);
        presence.start();
        QTRY_VERIFY(presence.window() && presence.window()->isVisible());
        QCOMPARE(presence.host(), TrayHost::None);
        QStringList names;
        for (QAbstractButton *button : presence.window()->findChildren<QAbstractButton *>()) {
            names.append(button->text());
            if (button->text() == QStringLiteral("Launcher"))
                button->click();
        }
        QVERIFY(names.contains(QStringLiteral("hero · modeling")));
        QCOMPARE(tray.asked, QStringList{QString::number(int(TrayCommand::Launcher))});
        presence.window()->close();
        QVERIFY(presence.window()->isVisible());
    }

    void aHostThatAppearsLaterIsUsed()
    {
        tests::FakeDesktop desktop;
        tests::FakeTray tray;
        TrayPresence presence(desktop.services, tray);
        presence.start();
        QTRY_VERIFY(presence.window());
        QDBusConnection bus = QDBusConnection::connectToBus(m_address, hostName);
        StandInWatcher watcher;
        QVERIFY(bus.registerObject(QStringLiteral("/StatusNotifierWatcher"), &watcher,
                                   QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllProperties));
        QVERIFY(bus.registerService(QStringLiteral("org.kde.StatusNotifierWatcher")));
        QTRY_COMPARE(presence.host(), TrayHost::StatusNotifier);
        QVERIFY(!presence.window());
        QCOMPARE(watcher.items.isEmpty(), false);
        hostReadsTheItem(bus, watcher.items.last(), tray);
        bus.unregisterService(QStringLiteral("org.kde.StatusNotifierWatcher"));
        QTRY_COMPARE(presence.host(), TrayHost::None);
        QTRY_VERIFY(presence.window());
        QVERIFY(bus.registerService(QStringLiteral("org.kde.StatusNotifierWatcher")));
        QTRY_COMPARE(presence.host(), TrayHost::StatusNotifier);
    }

private:
    void hostReadsTheItem(QDBusConnection &bus, const QString &service, tests::FakeTray &tray)
    {
        const auto call = [&](const QString &path, const QString &interface, const QString &method,
                              const QVariantList &arguments) {
            QDBusMessage message = QDBusMessage::createMethodCall(service, path, interface, method);
            message.setArguments(arguments);
            const QDBusPendingCall pending = bus.asyncCall(message);
            [&] { QTRY_VERIFY(pending.isFinished()); }();
            return pending.reply();
        };
        const QDBusMessage properties =
            call(QStringLiteral("/StatusNotifierItem"), QStringLiteral("org.freedesktop.DBus.Properties"),
                 QStringLiteral("GetAll"), {QStringLiteral("org.kde.StatusNotifierItem")});
        QVariantMap values = qdbus_cast<QVariantMap>(properties.arguments().value(0));
        QCOMPARE(values.value(QStringLiteral("Title")).toString(), QStringLiteral("Hearth"));
        QCOMPARE(values.value(QStringLiteral("Status")).toString(), QStringLiteral("Active"));
        const QDBusMessage layout = call(QStringLiteral("/MenuBar"), QStringLiteral("com.canonical.dbusmenu"),
                                         QStringLiteral("GetLayout"), {0, -1, QStringList()});
        QCOMPARE(layout.signature(), QStringLiteral("u(ia{sv}av)"));
        const QDBusMessage group =
            call(QStringLiteral("/MenuBar"), QStringLiteral("com.canonical.dbusmenu"),
                 QStringLiteral("GetGroupProperties"), {QVariant::fromValue(QList<int>{1}), QStringList()});
        QCOMPARE(group.signature(), QStringLiteral("a(ia{sv})"));
        call(QStringLiteral("/MenuBar"), QStringLiteral("com.canonical.dbusmenu"), QStringLiteral("Event"),
             {1, QStringLiteral("clicked"), QVariant::fromValue(QDBusVariant(0)), 0u});
        QTRY_COMPARE(tray.asked, QStringList{QString::number(int(TrayCommand::Headline))});
        const QDBusMessage wrong = call(QStringLiteral("/MenuBar"), QStringLiteral("com.canonical.dbusmenu"),
                                        QStringLiteral("GetLayout"), {9999, -1, QStringList()});
        QCOMPARE(wrong.type(), QDBusMessage::ErrorMessage);
    }

    QProcess m_bus;
    QString m_address;
};

QTEST_MAIN(TestMenu)
#include "test_menu.moc"
