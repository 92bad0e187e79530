// SPDX-License-Identifier: Apache-2.0
// The studio adapter's starting of applications, and what runs.
#include "core/whole_file.h"
#include "desktop/studio_adapter.h"
#include "desktop/studio_values.h"
#include "launcher/environment_record.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QJsonArray>
#include <QUrl>

namespace hearth::desktop
{

using namespace launcher_ui;

namespace
{
const QString recentApplications = QStringLiteral("launcher/recentApplications");

launch::LaunchRequest requestFor(const Context &context, const QString &application)
{
    launch::LaunchRequest made;
    made.application = application;
    made.project = context.project;
    made.folder = context.folderId;
    made.task = context.taskId;
    return made;
}

launch::ProcessRecord recordOf(const launch::Started &started)
{
    const launch::Prepared &prepared = started.prepared;
    return {QString::fromStdString(newEntityId()),
            prepared.application.application.fullName(),
            prepared.application.application.label(),
            prepared.facts.project.name,
            prepared.facts.folder.path,
            prepared.facts.task.name,
            prepared.plan.program,
            started.outputFile,
            started.process.pid,
            started.process.startTime,
            started.process.mark};
}

/// A terminal program of this system; empty where there is none.
QString terminalProgram(const launch::Environment &session)
{
    QStringList names{session.value(QStringLiteral("TERMINAL")), QStringLiteral("x-terminal-emulator"),
                      QStringLiteral("gnome-terminal"),          QStringLiteral("konsole"),
                      QStringLiteral("xfce4-terminal"),          QStringLiteral("xterm")};
    for (const QString &name : names)
        for (const QString &folder : session.value(QStringLiteral("PATH")).split(u':', Qt::SkipEmptyParts))
            if (!name.isEmpty() && QFileInfo(folder + u'/' + name).isExecutable())
                return folder + u'/' + name;
    return {};
}
} // namespace

void StudioAdapter::applications(const Context &context, Reply<std::vector<Application>> reply)
{
    if (!m_applications.empty())
        QMetaObject::invokeMethod(
            this, [reply, list = m_applications] { reply(list, Freshness::Known); }, Qt::QueuedConnection);
    m_state.run<std::vector<Application>>(
        this,
        [question = m_contexts->about(context)](const launch::Launcher &launcher, const launch::StudioSession &session)
            -> Result<std::vector<Application>> {
            const Result<launch::ContextFacts> facts = question.answer(launcher, session);
            if (!facts)
                return fail(facts.error());
            std::vector<Application> list;
            for (const launch::InstalledApplication &one : launcher.applicationsFor(*facts))
                list.push_back(shownApplication(one, *launcher.surroundings().definitions));
            return list;
        },
        [this, reply](const Result<std::vector<Application>> &result) {
            if (!result)
                return reply(result, Freshness::Fresh);
            m_applications = *result;
            m_search.setApplications(m_applications);
            const QStringList recent = m_memory.recent(recentApplications);
            const auto rank = [&recent](const Application &one) {
                const qsizetype at = recent.indexOf(one.fullName);
                return at < 0 ? recent.size() : at;
            };
            std::stable_sort(m_applications.begin(), m_applications.end(),
                             [&rank](const Application &a, const Application &b) { return rank(a) < rank(b); });
            reply(m_applications, Freshness::Fresh);
        });
}

void StudioAdapter::launchRequest(const launch::LaunchRequest &request, Done<launch::Started> done)
{
    const auto problem = std::make_shared<std::optional<Error>>();
    m_state.run<launch::Started>(
        this,
        [request, problem, prepareHost = onStarted](const launch::Launcher &launcher,
                                                    const launch::StudioSession &session) -> Result<launch::Started> {
            Result<launch::Prepared> prepared = launcher.prepare(session, request);
            if (!prepared)
                return fail(prepared.error());
            *problem = prepared->addonProblem;
            if (prepareHost && !*problem)
                prepareHost(session, launch::Started{{}, {}, *prepared});
            return launcher.start(std::move(*prepared));
        },
        [this, request, problem, done = std::move(done)](const Result<launch::Started> &started) {
            if (*problem)
                offerWithoutAddons(request, **problem);
            if (!started)
                return done(started);
            const Result<> kept = m_state.desktop().processes->add(recordOf(*started));
            m_processes.refresh();
            done(kept ? started : fail(kept.error()));
        });
}

void StudioAdapter::offerWithoutAddons(const launch::LaunchRequest &request, const Error &problem)
{
    m_withoutAddons = request;
    m_withoutAddons.withoutAddons = true;
    setNotice({withoutAddons,
               Severity::Problem,
               tr("%1 was not started").arg(request.application),
               tr("%1 The rest of the launch is ready.").arg(problem.message),
               problem.detail,
               {{QStringLiteral("start"), tr("Start without it"), true}},
               true,
               true});
}

void StudioAdapter::launch(const LaunchRequest &request, Done<> done)
{
    launch::LaunchRequest wanted = requestFor(request.context, request.application);
    wanted.workfile = request.workfile;
    wanted.openLastWorkfile = !request.workfile.isEmpty();
    launchRequest(wanted, [this, request, done](const Result<launch::Started> &started) {
        if (!started)
            return done(fail(started.error()));
        m_memory.remember(recentApplications, request.application);
        Q_EMIT launched(request.context, request.application);
        done({});
    });
}

void StudioAdapter::explain(const Context &context, const QString &application, Done<EnvironmentReport> done)
{
    const QString wanted =
        application.isEmpty() && !m_applications.empty() ? m_applications.front().fullName : application;
    const launch::Environment session = m_state.desktop().environment;
    m_state.run<EnvironmentReport>(
        this,
        [request = requestFor(context, wanted), environment = session](
            const launch::Launcher &launcher, const launch::StudioSession &studio) -> Result<EnvironmentReport> {
            const Result<launch::Prepared> prepared = launcher.prepare(studio, request);
            if (!prepared)
                return fail(prepared.error());
            return shownReport(launch::explanationOf(*prepared, environment, QDateTime::currentDateTime()));
        },
        std::move(done));
}

void StudioAdapter::recordedStarts(Done<std::vector<RecordedStart>> done)
{
    constexpr std::size_t most = 12;
    m_state.runHere<std::vector<RecordedStart>>(
        this,
        [folder = m_state.desktop().startsFolder()](
            const launch::Launcher &, const launch::StudioSession &) -> Result<std::vector<RecordedStart>> {
            std::vector<RecordedStart> made;
            for (const launch::RecordedStart &start : launch::recordedStarts(folder, most))
                made.push_back({start.file, start.application, start.context, start.when});
            return made;
        },
        std::move(done));
}

void StudioAdapter::readEnvironment(const QString &file, Done<EnvironmentReport> done)
{
    m_state.runHere<EnvironmentReport>(
        this,
        [file](const launch::Launcher &, const launch::StudioSession &) -> Result<EnvironmentReport> {
            const Result<QJsonObject> read = launch::readExplanation(file);
            return read ? Result<EnvironmentReport>(shownReport(*read)) : fail(read.error());
        },
        std::move(done));
}

void StudioAdapter::saveEnvironment(const Context &context, const QString &application, const QString &file,
                                    Done<> done)
{
    const QString wanted =
        application.isEmpty() && !m_applications.empty() ? m_applications.front().fullName : application;
    m_state.run<void>(
        this,
        [request = requestFor(context, wanted), environment = m_state.desktop().environment,
         file](const launch::Launcher &launcher, const launch::StudioSession &studio) -> Result<> {
            const Result<launch::Prepared> prepared = launcher.prepare(studio, request);
            if (!prepared)
                return fail(prepared.error());
            return writeJsonFile(file, launch::explanationOf(*prepared, environment, QDateTime::currentDateTime()));
        },
        std::move(done));
}

void StudioAdapter::openTerminal(const Context &context, const QString &application, Done<> done)
{
    const QString wanted =
        application.isEmpty() && !m_applications.empty() ? m_applications.front().fullName : application;
    const QString terminal = terminalProgram(m_state.desktop().environment);
    if (terminal.isEmpty() || wanted.isEmpty()) {
        QMetaObject::invokeMethod(
            this,
            [done] {
                done(fail(ErrorKind::NotFound,
                          tr("No terminal program was found. Install one, or set TERMINAL to its name.")));
            },
            Qt::QueuedConnection);
        return;
    }
    m_state.run<void>(
        this,
        [request = requestFor(context, wanted), terminal](const launch::Launcher &launcher,
                                                          const launch::StudioSession &studio) -> Result<> {
            Result<launch::Prepared> prepared = launcher.prepare(studio, request);
            if (!prepared)
                return fail(prepared.error());
            prepared->plan.environment.appendPath(QStringLiteral("PATH"),
                                                  QFileInfo(prepared->plan.program).absolutePath(),
                                                  QStringLiteral("terminal: folder of the application"));
            prepared->addonProblem.reset(); // a terminal is where one looks for such things
            prepared->plan.program = terminal;
            prepared->plan.arguments.clear();
            const Result<launch::Started> started = launcher.start(std::move(*prepared));
            return started ? Result<>{} : fail(started.error());
        },
        std::move(done));
}

void StudioAdapter::serverActions(const Context &context, Reply<std::vector<ServerAction>> reply)
{
    m_state.run<std::vector<ServerAction>>(
        this,
        [context](const launch::Launcher &, const launch::StudioSession &session) -> Result<std::vector<ServerAction>> {
            const QJsonObject body{
                {"projectName", context.project}, {"entityType", "task"}, {"entityIds", QJsonArray{context.taskId}}};
            const Result<QJsonObject> answer =
                session.server
                    .call("POST", QStringLiteral("/api/actions/list?mode=all&variant=") + session.bundle.variant, body)
                    .wait();
            if (!answer)
                return fail(answer.error());
            std::vector<ServerAction> list;
            for (const QJsonValue &one : answer->value(QLatin1String("actions")).toArray()) {
                const QJsonObject action = one.toObject();
                const QString id = action.value(QLatin1String("identifier")).toString();
                if (id.startsWith(QLatin1String("application."))) // offered as tiles already
                    continue;
                const QJsonObject icon = action.value(QLatin1String("icon")).toObject();
                list.push_back({action.value(QLatin1String("addonName")).toString() + u'\n' +
                                    action.value(QLatin1String("addonVersion")).toString() + u'\n' + id,
                                action.value(QLatin1String("label")).toString(),
                                icon.value(QLatin1String("name")).toString(),
                                QColor(icon.value(QLatin1String("color")).toString()),
                                action.value(QLatin1String("description")).toString()});
            }
            return list;
        },
        [reply](const Result<std::vector<ServerAction>> &result) { reply(result, Freshness::Fresh); });
}

void StudioAdapter::runServerAction(const Context &context, const QString &actionId, Done<> done)
{
    const QStringList parts = actionId.split(u'\n');
    m_state.run<QJsonObject>(
        this,
        [context, parts](const launch::Launcher &, const launch::StudioSession &session) -> Result<QJsonObject> {
            const QString path =
                QStringLiteral("/api/actions/execute?addonName=%1&addonVersion=%2&identifier=%3&variant=%4")
                    .arg(parts.value(0), parts.value(1), parts.value(2), session.bundle.variant);
            const QJsonObject body{
                {"projectName", context.project}, {"entityType", "task"}, {"entityIds", QJsonArray{context.taskId}}};
            return session.server.call("POST", path, body).wait();
        },
        [this, done](const Result<QJsonObject> &answer) {
            if (!answer)
                return done(fail(answer.error()));
            const QString message = answer->value(QLatin1String("message")).toString();
            const QString uri =
                answer->value(QLatin1String("payload")).toObject().value(QLatin1String("uri")).toString();
            if (!answer->value(QLatin1String("success")).toBool(true))
                return done(fail(ErrorKind::Invalid, message));
            if (answer->value(QLatin1String("type")).toString() == QLatin1String("redirect"))
                QDesktopServices::openUrl(QUrl(m_state.serverUrl()).resolved(QUrl(uri)));
            else if (!message.isEmpty())
                setNotice({QStringLiteral("action"), Severity::Information, message, {}, {}, {}, true});
            done({});
        });
}

void StudioAdapter::openPublisher(const Context &context)
{
    Q_EMIT publisherWanted(context);
}

void StudioAdapter::openLoader(const Context &context)
{
    Q_EMIT loaderWanted(context);
}

void StudioAdapter::stopProcess(const QString &processId, Done<> done)
{
    const launch::ProcessRecord *record = m_processes.record(processId);
    const bool isAsked = record && process::endProcess(record->identity(), false);
    QMetaObject::invokeMethod(
        this,
        [done, isAsked] {
            done(isAsked ? Result<>{} : fail(ErrorKind::NotFound, tr("The application has ended already.")));
        },
        Qt::QueuedConnection);
}

void StudioAdapter::killProcess(const QString &processId, Done<> done)
{
    const launch::ProcessRecord *record = m_processes.record(processId);
    const bool isKilled = record && process::endProcess(record->identity(), true);
    QMetaObject::invokeMethod(
        this,
        [done, isKilled] {
            done(isKilled ? Result<>{} : fail(ErrorKind::NotFound, tr("The application has ended already.")));
        },
        Qt::QueuedConnection);
}

void StudioAdapter::openProcessLog(const QString &processId, Done<> done)
{
    const launch::ProcessRecord *record = m_processes.record(processId);
    const bool isOpened = record && QDesktopServices::openUrl(QUrl::fromLocalFile(record->outputFile));
    QMetaObject::invokeMethod(
        this,
        [done, isOpened] {
            done(isOpened ? Result<>{} : fail(ErrorKind::NotFound, tr("No program here opens text files.")));
        },
        Qt::QueuedConnection);
}

} // namespace hearth::desktop
