// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/launcher.h"

namespace hearth::launch
{

/// One task's work files as they stand now.
struct WorkfileView {
    ContextFacts facts;
    WorkArea area;
    std::vector<WorkfileEntry> entries; ///< newest version first
};

/// A work file that is to be made.
struct NewWorkfile {
    QString extension; ///< with dot
    QString hostName;
    QString comment;
    QString copyFrom; ///< absolute path of the file it starts from; empty: an empty file
};

struct WorkfilePlace {
    QString path; ///< absolute
    int version = 1;
};

/// Lists, makes and registers work files, with no plug-in in any application. Calls block: worker threads only.
class WorkfileService
{
public:
    explicit WorkfileService(const Launcher &launcher) : m_launcher(launcher) {}

    [[nodiscard]] Result<WorkfileView> view(const StudioSession &session, const QString &project, const QString &folder,
                                            const QString &task, const QString &hostName = {}) const;
    /// The same for a context that was read already; only the work folder is looked at.
    [[nodiscard]] Result<WorkfileView> viewOf(ContextFacts facts, const QString &user,
                                              const QString &hostName = {}) const;
    /// Where the next version would lie. Pure. Errors: Invalid (template).
    [[nodiscard]] static Result<WorkfilePlace> next(const WorkfileView &view, const QString &extension,
                                                    const QString &comment);
    /// Whether the projects folder it would lie in is there. Errors: NotFound.
    [[nodiscard]] Result<> checkPlace(const WorkfileView &view) const;
    /// Makes the file, never over another one, and registers it. When only registering fails the file stays and the
    /// error says so. Errors: NotFound (no empty file for this application, source gone), Conflict, Internal (disk).
    [[nodiscard]] Result<WorkfileEntry> make(const StudioSession &session, const WorkfileView &view,
                                             const NewWorkfile &wanted) const;
    /// Tells the server of a file in the work folder; one that it knows is updated.
    [[nodiscard]] Result<WorkfileEntry> registerFile(const StudioSession &session, const WorkfileView &view,
                                                     const QString &path, const QString &hostName,
                                                     const QString &comment) const;

private:
    [[nodiscard]] Result<QString> emptyFileFor(const QString &extension) const;

    const Launcher &m_launcher;
};

} // namespace hearth::launch
