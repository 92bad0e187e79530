// SPDX-License-Identifier: Apache-2.0
// The publisher window while something is published, and after it.
#include "publisher/ui/attribute_panel.h"
#include "publisher/ui/checks_panel.h"
#include "publisher/ui/drop_panel.h"
#include "publisher/ui/outcome_page.h"
#include "publisher/ui/place_picker.h"
#include "publisher/ui/publish_bar.h"
#include "publisher/ui/publisher_window.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/panel.h"

#include <QSplitter>
#include <QStackedWidget>

namespace hearth::publisher_ui
{

using namespace ui_kit;

void PublisherWindow::publish()
{
    if (!obstacle().isEmpty() || m_pages->currentWidget() == m_outcome)
        return;
    Instances wanted = m_model->instances();
    std::erase_if(wanted, [](const publish::Instance &one) { return !one.isActive; });
    for (publish::Instance &one : wanted)
        if (one.comment.isEmpty())
            one.comment = m_bar->comment();
    m_notice->hide();
    if (!m_source.publish(m_context, m_model->place(), wanted))
        tell({ErrorKind::Conflict, tr("Another publish runs. This one can start when it is done."), {}},
             tr("Not started"));
}

void PublisherWindow::onRunChanged()
{
    const PublishRun *run = m_source.run();
    const bool isRunning = run && run->isRunning();
    m_bar->showRun(run);
    m_drop->setLocked(isRunning);
    m_busy->setVisible(isRunning);
    m_middle->setVisible(!isRunning);
    m_checks->setVisible(!isRunning);
    if (isRunning) {
        m_progressTick.start();
        m_pages->setCurrentWidget(m_splitter);
        // A window that was made after the publish began shows what is being published.
        if (m_model->rowCount() == 0)
            m_model->add(run->instances);
        return;
    }
    m_progressTick.stop();
    if (run)
        showEnd(*run);
}

void PublisherWindow::showEnd(const PublishRun &run)
{
    const Result<publish::Published> &end = *run.end;
    m_context = run.place;
    if (!end || end->problem) {
        const Error problem = end ? *end->problem : end.error();
        std::optional<publish::Published> what;
        if (end)
            what = *end;
        m_picker->setPlace(m_context);
        m_source.forgetRun(); // the drafts are still here to be published again
        showFailure(problem, what ? &*what : nullptr);
        return openPlace();
    }
    m_outcome->show(*end, run.place);
    m_pages->setCurrentWidget(m_outcome);
    m_bar->hide();
    m_notice->hide();
    m_outcome->takeFocus();
}

void PublisherWindow::showFailure(const Error &problem, const publish::Published *what)
{
    QStringList details{problem.detail};
    if (what)
        for (const publish::Problem &one : what->objections)
            details.append(one.title + QStringLiteral(": ") + one.message);
    details.removeAll(QString());
    const bool isStopped = problem.kind == ErrorKind::Cancelled;
    m_notice->clearActions();
    m_notice->setMessage(isStopped ? Tone::Dim : Tone::Problem,
                         isStopped ? tr("Publishing was cancelled") : tr("Nothing was published"),
                         tr("%1 The files you gave are untouched and the list below is kept.").arg(problem.message),
                         details.join(u'\n'));
    m_reportFile = what ? what->reportFile : QString();
    if (!m_reportFile.isEmpty())
        m_notice->addAction(QStringLiteral("report"), tr("Report"));
    m_notice->show();
}

void PublisherWindow::publishMore()
{
    m_source.forgetRun();
    m_model->clear();
    m_bar->setComment({});
    m_bar->show();
    m_pages->setCurrentWidget(m_splitter);
    m_picker->setPlace(m_context);
    openPlace();
    m_drop->setFocus();
}

} // namespace hearth::publisher_ui
