// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/launcher_presenter.h"

#include "launcher/ui/task_words.h"
#include "ui_kit/user_memory.h"

#include <QTimer>

#include <algorithm>
#include <utility>

namespace hearth::launcher_ui
{

using ui_kit::whileAlive;

namespace
{
const auto contextKey = QStringLiteral("launcher/lastContext");
const auto recentProjectsKey = QStringLiteral("launcher/recentProjects");
const auto inactiveKey = QStringLiteral("launcher/showsInactive");
const auto recentFoldersKey = QStringLiteral("launcher/recentFolders");
} // namespace

LauncherPresenter::LauncherPresenter(StudioSource &source, ui_kit::UserMemory &memory, QObject *parent)
    : QObject(parent), m_source(source), m_memory(memory)
{
    m_choice = launchChoice({}, {}, {}, {});
    m_showsInactive = m_memory.value(inactiveKey, false).toBool();
    connectSource();
}

void LauncherPresenter::connectSource()
{
    connect(&m_source, &StudioSource::studioOpened, this, &LauncherPresenter::loadAll);
    connect(&m_source, &StudioSource::projectsChanged, this, [this] { loadProjects(); });
    connect(&m_source, &StudioSource::myTasksChanged, this, [this] { loadMyWork(); });
    connect(&m_source, &StudioSource::foldersChanged, this, [this](const QString &project) {
        if (project == m_context.project)
            loadFolders();
    });
    connect(&m_source, &StudioSource::tasksChanged, this, [this](const QString &project, const QString &folderId) {
        if (project == m_context.project && folderId == m_context.folderId)
            loadTasks();
    });
    connect(&m_source, &StudioSource::workfilesChanged, this, [this](const QString &project, const QString &taskId) {
        if (project == m_context.project && taskId == m_context.taskId)
            loadWorkfiles();
    });
    connect(&m_source, &StudioSource::applicationsChanged, this, [this] { loadApplications(); });
}

void LauncherPresenter::start()
{
    const QStringList kept = m_memory.value(contextKey).toStringList();
    if (kept.size() == 5)
        m_context = {kept[0], kept[1], kept[2], {}, {}};
    m_wantedTask = kept.value(3);
    setState(Area::MyWork, true);
    loadProjects();
    loadMyWork();
    if (!m_context.project.isEmpty()) {
        loadFolders();
        if (!m_context.folderId.isEmpty())
            loadTasks();
        Q_EMIT contextChanged();
    }
}

const Project *LauncherPresenter::projectNamed(const QString &name) const
{
    const auto found = std::find_if(m_projects.begin(), m_projects.end(),
                                    [&](const Project &candidate) { return candidate.name == name; });
    return found == m_projects.end() ? nullptr : &*found;
}

const Project *LauncherPresenter::project() const
{
    return projectNamed(m_context.project);
}

const Task *LauncherPresenter::task() const
{
    return m_task ? &*m_task : nullptr;
}

const Workfile *LauncherPresenter::workfile() const
{
    const std::vector<Workfile> &all = m_workfiles.all();
    const auto found =
        std::find_if(all.begin(), all.end(), [this](const Workfile &w) { return w.path == m_selectedWorkfile; });
    if (found != all.end())
        return &*found;
    return all.empty() ? nullptr : &all.front();
}

void LauncherPresenter::setState(Area area, bool isLoading, std::optional<Error> error)
{
    m_states[static_cast<std::size_t>(area)] = {isLoading, std::move(error)};
    Q_EMIT areaChanged(area);
}

void LauncherPresenter::setReadError(Area area, const Error &error, bool hasRows)
{
    const bool isAway = error.kind == ErrorKind::Offline || error.kind == ErrorKind::Timeout;
    if (isAway && m_source.connection().reach == Reach::Connecting)
        return; // it was too early to ask; all is asked again when the studio is open
    setState(area, false, isAway && hasRows ? std::nullopt : std::optional<Error>(error));
}

void LauncherPresenter::dismissError(Area area)
{
    setState(area, false);
}

void LauncherPresenter::loadProjects()
{
    m_source.projects(whileAlive(this, [this](const Result<std::vector<Project>> &projects, Freshness freshness) {
        if (!projects) {
            setReadError(Area::Folders, projects.error(), !m_projects.empty());
            return;
        }
        m_projects = *projects;
        m_lacksProjects = m_projects.empty() && freshness != Freshness::Known;
        Q_EMIT projectsChanged();
        if (!project() && !m_projects.empty())
            selectProject(m_projects.front().name);
    }));
}

void LauncherPresenter::loadMyWork()
{
    m_source.myTasks(whileAlive(this, [this](const Result<std::vector<Task>> &tasks, Freshness freshness) {
        if (!tasks) {
            setReadError(Area::MyWork, tasks.error(), !m_myWork.tasks().empty());
            return;
        }
        m_myWork.setTasks(*tasks);
        setState(Area::MyWork, freshness == Freshness::Known && tasks->empty());
        chooseMostUrgent();
    }));
}

// Whoever comes here for the first time finds the most urgent task chosen, so that Enter does something.
void LauncherPresenter::chooseMostUrgent()
{
    if (!m_context.folderId.isEmpty() || m_hasChosen)
        return;
    for (const WorkRow &row : m_myWork.rows()) {
        if (row.head.isEmpty()) {
            selectWork(row.task);
            return;
        }
    }
}

void LauncherPresenter::selectProject(const QString &name)
{
    if (name == m_context.project)
        return;
    m_context = {};
    m_context.project = name;
    m_wantedTask.clear();
    m_folders.clear();
    m_allFolders.clear();
    clearTasks();
    leaveTask();
    m_memory.remember(recentProjectsKey, name);
    rememberContext();
    Q_EMIT contextChanged();
    loadFolders();
}

void LauncherPresenter::loadFolders()
{
    const bool isFirst = m_folders.folderCount() == 0;
    m_folders.setLoading(isFirst);
    setState(Area::Folders, isFirst);
    const QString wanted = m_context.project;
    m_source.folders(wanted,
                     whileAlive(this, [this, wanted](const Result<std::vector<Folder>> &folders, Freshness freshness) {
                         if (wanted != m_context.project)
                             return;
                         if (!folders) {
                             m_folders.setLoading(false);
                             setReadError(Area::Folders, folders.error(), m_folders.folderCount() > 0);
                             return;
                         }
                         if (!folders->empty() || freshness == Freshness::Fresh) {
                             m_allFolders = *folders;
                             m_folders.setFolders(shownFolders());
                         }
                         setState(Area::Folders, freshness == Freshness::Known && folders->empty());
                     }));
}

std::vector<Folder> LauncherPresenter::shownFolders() const
{
    if (m_showsInactive)
        return m_allFolders;
    QSet<QString> hidden;
    std::vector<Folder> made;
    for (const Folder &folder : m_allFolders) { // parents come first
        if (!folder.isActive || hidden.contains(folder.parentId))
            hidden.insert(folder.id);
        else
            made.push_back(folder);
    }
    return made;
}

std::vector<Task> LauncherPresenter::shownTasks() const
{
    std::vector<Task> made = m_allTasks;
    if (m_showsInactive)
        std::stable_partition(made.begin(), made.end(), [](const Task &task) { return task.isActive; });
    else
        std::erase_if(made, [](const Task &task) { return !task.isActive; });
    return made;
}

void LauncherPresenter::clearTasks()
{
    m_allTasks.clear();
    m_tasks.setRows({});
}

void LauncherPresenter::setShowsInactive(bool on)
{
    if (on == m_showsInactive)
        return;
    m_showsInactive = on;
    m_memory.setValue(inactiveKey, on);
    m_folders.setFolders(shownFolders());
    m_tasks.setRows(shownTasks());
    Q_EMIT areaChanged(Area::Folders);
    Q_EMIT areaChanged(Area::Tasks);
}

void LauncherPresenter::selectFolder(const QString &folderId)
{
    if (folderId == m_context.folderId)
        return;
    const Folder *folder = m_folders.folderById(folderId);
    const QString before = m_context.taskName;
    goTo({m_context.project, folderId, folder ? folder->path : QString(), {}, before});
}

void LauncherPresenter::goTo(const Context &context)
{
    m_hasChosen = true;
    if (context.project != m_context.project) {
        m_context = {};
        selectProject(context.project);
    }
    const bool isOtherFolder = context.folderId != m_context.folderId;
    if (isOtherFolder) {
        clearTasks();
        leaveTask();
    }
    m_context.folderId = context.folderId;
    m_context.folderPath = context.folderPath;
    m_wantedTask = context.taskId.isEmpty() ? context.taskName : context.taskId;
    if (!context.folderId.isEmpty())
        m_memory.remember(recentFoldersKey + QLatin1Char('/') + context.project, context.folderId);
    rememberContext();
    Q_EMIT contextChanged();
    if (isOtherFolder)
        loadTasks();
    else
        chooseTaskAfterLoading();
}

void LauncherPresenter::loadTasks()
{
    if (m_context.folderId.isEmpty()) {
        setState(Area::Tasks, false);
        return;
    }
    setState(Area::Tasks, m_tasks.rowCount() == 0);
    const QString wanted = m_context.folderId;
    m_source.tasks(m_context.project, wanted,
                   whileAlive(this, [this, wanted](const Result<std::vector<Task>> &tasks, Freshness freshness) {
                       if (wanted != m_context.folderId)
                           return;
                       if (!tasks) {
                           setReadError(Area::Tasks, tasks.error(), m_tasks.rowCount() > 0);
                           return;
                       }
                       m_allTasks = *tasks;
                       m_tasks.setRows(shownTasks());
                       setState(Area::Tasks, freshness == Freshness::Known && tasks->empty());
                       chooseTaskAfterLoading();
                   }));
}

void LauncherPresenter::chooseTaskAfterLoading()
{
    const std::vector<Task> &rows = m_tasks.rows();
    const auto where = [&](auto test) { return std::find_if(rows.begin(), rows.end(), test); };
    auto found = where([this](const Task &task) { return task.id == m_context.taskId; });
    if (!m_wantedTask.isEmpty()) {
        const auto byId = where([this](const Task &task) { return task.id == m_wantedTask; });
        const auto byName = where([this](const Task &task) { return task.name == m_wantedTask; });
        if (byId != rows.end() || byName != rows.end())
            found = byId != rows.end() ? byId : byName;
    }
    if (found == rows.end())
        found = where([](const Task &task) { return task.isMine; });
    if (found == rows.end())
        found = rows.begin();
    if (found == rows.end())
        return;
    m_wantedTask.clear();
    enterTask(*found);
}

void LauncherPresenter::selectTask(const QString &taskId)
{
    const int row = m_tasks.rowOf(taskId);
    if (row >= 0)
        enterTask(m_tasks.row(row));
}

void LauncherPresenter::selectWork(const Task &task)
{
    if (task.id == m_context.taskId)
        return;
    goTo({task.project, task.folderId, task.folderPath, task.id, task.name});
    // The rest of the task is known already; its files need not wait for the folder's other tasks.
    if (m_context.taskId != task.id)
        enterTask(task);
}

void LauncherPresenter::enterTask(const Task &task)
{
    const bool isOther = task.id != m_context.taskId;
    m_task = task;
    m_context.taskId = task.id;
    m_context.taskName = task.name;
    if (!task.folderPath.isEmpty())
        m_context.folderPath = task.folderPath;
    if (isOther) {
        m_selectedWorkfile.clear();
        m_workfiles.setWorkfiles({});
        m_notes.clear();
        rememberContext();
    }
    Q_EMIT contextChanged();
    if (isOther)
        loadTaskParts();
}

void LauncherPresenter::leaveTask()
{
    m_task.reset();
    m_context.taskId.clear();
    m_context.taskName.clear();
    m_selectedWorkfile.clear();
    m_workfiles.setWorkfiles({});
    m_notes.clear();
    m_serverActions.clear();
    setState(Area::Workfiles, false);
    Q_EMIT notesChanged();
    work();
}

void LauncherPresenter::loadTaskParts()
{
    loadWorkfiles();
    loadApplications();
    const QString wanted = m_context.taskId;
    m_source.notes(m_context.project, wanted,
                   whileAlive(this, [this, wanted](const Result<std::vector<Note>> &notes, Freshness) {
                       if (wanted != m_context.taskId || !notes)
                           return;
                       m_notes = *notes;
                       Q_EMIT notesChanged();
                   }));
    m_areActionsDue = true;
}

// They come last: nobody waits for them, and the files would wait behind them.
void LauncherPresenter::loadServerActions()
{
    if (!std::exchange(m_areActionsDue, false))
        return;
    const QString wanted = m_context.taskId;
    m_source.serverActions(
        m_context, whileAlive(this, [this, wanted](const Result<std::vector<ServerAction>> &actions, Freshness) {
            if (wanted != m_context.taskId || !actions)
                return;
            m_serverActions = *actions;
            Q_EMIT choiceChanged();
        }));
}

void LauncherPresenter::loadWorkfiles()
{
    if (m_context.taskId.isEmpty())
        return;
    setState(Area::Workfiles, m_workfiles.all().empty());
    const QString wanted = m_context.taskId;
    m_source.workfiles(
        m_context, whileAlive(this, [this, wanted](const Result<std::vector<Workfile>> &files, Freshness freshness) {
            if (wanted != m_context.taskId)
                return;
            if (!files) {
                setReadError(Area::Workfiles, files.error(), !m_workfiles.all().empty());
                return loadServerActions();
            }
            m_workfiles.setWorkfiles(*files);
            setState(Area::Workfiles, freshness == Freshness::Known && files->empty());
            work();
            if (freshness == Freshness::Fresh)
                QTimer::singleShot(0, this, &LauncherPresenter::loadServerActions); // after the files are painted
        }));
}

void LauncherPresenter::loadApplications()
{
    if (m_context.taskId.isEmpty())
        return;
    const QString wanted = m_context.taskId;
    m_source.applications(m_context,
                          whileAlive(this, [this, wanted](const Result<std::vector<Application>> &found, Freshness) {
                              if (wanted != m_context.taskId)
                                  return;
                              if (!found) {
                                  setReadError(Area::Launch, found.error(), !m_applications.empty());
                                  return;
                              }
                              m_applications = *found;
                              work();
                          }));
}

void LauncherPresenter::selectWorkfile(const QString &path)
{
    if (m_selectedWorkfile == path)
        return;
    m_selectedWorkfile = path;
    work();
}

void LauncherPresenter::work()
{
    m_choice = launchChoice(m_context, m_workfiles.all(), m_selectedWorkfile, m_applications);
    m_tiles = m_context.taskId.isEmpty() ? std::vector<ApplicationTile>()
                                         : applicationTiles(m_applications, m_choice.application);
    Q_EMIT choiceChanged();
}

void LauncherPresenter::rememberContext()
{
    m_memory.setValue(contextKey, QStringList{m_context.project, m_context.folderId, m_context.folderPath,
                                              m_context.taskId, m_context.taskName});
}

Done<> LauncherPresenter::doneIn(Area area, const QString &sentence)
{
    return whileAlive(this, [this, area, sentence](const Result<> &result) {
        if (!result)
            setState(area, false, result.error());
        else if (!sentence.isEmpty())
            Q_EMIT told(sentence);
    });
}

Done<Workfile> LauncherPresenter::workfileDone(const QString &sentence)
{
    return whileAlive(this, [this, sentence](const Result<Workfile> &made) {
        if (!made) {
            setState(Area::Workfiles, false, made.error());
            return;
        }
        m_selectedWorkfile = made->path;
        loadWorkfiles();
        Q_EMIT told(sentence.arg(made->name));
        Q_EMIT workfileMade(made->path);
    });
}

void LauncherPresenter::launchChosen()
{
    if (!m_choice.isPossible)
        return;
    setState(Area::Launch, false);
    m_source.launch({m_context, m_choice.application, m_choice.workfile, m_choice.isNewest},
                    doneIn(Area::Launch, tr("%1 is starting").arg(m_choice.words.section(QStringLiteral(" in "), -1))));
}

void LauncherPresenter::launchApplication(const QString &fullName)
{
    const auto found = std::find_if(m_applications.begin(), m_applications.end(),
                                    [&](const Application &a) { return a.fullName == fullName; });
    if (found == m_applications.end())
        return;
    const LaunchChoice choice = launchChoiceFor(*found, m_workfiles.all(), m_selectedWorkfile);
    setState(Area::Launch, false);
    m_source.launch({m_context, fullName, choice.workfile, choice.isNewest},
                    doneIn(Area::Launch, tr("%1 is starting").arg(found->groupLabel)));
}

void LauncherPresenter::changeStatus(const Task &task, const QString &status, const QString &comment)
{
    if (task.status.name == status && comment.isEmpty())
        return;
    m_source.setTaskStatus(task, status, comment, doneIn(Area::Tasks, tr("%1 is %2 now").arg(task.name, status)));
}

void LauncherPresenter::createTask(const QString &name, const QString &type)
{
    m_source.createTask({m_context.project, m_context.folderId, name, type},
                        whileAlive(this, [this](const Result<Task> &made) {
                            if (!made) {
                                setState(Area::Tasks, false, made.error());
                                return;
                            }
                            m_wantedTask = made->id;
                            loadTasks();
                        }));
}

void LauncherPresenter::createWorkfile(const NewWorkfile &wanted)
{
    m_source.createWorkfile(wanted, workfileDone(tr("%1 was made")));
}

void LauncherPresenter::saveAsNextVersion(const QString &comment)
{
    if (const Workfile *file = workfile())
        m_source.saveAsNextVersion(m_context, *file, comment, workfileDone(tr("%1 was saved")));
}

void LauncherPresenter::duplicate()
{
    if (const Workfile *file = workfile())
        m_source.duplicateWorkfile(m_context, *file, workfileDone(tr("%1 was made")));
}

void LauncherPresenter::registerFile()
{
    if (const Workfile *file = workfile())
        m_source.registerWorkfile(m_context, *file, workfileDone(tr("%1 is registered")));
}

void LauncherPresenter::fetch()
{
    if (const Workfile *file = workfile())
        m_source.fetchWorkfile(m_context, *file, workfileDone(tr("%1 is here")));
}

void LauncherPresenter::reveal()
{
    if (const Workfile *file = workfile())
        m_source.revealWorkfile(*file, doneIn(Area::Workfiles));
}

void LauncherPresenter::explore()
{
    m_source.exploreFolder(m_context, doneIn(Area::Launch));
}

void LauncherPresenter::openTerminal()
{
    m_source.openTerminal(m_context, m_choice.application, doneIn(Area::Launch));
}

void LauncherPresenter::runServerAction(const QString &actionId)
{
    m_source.runServerAction(m_context, actionId, doneIn(Area::Launch));
}

void LauncherPresenter::refresh()
{
    m_source.refresh();
    loadAll();
}

void LauncherPresenter::loadAll()
{
    loadProjects();
    loadMyWork();
    if (!m_context.project.isEmpty())
        loadFolders();
    loadTasks();
    if (!m_context.taskId.isEmpty())
        loadTaskParts();
}

} // namespace hearth::launcher_ui
