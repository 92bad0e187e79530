// SPDX-License-Identifier: Apache-2.0
#include "tray/first_run_window.h"

#include "tray/first_run_pages.h"
#include "tray/sign_in_form.h"
#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"

#include <QCloseEvent>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace hearth::tray_ui
{

using namespace ui_kit;

FirstRunWindow::FirstRunWindow(const WindowServices &windowServices, FirstRunSteps &steps)
    : AppWindow(windowServices, QStringLiteral("firstRun"), {QStringLiteral("artist"), QStringLiteral("first-run")},
                {560, 420}),
      m_steps(steps), m_choice(new ChoicePage(steps.facts())), m_signIn(new SignInForm(steps)),
      m_workHere(new WorkHerePage(steps)), m_progress(new ProgressPage), m_ready(new ReadyPage),
      m_back(new LinkButton(tr("&Back")))
{
    setWindowTitle(tr("Hearth"));
    setMinimumSize(560, 420);
    m_back->setGlyph(QStringLiteral("arrow_back"));
    auto *connectPage = new QWidget;
    auto *connectColumn = new QVBoxLayout(connectPage);
    connectColumn->setContentsMargins(0, 0, 0, 0);
    connectColumn->addWidget(new TextLabel(tr("Connect to a studio server"), TextRole::Title));
    connectColumn->addSpacing(8);
    connectColumn->addWidget(m_signIn);
    connectColumn->addWidget(new KeychainNote(steps));
    connectColumn->addStretch();
    auto *pages = new QWidget;
    m_pages = new QStackedLayout(pages);
    for (QWidget *page : std::initializer_list<QWidget *>{m_choice, connectPage, m_workHere, m_progress, m_ready})
        m_pages->addWidget(page);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(64, 16, 64, 28);
    column->setSpacing(8);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(-44, 0, 0, 0);
    top->addWidget(m_back);
    top->addStretch();
    column->addLayout(top);
    column->addWidget(pages, 1);
    connectPages();
    showPage(Page::Choice);
}

void FirstRunWindow::connectPages()
{
    connect(m_choice, &ChoicePage::connectChosen, this, [this] {
        showPage(Page::Connect);
        m_signIn->setServer(m_steps.facts().serverUrl);
    });
    connect(m_choice, &ChoicePage::workHereChosen, this, [this] {
        showPage(Page::WorkHere);
        m_workHere->focusFirst();
    });
    connect(m_signIn, &SignInForm::signedIn, this, [this] { start(false); });
    connect(m_workHere, &WorkHerePage::startWanted, this, [this] { start(true); });
    connect(m_progress, &ProgressPage::retryWanted, this, [this] { start(m_worksHere); });
    connect(&m_steps, &FirstRunSteps::stepsChanged, m_progress, [this] { m_progress->setSteps(m_steps.steps()); });
    connect(m_ready, &ReadyPage::launcherWanted, this, [this] { leaveWith(&FirstRunWindow::launcherWanted); });
    connect(m_ready, &ReadyPage::newProjectWanted, this, [this] { leaveWith(&FirstRunWindow::newProjectWanted); });
    connect(m_ready, &ReadyPage::sampleWanted, this, [this] { leaveWith(&FirstRunWindow::sampleWanted); });
    connect(m_back, &LinkButton::clicked, this, &FirstRunWindow::goBack);
}

FirstRunWindow::Page FirstRunWindow::page() const
{
    return static_cast<Page>(m_pages->currentIndex());
}

void FirstRunWindow::showPage(Page page)
{
    m_pages->setCurrentIndex(static_cast<int>(page));
    // The end page and the first have nowhere to go back to; the place stays, so that nothing jumps.
    const bool hasBack = page != Page::Choice && page != Page::Ready;
    QSizePolicy policy = m_back->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_back->setSizePolicy(policy);
    m_back->setVisible(hasBack);
    m_back->setText(page == Page::Progress ? tr("&Cancel") : tr("&Back"));
}

void FirstRunWindow::start(bool here)
{
    m_worksHere = here;
    m_isRunning = true;
    m_progress->clearError();
    m_progress->setTitle(here ? tr("Setting up this computer") : tr("Fetching what the studio uses"));
    showPage(Page::Progress);
    const auto done = whileAlive(this, [this](const Result<> &result) {
        m_isRunning = false;
        if (page() != Page::Progress)
            return;
        if (result)
            finish();
        else if (result.error().kind != ErrorKind::Cancelled)
            m_progress->showError(result.error());
    });
    if (here)
        m_steps.setUpHere(m_workHere->wanted(), done);
    else
        m_steps.setUp(done);
    m_progress->setSteps(m_steps.steps());
}

void FirstRunWindow::finish()
{
    m_isDone = true;
    const FirstRunFacts facts = m_steps.facts();
    showPage(Page::Ready);
    QString note = m_worksHere ? tr("Projects live in %1.").arg(m_workHere->wanted().projectsFolder)
                               : tr("You are signed in and everything is here.");
    for (const QString &more : {facts.databaseNote, facts.keychainNote})
        if (!more.isEmpty())
            note += u'\n' + more;
    m_ready->openFor(m_worksHere, facts.hasSampleProject, note);
}

void FirstRunWindow::goBack()
{
    switch (page()) {
    case Page::Progress:
        if (m_isRunning)
            m_steps.cancel();
        showPage(m_worksHere ? Page::WorkHere : Page::Connect);
        break;
    case Page::Connect:
        m_signIn->cancel();
        showPage(Page::Choice);
        break;
    case Page::WorkHere:
        showPage(Page::Choice);
        break;
    case Page::Choice:
    case Page::Ready:
        close();
        break;
    }
}

void FirstRunWindow::onEscape()
{
    goBack();
}

void FirstRunWindow::leaveWith(void (FirstRunWindow::*signal)())
{
    close();
    Q_EMIT(this->*signal)();
}

void FirstRunWindow::closeEvent(QCloseEvent *event)
{
    m_signIn->cancel();
    if (m_isRunning)
        m_steps.cancel();
    AppWindow::closeEvent(event);
    if (!m_isDone)
        Q_EMIT cancelled();
}

} // namespace hearth::tray_ui
