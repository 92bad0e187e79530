// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/launcher.h"
#include "launcher/ui/studio_types.h"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>

namespace hearth::desktop
{

/// What is known of the places a person walks through, so that choosing a folder asks the server one question: the
/// facts of a project stay until something about it changes, and the answer about a folder serves its tasks, their work
/// files and their applications. Threads: any.
class ContextMemory : public std::enable_shared_from_this<ContextMemory>
{
public:
    /// A place and what is known of it already. A value for the worker.
    struct Question {
        launcher_ui::Context context;
        std::shared_ptr<ContextMemory> memory;
        std::optional<Job<client::FolderContext>> folder;

        /// Blocks. Errors: those of the server; NotFound for a task that the folder does not have.
        [[nodiscard]] Result<launch::ContextFacts> answer(const launch::Launcher &launcher,
                                                          const launch::StudioSession &session) const;
    };

    /// Asks about a folder anew; what follows soon takes the same answer.
    [[nodiscard]] Job<client::FolderContext> ask(const client::Server &server, const QString &project,
                                                 const QString &folderId);
    [[nodiscard]] Question about(const launcher_ui::Context &context);
    /// Reads a project's facts anew and keeps them. Blocks. Errors: those of the server.
    [[nodiscard]] Result<launch::ContextFacts> read(const launch::Launcher &launcher,
                                                    const launch::StudioSession &session, const QString &project);

    /// Something was changed by anyone. \param topic of the server's event
    void noteChange(const QString &topic, const QString &project);
    void forgetFolder();
    void forgetAll();

private:
    struct Kept {
        QString bundle; ///< whose settings are in it
        launch::ContextFacts facts;
    };
    [[nodiscard]] std::optional<launch::ContextFacts> known(const launch::StudioSession &session,
                                                            const QString &project) const;

    mutable std::mutex m_mutex;
    std::map<QString, Kept> m_projects;
    int m_change = 0; ///< counts what was forgotten, so that an answer from before is not kept
    QString m_folderId;
    std::optional<Job<client::FolderContext>> m_folder;
    std::chrono::steady_clock::time_point m_asked;
};

} // namespace hearth::desktop
