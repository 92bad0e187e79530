// SPDX-License-Identifier: Apache-2.0
#include "support/fake_studio.h"

#include <QTimer>

#include <algorithm>

namespace hearth::tests
{

using namespace launcher_ui;

namespace
{

const auto lantern = QStringLiteral("lantern");

Status status(const char *name, const char *shortName, const char *icon, QRgb color, StatusState state)
{
    return {QString::fromLatin1(name), QString::fromLatin1(shortName), QString::fromLatin1(icon), QColor(color), state};
}

Folder folder(const QString &id, const QString &parent, const QString &name, const QString &path, const char *icon,
              int tasks, bool isLeaf = false, QColor dot = {})
{
    Folder made;
    made.id = id;
    made.parentId = parent;
    made.name = name;
    made.path = path;
    made.type = isLeaf ? QStringLiteral("Shot") : QStringLiteral("Folder");
    made.typeIcon = QString::fromLatin1(icon);
    made.taskCount = tasks;
    made.isLeaf = isLeaf;
    made.statusColor = dot;
    return made;
}

Application application(const char *group, const char *label, const char *variant, const char *icon, QRgb color,
                        const QStringList &extensions)
{
    Application made;
    made.group = QString::fromLatin1(group);
    made.groupLabel = QString::fromLatin1(label);
    made.variantLabel = QString::fromLatin1(variant);
    made.fullName =
        made.group + QLatin1Char('/') + QString(made.variantLabel).replace(QLatin1Char('.'), QLatin1Char('-'));
    made.icon = QString::fromLatin1(icon);
    made.iconColor = QColor(color);
    made.extensions = extensions;
    return made;
}

} // namespace

FakeStudio::FakeStudio(Mood mood, QObject *parent) : StudioSource(parent), m_mood(mood)
{
    fill();
}

QString FakeStudio::named(const QString &plain, const QString &longer) const
{
    return m_mood == Mood::LongNames ? longer : plain;
}

void FakeStudio::fill()
{
    m_statuses = {status("Not ready", "NRD", "fiber_new", 0x434a56, StatusState::NotStarted),
                  status("Ready to start", "RDY", "timer", 0xbababa, StatusState::NotStarted),
                  status("In progress", "PRG", "play_arrow", 0x3498db, StatusState::InProgress),
                  status("Pending review", "RVW", "visibility", 0xff9b0a, StatusState::InProgress),
                  status("Approved", "APP", "task_alt", 0x00f0b4, StatusState::Done),
                  status("On hold", "HLD", "back_hand", 0xfa6e46, StatusState::Blocked)};
    const std::vector<Kind> types{{QStringLiteral("Modeling"), QStringLiteral("language"), {}},
                                  {QStringLiteral("Animation"), QStringLiteral("directions_run"), {}},
                                  {QStringLiteral("Compositing"), QStringLiteral("layers"), {}}};
    const QString label =
        named(QStringLiteral("Lantern"), QStringLiteral("The Lantern Keeper of the Northern Harbour, season two"));
    const std::pair<const char *, const char *> names[] = {
        {"lantern", "lan"}, {"harbor", "har"}, {"kite", "kit"}, {"moss", "mos"}, {"library", "lib"}};
    for (const auto &[name, code] : names) {
        Project project;
        project.name = QString::fromLatin1(name);
        project.label = project.name == lantern ? label : project.name.left(1).toUpper() + project.name.mid(1);
        project.code = QString::fromLatin1(code);
        project.isPinned = project.name == lantern;
        project.isLibrary = project.name == QStringLiteral("library");
        project.mayCreateTasks = true;
        project.taskStatuses = m_statuses;
        project.taskTypes = types;
        m_projects.push_back(project);
    }
    fillFolders();
    fillTasks();
    fillApplications();
    fillRest();
}

void FakeStudio::fillFolders()
{
    const QColor blue(0x3498db);
    const QColor amber(0xffc800);
    const QColor green(0x00f0b4);
    const QColor grey(0xbababa);
    m_folders = {
        folder(QStringLiteral("assets"), {}, QStringLiteral("assets"), QStringLiteral("/assets"), "folder_open", 46),
        folder(QStringLiteral("hero"), QStringLiteral("assets"), QStringLiteral("hero"), QStringLiteral("/assets/hero"),
               "smart_toy", 3, true, blue),
        folder(QStringLiteral("shots"), {}, QStringLiteral("shots"), QStringLiteral("/shots"), "folder_open", 312),
        folder(QStringLiteral("ep103"), QStringLiteral("shots"), QStringLiteral("ep103"),
               QStringLiteral("/shots/ep103"), "live_tv", 140),
        folder(QStringLiteral("sq0450"), QStringLiteral("ep103"), QStringLiteral("sq0450"),
               QStringLiteral("/shots/ep103/sq0450"), "theaters", 38)};
    const std::pair<const char *, QColor> shots[] = {
        {"ep103_sq0450_sh0010_arrivalOfTheFerryInTheHarbourAtNight_v2", blue},
        {"ep103_sq0450_sh0011_crowdReacts", amber},
        {"ep103_sq0450_sh0012_closeUpHero", green},
        {"ep103_sq0450_sh0013", grey},
        {"ep103_sq0450_sh0014", grey},
        {"ep103_sq0450_sh0015_wideHarbor", grey},
        {"ep103_sq0450_sh0016", green},
        {"ep103_sq0450_sh0017", green}};
    int count = 4;
    for (const auto &[shot, dot] : shots) {
        const QString name = QString::fromLatin1(shot);
        m_folders.push_back(folder(name.left(19), QStringLiteral("sq0450"), name,
                                   QStringLiteral("/shots/ep103/sq0450/") + name, "movie", count, true, dot));
        m_folders.back().statusName = QStringLiteral("In progress");
        count = count == 4 ? 3 : count == 3 ? 5 : 4;
    }
}

Task FakeStudio::task(const QString &id, const QString &folderId, const QString &name, int state, int dueInDays,
                      bool isMine) const
{
    Task made;
    made.id = id;
    made.project = lantern;
    made.projectLabel = m_projects.front().label;
    made.folderId = folderId;
    const auto found =
        std::find_if(m_folders.begin(), m_folders.end(), [&](const Folder &f) { return f.id == folderId; });
    made.folderPath = found == m_folders.end() ? QStringLiteral("/shots/") + folderId : found->path;
    made.name = named(name, name + QStringLiteral("_with_a_long_name_of_at_least_sixty_characters_in_it"));
    made.type = name;
    static const std::vector<std::pair<QString, QString>> icons{
        {QStringLiteral("modeling"), QStringLiteral("view_in_ar")},
        {QStringLiteral("texture"), QStringLiteral("brush")},
        {QStringLiteral("rigging"), QStringLiteral("construction")},
        {QStringLiteral("animation"), QStringLiteral("directions_run")},
        {QStringLiteral("compositing"), QStringLiteral("layers")},
        {QStringLiteral("fx"), QStringLiteral("fireplace")},
        {QStringLiteral("lighting"), QStringLiteral("highlight")}};
    for (const auto &[type, icon] : icons) {
        if (type == name)
            made.typeIcon = icon;
    }
    made.status = m_statuses[static_cast<std::size_t>(state)];
    made.isMine = isMine;
    if (dueInDays != 999)
        made.due = QDate::currentDate().addDays(dueInDays);
    return made;
}

void FakeStudio::fillTasks()
{
    const QString shot = QStringLiteral("ep103_sq0450_sh0010");
    m_tasks = {task(QStringLiteral("t1"), QStringLiteral("hero"), QStringLiteral("modeling"), 2, 0, true),
               task(QStringLiteral("t2"), QStringLiteral("hero"), QStringLiteral("texture"), 1, 4, false),
               task(QStringLiteral("t3"), QStringLiteral("hero"), QStringLiteral("rigging"), 4, 999, false),
               task(QStringLiteral("t4"), shot, QStringLiteral("animation"), 4, 999, false),
               task(QStringLiteral("t5"), shot, QStringLiteral("compositing"), 2, -2, true),
               task(QStringLiteral("t6"), shot, QStringLiteral("fx"), 5, 999, false),
               task(QStringLiteral("t7"), shot, QStringLiteral("lighting"), 3, 999, false)};
    m_tasks[0].assignees = {QStringLiteral("Anna")};
    m_tasks[0].priority = Priority::High;
    m_tasks[1].assignees = {QStringLiteral("Ben")};
    m_tasks[2].assignees = {QStringLiteral("Chris")};
    m_tasks[3].assignees = {QStringLiteral("Ben")};
    m_tasks[4].priority = Priority::Urgent;
    m_tasks[5].assignees = {QStringLiteral("Dora")};
    m_tasks[5].waitsFor = QStringLiteral("layout");
    m_tasks[6].assignees = {QStringLiteral("Chris")};
    const char *types[] = {"animation", "texture", "modeling", "lighting", "fx"};
    for (int i = 0; i < 38; ++i) {
        const int state = i >= 26 ? 4 : i == 0 ? 3 : 1;
        const int due = i == 0 ? 0 : i < 7 ? i : i < 26 ? 10 + i : -i;
        Task more =
            task(QStringLiteral("m%1").arg(i), QStringLiteral("sh%1").arg(140 + i * 10, 4, 10, QLatin1Char('0')),
                 QString::fromLatin1(types[i % 5]), state, due, true);
        const Project &project = m_projects[static_cast<std::size_t>(1 + i % 4)];
        more.project = project.name;
        more.projectLabel = project.label;
        more.folderPath = QStringLiteral("/sq020/") + more.folderId;
        m_tasks.push_back(more);
    }
}

void FakeStudio::fillApplications()
{
    const QStringList blend{QStringLiteral(".blend")};
    m_applications = {
        application("blender", "Blender", "3.4", "view_in_ar", 0xe8773a, blend),
        application("krita", "Krita", "5.1", "brush", 0xc85fd0, {QStringLiteral(".kra")}),
        application("godot", "Godot", "3.2", "sports_esports", 0x4a90d9, {QStringLiteral(".tscn")}),
        application("godot", "Godot", "4.1", "sports_esports", 0x4a90d9, {QStringLiteral(".tscn")}),
        application("gimp", "GIMP", "2.10", "palette", 0x9aa2ad, {QStringLiteral(".xcf")}),
        application("houdini", "Houdini", "20.5", "local_fire_department", 0xe8773a, {QStringLiteral(".hip")}),
        application("houdini", "Houdini", "19.5", "local_fire_department", 0xe8773a, {QStringLiteral(".hip")})};
    const char *rest[] = {"Nuke",    "Maya",      "Inkscape", "FreeCAD", "Resolve",
                          "Harmony", "Substance", "Gaffer",   "OpenRV",  "TVPaint"};
    for (const char *name : rest)
        m_applications.push_back(application(name, name, "14.1", "apps", 0x9aa2ad, {}));
    if (m_mood != Mood::LongNames)
        return;
    for (Application &entry : m_applications) {
        entry.groupLabel += QStringLiteral(" Studio Professional Edition");
        entry.variantLabel += QStringLiteral(".1 long term support");
    }
}

void FakeStudio::fillRest()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QString stem =
        named(QStringLiteral("lan_hero_modeling_v00%1.blend"),
              QStringLiteral("lan_ep103_sq0450_sh0010_arrivalOfTheFerryInTheHarbourAtNight_compositing_v00%1.blend"));
    const char *comments[] = {"", "scale fixed", "thinner handle"};
    for (int version = 3; version >= 1; --version) {
        Workfile file;
        file.id = QStringLiteral("w%1").arg(version);
        file.name = stem.arg(version);
        file.path = QStringLiteral("/projects/lantern/work/") + file.name;
        file.version = version;
        file.application = QStringLiteral("blender");
        file.applicationIcon = QStringLiteral("view_in_ar");
        file.applicationColor = QColor(0xe8773a);
        file.isMine = version == 3;
        file.author = version == 3 ? QString() : QStringLiteral("Anna");
        file.when = version == 3 ? now.addSecs(-12 * 60) : now.addDays(version - 3);
        file.comment = QString::fromLatin1(comments[version - 1]);
        file.place = version == 3 ? FilePlace::ThisMachine : FilePlace::Studio;
        m_workfiles.push_back(file);
    }
    fillProcesses(now);
    fillNotices();
}

void FakeStudio::fillProcesses(const QDateTime &now)
{
    Process first{QStringLiteral("p1"),
                  QStringLiteral("Blender 3.4"),
                  QStringLiteral("view_in_ar"),
                  QColor(0xe8773a),
                  QStringLiteral("hero · modeling"),
                  now.addSecs(-14 * 60),
                  {},
                  ProcessState::Running,
                  {},
                  4711,
                  QStringLiteral("/tmp/blender.log")};
    Process second{QStringLiteral("p2"),
                   QStringLiteral("Krita 5.1"),
                   QStringLiteral("brush"),
                   QColor(0xc85fd0),
                   QStringLiteral("hero · texture"),
                   now.addSecs(-3 * 60),
                   {},
                   ProcessState::Running,
                   {},
                   4712,
                   QStringLiteral("/tmp/krita.log")};
    Process third{QStringLiteral("p3"),
                  QStringLiteral("Godot 3.2"),
                  QStringLiteral("sports_esports"),
                  QColor(0x4a90d9),
                  QStringLiteral("harbor · layout"),
                  now.addSecs(-3600),
                  now.addSecs(-3000),
                  ProcessState::Failed,
                  139,
                  4600,
                  QStringLiteral("/tmp/godot.log")};
    m_processes = {first, second, third};
    for (int i = 1; i <= 60; ++i)
        m_output.append(
            i % 9 == 0 ? QStringLiteral("Warning: image \"//textures/handle_%1.png\" not found").arg(i)
                       : QStringLiteral("Fra:%1 Mem:212.4M | Time:00:0%2.14 | Syncing handle_%1").arg(i).arg(i % 10));
}

void FakeStudio::fillNotices()
{
    Notice update{QStringLiteral("update"),
                  Severity::Information,
                  QStringLiteral("Bundle lantern-2026-11 is ready"),
                  QStringLiteral("3 addons changed. What runs keeps running."),
                  QStringLiteral("core 1.9.7 → 1.9.8\napplications 1.4.3 → 1.4.4\nblender 1.1.7 → 1.1.8"),
                  {{QStringLiteral("now"), QStringLiteral("Now"), false},
                   {QStringLiteral("next"), QStringLiteral("At next start"), false},
                   {QStringLiteral("later"), QStringLiteral("Later"), false}},
                  true,
                  false};
    Notice disk{QStringLiteral("disk"),
                Severity::Warning,
                QStringLiteral("The projects drive is nearly full"),
                QStringLiteral("3 GB are left on /projects."),
                {},
                {},
                true,
                false};
    Notice crash{QStringLiteral("crash"),
                 Severity::Problem,
                 QStringLiteral("Godot ended unexpectedly"),
                 QStringLiteral("Its output was kept."),
                 {},
                 {{QStringLiteral("log"), QStringLiteral("Open log"), false}},
                 true,
                 false};
    m_notices = {update, disk, crash};
}

void FakeStudio::makeLarge(int folders, int shots, int variants)
{
    m_folders.clear();
    const int sequences = folders / qMax(1, shots) + 1;
    for (int i = 0; i < sequences && static_cast<int>(m_folders.size()) < folders; ++i) {
        const QString sequence = QStringLiteral("sq%1").arg(i, 4, 10, QLatin1Char('0'));
        m_folders.push_back(folder(sequence, {}, sequence, QLatin1Char('/') + sequence, "theaters", shots));
        for (int j = 0; j < shots && static_cast<int>(m_folders.size()) < folders; ++j) {
            const QString shot = QStringLiteral("%1_sh%2_someShotWithAnAveragelyLongNameInTheProductionPlan")
                                     .arg(sequence)
                                     .arg(j, 4, 10, QLatin1Char('0'));
            m_folders.push_back(folder(shot, sequence, shot, QLatin1Char('/') + sequence + QLatin1Char('/') + shot,
                                       "movie", 4, true, QColor(0x3498db)));
        }
    }
    m_applications.clear();
    for (int i = 0; i < variants; ++i)
        m_applications.push_back(application("blender", "Blender", qPrintable(QStringLiteral("3.%1").arg(variants - i)),
                                             "view_in_ar", 0xe8773a, {QStringLiteral(".blend")}));
}

void FakeStudio::addFolder(Folder added)
{
    m_folders.push_back(std::move(added));
    Q_EMIT foldersChanged(lantern);
}

void FakeStudio::addWorkfile(Workfile added)
{
    m_workfiles.insert(m_workfiles.begin(), std::move(added));
    for (const Task &entry : m_tasks)
        Q_EMIT workfilesChanged(entry.project, entry.id);
}

void FakeStudio::writeOutput(const QString &processId, const QStringList &lines)
{
    m_output += lines;
    Q_EMIT processOutputAdded(processId, lines);
}

void FakeStudio::setProcesses(std::vector<Process> wanted)
{
    m_processes = std::move(wanted);
    Q_EMIT processesChanged();
}

template <typename T>
void FakeStudio::answer(Reply<T> reply, T value)
{
    if (m_mood == Mood::Silent)
        return;
    if (m_mood == Mood::Failing) {
        QTimer::singleShot(0, this, [reply] {
            reply(fail(ErrorKind::Internal,
                       QStringLiteral("The server answered with an error. What was shown before is still here."),
                       QStringLiteral("GET /api/projects/lantern/hierarchy: 500\nrequest 8f21c0")),
                  Freshness::Fresh);
        });
        return;
    }
    if (m_mood == Mood::Connecting) {
        QTimer::singleShot(0, this, [reply] {
            reply(fail(ErrorKind::Offline, QStringLiteral("No studio is open.")), Freshness::Fresh);
        });
        return;
    }
    if (m_mood == Mood::Offline) {
        QTimer::singleShot(0, this, [reply, value] {
            reply(Result<T>(value), Freshness::Known);
            reply(fail(ErrorKind::Offline, QStringLiteral("Studio A cannot be reached. Last contact 14 minutes ago.")),
                  Freshness::Fresh);
        });
        return;
    }
    if (m_mood == Mood::Empty)
        value.clear();
    QTimer::singleShot(0, this, [reply, value] { reply(Result<T>(value), Freshness::Fresh); });
}

template <typename T>
void FakeStudio::finish(Done<T> done, T value, const QString &failure)
{
    const bool isFailing = m_mood == Mood::Failing;
    QTimer::singleShot(0, this, [done, value, failure, isFailing] {
        if (isFailing)
            done(fail(ErrorKind::Internal, failure, QStringLiteral("errno 28")));
        else
            done(Result<T>(value));
    });
}

void FakeStudio::finish(Done<> done, const QString &failure)
{
    const bool isFailing = m_mood == Mood::Failing;
    QTimer::singleShot(0, this, [done, failure, isFailing] {
        if (isFailing)
            done(fail(ErrorKind::Internal, failure, QStringLiteral("errno 28")));
        else
            done(Result<>());
    });
}

Connection FakeStudio::connection() const
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (m_mood == Mood::Connecting)
        return {};
    if (m_mood == Mood::Offline)
        return {Reach::Offline,
                QStringLiteral("Studio A"),
                QStringLiteral("offline, 2 changes waiting"),
                QStringLiteral("anna"),
                QStringLiteral("lantern-2026-11"),
                now.addSecs(-840),
                2};
    return {Reach::Online,
            QStringLiteral("Studio A"),
            QStringLiteral("online, synced"),
            QStringLiteral("anna"),
            QStringLiteral("lantern-2026-11"),
            now.addSecs(-3),
            0};
}

std::vector<Server> FakeStudio::servers() const
{
    return {{QStringLiteral("a"), QStringLiteral("Studio A"), QStringLiteral("online"), true},
            {QStringLiteral("here"), QStringLiteral("This computer"), QStringLiteral("running"), false}};
}

void FakeStudio::projects(Reply<std::vector<Project>> reply)
{
    answer(std::move(reply), m_projects);
}

void FakeStudio::folders(const QString &project, Reply<std::vector<Folder>> reply)
{
    answer(std::move(reply), project == lantern ? m_folders : std::vector<Folder>());
}

void FakeStudio::tasks(const QString &project, const QString &folderId, Reply<std::vector<Task>> reply)
{
    std::vector<Task> found;
    for (const Task &entry : m_tasks) {
        if (entry.project == project && entry.folderId == folderId)
            found.push_back(entry);
    }
    answer(std::move(reply), found);
}

void FakeStudio::myTasks(Reply<std::vector<Task>> reply)
{
    std::vector<Task> found;
    for (const Task &entry : m_tasks) {
        if (entry.isMine)
            found.push_back(entry);
    }
    answer(std::move(reply), found);
}

void FakeStudio::notes(const QString &, const QString &, Reply<std::vector<Note>> reply)
{
    const QDateTime today(QDate::currentDate(), QTime(14, 2));
    answer(std::move(reply),
           std::vector<Note>{{QStringLiteral("Anna"), today, QStringLiteral("Handle rim is too thick, see frame")},
                             {QStringLiteral("Ben"), today.addDays(-3), QStringLiteral("Scale matches the rig now.")}});
}

void FakeStudio::workfiles(const Context &, Reply<std::vector<Workfile>> reply)
{
    answer(std::move(reply), m_workfiles);
}

void FakeStudio::applications(const Context &, Reply<std::vector<Application>> reply)
{
    answer(std::move(reply), m_applications);
}

void FakeStudio::serverActions(const Context &, Reply<std::vector<ServerAction>> reply)
{
    areActionsAsked = true;
    answer(std::move(reply), std::vector<ServerAction>());
}

void FakeStudio::templates(const Context &, const QString &, Done<std::vector<WorkfileTemplate>> done)
{
    finish(std::move(done),
           std::vector<WorkfileTemplate>{{QStringLiteral("turntable"), QStringLiteral("Turntable"), {}}},
           QStringLiteral("Templates cannot be read."));
}

Workfile FakeStudio::nextOf(const Context &) const
{
    Workfile next = m_workfiles.empty() ? Workfile() : m_workfiles.front();
    next.version += 1;
    next.name = QStringLiteral("lan_hero_modeling_v%1.blend").arg(next.version, 3, 10, QLatin1Char('0'));
    next.path = QStringLiteral("/projects/lantern/work/") + next.name;
    next.id = QStringLiteral("w%1").arg(next.version);
    return next;
}

void FakeStudio::previewWorkfile(const NewWorkfile &wanted, Done<WorkfilePreview> done)
{
    const Workfile next = nextOf(wanted.context);
    finish(std::move(done), WorkfilePreview{next.path, next.version},
           QStringLiteral("The work folder cannot be written to."));
}

namespace
{
EnvironmentReport shownEnvironment()
{
    const QString blender = QStringLiteral("Blender 3.4, application settings");
    EnvironmentReport report{QStringLiteral("Blender 3.4"),
                             QStringLiteral("hero · modeling"),
                             QDateTime::currentDateTimeUtc(),
                             QStringLiteral("/usr/bin/blender --python-use-system-env lan_hero_modeling_v003.blend"),
                             {},
                             {}};
    report.variables = {
        {QStringLiteral("AYON_API_KEY"),
         QStringLiteral("••••••"),
         {},
         true,
         true,
         {{QStringLiteral("Sign-in at Studio A"), {}, QStringLiteral("••••••"), false}}},
        {QStringLiteral("AYON_FOLDER_PATH"),
         QStringLiteral("/assets/hero"),
         {},
         false,
         true,
         {{QStringLiteral("Context"), {}, QStringLiteral("/assets/hero"), false}}},
        {QStringLiteral("AYON_TASK_NAME"),
         QStringLiteral("modeling"),
         {},
         false,
         true,
         {{QStringLiteral("Context"), {}, QStringLiteral("modeling"), false}}},
        {QStringLiteral("BLENDER_USER_SCRIPTS"),
         QStringLiteral("/opt/hearth/hosts/blender:/studio/blender/scripts:/home/anna/.config/blender"),
         QStringLiteral(":"),
         false,
         true,
         {{QStringLiteral("The system Hearth was started in"), {}, QStringLiteral("/home/anna/.config/blender"), false},
          {blender, QStringLiteral("/home/anna/.config/blender"),
           QStringLiteral("/studio/blender/scripts:/home/anna/.config/blender"), false},
          {QStringLiteral("Blender host of Hearth"),
           QStringLiteral("/studio/blender/scripts:/home/anna/.config/blender"),
           QStringLiteral("/opt/hearth/hosts/blender:/studio/blender/scripts:/home/anna/.config/blender"), false}}},
        {QStringLiteral("HOME"), QStringLiteral("/home/anna"), {}, false, false, {}},
        {QStringLiteral("OCIO"),
         QStringLiteral("/studio/ocio/aces_1.3/config.ocio"),
         {},
         false,
         true,
         {{QStringLiteral("Tool ocio/aces_1-3"), {}, QStringLiteral("/studio/ocio/aces_1.3/config.ocio"), false}}},
        {QStringLiteral("PATH"), QStringLiteral("/usr/local/bin:/usr/bin:/bin"), QStringLiteral(":"), false, false, {}},
        {QStringLiteral("QT_PLUGIN_PATH"),
         {},
         {},
         false,
         true,
         {{QStringLiteral("Cleaned: belongs to Hearth's own installation"),
           QStringLiteral("/opt/hearth/plugins"),
           {},
           true}}}};
    return report;
}
} // namespace

void FakeStudio::explain(const Context &, const QString &, Done<EnvironmentReport> done)
{
    finish(std::move(done), shownEnvironment(),
           QStringLiteral("The environment cannot be worked out: TOOL_ROOT and TOOL_HOME refer to each other."));
}

void FakeStudio::recordedStarts(Done<std::vector<RecordedStart>> done)
{
    const QDateTime yesterday = QDateTime::currentDateTime().addDays(-1);
    finish(std::move(done),
           std::vector<RecordedStart>{{QStringLiteral("/starts/1.json"), QStringLiteral("Blender 3.4"),
                                       QStringLiteral("hero · modeling"), yesterday}},
           QStringLiteral("The folder of earlier starts cannot be read."));
}

void FakeStudio::readEnvironment(const QString &, Done<EnvironmentReport> done)
{
    EnvironmentReport other = shownEnvironment();
    other.when = QDateTime::currentDateTime().addDays(-1);
    for (EnvironmentVariable &variable : other.variables)
        if (variable.name == QLatin1String("OCIO"))
            variable.value = QStringLiteral("/studio/ocio/aces_1.2/config.ocio");
    std::erase_if(other.variables, [](const EnvironmentVariable &one) { return one.name == QLatin1String("HOME"); });
    other.variables.push_back({QStringLiteral("STUDIO_FONTS"), QStringLiteral("/studio/fonts"), {}, false, true, {}});
    finish(std::move(done), other, QStringLiteral("This file is no saved environment."));
}

void FakeStudio::saveEnvironment(const Context &, const QString &, const QString &file, Done<> done)
{
    asked.append(QStringLiteral("save environment %1").arg(file));
    finish(std::move(done), QStringLiteral("The folder cannot be written."));
}

QStringList FakeStudio::processOutput(const QString &) const
{
    return m_output;
}

void FakeStudio::setProjectPinned(const QString &project, bool pinned)
{
    asked.append(QStringLiteral("pin %1 %2").arg(project).arg(pinned));
    for (Project &entry : m_projects) {
        if (entry.name == project)
            entry.isPinned = pinned;
    }
    Q_EMIT projectsChanged();
}

void FakeStudio::setTaskStatus(const Task &changed, const QString &wanted, const QString &comment, Done<> done)
{
    asked.append(QStringLiteral("status %1 %2 %3").arg(changed.id, wanted, comment).trimmed());
    if (m_mood != Mood::Failing) {
        for (Task &entry : m_tasks) {
            if (entry.id != changed.id)
                continue;
            for (const Status &candidate : m_statuses) {
                if (candidate.name == wanted)
                    entry.status = candidate;
            }
        }
        Q_EMIT tasksChanged(changed.project, changed.folderId);
        Q_EMIT myTasksChanged();
    }
    finish(std::move(done), QStringLiteral("The status was not changed: you may not set it to %1.").arg(wanted));
}

void FakeStudio::createTask(const NewTask &wanted, Done<Task> done)
{
    asked.append(QStringLiteral("task %1 %2").arg(wanted.name, wanted.type));
    Task made = task(QStringLiteral("new"), wanted.folderId, wanted.name, 1, 999, true);
    m_tasks.push_back(made);
    finish(std::move(done), made, QStringLiteral("The task was not made."));
}

void FakeStudio::createWorkfile(const NewWorkfile &wanted, Done<Workfile> done)
{
    asked.append(QStringLiteral("new %1 %2 %3").arg(wanted.application, wanted.templateId, wanted.comment));
    const Workfile made = nextOf(wanted.context);
    if (m_mood != Mood::Failing)
        addWorkfile(made);
    finish(std::move(done), made, QStringLiteral("The work folder cannot be written to: no space is left on it."));
}

void FakeStudio::saveAsNextVersion(const Context &context, const Workfile &workfile, const QString &,
                                   Done<Workfile> done)
{
    asked.append(QStringLiteral("next %1").arg(workfile.name));
    const Workfile made = nextOf(context);
    if (m_mood != Mood::Failing)
        addWorkfile(made);
    finish(std::move(done), made, QStringLiteral("The version was not saved."));
}

void FakeStudio::duplicateWorkfile(const Context &context, const Workfile &workfile, Done<Workfile> done)
{
    asked.append(QStringLiteral("duplicate %1").arg(workfile.name));
    finish(std::move(done), nextOf(context), QStringLiteral("The file was not copied."));
}

void FakeStudio::registerWorkfile(const Context &, const Workfile &workfile, Done<Workfile> done)
{
    asked.append(QStringLiteral("register %1").arg(workfile.name));
    finish(std::move(done), workfile, QStringLiteral("The file was not registered."));
}

void FakeStudio::revealWorkfile(const Workfile &workfile, Done<> done)
{
    asked.append(QStringLiteral("reveal %1").arg(workfile.name));
    finish(std::move(done), QStringLiteral("No file browser was found."));
}

void FakeStudio::fetchWorkfile(const Context &, const Workfile &workfile, Done<Workfile> done)
{
    asked.append(QStringLiteral("fetch %1").arg(workfile.name));
    finish(std::move(done), workfile, QStringLiteral("The file cannot be fetched."));
}

void FakeStudio::launch(const LaunchRequest &request, Done<> done)
{
    asked.append(QStringLiteral("launch %1 %2")
                     .arg(request.application, request.workfile.section(QLatin1Char('/'), -1))
                     .trimmed());
    finish(std::move(done), QStringLiteral("Blender 3.4 did not start: /usr/bin/blender is not there any more."));
}

void FakeStudio::exploreFolder(const Context &context, Done<> done)
{
    asked.append(QStringLiteral("explore ") + context.folderPath);
    finish(std::move(done), QStringLiteral("No file browser was found."));
}

void FakeStudio::openTerminal(const Context &context, const QString &, Done<> done)
{
    asked.append(QStringLiteral("terminal ") + context.taskName);
    finish(std::move(done), QStringLiteral("No terminal was found."));
}

void FakeStudio::runServerAction(const Context &, const QString &actionId, Done<> done)
{
    asked.append(QStringLiteral("action ") + actionId);
    finish(std::move(done), QStringLiteral("The action failed."));
}

void FakeStudio::openPublisher(const Context &context)
{
    asked.append(QStringLiteral("publisher ") + context.taskName);
}

void FakeStudio::openLoader(const Context &context)
{
    asked.append(QStringLiteral("loader ") + context.folderPath);
}

void FakeStudio::stopProcess(const QString &processId, Done<> done)
{
    asked.append(QStringLiteral("stop ") + processId);
    finish(std::move(done), QStringLiteral("It does not answer."));
}

void FakeStudio::killProcess(const QString &processId, Done<> done)
{
    asked.append(QStringLiteral("kill ") + processId);
    finish(std::move(done), QStringLiteral("It cannot be ended."));
}

void FakeStudio::openProcessLog(const QString &processId, Done<> done)
{
    asked.append(QStringLiteral("log ") + processId);
    finish(std::move(done), QStringLiteral("The log is gone."));
}

void FakeStudio::forgetEndedProcesses()
{
    m_processes.erase(
        std::remove_if(m_processes.begin(), m_processes.end(), [](const Process &p) { return p.until.isValid(); }),
        m_processes.end());
    Q_EMIT processesChanged();
}

void FakeStudio::runNoticeAction(const QString &noticeId, const QString &actionId)
{
    asked.append(QStringLiteral("notice %1 %2").arg(noticeId, actionId));
}

void FakeStudio::dismissNotice(const QString &noticeId)
{
    m_notices.erase(
        std::remove_if(m_notices.begin(), m_notices.end(), [&](const Notice &n) { return n.id == noticeId; }),
        m_notices.end());
    Q_EMIT noticesChanged();
}

void FakeStudio::switchServer(const QString &serverId)
{
    asked.append(QStringLiteral("server ") + serverId);
}

void FakeStudio::refresh()
{
    asked.append(QStringLiteral("refresh"));
}

} // namespace hearth::tests
