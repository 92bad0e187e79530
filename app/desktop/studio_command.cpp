// SPDX-License-Identifier: Apache-2.0
#include "desktop/studio_command.h"
#include "composition/studio_setup.h"
#include "core/entity_id.h"
#include "core/whole_file.h"
#include "desktop/commands.h"
#include "desktop/studio_subjects.h"
#include "structure/name_pattern.h"
#include "structure/structure_edit.h"
#include "structure/structure_file.h"

#include <cstdio>

namespace hearth::desktop
{

namespace
{
using composition::CommandOptions;
using composition::Desktop;

void print(const QString &text)
{
    std::fputs((text + u'\n').toUtf8().constData(), stdout);
}

bool wantsJson(const Desktop &desktop, const CommandOptions &options)
{
    return desktop.arguments.json || options.has(QStringLiteral("--json"));
}

int wrongUse(const Desktop &desktop, const QString &words)
{
    return reportFailure(desktop, {ErrorKind::Invalid, words, {}}, 2);
}

QString word(structure::Change what)
{
    return what == structure::Change::Create   ? QStringLiteral("create")
           : what == structure::Change::Update ? QStringLiteral("update")
                                               : QStringLiteral("same");
}

QJsonObject planAsJson(const structure::StructurePlan &plan, bool isDone)
{
    QJsonArray changes;
    for (const structure::StructureChange &one : plan.changes)
        if (one.what != structure::Change::Same)
            changes.append(QJsonObject{{"what", word(one.what)},
                                       {"type", one.isTask ? "task" : "folder"},
                                       {"path", one.path},
                                       {"fields", QJsonArray::fromStringList(one.fields)}});
    return {{"ok", plan.problems.isEmpty()},
            {"done", isDone},
            {"created", plan.count(structure::Change::Create)},
            {"updated", plan.count(structure::Change::Update)},
            {"same", plan.count(structure::Change::Same)},
            {"changes", changes},
            {"problems", QJsonArray::fromStringList(plan.problems)}};
}

void tell(const Desktop &desktop, const CommandOptions &options, const structure::StructurePlan &plan, bool isDone)
{
    if (wantsJson(desktop, options))
        return print(QString::fromUtf8(QJsonDocument(planAsJson(plan, isDone)).toJson(QJsonDocument::Compact)));
    for (const structure::StructureChange &one : plan.changes)
        if (one.what != structure::Change::Same)
            print(QStringLiteral("%1 %2 %3%4")
                      .arg(word(one.what), one.isTask ? QStringLiteral("task  ") : QStringLiteral("folder"), one.path,
                           one.fields.isEmpty() ? QString()
                                                : QStringLiteral(" (%1)").arg(one.fields.join(QStringLiteral(", ")))));
    print(QStringLiteral("%1: %2 created, %3 changed, %4 as they were.")
              .arg(isDone ? QStringLiteral("Done") : QStringLiteral("Nothing was done"))
              .arg(plan.count(structure::Change::Create))
              .arg(plan.count(structure::Change::Update))
              .arg(plan.count(structure::Change::Same)));
}

/// Plans what is wanted and, unless it is a dry run, does it.
int bring(Desktop &desktop, const CommandOptions &options, const QString &project,
          const std::vector<structure::WantedFolder> &wanted)
{
    if (project.isEmpty())
        return wrongUse(desktop, QStringLiteral("Which project? Say --project NAME."));
    const Result<composition::OpenStudio> studio = composition::openConfiguredStudio(desktop);
    if (!studio)
        return reportFailure(desktop, studio.error());
    const client::Server server = composition::studioSession(desktop, *studio).server;
    const Result<structure::StructureFacts> facts = structure::readFacts(server, project);
    if (!facts)
        return reportFailure(desktop, facts.error());
    const structure::StructurePlan plan =
        structure::planStructure(wanted, *facts, [] { return QString::fromStdString(newEntityId()); });
    if (!plan.problems.isEmpty()) {
        if (wantsJson(desktop, options))
            tell(desktop, options, plan, false);
        for (const QString &problem : plan.problems)
            std::fprintf(stderr, "hearth: %s\n", problem.toUtf8().constData());
        std::fputs("hearth: Nothing was changed.\n", stderr);
        return 1;
    }
    const bool isDry = options.has(QStringLiteral("--dry-run"));
    if (!isDry)
        if (const Result<> done = structure::carryOut(server, project, plan); !done)
            return reportFailure(desktop, done.error());
    tell(desktop, options, plan, !isDry);
    return 0;
}

int listProjects(Desktop &desktop, const CommandOptions &options)
{
    const Result<client::Server> server = StudioCall(desktop, options).server();
    if (!server)
        return reportFailure(desktop, server.error());
    const Result<std::vector<contract::Project>> all = server->projects().wait();
    if (!all)
        return reportFailure(desktop, all.error());
    QJsonArray list;
    for (const contract::Project &one : *all) {
        list.append(QJsonObject{{"name", one.name}, {"code", one.code}, {"active", one.active}});
        if (!wantsJson(desktop, options))
            print(QStringLiteral("%1  %2").arg(one.code, -8).arg(one.name));
    }
    if (wantsJson(desktop, options))
        print(QString::fromUtf8(QJsonDocument(QJsonObject{{"projects", list}}).toJson(QJsonDocument::Compact)));
    return 0;
}

int createProject(Desktop &desktop, const CommandOptions &options, const QString &name)
{
    const QString preset = options.value(QStringLiteral("--preset"), QStringLiteral("film"));
    const auto &presets = composition::projectPresets();
    if (std::none_of(presets.begin(), presets.end(),
                     [&preset](const auto &one) { return preset == QLatin1String(one.id); }))
        return wrongUse(desktop, QStringLiteral("\"%1\" is no preset: film, series and game are there.").arg(preset));
    const Result<composition::OpenStudio> studio = composition::openConfiguredStudio(desktop);
    if (!studio)
        return reportFailure(desktop, studio.error());
    const composition::StudioSetup setup{composition::studioSession(desktop, *studio).server,
                                         studio->signedIn.user.name,
                                         desktop.identity.siteId,
                                         desktop.configuration.value(composition::key::projectsFolder),
                                         {},
                                         desktop.roots.get(),
                                         !desktop.localServer->isOwnUrl(studio->signedIn.url.toString())};
    const Result<QString> proposed = composition::proposedProjectsFolder(setup);
    if (!proposed)
        return reportFailure(desktop, proposed.error());
    const QString code = options.value(QStringLiteral("--code"), composition::proposedProjectCode(name));
    const QString folder = options.value(QStringLiteral("--root"), *proposed);
    const StudioCall call(desktop, options);
    const composition::NewProject wanted{name, code, preset, folder};
    if (const Result<> made =
            call.isDry() ? composition::checkProject(setup, wanted) : composition::makeProject(setup, wanted);
        !made)
        return reportFailure(desktop, made.error());
    return call.done(
        {{"name", name}, {"code", code}, {"root", folder}},
        QStringLiteral("The project %1 (%2) is made; its files go to %3.").arg(name, code, folder),
        QStringLiteral("The project %1 (%2) would be made; its files would go to %3.").arg(name, code, folder));
}

int projectCommand(Desktop &desktop, const CommandOptions &options)
{
    const QString verb = options.positional().value(1, QStringLiteral("list"));
    const QString name = options.positional().value(2);
    if (verb == QLatin1String("list"))
        return listProjects(desktop, options);
    if (verb == QLatin1String("create") && !name.isEmpty())
        return createProject(desktop, options, name);
    return wrongUse(desktop, QStringLiteral("hearth studio project list, or: project create NAME [--code C] "
                                            "[--preset film|series|game] [--root FOLDER] [--dry-run]."));
}

/// The folders of all patterns on the command line. Errors: Invalid.
Result<std::vector<structure::WantedFolder>> foldersOf(const QStringList &patterns)
{
    std::vector<structure::WantedFolder> wanted;
    for (const QString &pattern : patterns) {
        const Result<QStringList> paths = structure::namesOf(pattern);
        if (!paths)
            return fail(paths.error());
        for (const QString &path : *paths) {
            wanted.emplace_back();
            wanted.back().path = path;
        }
    }
    return wanted;
}

bool isAboutActive(const CommandOptions &options)
{
    return QStringList{QStringLiteral("list"), QStringLiteral("activate"), QStringLiteral("deactivate")}.contains(
        options.positional().value(1));
}

int folderCommand(Desktop &desktop, const CommandOptions &options)
{
    if (isAboutActive(options))
        return studioActiveCommand(StudioCall(desktop, options), false);
    if (isStudioEdit(options.positional().value(1)))
        return studioEditCommand(StudioCall(desktop, options), false);
    const QStringList patterns = options.positional().mid(2);
    if (options.positional().value(1) != QLatin1String("create") || patterns.isEmpty())
        return wrongUse(
            desktop, QStringLiteral(
                         "hearth studio folder list | create | rename | move | set | activate | deactivate --project P "
                         "/PATH… [--type T]; a new one's path may hold a pattern like "
                         "sh[0010-0100:10]."));
    Result<std::vector<structure::WantedFolder>> wanted = foldersOf(patterns);
    if (!wanted)
        return reportFailure(desktop, wanted.error(), 2);
    for (structure::WantedFolder &folder : *wanted)
        folder.type = options.value(QStringLiteral("--type"));
    return bring(desktop, options, options.value(QStringLiteral("--project")), *wanted);
}

Result<structure::WantedTask> taskOf(const CommandOptions &options)
{
    structure::WantedTask task;
    task.type = options.value(QStringLiteral("--type"));
    task.status = options.value(QStringLiteral("--status"));
    if (options.has(QStringLiteral("--assign")))
        task.assignees = options.value(QStringLiteral("--assign")).split(u',', Qt::SkipEmptyParts);
    if (options.has(QStringLiteral("--due"))) {
        const Result<QString> due = structure::dueDate(options.value(QStringLiteral("--due")));
        if (!due)
            return fail(due.error());
        task.attrib.insert(QStringLiteral("endDate"), *due);
    }
    return task;
}

int taskCommand(Desktop &desktop, const CommandOptions &options)
{
    if (isAboutActive(options))
        return studioActiveCommand(StudioCall(desktop, options), true);
    if (isStudioEdit(options.positional().value(1)))
        return studioEditCommand(StudioCall(desktop, options), true);
    const QStringList names = options.positional().mid(2);
    const QString folder = options.value(QStringLiteral("--folder"));
    if (options.positional().value(1) != QLatin1String("create") || names.isEmpty() || folder.isEmpty())
        return wrongUse(desktop, QStringLiteral("hearth studio task create --project P --folder /PATH NAME… --type T "
                                                "[--assign USER,…] [--status S] [--due 2026-12-24], or: task list | "
                                                "rename | move | set | assign | unassign | activate | deactivate."));
    Result<std::vector<structure::WantedFolder>> wanted = foldersOf({folder});
    const Result<structure::WantedTask> task = taskOf(options);
    if (!wanted || !task)
        return reportFailure(desktop, wanted ? task.error() : wanted.error(), 2);
    for (structure::WantedFolder &one : *wanted)
        for (const QString &name : names) {
            one.tasks.push_back(*task);
            one.tasks.back().name = name;
        }
    return bring(desktop, options, options.value(QStringLiteral("--project")), *wanted);
}

int applyCommand(Desktop &desktop, const CommandOptions &options)
{
    const QString path = options.positional().value(1);
    if (path.isEmpty())
        return wrongUse(desktop, QStringLiteral("hearth studio apply FILE [--project P] [--dry-run] [--json]."));
    const Result<QJsonObject> document = readJsonFile(path);
    const Result<structure::StructureFile> file =
        document ? structure::readStructure(*document) : fail(document.error());
    if (!file)
        return reportFailure(desktop, file.error());
    return bring(desktop, options, options.value(QStringLiteral("--project"), file->project), file->folders);
}
} // namespace

const QStringList &studioValues()
{
    static const QStringList list{
        QStringLiteral("--project"),     QStringLiteral("--folder"),  QStringLiteral("--type"),
        QStringLiteral("--assign"),      QStringLiteral("--status"),  QStringLiteral("--due"),
        QStringLiteral("--code"),        QStringLiteral("--preset"),  QStringLiteral("--root"),
        QStringLiteral("--full-name"),   QStringLiteral("--email"),   QStringLiteral("--group"),
        QStringLiteral("--path"),        QStringLiteral("--variant"), QStringLiteral("--site"),
        QStringLiteral("--if-revision"), QStringLiteral("--user"),    QStringLiteral("--entity"),
        QStringLiteral("--action"),      QStringLiteral("--since"),   QStringLiteral("--until"),
        QStringLiteral("--text"),        QStringLiteral("--limit"),   QStringLiteral("--export"),
        QStringLiteral("--set")};
    return list;
}

const QStringList &studioFlags()
{
    static const QStringList list{
        QStringLiteral("--dry-run"), QStringLiteral("--json"), QStringLiteral("--manager"),  QStringLiteral("--admin"),
        QStringLiteral("--service"), QStringLiteral("--all"),  QStringLiteral("--inactive"), QStringLiteral("--run")};
    return list;
}

int studioCommand(Desktop &desktop, const CommandOptions &options)
{
    const QString what = options.positional().value(0);
    if (what == QLatin1String("project"))
        return projectCommand(desktop, options);
    if (what == QLatin1String("folder"))
        return folderCommand(desktop, options);
    if (what == QLatin1String("task"))
        return taskCommand(desktop, options);
    if (what == QLatin1String("apply"))
        return applyCommand(desktop, options);
    const QMap<QString, int (*)(const StudioCall &)> subjects{
        {QStringLiteral("user"), studioUserCommand},          {QStringLiteral("key"), studioKeyCommand},
        {QStringLiteral("group"), studioGroupCommand},        {QStringLiteral("bundle"), studioBundleCommand},
        {QStringLiteral("addon"), studioAddonCommand},        {QStringLiteral("settings"), studioSettingsCommand},
        {QStringLiteral("secret"), studioSecretCommand},      {QStringLiteral("history"), studioHistoryCommand},
        {QStringLiteral("retention"), studioRetentionCommand}};
    if (const auto subject = subjects.value(what, nullptr))
        return subject(StudioCall(desktop, options));
    return wrongUse(desktop,
                    QStringLiteral("hearth studio project, folder, task, apply, user, key, group, bundle, addon, "
                                   "settings, secret, history or retention; hearth --help tells more."));
}

} // namespace hearth::desktop
