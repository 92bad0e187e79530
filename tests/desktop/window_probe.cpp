// SPDX-License-Identifier: Apache-2.0
// Shows the windows with a studio in memory, for tests that come from outside the process.
// Says on standard output what happens: "host status-notifier", "asked launch blender/3-4 …".
#include "launcher/ui/launcher_window.h"
#include "support/fake_desktop.h"
#include "support/fake_studio.h"
#include "support/fake_tray.h"
#include "tray/first_run_window.h"
#include "tray/tray_presence.h"
#include "ui_kit/theme.h"

#include <QApplication>
#include <QTextStream>
#include <QTimer>

namespace
{

using namespace hearth;

constexpr int reportMs = 50;

void say(const QString &line)
{
    QTextStream out(stdout);
    out << line << '\n';
}

/// Prints what a fake was asked, as it grows.
/// Also when the last key ends the program before the timer comes round.
void reportAsked(const QStringList &asked, QObject *context)
{
    auto *timer = new QTimer(context);
    const auto report = [&asked, seen = std::make_shared<qsizetype>(0)] {
        for (; *seen < asked.size(); ++*seen)
            say(QStringLiteral("asked ") + asked.at(*seen));
    };
    QObject::connect(timer, &QTimer::timeout, context, report);
    QObject::connect(qApp, &QCoreApplication::aboutToQuit, context, report);
    timer->start(reportMs);
}

QString hostWord(tray_ui::TrayHost host)
{
    switch (host) {
    case tray_ui::TrayHost::StatusNotifier:
        return QStringLiteral("status-notifier");
    case tray_ui::TrayHost::Embedded:
        return QStringLiteral("embedded");
    case tray_ui::TrayHost::None:
        break;
    }
    return QStringLiteral("none");
}

int showTray(QApplication &application)
{
    tests::FakeDesktop desktop;
    tests::FakeTray tray;
    tray_ui::TrayPresence presence(desktop.services, tray);
    QObject::connect(&presence, &tray_ui::TrayPresence::hostChanged, &application,
                     [&presence] { say(QStringLiteral("host ") + hostWord(presence.host())); });
    application.setQuitOnLastWindowClosed(false);
    reportAsked(tray.asked, &application);
    presence.start();
    say(QStringLiteral("ready"));
    return QApplication::exec();
}

int showLauncher(QApplication &application)
{
    tests::FakeDesktop desktop;
    tests::FakeStudio studio;
    launcher_ui::LauncherWindow window(desktop.services, studio);
    window.present();
    reportAsked(studio.asked, &application);
    say(QStringLiteral("ready"));
    return QApplication::exec();
}

int showFirstRun(QApplication &application, tray_ui::FirstRunWindow::Page page)
{
    tests::FakeDesktop desktop;
    tests::FakeFirstRun steps;
    tray_ui::FirstRunWindow window(desktop.services, steps);
    QObject::connect(&window, &tray_ui::FirstRunWindow::newProjectWanted, &application,
                     [] { say(QStringLiteral("asked new project")); });
    reportAsked(steps.asked, &application);
    window.showPage(page);
    window.present();
    say(QStringLiteral("ready"));
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("hearth"));
    tests::FakeAppearance appearance;
    ui_kit::Theme theme(application, appearance);
    const QString wanted = application.arguments().value(1);
    if (wanted == QStringLiteral("tray"))
        return showTray(application);
    if (wanted == QStringLiteral("launcher"))
        return showLauncher(application);
    using Page = tray_ui::FirstRunWindow::Page;
    const std::pair<QString, Page> pages[] = {{QStringLiteral("first-run"), Page::Choice},
                                              {QStringLiteral("first-run-connect"), Page::Connect},
                                              {QStringLiteral("first-run-here"), Page::WorkHere},
                                              {QStringLiteral("first-run-ready"), Page::Ready}};
    for (const auto &[name, page] : pages) {
        if (wanted == name)
            return showFirstRun(application, page);
    }
    QTextStream(stderr) << "Say what to show: tray, launcher or first-run.\n";
    return 2;
}
