// SPDX-License-Identifier: Apache-2.0
#include "launcher/launcher.h"
#include "core/entity_id.h"
#include "core/log.h"
#include "launcher/environment_record.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace hearth::launch
{

namespace
{
constexpr int startsKept = 60; ///< outputs and environments of the newest starts

QString withSlash(const QString &path)
{
    return path.startsWith(u'/') ? path : u'/' + path;
}

Result<> takeTask(ContextFacts &facts, const client::FolderWork &work, const QString &wanted)
{
    const auto found = std::find_if(work.tasks.begin(), work.tasks.end(), [&wanted](const contract::Task &task) {
        return task.id == wanted || task.name == wanted;
    });
    if (found == work.tasks.end())
        return fail(ErrorKind::NotFound,
                    QStringLiteral("The folder %1 has no task %2.").arg(facts.folder.path, wanted));
    facts.task = *found;
    for (const contract::Workfile &file : work.workfiles)
        if (file.taskId == facts.task.id)
            facts.workfileEntities.push_back(file);
    return {};
}

/// A task's id is enough: its folder follows.
Result<QString> folderOfTask(const client::Server &server, const QString &project, const QString &task)
{
    const Result<contract::Task> found = server.task(project, task).wait();
    return found ? Result<QString>(found->folderId) : fail(found.error());
}

/// Modules meant for launcher processes alone lie beside the dependencies.
void addRuntimeModules(EnvironmentPlan &plan, const BundlePaths &bundle)
{
    const QString folder = QFileInfo(bundle.dependenciesFolder).path() + QStringLiteral("/runtime");
    if (!bundle.dependenciesFolder.isEmpty() && QFileInfo(folder).isDir())
        plan.appendPath(QStringLiteral("PYTHONPATH"), folder,
                        QStringLiteral("bundle %1: dependency package").arg(bundle.bundle));
}

/// What the code of addons is told of a launch.
QJsonObject openingOf(const LaunchInputs &in, const QString &launchType, const QJsonObject &settings)
{
    const QJsonObject application{{"group", in.application.group},     {"groupLabel", in.application.groupLabel},
                                  {"variant", in.application.variant}, {"fullName", in.application.fullName()},
                                  {"label", in.application.label()},   {"host", in.application.hostName}};
    const WorkfileEntry *last = lastWorkfile(in.workfiles, in.kind ? in.kind->extensions : QStringList());
    QJsonObject data{{"project_name", in.project.name},
                     {"folder_path", in.folder.path},
                     {"task_name", in.task.name},
                     {"project_entity", json::write(in.project)},
                     {"project_settings", settings},
                     {"env_group", in.environmentGroup},
                     {"start_last_workfile", in.openLastWorkfile},
                     {"last_workfile_path", !in.workfile.isEmpty() ? in.workfile
                                            : last                 ? last->path
                                                                   : QString()}};
    if (!in.folder.id.isEmpty())
        data.insert(QStringLiteral("folder_entity"), json::write(in.folder));
    if (!in.task.id.isEmpty())
        data.insert(QStringLiteral("task_entity"), json::write(in.task));
    return {{"application", application},
            {"executable", in.executable},
            {"launchType", launchType},
            {"settings", settings},
            {"data", data}};
}

int newestFirst(const QString &version)
{
    const QStringList parts = version.split(u'.');
    return parts.value(0).toInt() * 10'000 + parts.value(1).toInt() * 100 + parts.value(2).toInt();
}
} // namespace

QStringList allExtensions(const ApplicationDefinitions &definitions)
{
    QStringList list;
    for (const ApplicationKind &kind : definitions.kinds)
        list += kind.extensions;
    list.removeDuplicates();
    return list;
}

std::vector<WorkfileEntry> readWorkfiles(const ContextFacts &facts, const WorkArea &area, const QStringList &extensions)
{
    std::vector<std::pair<QString, QDateTime>> files;
    for (const QString &path : scanWorkFolder(area.folder))
        files.emplace_back(path, QFileInfo(path).lastModified());
    return mergeWorkfiles(facts.workfileEntities, files, facts.anatomy, area, extensions);
}

Result<ContextFacts> contextIn(ContextFacts facts, const client::FolderContext &folder, const QString &task)
{
    facts.folder = folder.folder;
    facts.folder.path = withSlash(facts.folder.path);
    if (!task.isEmpty())
        if (const Result<> taken = takeTask(facts, folder.work, task); !taken)
            return fail(taken.error());
    return facts;
}

Result<ContextFacts> Launcher::readContext(const StudioSession &session, const QString &projectName,
                                           const QString &folderName, const QString &taskName) const
{
    const client::Server &server = session.server;
    const Job<contract::Project> project = server.project(projectName);
    const Job<QMap<QString, QString>> roots = server.siteRoots(projectName);
    const Job<QJsonObject> settings = server.settings(session.bundle.studioBundle, session.bundle.variant, projectName);
    ContextFacts facts;
    QString folderWanted = folderName;
    if (folderWanted.isEmpty() && !taskName.isEmpty()) {
        const Result<QString> folderId = folderOfTask(server, projectName, taskName);
        if (!folderId)
            return fail(folderId.error());
        folderWanted = *folderId;
    }
    if (!folderWanted.isEmpty()) {
        const Result<client::FolderContext> found = server.folderContext(projectName, folderWanted).wait();
        if (!project.wait()) // a project that is not there says more than its folder that is not
            return fail(project.wait().error());
        if (!found && found.error().kind == ErrorKind::NotFound)
            return fail(ErrorKind::NotFound,
                        QStringLiteral("The project %1 has no folder %2.").arg(projectName, withSlash(folderWanted)));
        if (!found)
            return fail(found.error());
        Result<ContextFacts> inside = contextIn(std::move(facts), *found, taskName);
        if (!inside)
            return inside;
        facts = std::move(*inside);
    }
    if (!project.wait())
        return fail(project.wait().error());
    facts.project = *project.wait();
    const QMap<QString, QString> siteRoots = roots.wait().value_or(QMap<QString, QString>{});
    facts.anatomy = anatomy::Anatomy(facts.project.config, m_around.platform, siteRoots, m_around.session);
    if (const Result<QJsonObject> &all = settings.wait()) {
        facts.applicationsSettings = all->value(QLatin1String("applications")).toObject();
        facts.coreSettings = all->value(QLatin1String("core")).toObject();
        facts.settings = *all;
    } else if (all.error().kind != ErrorKind::NotFound) {
        return fail(all.error());
    }
    if (facts.applicationsSettings.isEmpty())
        facts.applicationsSettings = m_around.definitions->settings;
    return facts;
}

std::vector<InstalledApplication> Launcher::applicationsFor(const ContextFacts &facts) const
{
    const QJsonArray profiles = facts.applicationsSettings.value(QLatin1String("project_applications"))
                                    .toObject()
                                    .value(QLatin1String("profiles"))
                                    .toArray();
    const std::vector<Application> allowed =
        allowedFor(applicationsFromSettings(facts.applicationsSettings), profiles, facts.task.taskType);
    return m_around.installed->find(allowed, *m_around.definitions);
}

Result<InstalledApplication> Launcher::findApplication(const ContextFacts &facts, const QString &name) const
{
    std::vector<Application> all = applicationsFromSettings(facts.applicationsSettings);
    std::erase_if(all, [&name](const Application &one) { return one.fullName() != name && one.group != name; });
    if (all.empty())
        return fail(ErrorKind::NotFound, QStringLiteral("The settings know no application \"%1\".").arg(name));
    if (all.size() == 1)
        return m_around.installed->locate(all.front(), *m_around.definitions);
    std::vector<InstalledApplication> found = m_around.installed->find(all, *m_around.definitions);
    if (found.empty())
        return m_around.installed->locate(all.back(), *m_around.definitions);
    return *std::max_element(found.begin(), found.end(),
                             [](const InstalledApplication &a, const InstalledApplication &b) {
                                 return newestFirst(a.version) < newestFirst(b.version);
                             });
}

Result<> Launcher::addWorkfile(LaunchInputs &inputs, const LaunchRequest &request) const
{
    inputs.openLastWorkfile = request.openLastWorkfile;
    if (request.workfile.isEmpty())
        return {};
    inputs.workfile = request.workfile;
    for (const WorkfileEntry &entry : inputs.workfiles)
        if (entry.entityId == request.workfile)
            inputs.workfile = entry.path;
    if (!QFileInfo::exists(inputs.workfile))
        return fail(
            ErrorKind::NotFound,
            QStringLiteral("%1 is not on this machine. It may lie on another one that has not delivered it yet.")
                .arg(inputs.workfile));
    return {};
}

LaunchInputs Launcher::inputsFor(const StudioSession &session, const LaunchRequest &request, const ContextFacts &facts,
                                 const InstalledApplication &application) const
{
    LaunchInputs inputs;
    inputs.application = application.application;
    inputs.executable = application.executable;
    inputs.kind = kindOf(*m_around.definitions, inputs.application);
    inputs.project = facts.project;
    inputs.folder = facts.folder;
    inputs.task = facts.task;
    inputs.anatomy = facts.anatomy;
    inputs.applicationsSettings = facts.applicationsSettings;
    inputs.coreSettings = facts.coreSettings;
    inputs.serverUrl = session.server.url().toString(QUrl::StripTrailingSlash);
    inputs.token = session.server.credentials().token;
    inputs.user = session.user;
    inputs.bundle = session.bundle;
    inputs.installation = m_around.installation;
    inputs.session = m_around.session;
    inputs.webserverUrl = m_around.webserverUrl;
    inputs.webActionEventId = request.webActionEventId;
    inputs.environmentGroup = request.environmentGroup;
    inputs.now = QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(m_around.clock->now().time_since_epoch()).count());
    inputs.platform = m_around.platform;
    return inputs;
}

Result<std::shared_ptr<AddonSession>> Launcher::beginAddons(const LaunchInputs &inputs, const LaunchRequest &request,
                                                            const ContextFacts &facts) const
{
    if (!m_around.addons || request.withoutAddons)
        return std::shared_ptr<AddonSession>();
    AddonLaunch launch;
    launch.folders = inputs.bundle.addonFolders + inputs.bundle.developerFolders;
    launch.dependencies = inputs.bundle.dependenciesFolder;
    EnvironmentPlan environment = launcherEnvironment(inputs);
    addRuntimeModules(environment, inputs.bundle);
    launch.environment = environment.environment();
    launch.opening = openingOf(inputs, request.launchType, facts.settings);
    return m_around.addons->begin(launch);
}

Result<> Launcher::planWithAddons(Prepared &made, const LaunchInputs &inputs, const LaunchRequest &request) const
{
    // A refusal ends the launch; a fault is kept, and the plan goes on without the code that has it.
    const auto withoutFaults = [&made](Result<std::vector<AddonStep>> steps) -> Result<std::vector<AddonStep>> {
        if (steps || steps.error().kind == ErrorKind::Forbidden)
            return steps;
        made.addonProblem = steps.error();
        made.addons.reset();
        return std::vector<AddonStep>{};
    };
    if (Result<std::shared_ptr<AddonSession>> begun = beginAddons(inputs, request, made.facts))
        made.addons = std::move(*begun);
    else
        made.addonProblem = begun.error();
    Result<LaunchPlan> plan = planLaunch(inputs, [&made, &withoutFaults](const Environment &environment) {
        return made.addons ? withoutFaults(made.addons->implementation(environment))
                           : Result<std::vector<AddonStep>>(std::vector<AddonStep>{});
    });
    if (!plan)
        return fail(plan.error());
    made.plan = std::move(*plan);
    if (made.addons) {
        const Result<std::vector<AddonStep>> steps =
            withoutFaults(made.addons->hooks(made.plan.environment.environment(), made.plan.arguments));
        if (!steps)
            return fail(steps.error());
        for (const AddonStep &step : *steps) {
            apply(made.plan.environment, step);
            made.plan.arguments = step.arguments.value_or(made.plan.arguments);
        }
    }
    if (made.addonProblem)
        made.plan.warnings.append(made.addonProblem->message);
    return {};
}

Result<Prepared> Launcher::prepare(const StudioSession &session, const LaunchRequest &request) const
{
    Result<ContextFacts> facts = readContext(session, request.project, request.folder, request.task);
    if (!facts)
        return fail(facts.error());
    Result<InstalledApplication> application = findApplication(*facts, request.application);
    if (!application)
        return fail(application.error());
    LaunchInputs inputs = inputsFor(session, request, *facts, *application);
    Prepared made;
    if (!facts->folder.id.isEmpty()) {
        Result<WorkArea> area = workAreaOf(inputs);
        if (!area)
            return fail(area.error());
        made.area = std::move(*area);
        inputs.workfiles = readWorkfiles(*facts, made.area, allExtensions(*m_around.definitions));
    }
    if (const Result<> added = addWorkfile(inputs, request); !added)
        return fail(added.error());
    if (m_around.newHostEndpoint && !inputs.application.hostName.isEmpty()) {
        const HostEndpoint endpoint = m_around.newHostEndpoint(request);
        inputs.hostUrl = endpoint.url;
        inputs.hostSecret = made.hostSecret = endpoint.secret;
    }
    made.facts = std::move(*facts);
    made.application = std::move(*application);
    if (const Result<> planned = planWithAddons(made, inputs, request); !planned)
        return fail(planned.error());
    made.workfiles = std::move(inputs.workfiles);
    return made;
}

Result<> Launcher::makeWorkFolder(const anatomy::Anatomy &anatomy, const QString &folder) const
{
    if (m_around.roots)
        return m_around.roots->makeFolder(anatomy.roots(), folder);
    return QDir().mkpath(folder)
               ? Result<>{}
               : fail(ErrorKind::Internal, QStringLiteral("The work folder %1 cannot be made.").arg(folder));
}

Result<> Launcher::checkPlace(const anatomy::Anatomy &anatomy, const QString &folder) const
{
    return m_around.roots ? m_around.roots->check(anatomy.roots(), folder) : Result<>{};
}

Result<Started> Launcher::start(Prepared prepared) const
{
    if (prepared.addonProblem)
        return fail(*prepared.addonProblem);
    const LaunchPlan &plan = prepared.plan;
    if (!plan.workFolder.isEmpty())
        if (const Result<> made = makeWorkFolder(prepared.facts.anatomy, plan.workFolder); !made)
            return fail(made.error());
    QDir().mkpath(m_around.logFolder);
    process::StartRequest request;
    request.program = plan.program;
    request.arguments = plan.arguments;
    request.environment = plan.environment.environment();
    request.workingFolder = plan.workFolder.isEmpty() ? QDir::homePath() : plan.workFolder;
    request.outputFile =
        m_around.logFolder + QStringLiteral("/%1_output_%2.txt")
                                 .arg(prepared.application.application.group, QString::fromStdString(randomHex(6)));
    const Result<process::ProcessIdentity> process = m_around.starter->startDetached(request);
    if (!process)
        return fail(process.error());
    log::info(log::launch, "started {} as process {}", prepared.application.application.fullName().toStdString(),
              process->pid);
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(m_around.clock->now().time_since_epoch()).count());
    if (const Result<> kept = recordStart(request.outputFile, explanationOf(prepared, m_around.session, now)); !kept)
        log::warning(log::launch, "the environment of this start is not kept: {}", kept.error().message.toStdString());
    forgetOldStarts(m_around.logFolder, startsKept);
    if (prepared.addons) // may take its time; what runs is kept already
        if (const Result<> told = prepared.addons->started(process->pid); !told)
            log::warning(log::launch, "after the start: {}", told.error().message.toStdString());
    prepared.addons.reset();
    return Started{*process, request.outputFile, std::move(prepared)};
}

Result<Started> Launcher::launch(const StudioSession &session, const LaunchRequest &request) const
{
    Result<Prepared> prepared = prepare(session, request);
    return prepared ? start(std::move(*prepared)) : fail(prepared.error());
}

} // namespace hearth::launch
