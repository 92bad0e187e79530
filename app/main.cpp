// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "desktop/commands.h"
#include "desktop/crash_trace.h"
#include "desktop/desktop_program.h"
#include "desktop/paint_trace.h"

#include <QApplication>
#include <QFileInfo>
#include <QProcessEnvironment>

#include <cstdio>
#include <memory>
#include <unistd.h>

using namespace hearth;

namespace
{
QMap<QString, QString> sessionEnvironment()
{
    QMap<QString, QString> made;
    const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
    for (const QString &name : system.keys())
        made.insert(name, system.value(name));
    return made;
}

int wrongCommandLine(const Error &error)
{
    std::fprintf(stderr, "hearth: %s\n", error.message.toUtf8().constData());
    return 1;
}

/// What needs neither services nor a screen.
std::optional<int> answeredAtOnce(const composition::Arguments &arguments)
{
    if (arguments.wantsVersion || arguments.name() == QLatin1String("version")) {
        std::puts(HEARTH_VERSION);
        return 0;
    }
    if (arguments.wantsHelp) {
        std::puts(desktop::usageText().toUtf8().constData());
        return 0;
    }
    return std::nullopt;
}

/// Other tools know a launcher by its file name, so the tray runs under that one.
void continueAsAyon(char **argv, const QString &programFolder)
{
    const QByteArray program = (programFolder + QStringLiteral("/ayon")).toLocal8Bit();
    if (!QFileInfo(QString::fromLocal8Bit(argv[0])).fileName().contains(QLatin1String("ayon"), Qt::CaseInsensitive)) {
        argv[0] = const_cast<char *>(program.constData());
        execv(program.constData(), argv); // on failure the name stays, which costs only being recognised
    }
}

bool hasScreen(const QMap<QString, QString> &environment)
{
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        if (!environment.value(QLatin1String(name)).isEmpty())
            return true;
    return false;
}

bool isTray(const composition::Arguments &arguments)
{
    return (arguments.command.isEmpty() || arguments.name() == QLatin1String("tray")) && arguments.uri.isEmpty() &&
           !arguments.initLauncher && !arguments.printEffectiveConfig;
}

int runTray(composition::Desktop &desktop)
{
    desktop::keepCrashTraces(desktop.directories.own + QStringLiteral("/crashes"));
    std::unique_ptr<desktop::PaintTrace> trace;
    if (const QString file = desktop.environment.value(QLatin1String(desktop::PaintTrace::variable)); !file.isEmpty())
        trace = std::make_unique<desktop::PaintTrace>(file);
    desktop::DesktopProgram program(desktop);
    if (const auto code = program.start())
        return *code;
    return QApplication::exec();
}

int runHeadless(composition::Desktop &desktop)
{
    const composition::Arguments &arguments = desktop.arguments;
    if (arguments.printEffectiveConfig)
        return desktop::printEffectiveConfiguration(desktop);
    if (arguments.initLauncher)
        return desktop::registerLauncher(desktop);
    if (!arguments.uri.isEmpty())
        return desktop::handleUri(desktop, arguments.uri);
    if (const auto code = desktop::runCommand(desktop))
        return *code;
    return desktop::reportFailure(
        desktop,
        {ErrorKind::Invalid,
         QStringLiteral("The tray needs a screen. Without one use the commands of hearth --help; "
                        "AYON_SERVER_URL and AYON_API_KEY say where and who."),
         {}},
        desktop.configuration.value(composition::key::serverUrl).isEmpty() ? 1 : 0);
}

/// The application object comes before every thread and outlives them.
std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv, bool withScreen)
{
    if (!withScreen)
        return std::make_unique<QCoreApplication>(argc, argv);
    auto made = std::make_unique<QApplication>(argc, argv);
    QApplication::setDesktopFileName(QStringLiteral("ayon"));
    QApplication::setQuitOnLastWindowClosed(false);
    return made;
}

log::Level levelFor(int number)
{
    return number <= 10   ? log::Level::Debug
           : number <= 20 ? log::Level::Info
           : number <= 30 ? log::Level::Warning
                          : log::Level::Error;
}
} // namespace

int main(int argc, char **argv)
{
    QStringList given;
    for (int n = 1; n < argc; ++n)
        given.append(QString::fromLocal8Bit(argv[n]));
    const Result<composition::Arguments> arguments = composition::parseArguments(given);
    if (!arguments)
        return wrongCommandLine(arguments.error());
    if (const auto code = answeredAtOnce(*arguments))
        return *code;
    const QMap<QString, QString> environment = sessionEnvironment();
    const QString programFolder = QFileInfo(QStringLiteral("/proc/self/exe")).canonicalPath();
    const bool isHeadless =
        arguments->headless || environment.value(QStringLiteral("AYON_HEADLESS_MODE")) == QLatin1String("1");
    const bool withScreen = isTray(*arguments) && !isHeadless && hasScreen(environment);
    if (withScreen)
        continueAsAyon(argv, programFolder);
    const std::unique_ptr<QCoreApplication> application = makeApplication(argc, argv, withScreen);
    QCoreApplication::setApplicationName(QStringLiteral("Hearth"));
    Result<std::unique_ptr<composition::Desktop>> desktop =
        composition::Desktop::make(*arguments, environment, programFolder);
    if (!desktop)
        return wrongCommandLine(desktop.error());
    log::start((*desktop)->directories.logs +
                   (withScreen ? QStringLiteral("/hearth.log") : QStringLiteral("/hearth-command.log")),
               levelFor((*desktop)->configuration.number(composition::key::logLevel)), false);
    return withScreen ? runTray(**desktop) : runHeadless(**desktop);
}
