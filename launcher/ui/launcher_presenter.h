// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/folder_model.h"
#include "launcher/ui/launch_choice.h"
#include "launcher/ui/my_work_model.h"
#include "launcher/ui/studio_source.h"
#include "launcher/ui/task_model.h"
#include "launcher/ui/workfile_model.h"

#include <QObject>

#include <array>
#include <optional>

namespace hearth::ui_kit
{
class UserMemory;
}

namespace hearth::launcher_ui
{

/// A part of the launcher that loads and fails on its own.
enum class Area { MyWork, Folders, Tasks, Workfiles, Launch };

/// How far an area's list is. Rows that were there stay while it is Failed.
struct AreaState {
    bool isLoading = false; ///< nothing known yet
    std::optional<Error> error;
};

/// What the launcher window knows and does, without widgets: context, lists, what the buttons will do.
/// Source and memory outlive it. Threads: GUI only.
class LauncherPresenter : public QObject
{
    Q_OBJECT

public:
    LauncherPresenter(StudioSource &source, ui_kit::UserMemory &memory, QObject *parent = nullptr);

    /// Asks for projects and tasks and goes back to where one was last time.
    void start();

    StudioSource &source() { return m_source; }
    FolderModel &folders() { return m_folders; }
    TaskModel &tasks() { return m_tasks; }
    MyWorkModel &myWork() { return m_myWork; }
    WorkfileModel &workfiles() { return m_workfiles; }
    const std::vector<Project> &projects() const { return m_projects; }
    /// The server was asked, and there is none that one may see.
    [[nodiscard]] bool lacksProjects() const { return m_lacksProjects; }
    const std::vector<Note> &notes() const { return m_notes; }
    const std::vector<Application> &applications() const { return m_applications; }
    const std::vector<ServerAction> &serverActions() const { return m_serverActions; }
    const Project *project() const;
    const Project *projectNamed(const QString &name) const;
    const Task *task() const;
    const Context &context() const { return m_context; }
    QString selectedWorkfile() const { return m_selectedWorkfile; }
    /// The chosen workfile, or the newest; null when there is none.
    const Workfile *workfile() const;
    const AreaState &state(Area area) const { return m_states[static_cast<std::size_t>(area)]; }
    const LaunchChoice &choice() const { return m_choice; }
    const std::vector<ApplicationTile> &tiles() const { return m_tiles; }

    void selectProject(const QString &name);
    void selectFolder(const QString &folderId);
    void selectTask(const QString &taskId);
    /// A task of My work, of any project.
    void selectWork(const Task &task);
    void selectWorkfile(const QString &path);
    /// Goes to a place found by search or kept from last time; what is empty stays unselected.
    void goTo(const Context &context);

    void launchChosen();
    void launchApplication(const QString &fullName);
    void changeStatus(const Task &task, const QString &status, const QString &comment);
    void createTask(const QString &name, const QString &type);
    void createWorkfile(const NewWorkfile &wanted);
    void saveAsNextVersion(const QString &comment);
    void duplicate();
    void reveal();
    void fetch();
    void registerFile();
    void explore();
    void openTerminal();
    void runServerAction(const QString &actionId);
    void refresh();
    /// Whether deactivated folders and tasks are in the lists; remembered.
    [[nodiscard]] bool showsInactive() const { return m_showsInactive; }
    void setShowsInactive(bool on);
    /// Deactivated ones that are not in the lists now.
    [[nodiscard]] bool hidesFolders() const { return m_allFolders.size() > shownFolders().size(); }
    [[nodiscard]] bool hidesTasks() const { return m_allTasks.size() > shownTasks().size(); }
    void dismissError(Area area);
    /// Something asked for from a part failed; shown there until dismissed.
    void showError(Area area, const Error &error) { setState(area, false, error); }

Q_SIGNALS:
    void projectsChanged();
    void contextChanged();
    void choiceChanged();
    void notesChanged();
    void areaChanged(Area area);
    /// A sentence about something that went well.
    void told(const QString &sentence);
    /// The workfile list holds something new that should be selected.
    void workfileMade(const QString &path);

private:
    void loadAll();
    void loadProjects();
    void loadMyWork();
    void loadFolders();
    void loadTasks();
    void loadTaskParts();
    void loadWorkfiles();
    void loadApplications();
    void loadServerActions();
    /// Without the deactivated ones and what lies below them, unless these are wanted.
    [[nodiscard]] std::vector<Folder> shownFolders() const;
    [[nodiscard]] std::vector<Task> shownTasks() const;
    void chooseTaskAfterLoading();
    void chooseMostUrgent();
    void enterTask(const Task &task);
    void leaveTask();
    void clearTasks();
    void work();
    void connectSource();
    /// An error of reading. Being offline says nothing new where rows are there already; the header tells it. Before
    /// the studio is open there is nothing to complain about.
    void setReadError(Area area, const Error &error, bool hasRows);
    void setState(Area area, bool isLoading, std::optional<Error> error = {});
    void rememberContext();
    Done<> doneIn(Area area, const QString &sentence = {});
    Done<Workfile> workfileDone(const QString &sentence);

    StudioSource &m_source;
    ui_kit::UserMemory &m_memory;
    FolderModel m_folders;
    TaskModel m_tasks;
    MyWorkModel m_myWork;
    WorkfileModel m_workfiles;
    std::vector<Project> m_projects;
    bool m_lacksProjects = false;
    std::vector<Folder> m_allFolders; ///< of the project, as they came
    std::vector<Task> m_allTasks;     ///< of the folder
    bool m_showsInactive = false;
    std::vector<Note> m_notes;
    std::vector<Application> m_applications;
    std::vector<ServerAction> m_serverActions;
    std::optional<Task> m_task;
    Context m_context;
    QString m_wantedTask; ///< to be selected when the folder's tasks have come
    QString m_selectedWorkfile;
    std::array<AreaState, 5> m_states;
    bool m_areActionsDue = false;
    bool m_hasChosen = false; ///< a person, or what was kept, has been somewhere
    LaunchChoice m_choice;
    std::vector<ApplicationTile> m_tiles;
};

} // namespace hearth::launcher_ui
