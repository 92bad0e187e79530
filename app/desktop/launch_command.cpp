// SPDX-License-Identifier: Apache-2.0
#include "desktop/launch_command.h"
#include "core/entity_id.h"
#include "core/whole_file.h"
#include "desktop/commands.h"
#include "launcher/environment_record.h"

#include <QCryptographicHash>
#include <QJsonArray>

#include <cstdio>

namespace hearth::desktop
{

namespace
{
void print(const QString &text)
{
    std::fputs(text.toUtf8().constData(), stdout);
    std::fputc('\n', stdout);
}

QString masked(const QString &name, const QString &value)
{
    return launch::isSecretName(name) && !value.isEmpty() ? QStringLiteral("••••••••") : value;
}

void printExplanation(const launch::Prepared &prepared)
{
    print(
        QStringLiteral("program    %1").arg((QStringList{prepared.plan.program} + prepared.plan.arguments).join(u' ')));
    print(QStringLiteral("folder     %1\n").arg(prepared.plan.workFolder));
    const auto &planned = prepared.plan.environment.variables();
    for (auto it = planned.begin(); it != planned.end(); ++it) {
        print(QStringLiteral("%1 = %2").arg(it.key(),
                                            it->isSet ? masked(it.key(), it->value) : QStringLiteral("(removed)")));
        for (const launch::EnvironmentStep &step : it->steps)
            print(QStringLiteral("    %1: %2")
                      .arg(step.source, step.isRemoval ? QStringLiteral("removed") : masked(it.key(), step.after)));
    }
}

/// Asks the running tray to launch. Nothing when there is none.
std::optional<Result<QJsonObject>> askTray(composition::Desktop &desktop, const QString &url, const QString &variant,
                                           const launch::LaunchRequest &request)
{
    const Result<QJsonObject> run = readJsonFile(runFile(desktop.directories, url, variant));
    if (!run)
        return std::nullopt;
    client::Request wire;
    wire.method = "POST";
    wire.url = QUrl(run->value(QLatin1String("url")).toString() + QStringLiteral("/hearth/launch"));
    wire.headers.emplaceBack("x-hearth-secret", run->value(QLatin1String("secret")).toString().toLatin1());
    wire.headers.emplaceBack("Content-Type", "application/json");
    wire.body = QJsonDocument(launchRequestToJson(request)).toJson(QJsonDocument::Compact);
    wire.timeout = std::chrono::seconds(30);
    const Result<client::Response> answer = desktop.transport->send(std::move(wire)).wait();
    if (!answer || answer->status == 401) // the tray ended without cleaning up, or another program has its port now
        return std::nullopt;
    const QJsonObject body = QJsonDocument::fromJson(answer->body).object();
    if (answer->status != 200)
        return Result<QJsonObject>(fail(ErrorKind::Invalid, body.value(QLatin1String("error")).toString(),
                                        body.value(QLatin1String("detail")).toString()));
    return Result<QJsonObject>(body);
}

int tellStarted(const composition::Desktop &desktop, const QJsonObject &started, bool asJson)
{
    if (asJson || desktop.arguments.json)
        print(QString::fromUtf8(QJsonDocument(started).toJson(QJsonDocument::Compact)));
    else
        print(QStringLiteral("Started %1 (process %2).")
                  .arg(started.value(QLatin1String("application")).toString())
                  .arg(started.value(QLatin1String("pid")).toInteger()));
    return 0;
}

/// What stands in a notice of the launcher, for those who see only this.
void tellProblems(const composition::OpenStudio &studio)
{
    QStringList sentences = studio.plan.problems;
    if (!studio.updateProblem.isEmpty())
        sentences.prepend(studio.updateProblem);
    for (const QString &one : sentences)
        std::fprintf(stderr, "hearth: %s\n", one.toUtf8().constData());
}

/// A fault in the code of addons need not keep anybody from working.
int tellAddonProblem(const composition::Desktop &desktop, Error problem)
{
    problem.message +=
        QStringLiteral(" Nothing was started. To start without the code of addons, add --without-addons.");
    std::fprintf(stderr, "%s\n", problem.detail.toUtf8().constData());
    return reportFailure(desktop, problem);
}

int launchHere(composition::Desktop &desktop, const launch::LaunchRequest &request, bool asJson)
{
    const Result<composition::OpenStudio> studio = composition::openConfiguredStudio(desktop);
    if (!studio)
        return reportFailure(desktop, studio.error());
    tellProblems(*studio);
    const QString url = studio->signedIn.url.toString(QUrl::StripTrailingSlash);
    if (const auto told = askTray(desktop, url, studio->plan.variant, request))
        return *told ? tellStarted(desktop, **told, asJson) : reportFailure(desktop, told->error());
    const launch::Launcher launcher(desktop.launchSurroundings({}, studio->isLoginMode));
    Result<launch::Prepared> planned = launcher.prepare(composition::studioSession(desktop, *studio), request);
    if (!planned)
        return reportFailure(desktop, planned.error());
    if (planned->addonProblem)
        return tellAddonProblem(desktop, *planned->addonProblem);
    const Result<launch::Started> started = launcher.start(std::move(*planned));
    if (!started)
        return reportFailure(desktop, started.error());
    const launch::Prepared &prepared = started->prepared;
    const Result<> kept = desktop.processes->add(
        {QString::fromStdString(newEntityId()), prepared.application.application.fullName(),
         prepared.application.application.label(), prepared.facts.project.name, prepared.facts.folder.path,
         prepared.facts.task.name, prepared.plan.program, started->outputFile, started->process.pid,
         started->process.startTime, started->process.mark});
    if (!kept)
        return reportFailure(desktop, kept.error());
    return tellStarted(desktop, startedToJson(*started), asJson);
}

/// Plans a start without starting anything.
Result<launch::Prepared> prepareHere(composition::Desktop &desktop, const launch::LaunchRequest &request)
{
    const Result<composition::OpenStudio> studio = composition::openConfiguredStudio(desktop);
    if (!studio)
        return fail(studio.error());
    tellProblems(*studio);
    const launch::Launcher launcher(desktop.launchSurroundings({}, studio->isLoginMode));
    return launcher.prepare(composition::studioSession(desktop, *studio), request);
}

int explainHere(composition::Desktop &desktop, const launch::LaunchRequest &request, bool asJson)
{
    const Result<launch::Prepared> prepared = prepareHere(desktop, request);
    if (!prepared)
        return reportFailure(desktop, prepared.error());
    if (asJson)
        print(QString::fromUtf8(
            QJsonDocument(launch::explanationOf(*prepared, desktop.environment, QDateTime::currentDateTime()))
                .toJson(QJsonDocument::Compact)));
    else
        printExplanation(*prepared);
    return 0;
}

int extractEnvironments(composition::Desktop &desktop, const QString &output, const launch::LaunchRequest &request)
{
    const Result<launch::Prepared> prepared = prepareHere(desktop, request);
    if (!prepared)
        return reportFailure(desktop, prepared.error());
    if (prepared->addonProblem)
        return reportFailure(desktop, *prepared->addonProblem);
    QJsonObject environment;
    const launch::Environment planned = prepared->plan.environment.environment();
    for (auto it = planned.begin(); it != planned.end(); ++it)
        environment.insert(it.key(), it.value());
    const Result<> written = writeJsonFile(output, environment, true);
    return written ? 0 : reportFailure(desktop, written.error());
}
} // namespace

QString runFile(const composition::Directories &directories, const QString &serverUrl, const QString &variant)
{
    const QByteArray name =
        QCryptographicHash::hash((serverUrl + u'|' + variant).toUtf8(), QCryptographicHash::Sha256).toHex();
    return directories.own + QStringLiteral("/run/") + QString::fromLatin1(name) + QStringLiteral(".json");
}

QJsonObject launchRequestToJson(const launch::LaunchRequest &request)
{
    return {{"application", request.application},
            {"project", request.project},
            {"folder", request.folder},
            {"task", request.task},
            {"workfile", request.workfile},
            {"openLastWorkfile", request.openLastWorkfile},
            {"webActionEventId", request.webActionEventId},
            {"withoutAddons", request.withoutAddons}};
}

launch::LaunchRequest launchRequestFromJson(const QJsonObject &object)
{
    launch::LaunchRequest made;
    made.application = object.value(QLatin1String("application")).toString();
    made.project = object.value(QLatin1String("project")).toString();
    made.folder = object.value(QLatin1String("folder")).toString();
    made.task = object.value(QLatin1String("task")).toString();
    made.workfile = object.value(QLatin1String("workfile")).toString();
    made.openLastWorkfile = object.value(QLatin1String("openLastWorkfile")).toBool(true);
    made.webActionEventId = object.value(QLatin1String("webActionEventId")).toString();
    made.withoutAddons = object.value(QLatin1String("withoutAddons")).toBool(false);
    return made;
}

QJsonObject startedToJson(const launch::Started &started)
{
    const launch::Prepared &prepared = started.prepared;
    return {{"ok", true},
            {"application", prepared.application.application.label()},
            {"pid", started.process.pid},
            {"workFolder", prepared.plan.workFolder},
            {"workfile", prepared.plan.workfile},
            {"output", started.outputFile}};
}

int launchCommand(composition::Desktop &desktop, const composition::CommandOptions &options)
{
    launch::LaunchRequest request;
    request.application = options.value(QStringLiteral("--app"));
    request.project = options.value(QStringLiteral("--project"), desktop.arguments.project);
    request.folder = options.value(QStringLiteral("--folder"));
    request.task = options.value(QStringLiteral("--task-id"), options.value(QStringLiteral("--task")));
    request.workfile = options.value(QStringLiteral("--workfile"));
    request.openLastWorkfile = !options.has(QStringLiteral("--no-last-workfile"));
    request.withoutAddons = options.has(QStringLiteral("--without-addons"));
    request.webActionEventId = desktop.environment.value(QStringLiteral("AYON_WA_INTERNAL_EVENT_ID"));
    if (request.application.isEmpty() || request.project.isEmpty())
        return reportFailure(
            desktop,
            {ErrorKind::Invalid,
             QStringLiteral("launch needs --app and --project; most applications also --folder and --task."),
             {}},
            2);
    const bool asJson = options.has(QStringLiteral("--json")) || desktop.arguments.json;
    return options.has(QStringLiteral("--explain")) ? explainHere(desktop, request, asJson)
                                                    : launchHere(desktop, request, asJson);
}

int applicationsCommand(composition::Desktop &desktop, const composition::CommandOptions &options)
{
    const QString set = options.value(QStringLiteral("--set"));
    if (!set.isEmpty()) {
        const QString name = set.section(u'=', 0, 0);
        const QString path = set.section(u'=', 1);
        const Result<> done =
            path.isEmpty() ? desktop.installed->removePath(name) : desktop.installed->setPath(name, path);
        if (!done)
            return reportFailure(desktop, done.error());
    }
    QJsonArray list;
    for (const launch::InstalledApplication &one :
         desktop.installed->find(launch::applicationsFromSettings(desktop.definitions.settings), desktop.definitions)) {
        list.append(QJsonObject{{"name", one.application.fullName()},
                                {"label", one.application.label()},
                                {"executable", one.executable},
                                {"byHand", one.isByHand}});
        if (!options.has(QStringLiteral("--json")))
            print(QStringLiteral("%1  %2  %3")
                      .arg(one.application.fullName(), -28)
                      .arg(one.application.label(), -24)
                      .arg(one.executable));
    }
    if (options.has(QStringLiteral("--json")))
        print(QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact)));
    else if (list.isEmpty())
        print(QStringLiteral("No application was found. Install one, or name its program: hearth applications --set "
                             "blender/installed=/path/to/blender"));
    return 0;
}

int addonApplicationsCommand(composition::Desktop &desktop, const QStringList &arguments)
{
    const QString name = arguments.value(0);
    const Result<composition::CommandOptions> options = composition::CommandOptions::parse(
        arguments.mid(1),
        {QStringLiteral("--app"), QStringLiteral("--project"), QStringLiteral("--folder"), QStringLiteral("--task"),
         QStringLiteral("--task-id"), QStringLiteral("--workfile-id"), QStringLiteral("--workfile-path"),
         QStringLiteral("--use-last-workfile"), QStringLiteral("--bundle"), QStringLiteral("--envgroup")},
        {});
    if (!options)
        return reportFailure(desktop, options.error(), 2);
    launch::LaunchRequest request;
    request.application = options->value(QStringLiteral("--app"));
    request.project = options->value(QStringLiteral("--project"));
    request.folder = options->value(QStringLiteral("--folder"));
    request.task = options->value(QStringLiteral("--task-id"), options->value(QStringLiteral("--task")));
    request.workfile =
        options->value(QStringLiteral("--workfile-path"), options->value(QStringLiteral("--workfile-id")));
    request.openLastWorkfile =
        options->value(QStringLiteral("--use-last-workfile"), QStringLiteral("1")) != QLatin1String("0");
    request.webActionEventId = desktop.environment.value(QStringLiteral("AYON_WA_INTERNAL_EVENT_ID"));
    if (name == QLatin1String("launch-by-workfile-id")) {
        const Result<composition::OpenStudio> studio = composition::openConfiguredStudio(desktop);
        if (!studio)
            return reportFailure(desktop, studio.error());
        const auto server = composition::studioSession(desktop, *studio).server;
        const Result<contract::Workfile> file = server.workfile(request.project, request.workfile).wait();
        if (!file)
            return reportFailure(desktop, file.error());
        request.task = file->taskId;
    }
    if (name == QLatin1String("extractenvironments")) {
        request.environmentGroup = options->value(QStringLiteral("--envgroup"), request.environmentGroup);
        request.launchType = QStringLiteral("farm-render");
        return extractEnvironments(desktop, options->positional().value(0), request);
    }
    static const QStringList known{QStringLiteral("launch"), QStringLiteral("launch-by-id"),
                                   QStringLiteral("launch-by-workfile-id")};
    if (!known.contains(name))
        return reportFailure(
            desktop, {ErrorKind::Invalid, QStringLiteral("\"addon applications %1\" is not known.").arg(name), {}}, 2);
    return launchHere(desktop, request, desktop.arguments.json);
}

} // namespace hearth::desktop
