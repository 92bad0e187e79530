// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/work_column.h"

#include "launcher/ui/structure_actions.h"

#include "launcher/ui/task_words.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/labels.h"
#include "ui_kit/row_list.h"
#include "ui_kit/segmented_tabs.h"
#include "ui_kit/tree_view.h"
#include "ui_kit/user_memory.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace hearth::launcher_ui
{

using namespace ui_kit;

namespace
{

const auto filterKey = QStringLiteral("launcher/filter%1");
const auto tabKey = QStringLiteral("launcher/tab");
const auto groupingKey = QStringLiteral("launcher/grouping");
const auto pinnedKey = QStringLiteral("launcher/pinnedFolders/");
const auto recentKey = QStringLiteral("launcher/recentFolders/");
constexpr int shortcutsShown = 4;

void clearRow(QLayout *row)
{
    while (QLayoutItem *item = row->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
}

} // namespace

WorkColumn::WorkColumn(LauncherPresenter &presenter, UserMemory &memory, StructureActions &actions, QWidget *parent)
    : ListColumn(tr("Filter my work"), QStringLiteral("workFilter"), parent), m_presenter(presenter), m_memory(memory),
      m_actions(actions), m_filterModel(presenter.folders()), m_tabs(new SegmentedTabs(tr("What to show"))),
      m_count(new ElidedLabel({}, TextRole::SecondLine, Tone::Dim)),
      m_add(new IconButton(QStringLiteral("add"), tr("New folders"))), m_pages(new QStackedWidget),
      m_work(new RowList(tr("My tasks"))), m_tree(new TreeView), m_folds(new QWidget), m_shortcuts(new QWidget)
{
    m_tabs->addTab(tr("&My work"));
    m_tabs->addTab(tr("&Browse"));
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    head().setContentsMargins(0, 0, 4, 0);
    head().addWidget(m_tabs);
    head().addWidget(m_count, 1);
    buildAdd();
    m_work->setModel(&presenter.myWork());
    m_work->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setModel(&m_filterModel);
    m_tree->setAccessibleName(tr("Folders"));
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    auto *browse = new QWidget;
    auto *browseColumn = new QVBoxLayout(browse);
    browseColumn->setContentsMargins(0, 0, 0, 0);
    browseColumn->setSpacing(0);
    browseColumn->addWidget(m_shortcuts);
    browseColumn->addWidget(m_tree, 1);
    auto *shortcutRow = new QHBoxLayout(m_shortcuts);
    shortcutRow->setContentsMargins(6, 0, 6, 4);
    shortcutRow->setSpacing(4);
    m_pages->addWidget(m_work);
    m_pages->addWidget(browse);
    setBody(m_pages);
    auto *foldRow = new QHBoxLayout(m_folds);
    foldRow->setContentsMargins(2, 0, 2, 0);
    foldRow->setSpacing(12);
    foot().addWidget(m_folds);
    presenter.myWork().setGrouping(static_cast<Grouping>(m_memory.value(groupingKey, 0).toInt()));
    connect(m_tabs, &SegmentedTabs::currentChanged, this, &WorkColumn::onTabChanged);
    connect(&filter(), &QLineEdit::textChanged, this, &WorkColumn::onFilterChanged);
    connect(&filter(), &FilterField::leftDownwards, this, [this] {
        m_pages->currentIndex() == 0 ? m_work->setFocus(Qt::TabFocusReason) : m_tree->setFocus(Qt::TabFocusReason);
    });
    connect(m_work, &RowList::chosen, this, [this](const QModelIndex &index) {
        if (const Task *task = m_presenter.myWork().task(index))
            m_presenter.selectWork(*task);
    });
    connect(m_work, &RowList::mainWanted, this, &WorkColumn::mainWanted);
    connect(m_work, &RowList::clicked, this, &WorkColumn::wentOn);
    connect(m_work, &RowList::leftUpwards, this, [this] { filter().setFocus(); });
    connect(m_work, &RowList::rowsChanged, this, &WorkColumn::updateState);
    connect(m_work, &QWidget::customContextMenuRequested, this, &WorkColumn::showGroupingMenu);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &WorkColumn::onFolderChosen);
    connect(m_tree, &QTreeView::clicked, this, &WorkColumn::wentOn);
    connect(m_tree, &QTreeView::activated, this, &WorkColumn::wentOn);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &WorkColumn::showFolderMenu);
    connect(&presenter, &LauncherPresenter::areaChanged, this, [this](Area area) {
        if (area == Area::Folders)
            onFoldersChanged();
        if (area == Area::Folders || area == Area::MyWork)
            updateState();
    });
    connect(&presenter, &LauncherPresenter::contextChanged, this, &WorkColumn::followContext);
    connect(&presenter, &LauncherPresenter::projectsChanged, this, &WorkColumn::updateState);
    connect(this, &ListColumn::retryWanted, &presenter, &LauncherPresenter::refresh);
    connect(this, &ListColumn::errorDismissed, this,
            [this] { m_presenter.dismissError(m_tabs->current() == MyWork ? Area::MyWork : Area::Folders); });
    connect(&emptyState(), &EmptyState::actionChosen, this, &WorkColumn::onEmptyAction);
    for (const int tab : {MyWork, Browse})
        m_words[tab] = m_memory.value(filterKey.arg(tab)).toString();
    presenter.myWork().setWords(m_words[MyWork]);
    m_filterModel.setWords(m_words[Browse]);
    showTab(static_cast<Tab>(m_memory.value(tabKey, MyWork).toInt()));
    onTabChanged(m_tabs->current());
}

void WorkColumn::onEmptyAction()
{
    if (m_lacksProject)
        Q_EMIT newProjectWanted();
    else if (!filter().text().isEmpty())
        filter().clear();
    else if (m_tabs->current() == Browse && m_presenter.hidesFolders())
        m_presenter.setShowsInactive(true);
    else if (m_tabs->current() == Browse)
        m_actions.makeFolders({});
    else
        showTab(Browse);
}

void WorkColumn::buildAdd()
{
    m_add->setFixedSize(28, 28);
    head().addWidget(m_add);
    connect(m_add, &IconButton::clicked, this, [this] { m_actions.makeFolders(m_presenter.context().folderPath); });
    connect(&m_actions, &StructureActions::rightsChanged, this, &WorkColumn::updateState);
}

WorkColumn::~WorkColumn() = default;

void WorkColumn::showTab(Tab tab)
{
    m_tabs->setCurrent(tab);
}

QWidget *WorkColumn::focusTarget() const
{
    return m_pages->currentIndex() == MyWork ? static_cast<QWidget *>(m_work) : m_tree;
}

void WorkColumn::onTabChanged(int tab)
{
    m_memory.setValue(tabKey, tab);
    m_pages->setCurrentIndex(tab);
    const QSignalBlocker quiet(&filter());
    filter().setText(m_words[tab]);
    filter().setAccessibleName(tab == MyWork ? tr("Filter my work") : tr("Filter folders"));
    m_folds->setVisible(tab == MyWork);
    followContext();
    updateState();
}

void WorkColumn::onFilterChanged(const QString &words)
{
    const int tab = m_tabs->current();
    m_words[tab] = words;
    m_memory.setValue(filterKey.arg(tab), words);
    if (tab == MyWork) {
        m_presenter.myWork().setWords(words);
    } else {
        m_filterModel.setWords(words);
        if (m_filterModel.isActive())
            expandHits();
        followContext();
    }
    updateState();
}

void WorkColumn::expandHits()
{
    // Opening everything is only of use, and only quick, while few are left.
    constexpr int fewEnough = 400;
    if (m_filterModel.hitCount() <= fewEnough)
        m_tree->expandAll();
}

void WorkColumn::onFolderChosen(const QModelIndex &index)
{
    if (m_isFollowing || !index.isValid())
        return;
    if (const Folder *folder = m_presenter.folders().folder(m_filterModel.mapToSource(index)))
        m_presenter.selectFolder(folder->id);
}

void WorkColumn::onFoldersChanged()
{
    if (m_tabs->current() == Browse)
        followContext();
}

void WorkColumn::followContext()
{
    m_isFollowing = true;
    const Context &context = m_presenter.context();
    const QModelIndex work = m_presenter.myWork().indexOfTask(context.taskId);
    m_work->choose(work);
    const QModelIndex folder = m_filterModel.mapFromSource(m_presenter.folders().indexOfId(context.folderId));
    if (folder.isValid()) {
        for (QModelIndex above = folder.parent(); above.isValid(); above = above.parent())
            m_tree->expand(above);
        if (folder != m_tree->currentIndex()) {
            m_tree->setCurrentIndex(folder);
            m_tree->scrollTo(folder);
        }
    } else {
        m_tree->selectionModel()->clear();
    }
    m_isFollowing = false;
    updateShortcuts();
}

void WorkColumn::updateState()
{
    const bool isWork = m_tabs->current() == MyWork;
    m_add->setVisible(!isWork && m_actions.mayCreate());
    const AreaState &state = m_presenter.state(isWork ? Area::MyWork : Area::Folders);
    showError(state.error);
    updateWords();
    updateFolds();
    m_lacksProject = m_presenter.lacksProjects() && !state.error;
    if (m_lacksProject)
        return showNoProject();
    isWork ? showWorkState(state) : showFolderState(state);
}

void WorkColumn::showWorkState(const AreaState &state)
{
    const bool isEmpty = m_presenter.myWork().rowCount() == 0 && m_presenter.myWork().foldedGroups().empty();
    const bool hasFilter = !filter().text().isEmpty();
    if (hasFilter)
        emptyState().setMessage(QStringLiteral("search_off"), tr("No task matches the filter"), {},
                                tr("Clear the filter"));
    else
        emptyState().setMessage(QStringLiteral("task_alt"), tr("No tasks are assigned to you"),
                                tr("Every folder of the project is under Browse."), tr("Browse folders"));
    if (isEmpty && state.isLoading && !hasFilter)
        showLoading();
    else
        showEmpty(isEmpty && !state.error);
}

void WorkColumn::showFolderState(const AreaState &state)
{
    const bool isEmpty = m_filterModel.rowCount() == 0;
    if (!filter().text().isEmpty())
        emptyState().setMessage(QStringLiteral("search_off"), tr("No folder matches the filter"), {},
                                tr("Clear the filter"));
    else if (m_presenter.hidesFolders())
        emptyState().setMessage(QStringLiteral("visibility_off"), tr("All folders are deactivated"), {},
                                tr("Show deactivated"));
    else
        emptyState().setMessage(QStringLiteral("folder_open"), tr("This project has no folders yet"),
                                m_actions.mayCreate()
                                    ? tr("Make the first ones: one, many by a pattern, or a pasted table.")
                                    : tr("Whoever runs the project makes them."),
                                m_actions.mayCreate() ? tr("New folders…") : QString());
    showEmpty(isEmpty && !state.error);
}

void WorkColumn::showNoProject()
{
    const bool mayCreate = m_actions.mayCreateProjects();
    emptyState().setMessage(QStringLiteral("movie"), tr("There is no project yet"),
                            mayCreate ? tr("A project holds folders, tasks and what is made in them.")
                                      : tr("Whoever runs the studio makes one, and gives you access to it."),
                            mayCreate ? tr("New project…") : QString());
    showEmpty(true);
}

void WorkColumn::updateWords()
{
    if (m_tabs->current() == MyWork) {
        const auto tasks = static_cast<int>(m_presenter.myWork().tasks().size());
        const int projects = m_presenter.myWork().projectCount();
        const QString taskWords = tasks == 1 ? tr("1 task") : tr("%1 tasks").arg(tasks);
        const QString projectWords = projects == 1 ? tr("1 project") : tr("%1 projects").arg(projects);
        m_count->setText(tasks == 0 ? QString() : tr("%1 · %2").arg(taskWords, projectWords));
        filter().setHits(filter().text().isEmpty() ? QString()
                                                   : tr("%1 of %2").arg(m_presenter.myWork().shownCount()).arg(tasks));
        return;
    }
    const int leaves = m_presenter.folders().leafCount();
    const int all = m_presenter.folders().folderCount();
    m_count->setText(all == 0     ? QString()
                     : leaves > 0 ? leaves == 1 ? tr("1 shot or asset") : tr("%1 shots and assets").arg(leaves)
                     : all == 1 ? tr("1 folder")
                                  : tr("%1 folders").arg(all));
    filter().setHits(m_filterModel.isActive() ? tr("%1 of %2").arg(m_filterModel.hitCount()).arg(all) : QString());
}

void WorkColumn::updateFolds()
{
    QString shown;
    for (const FoldedGroup &group : m_presenter.myWork().foldedGroups())
        shown += QStringLiteral("%1/%2/%3;").arg(group.id).arg(group.count).arg(group.isOpen);
    // Buttons that stay the same stay, so that the keyboard is not thrown off them.
    if (m_folds->property("shown") == shown)
        return;
    m_folds->setProperty("shown", shown);
    clearRow(m_folds->layout());
    for (const FoldedGroup &group : m_presenter.myWork().foldedGroups()) {
        auto *button = new LinkButton(tr("%1 · %2").arg(group.label).arg(group.count));
        button->setGlyph(group.isOpen ? QStringLiteral("arrow_drop_down") : QStringLiteral("arrow_right"));
        button->setAccessibleDescription(group.isOpen ? tr("Shown, folds away") : tr("Folded away, opens"));
        connect(button, &LinkButton::clicked, this, [this, id = group.id] {
            m_presenter.myWork().toggleGroup(id);
            updateState();
        });
        m_folds->layout()->addWidget(button);
    }
    auto *grouping = new IconButton(QStringLiteral("sort"), tr("Group by due date, project or status"));
    grouping->setFixedSize(28, 28);
    connect(grouping, &IconButton::clicked, this, &WorkColumn::showGroupingMenu);
    static_cast<QHBoxLayout *>(m_folds->layout())->addStretch();
    m_folds->layout()->addWidget(grouping);
}

void WorkColumn::showGroupingMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto *group = new QActionGroup(menu);
    const std::pair<Grouping, QString> entries[] = {{Grouping::Due, tr("Group by due date")},
                                                    {Grouping::Project, tr("Group by project")},
                                                    {Grouping::Status, tr("Group by status")}};
    for (const auto &[grouping, label] : entries) {
        QAction *action = menu->addAction(label);
        action->setCheckable(true);
        action->setActionGroup(group);
        action->setChecked(m_presenter.myWork().grouping() == grouping);
        connect(action, &QAction::triggered, this, [this, chosen = grouping] {
            m_memory.setValue(groupingKey, static_cast<int>(chosen));
            m_presenter.myWork().setGrouping(chosen);
            followContext();
        });
    }
    menu->popup(QCursor::pos());
}

void WorkColumn::updateShortcuts()
{
    auto *row = static_cast<QHBoxLayout *>(m_shortcuts->layout());
    const QString project = m_presenter.context().project;
    const QStringList pinned = m_memory.recent(pinnedKey + project);
    QStringList ids = pinned;
    for (const QString &id : m_memory.recent(recentKey + project)) {
        if (!ids.contains(id) && id != m_presenter.context().folderId)
            ids.append(id);
    }
    const QString shown = project + ids.join(QLatin1Char(';')) + QString::number(pinned.size()) +
                          QString::number(m_presenter.folders().folderCount());
    m_shortcuts->setVisible(!ids.isEmpty() && !m_filterModel.isActive());
    if (m_shortcuts->property("shown") == shown)
        return;
    m_shortcuts->setProperty("shown", shown);
    clearRow(row);
    for (const QString &id : ids.mid(0, shortcutsShown)) {
        const Folder *folder = m_presenter.folders().folderById(id);
        if (!folder)
            continue;
        const QString name = fontMetrics().elidedText(folder->name, Qt::ElideMiddle, 64);
        auto *button = new LinkButton(name);
        button->setGlyph(pinned.contains(id) ? QStringLiteral("push_pin") : QStringLiteral("history"));
        button->setAccessibleName(pinned.contains(id) ? tr("Pinned: %1").arg(folder->path)
                                                      : tr("Recent: %1").arg(folder->path));
        button->setToolTip(folder->path);
        connect(button, &LinkButton::clicked, this, [this, id] { m_presenter.selectFolder(id); });
        row->addWidget(button);
    }
    row->addStretch();
}

void WorkColumn::showFolderMenu(const QPoint &position)
{
    // The menu key means the chosen folder, wherever the pointer is.
    const QModelIndex pointed = m_tree->indexAt(position);
    const QModelIndex index = pointed.isValid() ? pointed : m_tree->currentIndex();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const Folder *folder = m_presenter.folders().folder(m_filterModel.mapToSource(index)))
        addFolderMenu(*menu, *folder);
    m_actions.addInactiveSwitch(*menu);
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

void WorkColumn::addFolderMenu(QMenu &menu, const Folder &folder)
{
    const QString key = pinnedKey + m_presenter.context().project;
    const bool isPinned = m_memory.isFavourite(key, folder.id);
    QAction *pin = menu.addAction(isPinned ? tr("Unpin %1").arg(folder.name) : tr("Pin %1 on top").arg(folder.name));
    connect(pin, &QAction::triggered, this, [this, key, id = folder.id, isPinned] {
        m_memory.setFavourite(key, id, !isPinned);
        updateShortcuts();
    });
    m_actions.addFolderActions(menu, folder);
}

} // namespace hearth::launcher_ui
