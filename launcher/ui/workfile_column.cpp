// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/workfile_column.h"

#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/labels.h"
#include "ui_kit/row_list.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

namespace hearth::launcher_ui
{

using namespace ui_kit;

WorkfileColumn::WorkfileColumn(LauncherPresenter &presenter, QWidget *parent)
    : ListColumn(tr("Filter workfiles"), QStringLiteral("workfileFilter"), parent), m_presenter(presenter),
      m_new(pushButton(tr("&New…"))), m_list(new RowList(tr("Workfiles"))),
      m_next(new LinkButton(tr("Save as next &version"))), m_duplicate(new LinkButton(tr("&Duplicate"))),
      m_reveal(new LinkButton(tr("&Reveal"))), m_copy(new LinkButton(tr("&Copy path"))),
      m_register(new LinkButton(tr("Re&gister"))), m_fetch(new LinkButton(tr("&Fetch"))), m_actions(new QWidget)
{
    head().addWidget(new TextLabel(tr("Workfiles"), TextRole::Strong), 1);
    m_new->setProperty("compact", true);
    m_new->setFixedSize(81, 28);
    head().addWidget(m_new);
    m_list->setModel(&presenter.workfiles());
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    setBody(m_list);
    auto *row = new QHBoxLayout(m_actions);
    row->setContentsMargins(4, 0, 4, 0);
    row->setSpacing(2);
    m_register->setToolTip(tr("Tells the server about a file that was found in the work folder"));
    for (LinkButton *button : {m_fetch, m_register, m_next, m_duplicate, m_reveal, m_copy})
        row->addWidget(button);
    row->addStretch();
    foot().addWidget(m_actions);
    connect(m_new, &QPushButton::clicked, this, &WorkfileColumn::newWanted);
    connect(m_next, &LinkButton::clicked, &presenter, [this] { m_presenter.saveAsNextVersion({}); });
    connect(m_duplicate, &LinkButton::clicked, &presenter, &LauncherPresenter::duplicate);
    connect(m_reveal, &LinkButton::clicked, &presenter, &LauncherPresenter::reveal);
    connect(m_copy, &LinkButton::clicked, this, &WorkfileColumn::copyPath);
    connect(m_register, &LinkButton::clicked, &presenter, &LauncherPresenter::registerFile);
    connect(m_fetch, &LinkButton::clicked, &presenter, &LauncherPresenter::fetch);
    connect(&filter(), &QLineEdit::textChanged, this, [this](const QString &words) {
        m_presenter.workfiles().setWords(words);
        updateState();
    });
    connect(&filter(), &FilterField::leftDownwards, this, [this] { m_list->setFocus(Qt::TabFocusReason); });
    connect(m_list, &RowList::chosen, this, [this](const QModelIndex &index) {
        if (const Workfile *file = m_presenter.workfiles().workfile(index))
            m_presenter.selectWorkfile(file->path);
    });
    connect(m_list, &RowList::mainWanted, this, &WorkfileColumn::mainWanted);
    connect(m_list, &RowList::leftUpwards, this, [this] { filter().setFocus(); });
    connect(m_list, &QWidget::customContextMenuRequested, this, &WorkfileColumn::showMenu);
    connect(&presenter, &LauncherPresenter::choiceChanged, this, [this] {
        followChoice();
        updateState();
    });
    connect(&presenter, &LauncherPresenter::areaChanged, this, [this](Area area) {
        if (area == Area::Workfiles)
            updateState();
    });
    connect(this, &ListColumn::retryWanted, &presenter, &LauncherPresenter::refresh);
    connect(this, &ListColumn::errorDismissed, &presenter, [this] { m_presenter.dismissError(Area::Workfiles); });
    connect(&emptyState(), &EmptyState::actionChosen, this, [this] {
        if (!filter().text().isEmpty())
            filter().clear();
        else
            Q_EMIT newWanted();
    });
    updateState();
}

QWidget *WorkfileColumn::focusTarget() const
{
    return m_list;
}

void WorkfileColumn::followChoice()
{
    const Workfile *file = m_presenter.workfile();
    const int row = file ? m_presenter.workfiles().rowOf(file->path) : -1;
    m_list->choose(row < 0 ? QModelIndex() : m_presenter.workfiles().index(row));
}

void WorkfileColumn::updateActions()
{
    const Workfile *file = m_presenter.workfile();
    m_actions->setVisible(file != nullptr);
    if (!file)
        return;
    const bool isHere = file->place != FilePlace::NotHere;
    m_fetch->setVisible(!isHere);
    m_register->setVisible(file->place == FilePlace::Unregistered);
    m_next->setVisible(isHere);
    m_duplicate->setVisible(isHere && file->place != FilePlace::Unregistered);
    m_reveal->setVisible(isHere);
    bool isFirst = true;
    for (LinkButton *button : {m_fetch, m_register, m_next, m_duplicate, m_reveal, m_copy}) {
        if (button->isHidden())
            continue;
        button->setHasDot(!isFirst);
        isFirst = false;
    }
}

void WorkfileColumn::updateState()
{
    const bool hasTask = !m_presenter.context().taskId.isEmpty();
    m_new->setVisible(hasTask);
    const AreaState &state = m_presenter.state(Area::Workfiles);
    showError(state.error);
    updateActions();
    const bool isEmpty = m_presenter.workfiles().rowCount() == 0;
    showEmpty(isEmpty && !state.error);
    if (!isEmpty)
        return;
    if (!filter().text().isEmpty())
        emptyState().setMessage(QStringLiteral("search_off"), tr("No workfile matches the filter"), {},
                                tr("Clear the filter"));
    else if (!hasTask)
        emptyState().setMessage(QStringLiteral("arrow_back"), tr("Choose a task"), tr("Its workfiles are shown here."));
    else if (state.isLoading)
        showLoading();
    else
        emptyState().setMessage(QStringLiteral("note_add"), tr("No workfile yet"),
                                tr("Start with an empty file or a template, or open the application and save there."),
                                tr("New workfile…"));
}

void WorkfileColumn::copyPath()
{
    if (const Workfile *file = m_presenter.workfile()) {
        QGuiApplication::clipboard()->setText(file->path);
        Q_EMIT m_presenter.told(tr("The path is in the clipboard"));
    }
}

void WorkfileColumn::showMenu(const QPoint &position)
{
    if (!m_presenter.workfile())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (LinkButton *button : {m_fetch, m_register, m_next, m_duplicate, m_reveal, m_copy}) {
        if (!button->isVisibleTo(m_actions))
            continue;
        connect(menu->addAction(button->text()), &QAction::triggered, button, &LinkButton::click);
    }
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

} // namespace hearth::launcher_ui
