// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/entity_id.h"
#include "desktop/context_memory.h"
#include "desktop/process_watch.h"
#include "desktop/search_adapter.h"
#include "desktop/structure_adapter.h"
#include "desktop/studio_state.h"
#include "launcher/ui/studio_source.h"
#include "ui_kit/user_memory.h"

#include <map>

namespace hearth::desktop
{

/// The launcher windows' studio, on the client and the launch services. Keeps what it has seen, so that a window
/// shows something at once.
class StudioAdapter final : public launcher_ui::StudioSource
{
    Q_OBJECT

public:
    StudioAdapter(StudioState &state, ProcessWatch &processes, ui_kit::UserMemory &memory, QObject *parent = nullptr);

    launcher_ui::StructureSource *structure() override { return &m_structure; }
    launcher_ui::Connection connection() const override;
    std::vector<launcher_ui::Server> servers() const override;
    std::vector<launcher_ui::Notice> notices() const override { return m_notices; }
    std::vector<launcher_ui::Process> processes() const override { return m_processes.processes(); }
    launcher_ui::Capabilities capabilities() const override;

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
    void search(const QString &typed, const QString &project,
                launcher_ui::Done<std::vector<launcher_ui::SearchHit>> done) override
    {
        m_search.find(typed, project, std::move(done));
    }
    QStringList processOutput(const QString &processId) const override { return m_processes.output(processId); }

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
    void forgetEndedProcesses() override { m_processes.forgetEnded(); }

    void runNoticeAction(const QString &noticeId, const QString &actionId) override;
    void dismissNotice(const QString &noticeId) override;
    void switchServer(const QString &serverId) override;
    void refresh() override;

    /// Shows a notice, replacing one of the same id.
    void setNotice(const launcher_ui::Notice &notice);
    /// A launch by anything else than the window (tray, host): lists are read again.
    void noteEvent(const QJsonObject &event);
    /// A launch asked for by the tray, a web action or the command line.
    void launchRequest(const launch::LaunchRequest &request, ui_kit::Done<launch::Started> done);
    /// Called on a pool thread before an application starts, so that its host is known when it says hello.
    std::function<void(const launch::StudioSession &, const launch::Started &)> onStarted;
    /// Notice with the offer to start without the code of addons.
    inline static const QString withoutAddons = QStringLiteral("without-addons");

Q_SIGNALS:
    void noticeActionWanted(const QString &noticeId, const QString &actionId);
    void switchWanted(const QString &serverId);
    void launched(const launcher_ui::Context &context, const QString &application);
    void publisherWanted(const launcher_ui::Context &context);
    void loaderWanted(const launcher_ui::Context &context);

private:
    void onOpened();
    void onStructureChanged(const QString &project);
    void offerWithoutAddons(const launch::LaunchRequest &request, const Error &problem);
    [[nodiscard]] std::vector<launcher_ui::Project> shownProjects() const;
    [[nodiscard]] std::vector<launcher_ui::Task> shownMyTasks() const;
    using WorkfileChange = std::function<Result<launch::WorkfileEntry>(
        const launch::WorkfileService &, const launch::StudioSession &, const launch::WorkfileView &)>;
    /// Reads the context, changes one work file of it and tells everybody.
    void changeWorkfiles(const launcher_ui::Context &context, const QString &hostName, WorkfileChange change,
                         launcher_ui::Done<launcher_ui::Workfile> done);
    void makeWorkfile(const launcher_ui::Context &context, const launch::NewWorkfile &wanted,
                      launcher_ui::Done<launcher_ui::Workfile> done);
    [[nodiscard]] const contract::Project *project(const QString &name) const;

    StudioState &m_state;
    SearchAdapter m_search;
    StructureAdapter m_structure;
    ProcessWatch &m_processes;
    ui_kit::UserMemory &m_memory;
    std::vector<launcher_ui::Notice> m_notices;
    std::map<QString, contract::Project> m_projects;
    std::map<QString, std::vector<launcher_ui::Folder>> m_folders;
    std::map<QString, std::vector<launcher_ui::Task>> m_tasks; ///< by folder id
    std::optional<std::vector<client::MyTask>> m_myTasks;
    std::map<QString, std::vector<launcher_ui::Workfile>> m_workfiles; ///< by task id
    std::vector<launcher_ui::Application> m_applications;
    launch::LaunchRequest m_withoutAddons; ///< what the notice offers
    const std::shared_ptr<ContextMemory> m_contexts = std::make_shared<ContextMemory>();
};

} // namespace hearth::desktop
