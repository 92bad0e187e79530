// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/launcher_presenter.h"
#include "launcher/ui/structure_source.h"

class QMenu;

namespace hearth::launcher_ui
{

/// What the launcher offers for making and changing folders and tasks, in menus, behind "+" and on keys. Follows the
/// chosen folder; what the rights forbid is not offered. GUI thread.
class StructureActions : public QObject
{
    Q_OBJECT

public:
    /// \param source may be nullptr: nothing is offered then
    StructureActions(LauncherPresenter &presenter, StructureSource *source, QWidget *window);

    [[nodiscard]] bool mayCreate() const { return m_rights.mayCreate; }
    [[nodiscard]] bool mayCreateProjects() const { return m_rights.mayCreateProjects; }
    /// Whether the rights stand against it; where they cannot be known the server says so itself.
    [[nodiscard]] bool forbidsCreating() const { return m_source && !m_rights.mayCreate; }
    [[nodiscard]] bool forbidsStatus() const { return m_source && !m_rights.mayChangeStatus; }
    void addFolderActions(QMenu &menu, const Folder &folder);
    void addTaskActions(QMenu &menu, const Task &task);
    /// Opens the dialog. \param base path of the folder new ones go into; empty: the root
    void makeFolders(const QString &base);
    void undo();
    /// The switch that shows deactivated folders and tasks. Reading only: needs no right.
    void addInactiveSwitch(QMenu &menu);

Q_SIGNALS:
    void rightsChanged();
    void told(const QString &sentence);
    void failed(const Error &error);

private:
    void readRights();
    void edit(const StructureEdit &wanted);
    void addActiveAction(QMenu &menu, const StructureEdit &entity, const QString &name, bool isActive);
    void rename(bool isTask, const QString &id, const QString &name);
    /// Path and id of folders; both empty: the root.
    using Targets = std::vector<std::pair<QString, QString>>;
    void moveFolder(const Folder &folder);
    void moveTask(const Task &task);
    /// Asks into which folder and puts it there. \param now id of the folder it lies in
    void move(const StructureEdit &entity, const QString &name, const QString &now, const Targets &targets);
    /// Where it may be put.
    [[nodiscard]] Targets moveTargets(const Folder &folder) const;
    [[nodiscard]] Targets taskTargets(const Task &task) const;
    void setFrames(const Folder &folder);
    void askFrames(const Folder &folder, const FrameRange &now);
    void assign(const Task &task);
    void setDue(const Task &task);
    void addUndo(QMenu &menu);
    [[nodiscard]] StructureEdit editOf(bool isTask, const QString &id, const QString &words) const;

    LauncherPresenter &m_presenter;
    StructureSource *m_source;
    QWidget *m_window;
    StructureRights m_rights;
    QString m_askedFor; ///< project and folder the rights belong to
};

} // namespace hearth::launcher_ui
