// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/environment_window.h"
#include "launcher/ui/launcher_window.h"
#include "launcher/ui/new_workfile_dialog.h"
#include "launcher/ui/process_monitor_window.h"
#include "support/fake_desktop.h"
#include "support/fake_studio.h"
#include "support/fake_tray.h"
#include "tray/about_window.h"
#include "tray/account_window.h"
#include "tray/first_run_window.h"
#include "tray/login_dialog.h"
#include "tray/new_project_dialog.h"
#include "tray/offer_dialogs.h"
#include "tray/report_dialog.h"
#include "tray/settings_window.h"
#include "tray/tray_menu_window.h"
#include "ui_kit/theme.h"

#include <QAccessible>
#include <QTest>

using namespace hearth;
using namespace hearth::launcher_ui;
using namespace hearth::tray_ui;

namespace
{

bool isActionable(QAccessible::Role role)
{
    switch (role) {
    case QAccessible::Button:
    case QAccessible::CheckBox:
    case QAccessible::RadioButton:
    case QAccessible::EditableText:
    case QAccessible::ComboBox:
    case QAccessible::SpinBox:
    case QAccessible::List:
    case QAccessible::Tree:
    case QAccessible::ListItem:
    case QAccessible::TreeItem:
    case QAccessible::MenuItem:
    case QAccessible::Link:
        return true;
    default:
        return false;
    }
}

void walk(QAccessibleInterface *part, int depth, int &seen, QStringList &unnamed)
{
    if (!part || !part->isValid() || part->state().invisible || depth > 40)
        return;
    if (isActionable(part->role()) && !part->state().disabled) {
        ++seen;
        if (part->text(QAccessible::Name).trimmed().isEmpty()) {
            const QObject *object = part->object();
            unnamed.append(
                QStringLiteral("%1 (role %2) in %3")
                    .arg(object ? QString::fromLatin1(object->metaObject()->className()) : QStringLiteral("item"))
                    .arg(int(part->role()))
                    .arg(part->parent() ? part->parent()->text(QAccessible::Name) : QString()));
        }
    }
    for (int i = 0; i < part->childCount(); ++i)
        walk(part->child(i), depth + 1, seen, unnamed);
}

} // namespace

/// Every control one can act on has a name, in every window.
class TestAccessibility : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_theme = std::make_unique<ui_kit::Theme>(*qApp, m_appearance);
        QAccessible::setActive(true);
        m_studio.setCapabilities({true, true, true, true, true});
    }

    void launcher()
    {
        LauncherWindow window(m_desktop.services, m_studio);
        window.show();
        window.presenter().goTo({QStringLiteral("lantern"),
                                 QStringLiteral("hero"),
                                 QStringLiteral("/assets/hero"),
                                 QStringLiteral("t1"),
                                 {}});
        QTRY_VERIFY(window.presenter().choice().isPossible);
        check(window, 40);
        QAccessibleInterface *root = QAccessible::queryAccessibleInterface(&window);
        QVERIFY(root->text(QAccessible::Name).contains(QStringLiteral("Hearth")));
    }

    void monitor()
    {
        ProcessMonitorWindow window(m_desktop.services, m_studio);
        check(window, 6);
    }

    void environment()
    {
        EnvironmentWindow window(m_desktop.services, m_studio);
        window.explain({}, {});
        QTRY_VERIFY(window.model().rowCount() > 0);
        check(window, 6);
    }

    void newWorkfile()
    {
        NewWorkfileDialog window(m_desktop.services, m_studio, nullptr);
        window.openFor({}, {}, {});
        check(window, 4);
    }

    void firstRun()
    {
        tests::FakeFirstRun steps;
        FirstRunWindow window(m_desktop.services, steps);
        for (const auto page : {FirstRunWindow::Page::Choice, FirstRunWindow::Page::Connect,
                                FirstRunWindow::Page::WorkHere, FirstRunWindow::Page::Ready}) {
            window.showPage(page);
            check(window, 2);
        }
    }

    void smallWindows()
    {
        tests::FakeFirstRun steps;
        tests::FakeAccount account;
        tests::FakeSettings settings;
        tests::FakeReport report;
        tests::FakeProjectMaker maker;
        tests::FakeRestorer restorer;
        tests::FakeTray tray;
        TrayMenu menu(tray);
        LoginDialog login(m_desktop.services, steps);
        AccountWindow accountWindow(m_desktop.services, account);
        SettingsWindow settingsWindow(m_desktop.services, settings);
        ReportDialog reportDialog(m_desktop.services, report);
        NewProjectDialog project(m_desktop.services, maker);
        AboutWindow about(m_desktop.services, tests::sampleFacts());
        UpdateDialog update(m_desktop.services, tests::sampleUpdate());
        CrashDialog crash(m_desktop.services, tests::sampleCrash());
        RestoreDialog restore(m_desktop.services, restorer);
        TrayMenuWindow menuWindow(m_desktop.services, tray, menu);
        for (QWidget *window :
             std::initializer_list<QWidget *>{&login, &accountWindow, &settingsWindow, &reportDialog, &project, &about,
                                              &update, &crash, &restore, &menuWindow})
            check(*window, 2);
    }

private:
    void check(QWidget &window, int atLeast)
    {
        window.show();
        QCoreApplication::processEvents();
        int seen = 0;
        QStringList unnamed;
        walk(QAccessible::queryAccessibleInterface(&window), 0, seen, unnamed);
        QVERIFY2(unnamed.isEmpty(),
                 qPrintable(window.objectName() + QStringLiteral(": ") + unnamed.join(QStringLiteral("; "))));
        QVERIFY2(seen >= atLeast,
                 qPrintable(QStringLiteral("%1: only %2 controls seen").arg(window.objectName()).arg(seen)));
    }

    tests::FakeAppearance m_appearance;
    std::unique_ptr<ui_kit::Theme> m_theme;
    tests::FakeDesktop m_desktop;
    tests::FakeStudio m_studio;
};

QTEST_MAIN(TestAccessibility)
#include "test_accessibility.moc"
