// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/task_column.h"

#include "launcher/ui/structure_actions.h"

#include "launcher/ui/new_task_popup.h"
#include "launcher/ui/status_popup.h"
#include "launcher/ui/task_words.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/labels.h"
#include "ui_kit/row_list.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace hearth::launcher_ui
{

using namespace ui_kit;

namespace
{

QString noteTime(const QDateTime &when)
{
    const QDateTime local = when.toLocalTime();
    return local.date() == QDate::currentDate() ? QLocale().toString(local.time(), QStringLiteral("HH:mm"))
                                                : QLocale().dayName(local.date().dayOfWeek(), QLocale::ShortFormat);
}

} // namespace

TaskColumn::TaskColumn(LauncherPresenter &presenter, StructureActions &actions, QWidget *parent)
    : ListColumn(tr("Filter tasks"), QStringLiteral("taskFilter"), parent), m_presenter(presenter), m_actions(actions),
      m_filterModel(new QSortFilterProxyModel(this)), m_title(new ElidedLabel(tr("Tasks"), TextRole::Strong)),
      m_add(new IconButton(QStringLiteral("add"), tr("New task"))), m_list(new RowList(tr("Tasks"))),
      m_notes(new QWidget), m_notesHead(new TextLabel({}, TextRole::Head, Tone::Dim)),
      m_notesText(new TextLabel({}, TextRole::SecondLine)), m_statusPopup(new StatusPopup(this))
{
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_add->setFixedSize(28, 28);
    head().addWidget(m_title, 1);
    head().addWidget(m_add);
    m_filterModel->setSourceModel(&presenter.tasks());
    m_filterModel->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_filterModel);
    m_list->setFitsRows(true);
    m_list->installEventFilter(this);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_list, &QWidget::customContextMenuRequested, this, &TaskColumn::showTaskMenu);
    m_notesText->setWordWrap(true);
    m_notesText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *notesColumn = new QVBoxLayout(m_notes);
    notesColumn->setContentsMargins(6, 8, 6, 0);
    notesColumn->setSpacing(6);
    notesColumn->addWidget(m_notesHead);
    notesColumn->addWidget(m_notesText);
    auto *body = new QWidget;
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_list);
    auto *line = new Separator;
    column->addWidget(line);
    column->addWidget(m_notes);
    column->addStretch(1);
    setBody(body);
    connect(&presenter, &LauncherPresenter::notesChanged, this, [this, line] {
        updateNotes();
        line->setVisible(!m_presenter.notes().empty());
    });
    line->hide();
    m_notes->hide();
    connect(&filter(), &QLineEdit::textChanged, this, [this](const QString &words) {
        m_filterModel->setFilterFixedString(words.trimmed());
        followContext();
        updateState();
    });
    connect(&filter(), &FilterField::leftDownwards, this, [this] { m_list->setFocus(Qt::TabFocusReason); });
    connect(m_list, &RowList::chosen, this, [this](const QModelIndex &index) {
        m_presenter.selectTask(m_presenter.tasks().row(m_filterModel->mapToSource(index).row()).id);
    });
    connect(m_list, &RowList::mainWanted, this, &TaskColumn::mainWanted);
    connect(m_list, &RowList::clicked, this, &TaskColumn::wentOn);
    connect(m_list, &RowList::leftUpwards, this, [this] { filter().setFocus(); });
    connect(m_list, &RowList::chipPressed, this, &TaskColumn::openStatusFor);
    connect(m_add, &IconButton::clicked, this, &TaskColumn::openNewTask);
    connect(&m_actions, &StructureActions::rightsChanged, this, &TaskColumn::updateState);
    connect(m_statusPopup, &StatusPopup::statusChosen, &presenter, &LauncherPresenter::changeStatus);
    connect(&presenter, &LauncherPresenter::contextChanged, this, [this] {
        followContext();
        updateState();
    });
    connect(&presenter, &LauncherPresenter::projectsChanged, this, &TaskColumn::updateState);
    connect(&presenter, &LauncherPresenter::areaChanged, this, [this](Area area) {
        if (area == Area::Tasks)
            updateState();
    });
    connect(this, &ListColumn::retryWanted, &presenter, &LauncherPresenter::refresh);
    connect(this, &ListColumn::errorDismissed, &presenter, [this] { m_presenter.dismissError(Area::Tasks); });
    connect(&emptyState(), &EmptyState::actionChosen, this, [this] {
        if (!filter().text().isEmpty())
            filter().clear();
        else if (m_presenter.hidesTasks())
            m_presenter.setShowsInactive(true);
        else
            openNewTask();
    });
    updateState();
}

bool TaskColumn::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_S && key->modifiers() == Qt::NoModifier) {
            openStatus();
            return true;
        }
    }
    return ListColumn::eventFilter(watched, event);
}

QWidget *TaskColumn::focusTarget() const
{
    return m_list;
}

void TaskColumn::followContext()
{
    const int row = m_presenter.tasks().rowOf(m_presenter.context().taskId);
    m_list->choose(row < 0 ? QModelIndex() : m_filterModel->mapFromSource(m_presenter.tasks().index(row)));
}

void TaskColumn::updateState()
{
    const Context &context = m_presenter.context();
    const QString folder = context.folderPath.section(QLatin1Char('/'), -1);
    m_title->setText(folder.isEmpty() ? tr("Tasks") : tr("Tasks of %1").arg(folder));
    const Project *project = m_presenter.project();
    const bool mayAdd =
        project && project->mayCreateTasks && !context.folderId.isEmpty() && !m_actions.forbidsCreating();
    m_add->setVisible(mayAdd);
    const AreaState &state = m_presenter.state(Area::Tasks);
    showError(state.error);
    const bool isEmpty = m_filterModel->rowCount() == 0;
    showEmpty(isEmpty && !state.error);
    if (!isEmpty)
        return;
    if (!filter().text().isEmpty())
        emptyState().setMessage(QStringLiteral("search_off"), tr("No task matches the filter"), {},
                                tr("Clear the filter"));
    else if (context.folderId.isEmpty())
        emptyState().setMessage(QStringLiteral("arrow_back"), tr("Choose a folder"), tr("Its tasks are shown here."));
    else if (state.isLoading)
        showLoading();
    else if (m_presenter.hidesTasks())
        emptyState().setMessage(QStringLiteral("visibility_off"), tr("The tasks of %1 are deactivated").arg(folder), {},
                                tr("Show deactivated"));
    else
        emptyState().setMessage(QStringLiteral("task_alt"), tr("%1 has no tasks").arg(folder),
                                mayAdd ? QString() : tr("Folders below it may have some."),
                                mayAdd ? tr("New task…") : QString());
}

void TaskColumn::updateNotes()
{
    constexpr std::size_t shown = 6;
    const std::vector<Note> &notes = m_presenter.notes();
    m_notes->setVisible(!notes.empty());
    m_notesHead->setText(tr("Notes · %1").arg(notes.size()));
    QStringList lines;
    for (const Note &note : notes) {
        if (lines.size() == static_cast<qsizetype>(shown))
            break;
        lines.append(tr("%1 · %2  %3").arg(note.author, noteTime(note.when), note.text));
    }
    m_notesText->setText(lines.join(QLatin1Char('\n')));
}

void TaskColumn::openStatus()
{
    const QModelIndex index = m_list->currentIndex();
    if (index.isValid())
        openStatusFor(index, m_list->viewport()->mapToGlobal(m_list->visualRect(index).bottomRight() - QPoint(220, 0)));
}

void TaskColumn::openStatusFor(const QModelIndex &index, const QPoint &position)
{
    const Task &task = m_presenter.tasks().row(m_filterModel->mapToSource(index).row());
    const Project *project = m_presenter.projectNamed(task.project);
    if (project && task.mayChangeStatus && !m_actions.forbidsStatus())
        m_statusPopup->openFor(task, project->taskStatuses, position);
}

void TaskColumn::showTaskMenu(const QPoint &position)
{
    const QModelIndex pointed = m_list->indexAt(position);
    const QModelIndex index = pointed.isValid() ? pointed : m_list->currentIndex();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (index.isValid()) {
        if (!m_actions.forbidsStatus())
            menu->addAction(tr("&Status…"), this, &TaskColumn::openStatus);
        m_actions.addTaskActions(*menu, m_presenter.tasks().row(m_filterModel->mapToSource(index).row()));
    }
    m_actions.addInactiveSwitch(*menu);
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

void TaskColumn::openNewTask()
{
    const Project *project = m_presenter.project();
    if (!project)
        return;
    auto *popup = new NewTaskPopup(this);
    connect(popup, &PopupPanel::closed, popup, &QObject::deleteLater);
    connect(popup, &NewTaskPopup::taskWanted, &m_presenter, &LauncherPresenter::createTask);
    popup->openFor(m_presenter.context().folderPath.section(QLatin1Char('/'), -1), project->taskTypes, *m_add);
}

} // namespace hearth::launcher_ui
