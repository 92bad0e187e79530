// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/environment_window.h"

#include "launcher/ui/task_words.h"
#include "ui_kit/buttons.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"
#include "ui_kit/user_memory.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFileDialog>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace hearth::launcher_ui
{

using namespace ui_kit;

namespace
{

const auto splitterKey = QStringLiteral("environment");
const auto stopAction = QStringLiteral("stop-comparing");
const auto changedKey = QStringLiteral("environment/changedOnly");

TextLabel *valueLabel(const QString &words, Tone tone)
{
    auto *label = new TextLabel(words, TextRole::Mono, tone);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QString split(const QString &value, const QString &separator)
{
    return separator.isEmpty() ? value : value.split(separator, Qt::SkipEmptyParts).join(QLatin1Char('\n'));
}

} // namespace

EnvironmentWindow::EnvironmentWindow(const WindowServices &windowServices, StudioSource &source, QWidget *parent)
    : AppWindow(windowServices, QStringLiteral("environment"),
                {QStringLiteral("technical-director"), QStringLiteral("environment")}, {960, 600}, parent),
      m_source(source), m_model(new EnvironmentModel(this)), m_list(new RowList(tr("Variables"))),
      m_filter(new FilterField(tr("Filter names and values"), QStringLiteral("filter_list"))),
      m_changedOnly(new QCheckBox(tr("&Changed only"))), m_splitter(new QSplitter(Qt::Horizontal)),
      m_title(new ElidedLabel({}, TextRole::Title)), m_command(new ElidedLabel({}, TextRole::SecondLine, Tone::Dim)),
      m_notice(new NoticeRow), m_name(new ElidedLabel({}, TextRole::Strong)),
      m_valueHead(new TextLabel(tr("VALUE"), TextRole::Head, Tone::Dim)),
      m_chainHead(new TextLabel(tr("WHERE IT COMES FROM"), TextRole::Head, Tone::Dim)),
      m_value(valueLabel({}, Tone::Text)), m_chain(new QVBoxLayout),
      m_otherHead(new TextLabel(tr("VALUE THERE"), TextRole::Head, Tone::Dim)), m_other(valueLabel({}, Tone::Text)),
      m_compare(pushButton(tr("Com&pare…")))
{
    setWindowTitle(tr("Environment · Hearth"));
    setMinimumSize(560, 360);
    build();
    connect(m_filter, &QLineEdit::textChanged, this, &EnvironmentWindow::updateFilter);
    connect(m_filter, &FilterField::leftDownwards, this, [this] { m_list->setFocus(Qt::TabFocusReason); });
    connect(m_changedOnly, &QCheckBox::toggled, this, [this](bool on) {
        memory().setValue(changedKey, on);
        updateFilter();
    });
    connect(m_list, &RowList::chosen, this, &EnvironmentWindow::updateDetails);
    connect(m_list, &RowList::leftUpwards, this, [this] { m_filter->setFocus(); });
    connect(m_notice, &NoticeRow::actionChosen, this,
            [this](const QString &action) { action == stopAction ? stopComparing() : load(); });
    connect(m_compare, &QPushButton::clicked, this, [this] {
        m_source.recordedStarts(whileAlive(this, [this](const Result<std::vector<RecordedStart>> &starts) {
            offerComparison(starts.value_or(std::vector<RecordedStart>{}));
        }));
    });
    m_changedOnly->setChecked(memory().value(changedKey, true).toBool());
}

void EnvironmentWindow::build()
{
    auto *left = new Panel;
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(8, 8, 8, 8);
    leftColumn->setSpacing(4);
    leftColumn->addWidget(m_filter);
    auto *checkRow = new QHBoxLayout;
    checkRow->setContentsMargins(6, 0, 0, 0);
    checkRow->addWidget(m_changedOnly);
    leftColumn->addLayout(checkRow);
    leftColumn->addWidget(m_list, 1);
    m_list->setModel(m_model);
    m_splitter->addWidget(left);
    m_splitter->addWidget(buildDetails());
    m_splitter->setHandleWidth(metrics::panelGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({340, 576});
    memory().restoreSplitter(splitterKey, *m_splitter);
    m_notice->hide();
    auto *head = new QHBoxLayout;
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_command);
    auto *copy = pushButton(tr("Copy &all"));
    connect(copy, &QPushButton::clicked, this, &EnvironmentWindow::copyAll);
    head->addLayout(words, 1);
    head->addWidget(m_compare);
    head->addWidget(copy);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::windowMargin, metrics::windowMargin, metrics::windowMargin,
                               metrics::windowMargin);
    column->setSpacing(metrics::panelGap);
    column->addLayout(head);
    column->addWidget(m_notice);
    column->addWidget(m_splitter, 1);
}

QWidget *EnvironmentWindow::buildDetails()
{
    auto *inner = new QWidget;
    auto *column = new QVBoxLayout(inner);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    column->addWidget(m_name);
    column->addWidget(m_valueHead);
    column->addWidget(m_value);
    column->addWidget(m_otherHead);
    column->addWidget(m_other);
    column->addSpacing(8);
    column->addWidget(m_chainHead);
    m_chain->setSpacing(8);
    column->addLayout(m_chain);
    column->addStretch();
    auto *area = new QScrollArea;
    area->setWidget(inner);
    area->setWidgetResizable(true);
    area->setProperty("flat", true);
    area->setFrameShape(QFrame::NoFrame);
    area->viewport()->setAutoFillBackground(false);
    inner->setAutoFillBackground(false);
    area->setAccessibleName(tr("Value and sources"));
    auto *panel = new Panel;
    auto *panelColumn = new QVBoxLayout(panel);
    panelColumn->setContentsMargins(1, 1, 1, 1);
    panelColumn->addWidget(area);
    return panel;
}

void EnvironmentWindow::explain(const Context &context, const QString &application)
{
    stopComparing();
    m_context = context;
    m_application = application;
    m_title->setText(tr("Environment of %1").arg(contextWords(context)));
    load();
    present();
    m_filter->setFocus(Qt::OtherFocusReason);
}

void EnvironmentWindow::load()
{
    m_notice->hide();
    m_source.explain(m_context, m_application, whileAlive(this, [this](const Result<EnvironmentReport> &report) {
                         if (report) {
                             show(*report);
                             return;
                         }
                         m_notice->setMessage(Tone::Problem, report.error().message,
                                              tr("The last environment is still shown."), report.error().detail);
                         m_notice->clearActions();
                         m_notice->addAction(QStringLiteral("retry"), tr("Try again"));
                         m_notice->show();
                     }));
}

void EnvironmentWindow::show(const EnvironmentReport &report)
{
    m_title->setText(tr("%1 on %2").arg(report.application, report.context));
    m_command->setText(report.command);
    if (!report.warnings.isEmpty()) {
        m_notice->clearActions();
        m_notice->setMessage(Tone::Warning, report.warnings.first(), {},
                             report.warnings.mid(1).join(QLatin1Char('\n')));
        m_notice->show();
    }
    m_model->setReport(report);
    updateFilter();
}

void EnvironmentWindow::offerComparison(const std::vector<RecordedStart> &starts)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSection(starts.empty() ? tr("Nothing was started here yet") : tr("Compare with an earlier start"));
    for (const RecordedStart &start : starts)
        connect(menu->addAction(
                    tr("%1 · %2 · %3")
                        .arg(start.context, start.application, ageWords(start.when, QDateTime::currentDateTime()))),
                &QAction::triggered, this, [this, file = start.file] { compareWith(file); });
    menu->addSeparator();
    connect(menu->addAction(tr("Compare with a &file of another machine…")), &QAction::triggered, this,
            [this] { askForFile(false); });
    QAction *save = menu->addAction(tr("&Save this environment…"));
    save->setEnabled(m_model->allCount() > 0);
    connect(save, &QAction::triggered, this, [this] { askForFile(true); });
    menu->popup(m_compare->mapToGlobal(QPoint(0, m_compare->height())));
}

void EnvironmentWindow::askForFile(bool toSave)
{
    auto *dialog = new QFileDialog(this, toSave ? tr("Save this environment") : tr("Compare with"), {},
                                   tr("Environments (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(toSave ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(toSave ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, toSave](const QString &file) {
        if (!toSave)
            return compareWith(file);
        m_source.saveEnvironment(m_context, m_application, file, whileAlive(this, [this, file](const Result<> &saved) {
                                     m_notice->clearActions();
                                     if (saved)
                                         m_notice->setMessage(Tone::Good, tr("Saved as %1").arg(file),
                                                              tr("Secrets are masked in it."), {});
                                     else
                                         m_notice->setMessage(Tone::Problem, saved.error().message,
                                                              tr("Nothing was saved."), saved.error().detail);
                                     m_notice->show();
                                 }));
    });
    dialog->open();
}

void EnvironmentWindow::compareWith(const QString &file)
{
    m_source.readEnvironment(file, whileAlive(this, [this](const Result<EnvironmentReport> &other) {
                                 m_notice->clearActions();
                                 m_notice->show();
                                 if (!other) {
                                     m_notice->setMessage(Tone::Problem, other.error().message,
                                                          tr("The environment shown stays."), other.error().detail);
                                     return;
                                 }
                                 m_notice->setMessage(Tone::Dim,
                                                      tr("Compared with %1 · %2, %3")
                                                          .arg(other->context, other->application,
                                                               ageWords(other->when, QDateTime::currentDateTime())),
                                                      {}, {});
                                 m_notice->addAction(stopAction, tr("Stop comparing"));
                                 m_model->setOther(*other);
                                 showComparison();
                             }));
}

void EnvironmentWindow::stopComparing()
{
    m_notice->hide();
    m_model->setOther(std::nullopt);
    showComparison();
}

void EnvironmentWindow::showComparison()
{
    m_changedOnly->setText(m_model->isComparing() ? tr("&Differences only") : tr("&Changed only"));
    m_valueHead->setText(m_model->isComparing() ? tr("VALUE HERE") : tr("VALUE"));
    updateFilter();
}

void EnvironmentWindow::updateFilter()
{
    m_model->setFilter(m_filter->text(), m_changedOnly->isChecked());
    m_filter->setHits(tr("%1 of %2").arg(m_model->rowCount()).arg(m_model->allCount()));
    m_list->ensureCurrent();
    updateDetails();
}

void EnvironmentWindow::updateDetails()
{
    while (QLayoutItem *item = m_chain->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const QModelIndex index = m_list->currentIndex();
    const bool hasOne = index.isValid() && index.row() < m_model->rowCount();
    m_valueHead->setVisible(hasOne);
    m_chainHead->setVisible(hasOne);
    m_otherHead->setVisible(hasOne && m_model->isComparing());
    m_other->setVisible(hasOne && m_model->isComparing());
    if (!hasOne) {
        m_name->setText(m_model->allCount() == 0 ? tr("Nothing to show yet") : tr("No variable matches"));
        m_value->setText({});
        return;
    }
    const EnvironmentVariable &variable = m_model->row(index.row());
    m_name->setText(variable.name);
    const QString absent = tr("not set");
    m_value->setText(variable.comparison == Comparison::OnlyThere ? absent
                                                                  : valueParts(variable).join(QLatin1Char('\n')));
    m_other->setText(variable.comparison == Comparison::OnlyHere
                         ? absent
                         : split(variable.otherValue, variable.isSecret ? QString() : variable.separator));
    m_chainHead->setVisible(variable.comparison != Comparison::OnlyThere);
    if (variable.steps.empty() && variable.comparison != Comparison::OnlyThere)
        m_chain->addWidget(new TextLabel(tr("The system Hearth was started in. Nothing changed it."),
                                         TextRole::SecondLine, Tone::Dim));
    for (const EnvironmentStep &step : variable.steps)
        addStep(step, variable.isSecret ? QString() : variable.separator);
}

void EnvironmentWindow::addStep(const EnvironmentStep &step, const QString &separator)
{
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 4);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnMinimumWidth(0, 44);
    grid->setColumnStretch(1, 1);
    grid->addWidget(new TextLabel(step.source, TextRole::Strong), 0, 0, 1, 2);
    const auto addLine = [grid](const QString &word, const QString &value, Tone tone) {
        const int row = grid->rowCount();
        grid->addWidget(new TextLabel(word, TextRole::SecondLine, Tone::Dim), row, 0, Qt::AlignTop);
        grid->addWidget(valueLabel(value, tone), row, 1);
    };
    if (!step.before.isEmpty())
        addLine(tr("before"), split(step.before, separator), Tone::Dim);
    addLine(tr("after"), step.isRemoval ? tr("removed") : split(step.after, separator), Tone::Text);
    box->setAccessibleName(tr("%1 set it to %2").arg(step.source, step.after));
    m_chain->addWidget(box);
    m_chain->addWidget(new Separator);
}

void EnvironmentWindow::copyAll()
{
    QStringList lines;
    for (const EnvironmentVariable &variable : m_model->rows())
        lines.append(variable.name + QLatin1Char('=') + variable.value);
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void EnvironmentWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_F5)
        load();
    else
        AppWindow::keyPressEvent(event);
}

void EnvironmentWindow::closeEvent(QCloseEvent *event)
{
    memory().keepSplitter(splitterKey, *m_splitter);
    AppWindow::closeEvent(event);
}

} // namespace hearth::launcher_ui
