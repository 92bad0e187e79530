// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/process_monitor_window.h"

#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"
#include "ui_kit/user_memory.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace hearth::launcher_ui
{

using namespace ui_kit;

namespace
{
const auto splitterKey = QStringLiteral("monitor");
const auto wrapKey = QStringLiteral("monitor/wrap");
constexpr int mostLines = 10'000;
constexpr int clockMs = 1000;
} // namespace

ProcessMonitorWindow::ProcessMonitorWindow(const WindowServices &windowServices, StudioSource &source, QWidget *parent)
    : AppWindow(windowServices, QStringLiteral("monitor"), {QStringLiteral("artist"), QStringLiteral("running")},
                {900, 560}, parent),
      m_source(source), m_model(new ProcessModel(this)), m_list(new RowList(tr("Running and ended"))),
      m_splitter(new QSplitter(Qt::Horizontal)), m_output(new QPlainTextEdit),
      m_filter(new FilterField(tr("Filter lines"), QStringLiteral("filter_list"))),
      m_title(new ElidedLabel({}, TextRole::Strong)), m_facts(new ElidedLabel({}, TextRole::SecondLine, Tone::Dim)),
      m_notice(new NoticeRow), m_empty(new EmptyState), m_wrap(new LinkButton(tr("&Wrap lines"))),
      m_copy(new LinkButton(tr("&Copy"))), m_log(new LinkButton(tr("Open &log"))),
      m_forget(new LinkButton(tr("Clear &ended"))), m_stop(pushButton(tr("&Stop"))), m_kill(pushButton(tr("&Kill…")))
{
    setWindowTitle(tr("Running · Hearth"));
    setMinimumSize(520, 320);
    auto *listPanel = new Panel;
    auto *listColumn = new QVBoxLayout(listPanel);
    listColumn->setContentsMargins(8, 12, 8, 8);
    listColumn->setSpacing(8);
    auto *head = new TextLabel(tr("Running and ended"), TextRole::Strong);
    head->setContentsMargins(6, 0, 0, 0);
    listColumn->addWidget(head);
    listColumn->addWidget(m_list, 1);
    listColumn->addWidget(m_forget, 0, Qt::AlignLeft);
    m_list->setModel(m_model);
    m_splitter->addWidget(listPanel);
    m_splitter->addWidget(buildOutput());
    m_splitter->setHandleWidth(metrics::panelGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({280, 576});
    memory().restoreSplitter(splitterKey, *m_splitter);
    auto *inner = new QWidget;
    auto *innerColumn = new QVBoxLayout(inner);
    innerColumn->setContentsMargins(0, 0, 0, 0);
    innerColumn->addWidget(m_splitter);
    m_empty->setMessage(QStringLiteral("play_circle_outline"), tr("Nothing was started from here yet"),
                        tr("Applications that Hearth starts are listed here with what they write."));
    auto *pages = new QWidget;
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(inner);
    m_pages->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::windowMargin, metrics::windowMargin, metrics::windowMargin,
                               metrics::windowMargin);
    column->addWidget(pages);
    connectParts();
    updateProcesses();
}

QWidget *ProcessMonitorWindow::buildOutput()
{
    m_output->setReadOnly(true);
    m_output->setFont(textFont(TextRole::Mono));
    m_output->setMaximumBlockCount(mostLines);
    m_output->setAccessibleName(tr("Output"));
    m_output->setLineWrapMode(memory().value(wrapKey, false).toBool() ? QPlainTextEdit::WidgetWidth
                                                                      : QPlainTextEdit::NoWrap);
    m_notice->hide();
    m_notice->setMayDismiss(true);
    auto *panel = new Panel;
    auto *column = new QVBoxLayout(panel);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    auto *head = new QHBoxLayout;
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_facts);
    head->addLayout(words, 1);
    head->addWidget(m_stop);
    head->addWidget(m_kill);
    column->addLayout(head);
    column->addWidget(m_notice);
    column->addWidget(m_filter);
    column->addWidget(m_output, 1);
    auto *links = new QHBoxLayout;
    links->setSpacing(4);
    for (LinkButton *button : {m_wrap, m_copy, m_log})
        links->addWidget(button);
    links->addStretch();
    column->addLayout(links);
    return panel;
}

void ProcessMonitorWindow::connectParts()
{
    connect(&m_source, &StudioSource::processesChanged, this, &ProcessMonitorWindow::updateProcesses);
    connect(&m_source, &StudioSource::processOutputAdded, this, &ProcessMonitorWindow::addLines);
    connect(m_list, &RowList::chosen, this, [this] {
        updateChosen();
        updateOutput();
    });
    connect(m_filter, &QLineEdit::textChanged, this, &ProcessMonitorWindow::updateOutput);
    connect(m_wrap, &LinkButton::clicked, this, [this] {
        const bool isOn = m_output->lineWrapMode() == QPlainTextEdit::NoWrap;
        m_output->setLineWrapMode(isOn ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
        memory().setValue(wrapKey, isOn);
    });
    connect(m_copy, &LinkButton::clicked, this, [this] {
        const QString marked = m_output->textCursor().selectedText().replace(QChar(0x2029), QLatin1Char('\n'));
        QGuiApplication::clipboard()->setText(marked.isEmpty() ? m_output->toPlainText() : marked);
    });
    connect(m_log, &LinkButton::clicked, this, [this] {
        if (const Process *process = chosen())
            m_source.openProcessLog(process->id, told());
    });
    connect(m_forget, &LinkButton::clicked, &m_source, &StudioSource::forgetEndedProcesses);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (const Process *process = chosen())
            m_source.stopProcess(process->id, told());
    });
    connect(m_kill, &QPushButton::clicked, this, &ProcessMonitorWindow::askToKill);
    connect(m_notice, &NoticeRow::dismissed, m_notice, &QWidget::hide);
    connect(m_notice, &NoticeRow::actionChosen, this, [this](const QString &id) {
        m_notice->hide();
        if (id.startsWith(QStringLiteral("kill/")))
            m_source.killProcess(id.mid(5), told());
    });
    auto *clock = new QTimer(this);
    clock->setInterval(clockMs);
    connect(clock, &QTimer::timeout, this, [this] {
        m_model->setNow(QDateTime::currentDateTimeUtc());
        updateChosen();
    });
    clock->start();
}

Done<> ProcessMonitorWindow::told()
{
    return whileAlive(this, [this](const Result<> &result) {
        if (result)
            return;
        m_notice->clearActions();
        m_notice->setMessage(Tone::Problem, result.error().message, {}, result.error().detail);
        m_notice->show();
    });
}

void ProcessMonitorWindow::askToKill()
{
    const Process *process = chosen();
    if (!process)
        return;
    m_notice->clearActions();
    m_notice->setMessage(Tone::Warning, tr("Kill %1 on %2?").arg(process->application, process->context),
                         tr("What was not saved in it is lost."));
    m_notice->addAction(QStringLiteral("kill/") + process->id, tr("Kill it"), true);
    m_notice->addAction(QStringLiteral("keep"), tr("Let it run"));
    m_notice->show();
}

const Process *ProcessMonitorWindow::chosen() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() && index.row() < m_model->rowCount() ? &m_model->row(index.row()) : nullptr;
}

void ProcessMonitorWindow::showProcess(const QString &processId)
{
    const int row = m_model->rowOf(processId);
    if (row >= 0)
        m_list->setCurrentIndex(m_model->index(row));
    present();
}

QString ProcessMonitorWindow::shownOutput() const
{
    return m_output->toPlainText();
}

void ProcessMonitorWindow::updateProcesses()
{
    m_model->setRows(m_source.processes());
    m_pages->setCurrentIndex(m_model->rowCount() > 0 ? 0 : 1);
    const bool hadNone = !m_list->currentIndex().isValid();
    m_list->ensureCurrent();
    updateChosen();
    if (hadNone)
        updateOutput();
}

void ProcessMonitorWindow::updateChosen()
{
    const Process *process = chosen();
    const bool isAlive =
        process && (process->state == ProcessState::Running || process->state == ProcessState::Starting);
    m_stop->setEnabled(isAlive);
    m_kill->setEnabled(isAlive);
    m_log->setVisible(process && !process->logFile.isEmpty());
    m_title->setText(process ? tr("%1 on %2").arg(process->application, process->context) : QString());
    m_facts->setText(
        process
            ? tr("%1 · process %2").arg(processStateWords(*process, QDateTime::currentDateTimeUtc())).arg(process->pid)
            : QString());
    m_forget->setEnabled(std::any_of(m_model->rows().begin(), m_model->rows().end(), [](const Process &p) {
        return p.state == ProcessState::Ended || p.state == ProcessState::Failed;
    }));
}

void ProcessMonitorWindow::updateOutput()
{
    m_output->clear();
    if (const Process *process = chosen())
        append(m_source.processOutput(process->id));
}

void ProcessMonitorWindow::addLines(const QString &processId, const QStringList &lines)
{
    const Process *process = chosen();
    if (process && process->id == processId)
        append(lines);
}

void ProcessMonitorWindow::append(const QStringList &lines)
{
    const QString words = m_filter->text().trimmed();
    const QStringList shown = words.isEmpty() ? lines : lines.filter(words, Qt::CaseInsensitive);
    if (shown.isEmpty())
        return;
    QScrollBar *bar = m_output->verticalScrollBar();
    const bool wasAtEnd = bar->value() >= bar->maximum() - 2;
    m_output->appendPlainText(shown.join(QLatin1Char('\n')));
    if (wasAtEnd)
        bar->setValue(bar->maximum());
}

void ProcessMonitorWindow::closeEvent(QCloseEvent *event)
{
    memory().keepSplitter(splitterKey, *m_splitter);
    AppWindow::closeEvent(event);
}

} // namespace hearth::launcher_ui
