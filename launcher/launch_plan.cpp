// SPDX-License-Identifier: Apache-2.0
#include "launcher/launch_plan.h"
#include "contract/profile.h"
#include "launcher/environment_value.h"

#include <QFileInfo>
#include <QJsonArray>

namespace hearth::launch
{

namespace
{
const QString launcherSource = QStringLiteral("Hearth");
const QString contextSource = QStringLiteral("context");

QString flag(bool isOn)
{
    return isOn ? QStringLiteral("1") : QStringLiteral("0");
}

void setLauncherVariables(EnvironmentPlan &plan, const LaunchInputs &in)
{
    const Installation &own = in.installation;
    const QList<std::pair<const char *, QString>> values{
        {"AYON_VERSION", own.version},
        {"AYON_EXECUTABLE", own.executable},
        {"AYON_ROOT", own.folder},
        {"AYON_SERVER_URL", in.serverUrl},
        {"AYON_API_KEY", in.token.reveal()},
        {"AYON_IN_LOGIN_MODE", flag(own.isLoginMode)},
        {"AYON_SITE_ID", own.siteId},
        {"AYON_BUNDLE_NAME", in.bundle.bundle},
        {"AYON_STUDIO_BUNDLE_NAME", in.bundle.studioBundle},
        {"AYON_DEFAULT_SETTINGS_VARIANT", in.bundle.variant},
        {"AYON_LAUNCHER_STORAGE_DIR", own.storageFolder},
        {"AYON_LAUNCHER_LOCAL_DIR", own.localFolder},
        {"AYON_ADDONS_DIR", own.addonsFolder},
        {"AYON_DEPENDENCIES_DIR", own.dependenciesFolder},
        {"AYON_MENU_LABEL", QStringLiteral("AYON")},
        {"USE_AYON_SERVER", QStringLiteral("1")},
        {"AYON_WEBSERVER_URL", in.webserverUrl},
        {"AYON_WEBACTION_EVENT_ID", in.webActionEventId},
        {"AYON_USE_STAGING", in.bundle.isStaging && !in.bundle.isDev ? QStringLiteral("1") : QString()},
        {"AYON_USE_DEV", in.bundle.isDev ? QStringLiteral("1") : QString()},
        {"HEARTH_HOST_URL", in.hostUrl},
        {"HEARTH_HOST_SECRET", in.hostSecret.reveal()}};
    for (const auto &[name, value] : values)
        if (!value.isEmpty())
            plan.set(QLatin1String(name), value, launcherSource);
    if (!in.webserverUrl.isEmpty())
        plan.set(QStringLiteral("AYON_STATICS_SERVER"), in.webserverUrl + QStringLiteral("/res"), launcherSource);
    if (!plan.has(QStringLiteral("QT_AUTO_SCREEN_SCALE_FACTOR")))
        plan.set(QStringLiteral("QT_AUTO_SCREEN_SCALE_FACTOR"), QStringLiteral("1"), launcherSource);
}

void setPythonPath(EnvironmentPlan &plan, const LaunchInputs &in)
{
    const QString name = QStringLiteral("PYTHONPATH");
    plan.prependPath(name, in.installation.resourcesFolder + QStringLiteral("/python"),
                     QStringLiteral("Hearth: ayon_common"));
    for (const QString &folder : in.bundle.addonFolders)
        plan.appendPath(name, folder,
                        QStringLiteral("bundle %1: addon %2").arg(in.bundle.bundle, QFileInfo(folder).fileName()));
    for (const QString &folder : in.bundle.developerFolders)
        plan.appendPath(name, folder, QStringLiteral("bundle %1: developer source").arg(in.bundle.bundle));
    if (!in.bundle.dependenciesFolder.isEmpty())
        plan.appendPath(name, in.bundle.dependenciesFolder,
                        QStringLiteral("bundle %1: dependency package").arg(in.bundle.bundle));
}

Result<> addSource(std::vector<EnvironmentSource> &sources, const QString &name, const QJsonValue &setting)
{
    Result<QJsonObject> variables = environmentFromSetting(setting);
    if (!variables)
        return fail(variables.error().kind, QStringLiteral("%1: %2").arg(name, variables.error().message));
    if (!variables->isEmpty())
        sources.push_back({name, std::move(*variables)});
    return {};
}

QMap<QString, QString> toolContext(const LaunchInputs &in)
{
    return {{QStringLiteral("folder_paths"), in.folder.path},
            {QStringLiteral("task_types"), in.task.taskType},
            {QStringLiteral("task_names"), in.task.name}};
}

Result<> applyApplication(EnvironmentPlan &plan, const LaunchInputs &in)
{
    std::vector<EnvironmentSource> sources;
    const Application &app = in.application;
    if (const Result<> added =
            addSource(sources, QStringLiteral("settings of %1").arg(app.groupLabel), app.groupEnvironment);
        !added)
        return added;
    if (const Result<> added =
            addSource(sources, QStringLiteral("settings of %1").arg(app.label()), app.variantEnvironment);
        !added)
        return added;
    const TaskTools tools = toolsFor(in.applicationsSettings, app, toolContext(in));
    for (const ToolEnvironment &tool : tools.environments)
        if (const Result<> added = addSource(sources, QStringLiteral("tool %1").arg(tool.name), tool.environment);
            !added)
            return added;
    if (const Result<> applied = applySources(plan, sources, in.platform, in.environmentGroup); !applied)
        return applied;
    if (!tools.names.isEmpty())
        plan.set(QStringLiteral("AYON_APP_TOOLS"), tools.names.join(u';'), QStringLiteral("tools of the task"));
    return {};
}

Result<> applyAddons(EnvironmentPlan &plan, const AddonEnvironment &addons)
{
    if (!addons)
        return {};
    const Result<std::vector<AddonStep>> steps = addons(plan.environment());
    if (!steps)
        return fail(steps.error());
    for (const AddonStep &step : *steps)
        apply(plan, step);
    return {};
}

void setContext(EnvironmentPlan &plan, const LaunchInputs &in, const LaunchPlan &made)
{
    plan.set(QStringLiteral("AYON_PROJECT_NAME"), in.project.name, contextSource);
    for (auto it = in.anatomy.roots().begin(); it != in.anatomy.roots().end(); ++it)
        plan.set(QStringLiteral("AYON_PROJECT_ROOT_") + it.key().toUpper(), it.value(),
                 QStringLiteral("anatomy: root %1").arg(it.key()));
    plan.set(QStringLiteral("AYON_APP_NAME"), in.application.fullName(), contextSource);
    if (!in.application.hostName.isEmpty())
        plan.set(QStringLiteral("AYON_HOST_NAME"), in.application.hostName, contextSource);
    if (in.folder.id.isEmpty())
        return;
    plan.set(QStringLiteral("AYON_FOLDER_PATH"), in.folder.path, contextSource);
    plan.set(QStringLiteral("AYON_TASK_NAME"), in.task.name, contextSource);
    plan.set(QStringLiteral("AYON_WORKDIR"), made.workFolder, QStringLiteral("anatomy: work template"));
    const QString last = made.workfile.isEmpty() ? made.nextWorkfile : made.workfile;
    if (!last.isEmpty())
        plan.set(QStringLiteral("AYON_LAST_WORKFILE"), last,
                 made.workfile.isEmpty() ? QStringLiteral("anatomy: first version")
                                         : QStringLiteral("work files of the task"));
    plan.set(QStringLiteral("AVALON_OPEN_LAST_WORKFILE"), flag(!made.workfile.isEmpty()), contextSource);
    plan.set(QStringLiteral("AYON_WORKFILE_TOOL_ON_START"), QStringLiteral("0"), contextSource);
}

/// The session's variables, and what of them an application must not see, each with its reason.
void startClean(EnvironmentPlan &plan, const LaunchInputs &in)
{
    const OwnInstallation own = ownInstallation(in.installation.folder, in.installation.resourcesFolder);
    const Environment clean = cleanedEnvironment(in.session, own, in.platform);
    const QString reason = QStringLiteral("cleaned: of Hearth's own, or of another launch");
    plan.start(in.session, QStringLiteral("your session"));
    for (auto it = in.session.begin(); it != in.session.end(); ++it) {
        if (!clean.contains(it.key()))
            plan.remove(it.key(), reason);
        else
            plan.set(it.key(), clean.value(it.key()), reason);
    }
}

bool opensLastFile(const LaunchInputs &in)
{
    const QJsonArray profiles = in.coreSettings.value(QLatin1String("tools"))
                                    .toObject()
                                    .value(QLatin1String("Workfiles"))
                                    .toObject()
                                    .value(QLatin1String("last_workfile_on_startup"))
                                    .toArray();
    const auto profile = contract::bestProfile(
        profiles, {QStringLiteral("host_names"), QStringLiteral("task_types"), QStringLiteral("task_names")},
        {{QStringLiteral("host_names"), in.application.hostName},
         {QStringLiteral("task_types"), in.task.taskType},
         {QStringLiteral("task_names"), in.task.name}});
    return in.openLastWorkfile && (!profile || profile->value(QLatin1String("enabled")).toBool(true));
}

Result<> chooseWorkfile(LaunchPlan &made, const LaunchInputs &in, const WorkArea &area)
{
    made.workFolder = area.folder;
    const QStringList extensions = in.kind ? in.kind->extensions : QStringList();
    if (!in.workfile.isEmpty()) {
        made.workfile = in.workfile;
        return {};
    }
    if (extensions.isEmpty())
        return {};
    if (const WorkfileEntry *last = lastWorkfile(in.workfiles, extensions); last && opensLastFile(in))
        made.workfile = last->path;
    QJsonObject data = area.templateData;
    data.insert(QStringLiteral("version"), nextVersion(in.workfiles));
    data.insert(QStringLiteral("ext"), extensions.first().mid(1));
    const anatomy::Filled file = anatomy::fill(area.fileTemplate, data);
    if (!file.isSolved)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("The work file template needs {%1}, which this context does not give.")
                        .arg((file.missing + file.invalid).join(QStringLiteral("}, {"))));
    made.nextWorkfile = area.folder + u'/' + file.text;
    return {};
}

void addArguments(LaunchPlan &made, const LaunchInputs &in)
{
    made.arguments = in.application.arguments.value(platformName(in.platform));
    const QStringList how =
        in.kind && !in.kind->openArguments.isEmpty() ? in.kind->openArguments : QStringList{QStringLiteral("{file}")};
    if (!made.workfile.isEmpty())
        for (QString argument : how)
            made.arguments.append(argument.replace(QLatin1String("{file}"), made.workfile));
    if (in.application.hostName == QLatin1String("blender") && !in.hostUrl.isEmpty())
        made.arguments += {QStringLiteral("--python"),
                           in.installation.resourcesFolder + QStringLiteral("/hosts/blender/start_hearth.py")};
}
} // namespace

QString workTemplateName(const QJsonObject &coreSettings, const QString &hostName, const QString &taskType)
{
    const QJsonArray profiles = coreSettings.value(QLatin1String("tools"))
                                    .toObject()
                                    .value(QLatin1String("Workfiles"))
                                    .toObject()
                                    .value(QLatin1String("workfile_template_profiles"))
                                    .toArray();
    const auto profile =
        contract::bestProfile(profiles, {QStringLiteral("task_types"), QStringLiteral("host_names")},
                              {{QStringLiteral("task_types"), taskType}, {QStringLiteral("host_names"), hostName}});
    const QString name = profile ? profile->value(QLatin1String("workfile_template")).toString() : QString();
    return name.isEmpty() ? QStringLiteral("default") : name;
}

Result<WorkArea> workArea(const anatomy::Anatomy &anatomy, const TemplateContext &context, const QString &templateName,
                          const QDateTime &now)
{
    WorkArea area;
    area.templateData = templateData(context, now);
    const Result<QString> folder = anatomy.directory(QStringLiteral("work"), templateName, area.templateData);
    const Result<QString> file = anatomy.fileTemplate(QStringLiteral("work"), templateName);
    if (!folder || !file)
        return fail(folder ? file.error() : folder.error());
    area.folder = *folder;
    area.fileTemplate = *file;
    return area;
}

Result<WorkArea> workAreaOf(const LaunchInputs &in)
{
    const TemplateContext context{in.project,       in.folder.path, in.folder.folderType,    in.task.name,
                                  in.task.taskType, in.user,        in.application.hostName, in.application.fullName()};
    Result<WorkArea> area = workArea(
        in.anatomy, context, workTemplateName(in.coreSettings, in.application.hostName, in.task.taskType), in.now);
    if (area)
        area->platform = in.platform;
    return area;
}

EnvironmentPlan launcherEnvironment(const LaunchInputs &in)
{
    EnvironmentPlan plan(in.platform);
    startClean(plan, in);
    setLauncherVariables(plan, in);
    setPythonPath(plan, in);
    return plan;
}

Result<LaunchPlan> planLaunch(const LaunchInputs &in, const AddonEnvironment &addons)
{
    LaunchPlan made;
    made.program = in.executable;
    if (!in.application.hostName.isEmpty() && in.task.id.isEmpty())
        return fail(
            ErrorKind::Invalid,
            QStringLiteral("%1 is opened for a task. Choose a folder and a task first.").arg(in.application.label()));
    if (!in.folder.id.isEmpty()) {
        const Result<WorkArea> area = workAreaOf(in);
        if (!area)
            return fail(area.error());
        if (const Result<> chosen = chooseWorkfile(made, in, *area); !chosen)
            return fail(chosen.error());
    }
    made.environment = launcherEnvironment(in);
    if (const Result<> applied = applyApplication(made.environment, in); !applied)
        return fail(applied.error());
    if (const Result<> applied = applyAddons(made.environment, addons); !applied)
        return fail(applied.error());
    setContext(made.environment, in, made);
    std::vector<EnvironmentSource> last;
    if (const Result<> added = addSource(last, QStringLiteral("project environment"),
                                         in.coreSettings.value(QLatin1String("project_environments")));
        !added)
        return fail(added.error());
    if (const Result<> applied = applySources(made.environment, last, in.platform, in.environmentGroup); !applied)
        return fail(applied.error());
    addArguments(made, in);
    return made;
}

} // namespace hearth::launch
