// SPDX-License-Identifier: Apache-2.0
#include "desktop/studio_adapter.h"
#include "desktop/studio_values.h"
#include "structure/structure_edit.h"

#include <QTimer>

#include <algorithm>

namespace hearth::desktop
{

using namespace launcher_ui;

namespace
{
const QString pinnedKey = QStringLiteral("launcher/pinnedProjects");

/// Answers with what is known, on the next turn of the event loop.
template <typename T>
void replyKnown(QObject *context, const Reply<T> &reply, T value)
{
    QMetaObject::invokeMethod(
        context, [reply, value = std::move(value)] { reply(value, Freshness::Known); }, Qt::QueuedConnection);
}
} // namespace

StudioAdapter::StudioAdapter(StudioState &state, ProcessWatch &processes, ui_kit::UserMemory &memory, QObject *parent)
    : StudioSource(parent), m_state(state), m_search(state), m_structure(state), m_processes(processes),
      m_memory(memory)
{
    connect(&m_state, &StudioState::opened, this, &StudioAdapter::onOpened);
    connect(&m_structure, &StructureAdapter::changed, this, &StudioAdapter::onStructureChanged);
    connect(&m_state, &StudioState::reachableChanged, this, &StudioSource::connectionChanged);
    connect(&m_processes, &ProcessWatch::changed, this, &StudioSource::processesChanged);
    connect(&m_processes, &ProcessWatch::outputAdded, this, &StudioSource::processOutputAdded);
    // Before anyone reads the list again.
    connect(this, &StudioSource::workfilesChanged, this, [this] { m_contexts->forgetFolder(); });
}

void StudioAdapter::onOpened()
{
    m_projects.clear();
    m_folders.clear();
    m_tasks.clear();
    m_workfiles.clear();
    m_applications.clear();
    m_myTasks.reset();
    m_contexts->forgetAll();
    Q_EMIT serversChanged();
    Q_EMIT connectionChanged();
    Q_EMIT studioOpened();
}

void StudioAdapter::refresh()
{
    Q_EMIT projectsChanged();
    Q_EMIT myTasksChanged();
    Q_EMIT applicationsChanged();
    for (const auto &[name, folders] : m_folders)
        Q_EMIT foldersChanged(name);
    for (const auto &[id, tasks] : m_tasks)
        if (!tasks.empty())
            Q_EMIT tasksChanged(tasks.front().project, id);
}

Connection StudioAdapter::connection() const
{
    Connection made;
    made.server = m_state.serverLabel();
    if (!m_state.isOpen()) {
        made.sentence = tr("connecting");
        return made;
    }
    made.reach = m_state.isReachable() ? Reach::Online : Reach::Offline;
    made.sentence = m_state.isReachable() ? tr("online") : tr("offline, showing what is known");
    made.user = m_state.studio().signedIn.user.name;
    made.bundle = m_state.studio().plan.bundle;
    made.lastContact = m_state.lastContact();
    return made;
}

std::vector<Server> StudioAdapter::servers() const
{
    std::vector<Server> list;
    for (const composition::KnownServer &known : m_state.desktop().servers->all()) {
        const bool isCurrent = known.url == m_state.serverUrl();
        const bool isHere = m_state.desktop().localServer->isOwnUrl(known.url);
        list.push_back({known.url, isHere ? tr("This computer") : QUrl(known.url).host(),
                        isCurrent ? connection().sentence : known.user, isCurrent});
    }
    return list;
}

Capabilities StudioAdapter::capabilities() const
{
    return {true, true, true, true, true};
}

const contract::Project *StudioAdapter::project(const QString &name) const
{
    const auto found = m_projects.find(name);
    return found == m_projects.end() ? nullptr : &found->second;
}

std::vector<Project> StudioAdapter::shownProjects() const
{
    std::vector<Project> list;
    for (const auto &[name, one] : m_projects) {
        Project shown = shownProject(one);
        shown.isPinned = m_memory.isFavourite(pinnedKey, name);
        list.push_back(std::move(shown));
    }
    return list;
}

void StudioAdapter::projects(Reply<std::vector<Project>> reply)
{
    if (!m_projects.empty())
        replyKnown(this, reply, shownProjects());
    m_state.run<std::vector<contract::Project>>(
        this,
        [](const launch::Launcher &, const launch::StudioSession &session) -> Result<std::vector<contract::Project>> {
            Result<std::vector<contract::Project>> list = session.server.projects().wait();
            if (!list)
                return list;
            std::vector<Job<contract::Project>> jobs; // side by side: the time of one round trip
            for (const contract::Project &one : *list)
                jobs.push_back(session.server.project(one.name));
            std::vector<contract::Project> whole;
            for (const Job<contract::Project> &job : jobs)
                if (job.wait())
                    whole.push_back(*job.wait());
            return whole;
        },
        [this, reply](const Result<std::vector<contract::Project>> &result) {
            if (!result)
                return reply(fail(result.error()), Freshness::Fresh);
            m_projects.clear();
            for (const contract::Project &one : *result)
                m_projects.emplace(one.name, one);
            reply(shownProjects(), Freshness::Fresh);
        });
}

void StudioAdapter::folders(const QString &name, Reply<std::vector<Folder>> reply)
{
    if (const auto known = m_folders.find(name); known != m_folders.end())
        replyKnown(this, reply, known->second);
    m_state.run<std::vector<Folder>>(
        this,
        [name, contexts = m_contexts](const launch::Launcher &launcher,
                                      const launch::StudioSession &session) -> Result<std::vector<Folder>> {
            const Job<std::vector<contract::Folder>> list = session.server.folders(name);
            const Job<QJsonObject> asked = structure::askInactiveFolders(session.server, name);
            const Result<launch::ContextFacts> facts = contexts->read(launcher, session, name); // at the same time
            if (!list.wait() || !facts)
                return fail(facts ? list.wait().error() : facts.error());
            const Result<QSet<QString>> inactive = structure::readInactiveFolders(asked);
            if (!inactive)
                return fail(inactive.error());
            return shownFolders(*list.wait(), *inactive, facts->project);
        },
        [this, name, reply](const Result<std::vector<Folder>> &result) {
            if (result)
                m_folders[name] = *result;
            reply(result, Freshness::Fresh);
        });
}

void StudioAdapter::tasks(const QString &name, const QString &folderId, Reply<std::vector<Task>> reply)
{
    if (const auto known = m_tasks.find(folderId); known != m_tasks.end())
        replyKnown(this, reply, known->second);
    const contract::Project known = project(name) ? *project(name) : contract::Project{};
    if (m_state.isOpen())
        static_cast<void>(m_contexts->ask(m_state.session().server, name, folderId));
    m_state.run<std::vector<Task>>(
        this,
        [name, known, question = m_contexts->about({name, folderId, {}, {}, {}})](
            const launch::Launcher &, const launch::StudioSession &session) -> Result<std::vector<Task>> {
            const Job<client::FolderContext> asked =
                question.folder ? *question.folder : session.server.folderContext(name, question.context.folderId);
            const Result<contract::Project> whole = known.name.isEmpty() ? session.server.project(name).wait() : known;
            if (!asked.wait() || !whole)
                return fail(whole ? asked.wait().error() : whole.error());
            std::vector<Task> list;
            for (const contract::Task &task : asked.wait()->work.tasks)
                list.push_back(shownTask(task, *whole, task.path.section(u'/', 0, -2), session.user));
            return list;
        },
        [this, folderId, reply](const Result<std::vector<Task>> &result) {
            if (result)
                m_tasks[folderId] = *result;
            reply(result, Freshness::Fresh);
        });
}

std::vector<Task> StudioAdapter::shownMyTasks() const
{
    std::vector<Task> list;
    for (const client::MyTask &task : *m_myTasks)
        list.push_back(shownMyTask(task, project(task.projectName), m_state.studio().signedIn.user.name));
    return list;
}

void StudioAdapter::myTasks(Reply<std::vector<Task>> reply)
{
    if (m_myTasks && m_state.isOpen())
        replyKnown(this, reply, shownMyTasks());
    using Answer = std::pair<std::vector<client::MyTask>, std::vector<contract::Project>>;
    std::vector<QString> knownProjects;
    knownProjects.reserve(m_projects.size());
    for (const auto &[name, one] : m_projects)
        knownProjects.push_back(name);
    m_state.run<Answer>(
        this,
        [knownProjects](const launch::Launcher &, const launch::StudioSession &session) -> Result<Answer> {
            const Result<std::vector<client::MyTask>> tasks = session.server.myTasks(session.user).wait();
            if (!tasks)
                return fail(tasks.error());
            std::map<QString, Job<contract::Project>> jobs;
            for (const client::MyTask &task : *tasks)
                if (!jobs.contains(task.projectName) &&
                    std::find(knownProjects.begin(), knownProjects.end(), task.projectName) == knownProjects.end())
                    jobs.emplace(task.projectName, session.server.project(task.projectName));
            Answer answer{*tasks, {}};
            for (const auto &[name, job] : jobs)
                if (job.wait())
                    answer.second.push_back(*job.wait());
            return answer;
        },
        [this, reply](const Result<Answer> &result) {
            if (!result)
                return reply(fail(result.error()), Freshness::Fresh);
            for (const contract::Project &one : result->second)
                m_projects.emplace(one.name, one);
            m_myTasks = result->first;
            reply(shownMyTasks(), Freshness::Fresh);
        });
}

void StudioAdapter::notes(const QString &, const QString &, Reply<std::vector<Note>> reply)
{
    QMetaObject::invokeMethod(
        this, [reply] { reply(std::vector<Note>{}, Freshness::Fresh); }, Qt::QueuedConnection);
}

void StudioAdapter::setNotice(const Notice &notice)
{
    std::erase_if(m_notices, [&notice](const Notice &one) { return one.id == notice.id; });
    m_notices.push_back(notice);
    Q_EMIT noticesChanged();
}

void StudioAdapter::dismissNotice(const QString &noticeId)
{
    std::erase_if(m_notices, [&noticeId](const Notice &one) { return one.id == noticeId; });
    Q_EMIT noticesChanged();
}

void StudioAdapter::runNoticeAction(const QString &noticeId, const QString &actionId)
{
    if (noticeId == withoutAddons) {
        dismissNotice(noticeId);
        return launchRequest(m_withoutAddons, [](const Result<launch::Started> &) {});
    }
    Q_EMIT noticeActionWanted(noticeId, actionId);
}

void StudioAdapter::switchServer(const QString &serverId)
{
    Q_EMIT switchWanted(serverId);
}

void StudioAdapter::setProjectPinned(const QString &name, bool pinned)
{
    m_memory.setFavourite(pinnedKey, name, pinned);
    Q_EMIT projectsChanged();
}

void StudioAdapter::setTaskStatus(const Task &task, const QString &status, const QString &, Done<> done)
{
    const auto update = [&task](const QString &wanted) {
        return QJsonObject{{"id", task.id},
                           {"type", "update"},
                           {"entityType", "task"},
                           {"entityId", task.id},
                           {"data", QJsonObject{{"status", wanted}}}};
    };
    m_state.run<void>(
        this,
        [task, operation = update(status)](const launch::Launcher &, const launch::StudioSession &session) -> Result<> {
            const Result<QJsonArray> changed = session.server.operations(task.project, {operation}).wait();
            return changed ? Result<>{} : fail(changed.error());
        },
        [this, task, status, done, to = update(status), back = update(task.status.name)](const Result<> &result) {
            if (result)
                m_structure.remember(task.project, tr("%1 is %2").arg(task.name, status), to, back);
            done(result);
            if (result) {
                Q_EMIT tasksChanged(task.project, task.folderId);
                Q_EMIT myTasksChanged();
            }
        });
}

void StudioAdapter::createTask(const NewTask &wanted, Done<Task> done)
{
    const contract::Project known = project(wanted.project) ? *project(wanted.project) : contract::Project{};
    m_state.run<Task>(
        this,
        [wanted, known](const launch::Launcher &, const launch::StudioSession &session) -> Result<Task> {
            const QString id = QString::fromStdString(newEntityId());
            const QJsonObject operation{
                {"id", id},
                {"type", "create"},
                {"entityType", "task"},
                {"entityId", id},
                {"data", QJsonObject{{"name", wanted.name}, {"taskType", wanted.type}, {"folderId", wanted.folderId}}}};
            const Result<QJsonArray> made = session.server.operations(wanted.project, {operation}).wait();
            if (!made)
                return fail(made.error());
            const Result<contract::Task> task = session.server.task(wanted.project, id).wait();
            if (!task)
                return fail(task.error());
            return shownTask(*task, known, task->path.section(u'/', 0, -2), session.user);
        },
        [this, wanted, done](const Result<Task> &result) {
            if (result)
                m_structure.remember(
                    wanted.project, tr("Make the task %1").arg(wanted.name),
                    {{"id", result->id},
                     {"type", "create"},
                     {"entityType", "task"},
                     {"entityId", result->id},
                     {"data",
                      QJsonObject{{"name", wanted.name}, {"taskType", wanted.type}, {"folderId", wanted.folderId}}}},
                    {{"id", result->id}, {"type", "delete"}, {"entityType", "task"}, {"entityId", result->id}});
            done(result);
            if (result) {
                Q_EMIT tasksChanged(wanted.project, wanted.folderId);
                Q_EMIT foldersChanged(wanted.project);
            }
        });
}

void StudioAdapter::onStructureChanged(const QString &project)
{
    m_contexts->noteChange(QStringLiteral("entity.task.changed"), project);
    Q_EMIT foldersChanged(project);
    for (const auto &[folderId, tasks] : m_tasks)
        Q_EMIT tasksChanged(project, folderId);
    Q_EMIT myTasksChanged();
}

void StudioAdapter::noteEvent(const QJsonObject &event)
{
    const QString topic = event.value(QLatin1String("topic")).toString();
    const QString name = event.value(QLatin1String("project")).toString();
    m_contexts->noteChange(topic, name);
    m_search.noteEvent(event);
    if (topic.startsWith(QLatin1String("entity.project")))
        Q_EMIT projectsChanged();
    else if (topic.startsWith(QLatin1String("entity.folder")))
        Q_EMIT foldersChanged(name);
    if (topic.startsWith(QLatin1String("entity.task"))) {
        for (const auto &[folderId, tasks] : m_tasks)
            if (!tasks.empty() && tasks.front().project == name)
                Q_EMIT tasksChanged(name, folderId);
        Q_EMIT myTasksChanged();
    }
    if (topic.startsWith(QLatin1String("entity.workfile")))
        Q_EMIT workfilesChanged(
            name, event.value(QLatin1String("summary")).toObject().value(QLatin1String("parentId")).toString());
    if (topic.startsWith(QLatin1String("settings.")))
        Q_EMIT applicationsChanged();
}

} // namespace hearth::desktop
