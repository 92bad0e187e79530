// SPDX-License-Identifier: Apache-2.0
#include "desktop/context_memory.h"

namespace hearth::desktop
{

namespace
{
/// A push channel tells of changes; where there is none an answer is old after this.
constexpr std::chrono::seconds folderAge{5};

QString bundleOf(const launch::StudioSession &session)
{
    return session.bundle.studioBundle + u'\n' + session.bundle.variant;
}
} // namespace

Job<client::FolderContext> ContextMemory::ask(const client::Server &server, const QString &project,
                                              const QString &folderId)
{
    Job<client::FolderContext> job = server.folderContext(project, folderId);
    const std::lock_guard lock(m_mutex);
    m_folderId = folderId;
    m_folder = job;
    m_asked = std::chrono::steady_clock::now();
    return job;
}

ContextMemory::Question ContextMemory::about(const launcher_ui::Context &context)
{
    const std::lock_guard lock(m_mutex);
    const bool isNew = std::chrono::steady_clock::now() - m_asked < folderAge;
    const bool isThis = m_folder && m_folderId == context.folderId;
    return {context, shared_from_this(), isNew && isThis ? m_folder : std::nullopt};
}

Result<launch::ContextFacts> ContextMemory::Question::answer(const launch::Launcher &launcher,
                                                             const launch::StudioSession &session) const
{
    if (context.folderId.isEmpty()) // the task alone tells where it is
        return launcher.readContext(session, context.project, {}, context.taskId);
    const Job<client::FolderContext> asked =
        folder ? *folder : session.server.folderContext(context.project, context.folderId);
    std::optional<launch::ContextFacts> facts = memory->known(session, context.project);
    if (!facts) {
        Result<launch::ContextFacts> read = memory->read(launcher, session, context.project);
        if (!read)
            return read;
        facts = std::move(*read);
    }
    const Result<client::FolderContext> &found = asked.wait();
    return found ? launch::contextIn(std::move(*facts), *found, context.taskId) : fail(found.error());
}

std::optional<launch::ContextFacts> ContextMemory::known(const launch::StudioSession &session,
                                                         const QString &project) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_projects.find(project);
    if (found == m_projects.end() || found->second.bundle != bundleOf(session))
        return std::nullopt;
    return found->second.facts;
}

Result<launch::ContextFacts> ContextMemory::read(const launch::Launcher &launcher, const launch::StudioSession &session,
                                                 const QString &project)
{
    int change = 0;
    {
        const std::lock_guard lock(m_mutex);
        change = m_change;
    }
    Result<launch::ContextFacts> facts = launcher.readContext(session, project, {}, {});
    const std::lock_guard lock(m_mutex);
    if (facts && change == m_change)
        m_projects.insert_or_assign(project, Kept{bundleOf(session), *facts});
    return facts;
}

void ContextMemory::forgetFolder()
{
    const std::lock_guard lock(m_mutex);
    m_folder.reset();
}

void ContextMemory::noteChange(const QString &topic, const QString &project)
{
    if (topic.startsWith(QLatin1String("settings.")))
        return forgetAll();
    for (const char *kind : {"entity.folder", "entity.task", "entity.workfile"})
        if (topic.startsWith(QLatin1String(kind)))
            forgetFolder();
    if (!topic.startsWith(QLatin1String("entity.project")))
        return;
    const std::lock_guard lock(m_mutex);
    ++m_change;
    m_projects.erase(project);
}

void ContextMemory::forgetAll()
{
    const std::lock_guard lock(m_mutex);
    ++m_change;
    m_projects.clear();
    m_folder.reset();
}

} // namespace hearth::desktop
