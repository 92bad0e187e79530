// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/launcher_window.h"

#include "launcher/ui/action_bar.h"
#include "launcher/ui/footer_bar.h"
#include "launcher/ui/header_bar.h"
#include "launcher/ui/new_workfile_dialog.h"
#include "launcher/ui/notices_popup.h"
#include "launcher/ui/project_picker.h"
#include "launcher/ui/search_popup.h"
#include "launcher/ui/structure_actions.h"
#include "launcher/ui/task_column.h"
#include "launcher/ui/task_words.h"
#include "launcher/ui/work_column.h"
#include "launcher/ui/workfile_column.h"
#include "ui_kit/buttons.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/row_list.h"
#include "ui_kit/segmented_tabs.h"
#include "ui_kit/tokens.h"
#include "ui_kit/tree_view.h"
#include "ui_kit/user_memory.h"

#include <QKeyEvent>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace hearth::launcher_ui
{

using namespace ui_kit;

namespace
{
const auto splitterKey = QStringLiteral("launcher");
const auto recentProjectsKey = QStringLiteral("launcher/recentProjects");
constexpr int clockMs = 1000;
} // namespace

LauncherWindow::LauncherWindow(const WindowServices &windowServices, StudioSource &source, QWidget *parent)
    : AppWindow(windowServices, QStringLiteral("launcher"), {QStringLiteral("artist"), QStringLiteral("launcher")},
                {1080, 700}, parent),
      m_source(source), m_presenter(new LauncherPresenter(source, memory(), this)), m_header(new HeaderBar),
      m_banner(new NoticeRow), m_pageTabs(new SegmentedTabs(tr("Page"))), m_splitter(new QSplitter(Qt::Horizontal)),
      m_structure(new StructureActions(*m_presenter, source.structure(), this)),
      m_work(new WorkColumn(*m_presenter, memory(), *m_structure)), m_tasks(new TaskColumn(*m_presenter, *m_structure)),
      m_workfiles(new WorkfileColumn(*m_presenter)), m_actions(new ActionBar(*m_presenter)), m_footer(new FooterBar),
      m_projects(new ProjectPicker(this)), m_notices(new NoticesPopup(this)),
      m_search(new SearchPopup(*m_presenter, m_header->search(), this)), m_clock(new QTimer(this))
{
    setWindowTitle(tr("Hearth"));
    setMinimumSize(420, 420);
    build();
    connectHeader();
    connectColumns();
    updateSource();
    updateNotices();
    m_clock->setInterval(clockMs);
    connect(m_clock, &QTimer::timeout, this, &LauncherWindow::updateSource);
    m_clock->start();
    m_presenter->start();
    m_work->workList().setFocus();
}

LauncherWindow::~LauncherWindow() = default;

void LauncherWindow::build()
{
    m_splitter->addWidget(m_work);
    m_splitter->addWidget(m_tasks);
    m_splitter->addWidget(m_workfiles);
    m_splitter->setHandleWidth(metrics::panelGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({330, 300, 394});
    for (int i = 0; i < 3; ++i)
        m_splitter->setStretchFactor(i, i == 2 ? 2 : 1);
    memory().restoreSplitter(splitterKey, *m_splitter);
    for (const QString &page : {tr("Where"), tr("Tasks"), tr("Workfiles")})
        m_pageTabs->addTab(page);
    m_pageTabs->hide();
    m_banner->setWide();
    m_banner->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::windowMargin, 13, metrics::windowMargin, 8);
    column->setSpacing(metrics::panelGap);
    column->addWidget(m_header);
    column->addWidget(m_banner);
    column->addWidget(m_pageTabs, 0, Qt::AlignLeft);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_actions);
    m_footer->setFixedHeight(metrics::hitTarget);
    column->addSpacing(-7);
    column->addWidget(m_footer);
}

void LauncherWindow::connectHeader()
{
    connect(&m_header->projectButton(), &QAbstractButton::clicked, this, &LauncherWindow::openProjects);
    connect(m_projects, &ProjectPicker::projectChosen, this, [this](const QString &name) {
        m_presenter->goTo({name, {}, {}, {}, {}});
    });
    connect(m_projects, &ProjectPicker::newProjectWanted, this, &LauncherWindow::newProjectRequested);
    connect(m_work, &WorkColumn::newProjectWanted, this, &LauncherWindow::newProjectRequested);
    connect(m_structure, &StructureActions::rightsChanged, m_projects,
            [this] { m_projects->setMayCreate(m_structure->mayCreateProjects()); });
    connect(m_projects, &ProjectPicker::pinWanted, &m_source,
            [this](const QString &name, bool on) { m_source.setProjectPinned(name, on); });
    connect(&m_header->notices(), &IconButton::clicked, this,
            [this] { m_notices->openFor(m_source.notices(), m_header->notices()); });
    connect(m_notices, &NoticesPopup::actionChosen, &m_source,
            [this](const QString &id, const QString &action) { m_source.runNoticeAction(id, action); });
    connect(m_notices, &NoticesPopup::dismissed, &m_source, [this](const QString &id) { m_source.dismissNotice(id); });
    connect(m_banner, &NoticeRow::actionChosen, this,
            [this](const QString &action) { m_source.runNoticeAction(m_bannerId, action); });
    connect(m_banner, &NoticeRow::dismissed, this, [this] { m_source.dismissNotice(m_bannerId); });
    connect(&m_header->account(), &IconButton::clicked, this, &LauncherWindow::openAccountMenu);
    connect(&m_header->settings(), &IconButton::clicked, this, &LauncherWindow::settingsRequested);
    connect(&m_source, &StudioSource::connectionChanged, this, &LauncherWindow::updateSource);
    connect(&m_source, &StudioSource::processesChanged, this, &LauncherWindow::updateSource);
    connect(&m_source, &StudioSource::noticesChanged, this, &LauncherWindow::updateNotices);
    connect(m_search, &SearchPopup::taken, this, [this] { m_tasks->list().setFocus(Qt::OtherFocusReason); });
    auto *search = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_K), this);
    connect(search, &QShortcut::activated, this, [this] {
        m_header->search().setFocus(Qt::ShortcutFocusReason);
        m_header->search().selectAll();
    });
    auto *refresh = new QShortcut(QKeySequence(Qt::Key_F5), this);
    connect(refresh, &QShortcut::activated, m_presenter, &LauncherPresenter::refresh);
    auto *newFile = new QShortcut(QKeySequence::New, this);
    connect(newFile, &QShortcut::activated, this, &LauncherWindow::openNewWorkfile);
}

void LauncherWindow::connectColumns()
{
    connect(m_work, &WorkColumn::mainWanted, m_presenter, &LauncherPresenter::launchChosen);
    connect(m_tasks, &TaskColumn::mainWanted, m_presenter, &LauncherPresenter::launchChosen);
    connect(m_workfiles, &WorkfileColumn::mainWanted, m_presenter, &LauncherPresenter::launchChosen);
    connect(m_work, &WorkColumn::wentOn, this, [this] { showPage(1); });
    connect(m_tasks, &TaskColumn::wentOn, this, [this] { showPage(2); });
    connect(m_workfiles, &WorkfileColumn::newWanted, this, &LauncherWindow::openNewWorkfile);
    connect(m_pageTabs, &SegmentedTabs::currentChanged, this, &LauncherWindow::updatePages);
    connect(m_actions, &ActionBar::explainWanted, this,
            [this] { Q_EMIT explainRequested(m_presenter->context(), m_presenter->choice().application); });
    connect(m_footer, &FooterBar::monitorWanted, this, &LauncherWindow::monitorRequested);
    connect(m_presenter, &LauncherPresenter::told, m_footer, &FooterBar::tell);
    connect(m_structure, &StructureActions::told, m_footer, &FooterBar::tell);
    connect(m_structure, &StructureActions::failed, m_presenter,
            [this](const Error &error) { m_presenter->showError(Area::Tasks, error); });
    auto *undo = new QShortcut(QKeySequence::Undo, this);
    connect(undo, &QShortcut::activated, m_structure, &StructureActions::undo);
    const auto showProject = [this] {
        const Project *project = m_presenter->project();
        m_header->projectButton().setProject(project ? project->label : m_presenter->context().project);
    };
    connect(m_presenter, &LauncherPresenter::contextChanged, this, showProject);
    connect(m_presenter, &LauncherPresenter::projectsChanged, this, showProject);
}

void LauncherWindow::updateSource()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const Connection connection = m_source.connection();
    m_header->connection().setConnection(connection, variant());
    m_footer->setConnection(connection, now);
    m_footer->setProcesses(m_source.processes(), now);
}

void LauncherWindow::updateNotices()
{
    const std::vector<Notice> notices = m_source.notices();
    m_header->notices().setCount(static_cast<int>(notices.size()));
    updateBanner(notices);
}

void LauncherWindow::updateBanner(const std::vector<Notice> &notices)
{
    const auto found =
        std::find_if(notices.begin(), notices.end(), [](const Notice &notice) { return notice.isProminent; });
    m_banner->setVisible(found != notices.end());
    if (found == notices.end() || found->id == m_bannerId) {
        m_bannerId = found == notices.end() ? QString() : m_bannerId;
        return;
    }
    m_bannerId = found->id;
    showNotice(*m_banner, *found);
}

void LauncherWindow::openProjects()
{
    m_projects->openFor(m_presenter->projects(), memory().recent(recentProjectsKey), m_presenter->context().project,
                        m_header->projectButton());
}

void LauncherWindow::openAccountMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Server &server : m_source.servers()) {
        QAction *action = menu->addAction(tr("%1 · %2").arg(server.label, server.sentence));
        action->setCheckable(true);
        action->setChecked(server.isCurrent);
        connect(action, &QAction::triggered, &m_source, [this, id = server.id] { m_source.switchServer(id); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Account…")), &QAction::triggered, this, &LauncherWindow::accountRequested);
    connect(menu->addAction(tr("Explain the environment…")), &QAction::triggered, this,
            [this] { Q_EMIT explainRequested(m_presenter->context(), m_presenter->choice().application); });
    menu->popup(m_header->account().mapToGlobal(QPoint(0, m_header->account().height() + 4)));
}

void LauncherWindow::openNewWorkfile()
{
    if (m_presenter->context().taskId.isEmpty())
        return;
    auto *dialog = new NewWorkfileDialog(services(), m_source, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewWorkfileDialog::made, m_presenter, [this](const Workfile &file) {
        m_presenter->selectWorkfile(file.path);
        m_footer->tell(tr("%1 was made").arg(file.name));
    });
    dialog->openFor(m_presenter->context(), m_presenter->applications(), m_presenter->choice().application);
}

void LauncherWindow::goTo(const Context &context)
{
    m_presenter->goTo(context);
    present();
}

void LauncherWindow::showPage(int page)
{
    if (m_isNarrow)
        m_pageTabs->setCurrent(page);
}

void LauncherWindow::updatePages()
{
    m_pageTabs->setVisible(m_isNarrow);
    const QWidget *columns[] = {m_work, m_tasks, m_workfiles};
    for (int i = 0; i < 3; ++i)
        m_splitter->widget(i)->setVisible(!m_isNarrow || columns[m_pageTabs->current()] == m_splitter->widget(i));
    m_header->connection().setVisible(width() > 640);
}

void LauncherWindow::resizeEvent(QResizeEvent *event)
{
    AppWindow::resizeEvent(event);
    const bool isNarrow = width() < metrics::narrowWindow;
    m_isNarrow = isNarrow;
    updatePages();
}

void LauncherWindow::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && event->modifiers().testFlag(Qt::ControlModifier))
        m_presenter->launchChosen();
    else
        AppWindow::keyPressEvent(event);
}

void LauncherWindow::onEscape()
{
    if (m_search->isVisible()) {
        m_search->hide();
        m_header->search().clear();
    } else {
        close();
    }
}

void LauncherWindow::closeEvent(QCloseEvent *event)
{
    if (!m_isNarrow)
        memory().keepSplitter(splitterKey, *m_splitter);
    AppWindow::closeEvent(event);
}

} // namespace hearth::launcher_ui
