// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_source.h"

#include <QStringList>

namespace hearth::tests
{

/// Silent never answers: everything stays loading. Connecting is not open yet.
enum class Mood { Normal, LongNames, Empty, Offline, Failing, Silent, Connecting };

/// A studio in memory, always the same: the projects, folders, tasks and files of the target pictures.
/// Answers on the next turn of the event loop.
class FakeStudio final : public launcher_ui::StudioSource
{
    Q_OBJECT

public:
    explicit FakeStudio(Mood mood = Mood::Normal, QObject *parent = nullptr);

    /// Many folders, shots in one sequence and variants, for measuring.
    void makeLarge(int folders, int shots, int variants);
    void setMood(Mood mood) { m_mood = mood; }
    void setCapabilities(launcher_ui::Capabilities capabilities) { m_capabilities = capabilities; }
    void addFolder(launcher_ui::Folder folder);
    void addTask(const launcher_ui::Task &task)
    {
        m_tasks.push_back(task);
        Q_EMIT tasksChanged(task.project, task.folderId);
    }
    void addWorkfile(launcher_ui::Workfile workfile);
    void writeOutput(const QString &processId, const QStringList &lines);
    void setProcesses(std::vector<launcher_ui::Process> processes);

    /// What was asked for, in order: "launch blender/3-4 v003", "status t1 Done".
    QStringList asked;
    std::vector<launcher_ui::SearchHit> indexed; ///< what a search finds whatever was typed
    bool areActionsAsked = false;

    launcher_ui::StructureSource *structure() override { return structureSource; }
    launcher_ui::StructureSource *structureSource = nullptr;
    launcher_ui::Connection connection() const override;
    std::vector<launcher_ui::Server> servers() const override;
    std::vector<launcher_ui::Notice> notices() const override { return m_notices; }
    std::vector<launcher_ui::Process> processes() const override { return m_processes; }
    launcher_ui::Capabilities capabilities() const override { return m_capabilities; }
    void projects(launcher_ui::Reply<std::vector<launcher_ui::Project>> reply) override;
    void folders(const QString &project, launcher_ui::Reply<std::vector<launcher_ui::Folder>> reply) override;
    void tasks(const QString &project, const QString &folderId,
               launcher_ui::Reply<std::vector<launcher_ui::Task>> reply) override;
    void myTasks(launcher_ui::Reply<std::vector<launcher_ui::Task>> reply) override;
    void notes(const QString &project, const QString &taskId,
               launcher_ui::Reply<std::vector<launcher_ui::Note>> reply) override;
    void workfiles(const launcher_ui::Context &context,
                   launcher_ui::Reply<std::vector<launcher_ui::Workfile>> reply) override;
    void applications(const launcher_ui::Context &context,
                      launcher_ui::Reply<std::vector<launcher_ui::Application>> reply) override;
    void serverActions(const launcher_ui::Context &context,
                       launcher_ui::Reply<std::vector<launcher_ui::ServerAction>> reply) override;
    void templates(const launcher_ui::Context &context, const QString &application,
                   launcher_ui::Done<std::vector<launcher_ui::WorkfileTemplate>> done) override;
    void previewWorkfile(const launcher_ui::NewWorkfile &wanted,
                         launcher_ui::Done<launcher_ui::WorkfilePreview> done) override;
    void explain(const launcher_ui::Context &context, const QString &application,
                 launcher_ui::Done<launcher_ui::EnvironmentReport> done) override;
    void recordedStarts(launcher_ui::Done<std::vector<launcher_ui::RecordedStart>> done) override;
    void readEnvironment(const QString &file, launcher_ui::Done<launcher_ui::EnvironmentReport> done) override;
    void saveEnvironment(const launcher_ui::Context &context, const QString &application, const QString &file,
                         launcher_ui::Done<> done) override;
    void search(const QString &typed, const QString &,
                launcher_ui::Done<std::vector<launcher_ui::SearchHit>> done) override
    {
        asked.append(QStringLiteral("search ") + typed);
        QMetaObject::invokeMethod(
            this, [this, done] { done(indexed); }, Qt::QueuedConnection);
    }
    QStringList processOutput(const QString &processId) const override;
    void setProjectPinned(const QString &project, bool pinned) override;
    void setTaskStatus(const launcher_ui::Task &task, const QString &status, const QString &comment,
                       launcher_ui::Done<> done) override;
    void createTask(const launcher_ui::NewTask &wanted, launcher_ui::Done<launcher_ui::Task> done) override;
    void createWorkfile(const launcher_ui::NewWorkfile &wanted, launcher_ui::Done<launcher_ui::Workfile> done) override;
    void saveAsNextVersion(const launcher_ui::Context &context, const launcher_ui::Workfile &workfile,
                           const QString &comment, launcher_ui::Done<launcher_ui::Workfile> done) override;
    void duplicateWorkfile(const launcher_ui::Context &context, const launcher_ui::Workfile &workfile,
                           launcher_ui::Done<launcher_ui::Workfile> done) override;
    void registerWorkfile(const launcher_ui::Context &context, const launcher_ui::Workfile &workfile,
                          launcher_ui::Done<launcher_ui::Workfile> done) override;
    void revealWorkfile(const launcher_ui::Workfile &workfile, launcher_ui::Done<> done) override;
    void fetchWorkfile(const launcher_ui::Context &context, const launcher_ui::Workfile &workfile,
                       launcher_ui::Done<launcher_ui::Workfile> done) override;
    void launch(const launcher_ui::LaunchRequest &request, launcher_ui::Done<> done) override;
    void exploreFolder(const launcher_ui::Context &context, launcher_ui::Done<> done) override;
    void openTerminal(const launcher_ui::Context &context, const QString &application,
                      launcher_ui::Done<> done) override;
    void runServerAction(const launcher_ui::Context &context, const QString &actionId,
                         launcher_ui::Done<> done) override;
    void openPublisher(const launcher_ui::Context &context) override;
    void openLoader(const launcher_ui::Context &context) override;
    void stopProcess(const QString &processId, launcher_ui::Done<> done) override;
    void killProcess(const QString &processId, launcher_ui::Done<> done) override;
    void openProcessLog(const QString &processId, launcher_ui::Done<> done) override;
    void forgetEndedProcesses() override;
    void runNoticeAction(const QString &noticeId, const QString &actionId) override;
    void dismissNotice(const QString &noticeId) override;
    void switchServer(const QString &serverId) override;
    void refresh() override;

private:
    template <typename T>
    void answer(launcher_ui::Reply<T> reply, T value);
    template <typename T>
    void finish(launcher_ui::Done<T> done, T value, const QString &failure);
    void finish(launcher_ui::Done<> done, const QString &failure);
    void fill();
    void fillFolders();
    void fillTasks();
    void fillApplications();
    void fillRest();
    void fillProcesses(const QDateTime &now);
    void fillNotices();
    launcher_ui::Task task(const QString &id, const QString &folderId, const QString &name, int status, int dueInDays,
                           bool isMine) const;
    launcher_ui::Workfile nextOf(const launcher_ui::Context &context) const;
    QString named(const QString &plain, const QString &longer) const;

    Mood m_mood;
    launcher_ui::Capabilities m_capabilities{true, true, true, true, true};
    std::vector<launcher_ui::Status> m_statuses;
    std::vector<launcher_ui::Project> m_projects;
    std::vector<launcher_ui::Folder> m_folders;
    std::vector<launcher_ui::Task> m_tasks;
    std::vector<launcher_ui::Workfile> m_workfiles;
    std::vector<launcher_ui::Application> m_applications;
    std::vector<launcher_ui::Notice> m_notices;
    std::vector<launcher_ui::Process> m_processes;
    QStringList m_output;
};

} // namespace hearth::tests
