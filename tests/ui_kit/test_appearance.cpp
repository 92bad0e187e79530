// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/desktop_appearance.h"
#include "ui_kit/theme.h"

#include "support/fake_desktop.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace hearth::ui_kit;

/// A desktop portal on the tests' own bus.
class StandInPortal : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint scheme = 2;
    bool animations = true;

    void change(uint wanted)
    {
        scheme = wanted;
        QDBusMessage signal = QDBusMessage::createSignal(QStringLiteral("/org/freedesktop/portal/desktop"),
                                                         QStringLiteral("org.freedesktop.portal.Settings"),
                                                         QStringLiteral("SettingChanged"));
        signal << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme")
               << QVariant::fromValue(QDBusVariant(wanted));
        QDBusConnection(QStringLiteral("portal")).send(signal);
    }

public Q_SLOTS:
    QDBusVariant Read(const QString &space, const QString &key)
    {
        Q_UNUSED(space)
        const QVariant value = key == QStringLiteral("color-scheme") ? QVariant(scheme) : QVariant(animations);
        return QDBusVariant(QVariant::fromValue(QDBusVariant(value)));
    }
};

class TestAppearance : public QObject
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
        m_address = m_bus.readLine().trimmed();
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_address);
    }

    void cleanupTestCase()
    {
        QDBusConnection::disconnectFromBus(QStringLiteral("portal"));
        m_bus.kill();
        m_bus.waitForFinished();
    }

    void followsThePortalAlsoWhenItAppearsLater()
    {
        const auto appearance = systemAppearance();
        Theme theme(*qApp, *appearance);
        QVERIFY(theme.isDark());
        QDBusConnection bus = QDBusConnection::connectToBus(QString::fromUtf8(m_address), QStringLiteral("portal"));
        QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &m_portal,
                                   QDBusConnection::ExportAllSlots));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
        QTRY_VERIFY(!theme.isDark());
        QCOMPARE(qApp->palette().color(QPalette::Window), lightTokens().background);
        m_portal.change(1);
        QTRY_VERIFY(theme.isDark());
        QCOMPARE(qApp->palette().color(QPalette::Window), darkTokens().background);
        theme.setChoice(ThemeChoice::Light);
        QVERIFY(!theme.isDark());
        QVERIFY(!theme.wantsReducedMotion());
    }

    void reducedMotionIsRead()
    {
        m_portal.animations = false;
        const auto appearance = systemAppearance();
        QTRY_VERIFY(appearance->wantsReducedMotion());
    }

private:
    QProcess m_bus;
    QByteArray m_address;
    StandInPortal m_portal;
};

QTEST_MAIN(TestAppearance)
#include "test_appearance.moc"
