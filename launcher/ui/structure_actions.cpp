// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/structure_actions.h"
#include "launcher/ui/structure_dialog.h"
#include "ui_kit/buttons.h"
#include "ui_kit/tokens.h"

#include <QCalendarWidget>
#include <QDialog>
#include <QFormLayout>
#include <QInputDialog>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace hearth::launcher_ui
{

using namespace ui_kit;

namespace
{
enum class Answer { Nothing, Taken, Cleared };

/// A small dialog with one thing in it; its main button carries what it does.
/// \param clear words of the button that sets nothing at all; empty: there is none
Answer asked(QWidget *window, const QString &title, const QString &button, QWidget *content, const QString &clear = {})
{
    constexpr int cleared = QDialog::Accepted + 1;
    QDialog dialog(window);
    dialog.setWindowTitle(title);
    auto *column = new QVBoxLayout(&dialog);
    column->setContentsMargins(metrics::windowMargin, metrics::windowMargin, metrics::windowMargin,
                               metrics::windowMargin);
    column->addWidget(content, 1);
    auto *row = new QHBoxLayout;
    auto *cancel = pushButton(StructureActions::tr("Cancel"));
    auto *take = pushButton(button, true);
    take->setDefault(true);
    if (!clear.isEmpty()) {
        auto *without = pushButton(clear);
        row->addWidget(without);
        QObject::connect(without, &QPushButton::clicked, without, [&dialog] { dialog.done(cleared); });
    }
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(take);
    column->addLayout(row);
    QObject::connect(&dialog, &QDialog::finished, window, [window] { window->activateWindow(); });
    QObject::connect(cancel, &QPushButton::clicked, &dialog, &QDialog::reject);
    QObject::connect(take, &QPushButton::clicked, &dialog, &QDialog::accept);
    const int code = dialog.exec();
    return code == QDialog::Accepted ? Answer::Taken : code == cleared ? Answer::Cleared : Answer::Nothing;
}

QSpinBox *frameBox(const QString &name, int value)
{
    constexpr int farthest = 10'000'000;
    auto *made = new QSpinBox;
    made->setRange(-farthest, farthest);
    made->setValue(value);
    made->setAccessibleName(name);
    return made;
}
} // namespace

StructureActions::StructureActions(LauncherPresenter &presenter, StructureSource *source, QWidget *window)
    : QObject(window), m_presenter(presenter), m_source(source), m_window(window)
{
    connect(&presenter, &LauncherPresenter::contextChanged, this, &StructureActions::readRights);
    connect(&presenter, &LauncherPresenter::projectsChanged, this, &StructureActions::readRights);
    connect(&presenter.source(), &StudioSource::studioOpened, this, [this] {
        m_askedFor.clear();
        readRights();
    });
    readRights();
}

void StructureActions::readRights()
{
    const Context context = m_presenter.lacksProjects() ? Context{} : m_presenter.context();
    const QString wanted = context.project + u'/' + context.folderId;
    if (!m_source || wanted == m_askedFor)
        return;
    m_askedFor = wanted;
    m_source->rights(context, whileAlive(this, [this, wanted](const Result<StructureRights> &rights) {
                         if (wanted != m_askedFor)
                             return;
                         m_rights = rights.value_or(StructureRights{});
                         if (!rights)
                             m_askedFor.clear(); // asked again with the next choice
                         Q_EMIT rightsChanged();
                     }));
}

StructureEdit StructureActions::editOf(bool isTask, const QString &id, const QString &words) const
{
    StructureEdit made;
    made.project = m_presenter.context().project;
    made.isTask = isTask;
    made.ids = QStringList{id};
    made.words = words;
    return made;
}

void StructureActions::edit(const StructureEdit &wanted)
{
    m_source->edit(wanted, whileAlive(this, [this](const Result<QString> &done) {
                       if (done)
                           Q_EMIT told(*done);
                       else
                           Q_EMIT failed(done.error());
                   }));
}

void StructureActions::addUndo(QMenu &menu)
{
    if (const QString words = m_source->undoWords(); !words.isEmpty()) {
        menu.addSeparator();
        menu.addAction(tr("&Undo: %1").arg(words), QKeySequence::Undo, this, &StructureActions::undo);
    }
}

void StructureActions::undo()
{
    if (m_source && !m_source->undoWords().isEmpty())
        m_source->undo(whileAlive(this, [this](const Result<QString> &done) {
            if (done)
                Q_EMIT told(*done);
            else
                Q_EMIT failed(done.error());
        }));
}

void StructureActions::addFolderActions(QMenu &menu, const Folder &folder)
{
    if (!m_source)
        return;
    menu.addSeparator();
    if (m_rights.mayCreate)
        menu.addAction(tr("New &folders in %1…").arg(folder.name), this,
                       [this, path = folder.path] { makeFolders(path); });
    if (mayRename(m_rights, folder))
        menu.addAction(tr("&Rename…"), this, [this, folder] { rename(false, folder.id, folder.name); });
    if (!moveTargets(folder).empty())
        menu.addAction(tr("&Move to…"), this, [this, folder] { moveFolder(folder); });
    if (m_rights.mayChangeFrames)
        menu.addAction(tr("Fr&ame range…"), this, [this, folder] { setFrames(folder); });
    if (m_rights.mayActivate)
        addActiveAction(menu, editOf(false, folder.id, {}), folder.name, folder.isActive);
    addUndo(menu);
}

void StructureActions::addTaskActions(QMenu &menu, const Task &task)
{
    if (!m_source)
        return;
    if (m_rights.mayAssign)
        menu.addAction(tr("&Assign…"), this, [this, task] { assign(task); });
    if (m_rights.maySetDue)
        menu.addAction(tr("D&ue date…"), this, [this, task] { setDue(task); });
    if (m_rights.mayRename)
        menu.addAction(tr("&Rename…"), this, [this, task] { rename(true, task.id, task.name); });
    if (!taskTargets(task).empty())
        menu.addAction(tr("&Move to…"), this, [this, task] { moveTask(task); });
    if (m_rights.mayActivate)
        addActiveAction(menu, editOf(true, task.id, {}), task.name, task.isActive);
    addUndo(menu);
}

void StructureActions::addActiveAction(QMenu &menu, const StructureEdit &entity, const QString &name, bool isActive)
{
    StructureEdit wanted = entity;
    wanted.words = (isActive ? tr("Deactivate %1") : tr("Activate %1")).arg(name);
    wanted.active = !isActive;
    menu.addAction(isActive ? tr("&Deactivate") : tr("A&ctivate"), this, [this, wanted] { edit(wanted); });
}

void StructureActions::addInactiveSwitch(QMenu &menu)
{
    menu.addSeparator();
    QAction *shown = menu.addAction(tr("S&how deactivated"));
    shown->setCheckable(true);
    shown->setChecked(m_presenter.showsInactive());
    connect(shown, &QAction::triggered, &m_presenter, &LauncherPresenter::setShowsInactive);
}

void StructureActions::makeFolders(const QString &base)
{
    if (!m_source)
        return;
    auto *dialog = new StructureDialog(*m_source, m_presenter.context().project, base, m_rights, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &StructureDialog::made, this, [this](const MadeStructure &what) {
        Q_EMIT told(what.words);
        if (!what.first.folderId.isEmpty())
            m_presenter.goTo(what.first);
    });
    // The keyboard goes back to where it came from, so that Ctrl+Z is heard.
    connect(dialog, &QDialog::finished, m_window, [this] { m_window->activateWindow(); });
    dialog->open();
}

void StructureActions::rename(bool isTask, const QString &id, const QString &name)
{
    bool isTaken = false;
    const QString wanted = QInputDialog::getText(m_window, tr("Rename"), tr("New name of %1").arg(name),
                                                 QLineEdit::Normal, name, &isTaken);
    if (!isTaken || wanted == name)
        return;
    StructureEdit made = editOf(isTask, id, tr("Rename %1 to %2").arg(name, wanted));
    made.name = wanted;
    edit(made);
}

StructureActions::Targets StructureActions::taskTargets(const Task &task) const
{
    Targets made;
    if (!m_rights.mayMoveTasksTo || task.project != m_presenter.context().project)
        return made;
    for (const Folder *one : m_presenter.folders().all())
        if (one->id != task.folderId && m_rights.mayMoveTasksTo(one->path))
            made.emplace_back(one->path, one->id);
    return made;
}

StructureActions::Targets StructureActions::moveTargets(const Folder &folder) const
{
    Targets made;
    if (mayMove(m_rights, folder, {}))
        made.emplace_back();
    for (const Folder *one : m_presenter.folders().all())
        if (mayMove(m_rights, folder, one->path))
            made.emplace_back(one->path, one->id);
    return made;
}

void StructureActions::moveFolder(const Folder &folder)
{
    move(editOf(false, folder.id, {}), folder.name, folder.parentId, moveTargets(folder));
}

void StructureActions::moveTask(const Task &task)
{
    move(editOf(true, task.id, {}), task.name, task.folderId, taskTargets(task));
}

void StructureActions::move(const StructureEdit &entity, const QString &name, const QString &now,
                            const Targets &targets)
{
    QStringList paths;
    QStringList ids;
    for (const auto &[path, id] : targets) {
        paths.append(path.isEmpty() ? QStringLiteral("/") : path);
        ids.append(id);
    }
    bool isTaken = false;
    const QString wanted = QInputDialog::getItem(m_window, tr("Move %1").arg(name), tr("Into which folder?"), paths,
                                                 qMax(0, static_cast<int>(ids.indexOf(now))), false, &isTaken);
    if (!isTaken)
        return;
    StructureEdit made = entity;
    made.words = tr("Move %1 to %2").arg(name, wanted);
    made.parentId = ids.value(paths.indexOf(wanted));
    edit(made);
}

void StructureActions::setFrames(const Folder &folder)
{
    m_source->frames(m_presenter.context().project, folder.id,
                     whileAlive(this, [this, folder](const Result<FrameRange> &now) {
                         if (now)
                             askFrames(folder, *now);
                         else
                             Q_EMIT failed(now.error());
                     }));
}

void StructureActions::askFrames(const Folder &folder, const FrameRange &now)
{
    auto *content = new QWidget;
    auto *form = new QFormLayout(content);
    QSpinBox *first = frameBox(tr("First frame"), now.first);
    QSpinBox *last = frameBox(tr("Last frame"), now.last);
    form->addRow(tr("&First frame"), first);
    form->addRow(tr("&Last frame"), last);
    FrameRange chosen = now;
    connect(first, &QSpinBox::valueChanged, content, [&chosen](int value) { chosen.first = value; });
    connect(last, &QSpinBox::valueChanged, content, [&chosen](int value) { chosen.last = value; });
    const Answer answer = asked(m_window, tr("Frame range of %1").arg(folder.name), tr("&Set"), content,
                                now.isOwn ? tr("As &inherited") : QString());
    if (answer == Answer::Nothing)
        return;
    StructureEdit made = editOf(false, folder.id, tr("Frame range of %1").arg(folder.name));
    made.inheritsFrames = answer == Answer::Cleared;
    if (answer == Answer::Taken) {
        made.frameStart = chosen.first;
        made.frameEnd = chosen.last;
    }
    edit(made);
}

void StructureActions::assign(const Task &task)
{
    auto *people = new QListWidget;
    people->setAccessibleName(tr("People"));
    for (const Person &one : m_rights.people) {
        auto *item = new QListWidgetItem(
            one.fullName.isEmpty() ? one.name : one.fullName + QStringLiteral(" · ") + one.name, people);
        item->setData(Qt::UserRole, one.name);
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        const bool isAssigned = task.assigneeNames.contains(one.name);
        item->setCheckState(isAssigned ? Qt::Checked : Qt::Unchecked);
    }
    QStringList chosen = task.assigneeNames;
    connect(people, &QListWidget::itemChanged, people, [&chosen](const QListWidgetItem *item) {
        const QString name = item->data(Qt::UserRole).toString();
        chosen.removeAll(name);
        if (item->checkState() == Qt::Checked)
            chosen.append(name);
    });
    if (asked(m_window, tr("Who works on %1?").arg(task.name), tr("&Assign"), people) != Answer::Taken)
        return;
    // Only what was ticked or unticked here: whoever others assigned meanwhile stays.
    StructureEdit made = editOf(true, task.id, tr("Assign %1").arg(task.name));
    made.project = task.project;
    for (const QString &name : chosen)
        if (!task.assigneeNames.contains(name))
            made.assign.append(name);
    for (const QString &name : task.assigneeNames)
        if (!chosen.contains(name))
            made.unassign.append(name);
    edit(made);
}

void StructureActions::setDue(const Task &task)
{
    auto *calendar = new QCalendarWidget;
    calendar->setAccessibleName(tr("Due date"));
    QDate chosen = task.due.isValid() ? task.due : QDate::currentDate();
    calendar->setSelectedDate(chosen);
    connect(calendar, &QCalendarWidget::selectionChanged, calendar,
            [calendar, &chosen] { chosen = calendar->selectedDate(); });
    const Answer answer = asked(m_window, tr("Due date of %1").arg(task.name), tr("&Set"), calendar,
                                task.due.isValid() ? tr("&No due date") : QString());
    if (answer == Answer::Nothing)
        return;
    StructureEdit made = editOf(true, task.id, tr("Due date of %1").arg(task.name));
    made.project = task.project;
    made.due = answer == Answer::Cleared ? QDate() : chosen;
    edit(made);
}

} // namespace hearth::launcher_ui
