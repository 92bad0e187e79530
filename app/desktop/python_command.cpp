// SPDX-License-Identifier: Apache-2.0
#include "desktop/python_command.h"
#include "desktop/commands.h"
#include "desktop/publish_command.h"
#include "process/child_conversation.h"

#include <QDir>
#include <QFileInfo>

#include <cstdio>

namespace hearth::desktop
{

namespace
{
bool isScript(const QString &path)
{
    static const QStringList suffixes{QStringLiteral("py"), QStringLiteral("pyw"), QStringLiteral("pyc"),
                                      QStringLiteral("pyd")};
    const QFileInfo info(path);
    return (suffixes.contains(info.suffix()) && info.isFile()) ||
           (info.isDir() && QFileInfo::exists(path + QStringLiteral("/__main__.py")));
}

/// `publish PATH [-t TARGET]` with a single list of instances (.json) and no product is the core addon's; everything
/// else is Hearth's own.
bool isCorePublish(const QStringList &command)
{
    QStringList paths;
    for (qsizetype at = 1; at < command.size(); ++at) {
        const QString &one = command[at];
        if (one.startsWith(QLatin1String("--product")) || one == QLatin1String("--help"))
            return false;
        if (one == QLatin1String("-t") || one == QLatin1String("--targets") || publishValues().contains(one))
            ++at; // its value
        else if (!one.startsWith(u'-'))
            paths.append(one);
    }
    return paths.size() == 1 && paths.front().endsWith(QLatin1String(".json"), Qt::CaseInsensitive);
}

bool isCoreCommand(const QStringList &command)
{
    static const QStringList names{QStringLiteral("publish-report-viewer"), QStringLiteral("contextselection"),
                                   QStringLiteral("create-project-structure")};
    const QString name = command.value(0);
    if (name == QLatin1String("addon"))
        return command.size() > 1 && command[1] != QLatin1String("applications");
    return name == QLatin1String("publish") ? isCorePublish(command) : names.contains(name);
}

bool isContext(const QString &name)
{
    return name.startsWith(QLatin1String("AYON_")) || name.startsWith(QLatin1String("AVALON_"));
}

void tellUpdateProblem(const composition::OpenStudio &studio)
{
    if (!studio.updateProblem.isEmpty())
        std::fprintf(stderr, "hearth: %s\n", studio.updateProblem.toUtf8().constData());
}

launch::LaunchInputs inputsOf(composition::Desktop &desktop, const composition::OpenStudio &studio)
{
    launch::LaunchInputs inputs;
    inputs.serverUrl = studio.signedIn.url.toString(QUrl::StripTrailingSlash);
    inputs.token = studio.signedIn.credentials.token;
    inputs.user = studio.signedIn.user.name;
    inputs.bundle = composition::bundlePaths(studio.plan);
    inputs.installation = desktop.installation(studio.isLoginMode);
    inputs.session = desktop.environment;
    return inputs;
}
} // namespace

std::optional<PythonTask> pythonTask(const QStringList &command, bool skipsBootstrap, const QString &runtimeFolder)
{
    const QString name = command.value(0);
    if (name == QLatin1String("interactive"))
        return PythonTask{{QStringLiteral("-i")}, !skipsBootstrap};
    if (name == QLatin1String("run") && command.size() > 1)
        return PythonTask{command.mid(1), !skipsBootstrap};
    if (isCoreCommand(command))
        return PythonTask{QStringList{runtimeFolder + QStringLiteral("/core_command.py")} + command, true};
    if (!name.isEmpty() && isScript(name))
        return PythonTask{command, !skipsBootstrap};
    return std::nullopt;
}

launch::Environment pythonEnvironment(const launch::LaunchInputs &in, const composition::Arguments &arguments)
{
    launch::Environment environment = launch::launcherEnvironment(in).environment();
    for (auto it = in.session.begin(); it != in.session.end(); ++it)
        if (isContext(it.key()) && !environment.contains(it.key()))
            environment.insert(it.key(), it.value());
    if (in.bundle.isDev)
        environment.remove(QStringLiteral("AYON_USE_STAGING"));
    if (!arguments.project.isEmpty())
        environment.insert(QStringLiteral("AYON_PROJECT_NAME"), arguments.project);
    if (arguments.logLevel >= 0)
        environment.insert(QStringLiteral("AYON_LOG_LEVEL"), QString::number(arguments.logLevel));
    if (arguments.debug)
        environment.insert(QStringLiteral("AYON_DEBUG"), QStringLiteral("1"));
    if (arguments.headless)
        environment.insert(QStringLiteral("AYON_HEADLESS_MODE"), QStringLiteral("1"));
    QStringList path{environment.value(QStringLiteral("PYTHONPATH"))};
    const QString runtime = QFileInfo(in.bundle.dependenciesFolder).path() + QStringLiteral("/runtime");
    if (!in.bundle.dependenciesFolder.isEmpty() && QFileInfo(runtime).isDir())
        path.append(runtime);
    environment.insert(QStringLiteral("PYTHONPATH"), path.join(QDir::listSeparator()));
    environment.insert(QStringLiteral("HEARTH_ADDON_FOLDERS"),
                       (in.bundle.addonFolders + in.bundle.developerFolders).join(QDir::listSeparator()));
    return environment;
}

int runPython(composition::Desktop &desktop, const PythonTask &task)
{
    launch::Environment environment = desktop.environment;
    QString dependencies;
    if (task.needsStudio) {
        const Result<composition::OpenStudio> studio = composition::openConfiguredStudio(desktop);
        if (!studio)
            return reportFailure(desktop, studio.error(), 1);
        tellUpdateProblem(*studio);
        const launch::LaunchInputs inputs = inputsOf(desktop, *studio);
        environment = pythonEnvironment(inputs, desktop.arguments);
        dependencies = inputs.bundle.dependenciesFolder;
    }
    const Result<python::Interpreter> interpreter = desktop.interpreters->forPackage(dependencies);
    if (!interpreter)
        return reportFailure(desktop, interpreter.error(), 1);
    std::fflush(stdout);
    return reportFailure(desktop, process::becomeProgram(interpreter->program, task.arguments, environment), 1);
}

} // namespace hearth::desktop
