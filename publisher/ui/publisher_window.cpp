// SPDX-License-Identifier: Apache-2.0
#include "publisher/ui/publisher_window.h"
#include "publisher/ui/attribute_panel.h"
#include "publisher/ui/checks_panel.h"
#include "publisher/ui/drop_panel.h"
#include "publisher/ui/outcome_page.h"
#include "publisher/ui/place_picker.h"
#include "publisher/ui/publish_bar.h"
#include "publisher/ui/report_window.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"
#include "ui_kit/user_memory.h"

#include <QKeyEvent>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace hearth::publisher_ui
{

using namespace ui_kit;
using launcher_ui::Context;

namespace
{
const auto splitterKey = QStringLiteral("publisher");
const auto projectKey = QStringLiteral("publisher/project");
constexpr int checkAfter = 250; // ms of quiet
constexpr int tickEvery = 500;  // ms
} // namespace

PublisherWindow::PublisherWindow(const WindowServices &windowServices, launcher_ui::StudioSource &studio,
                                 PublishSource &source, QWidget *parent)
    : AppWindow(windowServices, QStringLiteral("publisher"), {QStringLiteral("artist"), QStringLiteral("publish")},
                {1120, 740}, parent),
      m_studio(studio), m_source(source), m_model(new DraftModel(this)), m_notice(new NoticeRow),
      m_pages(new QStackedWidget), m_splitter(new QSplitter(Qt::Horizontal)), m_drop(new DropPanel(*m_model)),
      m_picker(new PlacePicker(studio)), m_attributes(new AttributePanel(*m_model, source)),
      m_checks(new ChecksPanel(*m_model)), m_bar(new PublishBar), m_outcome(new OutcomePage)
{
    setWindowTitle(tr("Publish · Hearth"));
    setMinimumSize(720, 520);
    m_checkSoon.setSingleShot(true);
    m_checkSoon.setInterval(checkAfter);
    m_progressTick.setInterval(tickEvery);
    build();
    connectParts();
    m_context.project = memory().value(projectKey).toString();
    m_picker->setPlace(m_context);
    onSelected();
    onRunChanged();
}

PublisherWindow::~PublisherWindow() = default;

void PublisherWindow::build()
{
    m_splitter->addWidget(m_drop);
    m_middle = buildMiddle();
    m_busy = buildBusy();
    for (QWidget *one : std::initializer_list<QWidget *>{m_middle, m_checks, m_busy})
        m_splitter->addWidget(one);
    m_splitter->setHandleWidth(metrics::panelGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({300, 460, 320, 780});
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setStretchFactor(3, 1);
    memory().restoreSplitter(splitterKey, *m_splitter);
    m_pages->addWidget(m_splitter);
    m_pages->addWidget(m_outcome);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::windowMargin, metrics::windowMargin, metrics::windowMargin,
                               metrics::windowMargin);
    column->setSpacing(metrics::panelGap);
    column->addWidget(m_notice);
    column->addWidget(m_pages, 1);
    column->addWidget(m_bar);
    m_notice->hide();
    m_notice->setMayDismiss(true);
}

Panel *PublisherWindow::buildMiddle()
{
    auto *panel = new Panel;
    auto *column = new QVBoxLayout(panel);
    column->setContentsMargins(metrics::panelPadding, metrics::panelPadding, metrics::panelPadding,
                               metrics::panelPadding);
    column->setSpacing(8);
    column->addWidget(new TextLabel(tr("Publish to"), TextRole::Head, Tone::Dim));
    column->addWidget(m_picker);
    column->addWidget(new Separator);
    column->addWidget(m_attributes, 1);
    return panel;
}

Panel *PublisherWindow::buildBusy()
{
    auto *panel = new Panel;
    auto *words = new EmptyState;
    words->setMessage(QStringLiteral("backup"), tr("Publishing"),
                      tr("You can close this window: publishing goes on, and is found again here and in the tray."));
    auto *column = new QVBoxLayout(panel);
    column->addWidget(words);
    return panel;
}

void PublisherWindow::connectParts()
{
    connect(m_picker, &PlacePicker::placeChosen, this, [this](const Context &place) {
        m_context = place;
        m_notice->hide();
        openPlace();
    });
    connect(m_picker, &PlacePicker::failed, this,
            [this](const Error &problem) { tell(problem, tr("The folders could not be read")); });
    connect(m_drop, &DropPanel::pathsGiven, this, [this](const QStringList &paths) {
        m_filesFor.clear();
        addPaths(paths);
    });
    // Lists take Enter for themselves, with Ctrl as well.
    for (const int key : {Qt::Key_Return, Qt::Key_Enter})
        connect(new QShortcut(QKeySequence(Qt::CTRL | key), this), &QShortcut::activated, this,
                &PublisherWindow::publish);
    connect(m_drop, &DropPanel::selectionChanged, this, &PublisherWindow::onSelected);
    connect(m_attributes, &AttributePanel::filesWanted, this, [this](const QString &id) {
        m_filesFor = id;
        m_drop->addFiles();
    });
    connect(m_checks, &ChecksPanel::problemChosen, m_drop, &DropPanel::choose);
    connect(m_checks, &ChecksPanel::failed, this, [this](const QStringList &messages) {
        tell({ErrorKind::Invalid, messages.first(), messages.join(u'\n')}, tr("Not everything could be repaired"));
    });
    connect(m_model, &DraftModel::edited, this, &PublisherWindow::onEdited);
    connect(&m_checkSoon, &QTimer::timeout, this, &PublisherWindow::check);
    connect(m_bar, &PublishBar::publishWanted, this, &PublisherWindow::publish);
    connect(m_bar, &PublishBar::stopWanted, this, [this] { m_source.stop(); });
    connect(&m_source, &PublishSource::runChanged, this, &PublisherWindow::onRunChanged);
    connect(&m_source, &PublishSource::productsChanged, this, [this](const QString &project) {
        if (project == m_context.project && isVisible() && !m_source.run())
            openPlace();
    });
    connect(&m_progressTick, &QTimer::timeout, this, [this] { m_bar->showRun(m_source.run()); });
    connect(m_outcome, &OutcomePage::againWanted, this, &PublisherWindow::publishMore);
    connect(m_outcome, &OutcomePage::loaderWanted, this, [this] { Q_EMIT loaderWanted(m_context); });
    connect(m_outcome, &OutcomePage::reportWanted, this, [this](const QString &file) {
        m_source.report(file, whileAlive(this, [this](const Result<publish::ReadReport> &report) {
                            if (!m_report) {
                                m_report = new ReportWindow(services());
                                m_report->setAttribute(Qt::WA_DeleteOnClose);
                            }
                            m_report->show(report);
                            m_report->present();
                        }));
    });
    connect(m_notice, &NoticeRow::dismissed, m_notice, &QWidget::hide);
    connect(m_notice, &NoticeRow::actionChosen, this, &PublisherWindow::onNoticeAction);
    connect(&m_studio, &launcher_ui::StudioSource::studioOpened, this, [this] {
        m_context = {};
        m_model->setPlace({});
        m_picker->setPlace(m_context);
    });
    connect(this, &AppWindow::closed, this, [this] {
        if (m_pages->currentWidget() == m_outcome)
            publishMore(); // it was seen
    });
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { memory().keepSplitter(splitterKey, *m_splitter); });
}

void PublisherWindow::showContext(const Context &context)
{
    if (context.project.isEmpty() || m_source.run())
        return; // what was published stays on screen until it was seen
    if (context == m_context && m_model->place().context)
        return;
    m_context = context;
    m_notice->hide();
    m_picker->setPlace(context);
    openPlace();
}

void PublisherWindow::openPlace()
{
    memory().setValue(projectKey, m_context.project);
    ++m_placeQuestion;
    m_isOpening = !m_context.folderId.isEmpty();
    if (!m_isOpening) {
        m_model->setPlace({});
        return updateChoice();
    }
    updateChoice();
    m_source.open(m_context, whileAlive(this, [this, question = m_placeQuestion](const Result<PublishPlace> &place) {
                      if (question == m_placeQuestion)
                          takePlace(place);
                  }));
}

void PublisherWindow::takePlace(const Result<PublishPlace> &place)
{
    m_isOpening = false;
    if (!place) {
        tell(place.error(), tr("The folder could not be read"));
        m_notice->addAction(QStringLiteral("place"), tr("Try again"), true);
        return updateChoice();
    }
    m_model->setPlace(*place);
    m_attributes->fillTypes();
    if (const QStringList paths = std::exchange(m_waitingPaths, {}); !paths.isEmpty())
        addPaths(paths);
    updateChoice();
}

void PublisherWindow::addPaths(const QStringList &paths, const QString &type)
{
    if (paths.isEmpty() || (m_source.run() && m_source.run()->isRunning()))
        return;
    if (m_pages->currentWidget() == m_outcome)
        publishMore();
    if (!m_model->place().context) {
        m_waitingPaths += paths;
        if (!m_isOpening)
            tell({ErrorKind::NotFound, tr("Choose a folder; the files are kept and follow."), {}},
                 tr("Where do they go?"));
        return;
    }
    ++m_collecting;
    updateChoice();
    m_source.collect(m_model->place(), paths, type,
                     whileAlive(this, [this, paths](const Result<Instances> &made) { takeFiles(paths, made); }));
}

void PublisherWindow::takeFiles(const QStringList &paths, const Result<Instances> &collected)
{
    --m_collecting;
    updateChoice();
    const QString target = std::exchange(m_filesFor, {});
    if (!collected && collected.error().kind == ErrorKind::Invalid)
        return offerTypes(paths, collected.error());
    if (!collected)
        return tell(collected.error(), tr("These files could not be taken"));
    m_notice->hide();
    if (m_model->instance(target))
        return m_model->addFiles(target, *collected);
    const int before = m_model->rowCount();
    m_model->add(*collected);
    if (m_model->rowCount() > before)
        m_drop->choose(m_model->idAt(m_model->index(before)));
    if (m_drop->isAncestorOf(focusWidget()))
        m_drop->list().setFocus();
}

void PublisherWindow::offerTypes(const QStringList &paths, const Error &problem)
{
    tell(problem, tr("These files could not be taken"));
    m_typelessPaths = paths;
    m_notice->addAction(QStringLiteral("types"), tr("Choose a type…"), true);
}

void PublisherWindow::onNoticeAction(const QString &id)
{
    if (id == QLatin1String("place")) {
        m_notice->hide();
        return openPlace();
    }
    if (id == QLatin1String("report"))
        return Q_EMIT m_outcome->reportWanted(m_reportFile);
    if (id != QLatin1String("types") || !m_model->place().context)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const publish::Creator &one : m_model->place().context->creators())
        menu->addAction(one.label, this,
                        [this, type = one.productType] { addPaths(std::exchange(m_typelessPaths, {}), type); });
    menu->popup(m_notice->mapToGlobal(m_notice->rect().bottomLeft()));
}

void PublisherWindow::onEdited()
{
    m_model->setChecking();
    ++m_checkQuestion;
    m_checkSoon.start();
    updateChoice();
}

void PublisherWindow::check()
{
    if (!m_model->place().context || m_model->rowCount() == 0) {
        m_model->setChecked({});
        m_checks->show({});
        return updateChoice();
    }
    m_source.check(m_model->place(), m_model->instances(),
                   whileAlive(this, [this, question = m_checkQuestion](const Result<publish::Checked> &checked) {
                       if (question != m_checkQuestion)
                           return;
                       m_model->setChecked(checked.value_or(publish::Checked{}));
                       if (!checked)
                           tell(checked.error(), tr("The checks could not be made"));
                       updateChoice();
                   }));
}

void PublisherWindow::onSelected()
{
    const QStringList ids = m_drop->selectedIds();
    m_attributes->show(ids);
    m_checks->show(ids.size() > 1 ? ids : QStringList{});
}

QString PublisherWindow::obstacle() const
{
    if (m_isOpening)
        return tr("Reading the folder…");
    if (!m_model->place().context)
        return tr("Choose where to publish.");
    if (!m_model->place().mayPublish)
        return m_model->place().reason;
    if (m_collecting > 0)
        return tr("Looking at the files…");
    if (m_model->activeCount() == 0)
        return m_model->rowCount() == 0 ? tr("Add files first.") : tr("Everything is left out.");
    if (!m_model->isChecked())
        return tr("Checking…");
    if (!m_model->checked().isGood())
        return tr("The checks found problems. They stand at the right, with their repairs.");
    return {};
}

void PublisherWindow::updateChoice()
{
    const QString place = m_context.taskName.isEmpty()
                              ? tr("To %1").arg(m_context.folderPath)
                              : tr("To %1, task %2").arg(m_context.folderPath, m_context.taskName);
    m_bar->showChoice(m_model->activeCount(), obstacle(), place);
}

void PublisherWindow::tell(const Error &problem, const QString &title)
{
    m_notice->clearActions();
    m_notice->setMessage(Tone::Problem, title, problem.message, problem.detail);
    m_notice->show();
}

void PublisherWindow::keyPressEvent(QKeyEvent *event)
{
    const bool isControl = event->modifiers().testFlag(Qt::ControlModifier);
    if (isControl && event->key() == Qt::Key_O)
        return m_drop->addFiles();
    if (isControl && event->key() == Qt::Key_V)
        return m_drop->paste();
    if (event->key() == Qt::Key_F5)
        return openPlace();
    AppWindow::keyPressEvent(event);
}

} // namespace hearth::publisher_ui
