// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/structure_source.h"
#include "launcher/ui/studio_types.h"
#include "ui_kit/reply.h"

#include <QObject>

namespace hearth::launcher_ui
{

using ui_kit::Done;
using ui_kit::Freshness;
using ui_kit::Reply;

struct LaunchRequest {
    Context context;
    QString application; ///< full name
    QString workfile;    ///< absolute path; empty: the application starts without a file
    bool isNewest = true;
};

struct NewWorkfile {
    Context context;
    QString application; ///< full name
    QString templateId;  ///< empty: an empty file
    QString comment;
    bool openAfterwards = true;
};

struct NewTask {
    QString project;
    QString folderId;
    QString name;
    QString type;
};

/// Everything the launcher's windows know and can ask for. Implemented by the program.
///
/// No call blocks. What is returned directly is what is known now; a signal says when it has changed. Requests answer
/// through Reply or Done (ui_kit/reply.h). Errors carry one sentence for a person in message and the rest in detail.
/// Threads: GUI only.
class StudioSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // What is known now.
    virtual Connection connection() const = 0;
    virtual std::vector<Server> servers() const = 0;
    virtual std::vector<Notice> notices() const = 0;
    virtual std::vector<Process> processes() const = 0;
    virtual Capabilities capabilities() const = 0;

    /// Makes and changes folders and tasks; nullptr where that cannot be done from here.
    [[nodiscard]] virtual StructureSource *structure() { return nullptr; }

    // Reading.
    virtual void projects(Reply<std::vector<Project>> reply) = 0;
    /// The whole tree of a project, parents before children.
    virtual void folders(const QString &project, Reply<std::vector<Folder>> reply) = 0;
    virtual void tasks(const QString &project, const QString &folderId, Reply<std::vector<Task>> reply) = 0;
    /// Tasks assigned to the person, over all projects, done ones included.
    virtual void myTasks(Reply<std::vector<Task>> reply) = 0;
    virtual void notes(const QString &project, const QString &taskId, Reply<std::vector<Note>> reply) = 0;
    /// The server's and the disk's workfiles merged, newest version first.
    virtual void workfiles(const Context &context, Reply<std::vector<Workfile>> reply) = 0;
    /// Applications offered for a task, the most recently used first; not installed ones too, marked as such.
    virtual void applications(const Context &context, Reply<std::vector<Application>> reply) = 0;
    virtual void serverActions(const Context &context, Reply<std::vector<ServerAction>> reply) = 0;
    virtual void templates(const Context &context, const QString &application,
                           Done<std::vector<WorkfileTemplate>> done) = 0;
    virtual void previewWorkfile(const NewWorkfile &wanted, Done<WorkfilePreview> done) = 0;
    virtual void explain(const Context &context, const QString &application, Done<EnvironmentReport> done) = 0;
    /// Earlier starts on this machine, newest first.
    virtual void recordedStarts(Done<std::vector<RecordedStart>> done) = 0;
    /// The environment in a file: of an earlier start, or saved on another machine.
    virtual void readEnvironment(const QString &file, Done<EnvironmentReport> done) = 0;
    virtual void saveEnvironment(const Context &context, const QString &application, const QString &file,
                                 Done<> done) = 0;
    /// What the index of this machine knows, best first; answers within a keystroke and asks no server.
    virtual void search(const QString &typed, const QString &project, Done<std::vector<SearchHit>> done) = 0;
    /// Everything a process has written so far, at most the newest 10,000 lines.
    virtual QStringList processOutput(const QString &processId) const = 0;

    // Changing.
    virtual void setProjectPinned(const QString &project, bool pinned) = 0;
    virtual void setTaskStatus(const Task &task, const QString &status, const QString &comment, Done<> done) = 0;
    virtual void createTask(const NewTask &wanted, Done<Task> done) = 0;
    /// Makes the file at the template's path and registers it; opens it when asked to.
    virtual void createWorkfile(const NewWorkfile &wanted, Done<Workfile> done) = 0;
    virtual void saveAsNextVersion(const Context &context, const Workfile &workfile, const QString &comment,
                                   Done<Workfile> done) = 0;
    virtual void duplicateWorkfile(const Context &context, const Workfile &workfile, Done<Workfile> done) = 0;
    virtual void registerWorkfile(const Context &context, const Workfile &workfile, Done<Workfile> done) = 0;
    /// Shows the file in the system's file browser.
    virtual void revealWorkfile(const Workfile &workfile, Done<> done) = 0;
    /// Brings a file here that lies elsewhere.
    virtual void fetchWorkfile(const Context &context, const Workfile &workfile, Done<Workfile> done) = 0;

    // Starting.
    virtual void launch(const LaunchRequest &request, Done<> done) = 0;
    virtual void exploreFolder(const Context &context, Done<> done) = 0;
    virtual void openTerminal(const Context &context, const QString &application, Done<> done) = 0;
    virtual void runServerAction(const Context &context, const QString &actionId, Done<> done) = 0;
    virtual void openPublisher(const Context &context) = 0;
    virtual void openLoader(const Context &context) = 0;

    // Processes.
    virtual void stopProcess(const QString &processId, Done<> done) = 0;
    virtual void killProcess(const QString &processId, Done<> done) = 0;
    virtual void openProcessLog(const QString &processId, Done<> done) = 0;
    virtual void forgetEndedProcesses() = 0;

    // Notices, servers.
    virtual void runNoticeAction(const QString &noticeId, const QString &actionId) = 0;
    virtual void dismissNotice(const QString &noticeId) = 0;
    virtual void switchServer(const QString &serverId) = 0;
    /// Asks the server again for everything that is shown; the changed signals follow.
    virtual void refresh() = 0;

Q_SIGNALS:
    /// A studio was opened, the first or another one: everything is to be asked anew.
    void studioOpened();
    void connectionChanged();
    void serversChanged();
    void noticesChanged();
    void processesChanged();
    void processOutputAdded(const QString &processId, const QStringList &lines);
    void projectsChanged();
    void foldersChanged(const QString &project);
    void tasksChanged(const QString &project, const QString &folderId);
    void myTasksChanged();
    void workfilesChanged(const QString &project, const QString &taskId);
    void applicationsChanged();
};

} // namespace hearth::launcher_ui
