// SPDX-License-Identifier: Apache-2.0
#include "publisher/ui/report_window.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/labels.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/row_roles.h"
#include "ui_kit/tokens.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QStandardItemModel>

namespace hearth::publisher_ui
{

using namespace ui_kit;
using publish::ReadLine;
using publish::ReadStep;
using publish::StepState;

namespace
{
constexpr int stepsWidth = 300;
constexpr int stepRole = row_role::Next;

struct Look {
    QString glyph;
    QString word;
    Tone tone;
};

Look lookOf(StepState state)
{
    switch (state) {
    case StepState::Warned:
        return {QStringLiteral("warning"), ReportWindow::tr("warning"), Tone::Warning};
    case StepState::Failed:
        return {QStringLiteral("error"), ReportWindow::tr("failed"), Tone::Problem};
    case StepState::Skipped:
        return {QStringLiteral("skip_next"), ReportWindow::tr("skipped"), Tone::Dim};
    case StepState::Passed:
        break;
    }
    return {QStringLiteral("check_circle"), ReportWindow::tr("passed"), Tone::Good};
}

QColor colorOf(Tone tone, const Tokens &tokens)
{
    return tone == Tone::Problem   ? tokens.error
           : tone == Tone::Warning ? tokens.warn
           : tone == Tone::Good    ? tokens.ok
                                   : tokens.dim;
}

QStandardItem *stepRow(const ReadStep &step, int number, const Tokens &tokens)
{
    const Look look = lookOf(step.state);
    auto *made = new QStandardItem(step.label);
    const QString second = ReportWindow::tr("%1 · %2").arg(look.word, publish::durationWords(step.milliseconds));
    made->setEditable(false);
    made->setData(look.glyph, row_role::Glyph);
    made->setData(colorOf(look.tone, tokens), row_role::GlyphColor);
    made->setData(second, row_role::SecondLine);
    made->setData(number, stepRole);
    made->setToolTip(step.text);
    made->setData(step.label + QStringLiteral(", ") + second, Qt::AccessibleTextRole);
    return made;
}

QStandardItem *lineRow(const ReadLine &line, const Tokens &tokens)
{
    const bool isError = line.level == QLatin1String("ERROR");
    const bool isWarning = line.level == QLatin1String("WARNING");
    const Look look = lookOf(isError ? StepState::Failed : isWarning ? StepState::Warned : StepState::Passed);
    auto *made = new QStandardItem(line.text);
    QStringList second{line.instance.isEmpty() ? ReportWindow::tr("all products") : line.instance,
                       line.level.toLower()};
    if (!line.repairs.isEmpty())
        second.append(ReportWindow::tr("repair: %1").arg(line.repairs.join(QStringLiteral(", "))));
    const QString words = second.join(QStringLiteral(" · "));
    made->setEditable(false);
    made->setData(isError || isWarning ? look.glyph : QStringLiteral("notes"), row_role::Glyph);
    made->setData(colorOf(isError || isWarning ? look.tone : Tone::Dim, tokens), row_role::GlyphColor);
    made->setData(words, row_role::SecondLine);
    made->setToolTip(line.detail.isEmpty() ? line.text : line.text + QStringLiteral("\n\n") + line.detail);
    made->setData(QStringList{line.text, words, line.detail}.join(QStringLiteral(", ")), Qt::AccessibleTextRole);
    return made;
}
} // namespace

ReportWindow::ReportWindow(const WindowServices &windowServices)
    : AppWindow(windowServices, QStringLiteral("report"), {QStringLiteral("artist"), QStringLiteral("publish")},
                {920, 600}),
      m_title(new TextLabel({}, TextRole::Title)), m_facts(new TextLabel({}, TextRole::SecondLine, Tone::Dim)),
      m_filter(new FilterField(tr("Search steps, products and messages"), QStringLiteral("search"))),
      m_steps(new RowList(tr("Steps"))), m_stepRows(new QStandardItemModel(this)),
      m_lines(new RowList(tr("What the step said"))), m_lineRows(new QStandardItemModel(this)),
      m_about(new TextLabel({}, TextRole::SecondLine, Tone::Dim)), m_empty(new EmptyState)
{
    setWindowTitle(tr("Publish report · Hearth"));
    setMinimumSize(640, 400);
    m_steps->setModel(m_stepRows);
    m_lines->setModel(m_lineRows);
    m_about->setWordWrap(true);
    auto *copy = pushButton(tr("&Copy what it said"));
    auto *left = new Panel;
    left->setFixedWidth(stepsWidth);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(8, 8, 8, 8);
    leftColumn->addWidget(m_steps);
    auto *right = new Panel;
    auto *rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(10, 10, 10, 10);
    rightColumn->setSpacing(8);
    rightColumn->addWidget(m_about);
    rightColumn->addWidget(m_lines, 1);
    rightColumn->addWidget(m_empty, 1);
    rightColumn->addWidget(copy, 0, Qt::AlignLeft);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(metrics::panelGap);
    columns->addWidget(left);
    columns->addWidget(right, 1);
    auto *column = new QVBoxLayout(this);
    constexpr int edge = metrics::windowMargin;
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(metrics::panelGap);
    column->addWidget(m_title);
    column->addWidget(m_facts);
    column->addWidget(m_filter);
    column->addLayout(columns, 1);
    connect(m_filter, &QLineEdit::textChanged, this, &ReportWindow::fill);
    connect(m_filter, &FilterField::leftDownwards, this, [this] { m_steps->setFocus(Qt::TabFocusReason); });
    connect(m_steps, &RowList::chosen, this, &ReportWindow::fillLines);
    connect(copy, &QPushButton::clicked, this, [this] {
        QStringList lines;
        for (int n = 0; n < m_lineRows->rowCount(); ++n)
            lines.append(m_lineRows->item(n)->data(Qt::AccessibleTextRole).toString());
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
    });
}

void ReportWindow::show(const Result<publish::ReadReport> &report)
{
    m_report = report.value_or(publish::ReadReport{});
    m_title->setText(!report                    ? tr("The report cannot be shown")
                     : m_report.label.isEmpty() ? tr("Publish report")
                                                : m_report.label);
    const int failed = m_report.count(StepState::Failed);
    const int warned = m_report.count(StepState::Warned);
    QStringList facts;
    if (!report)
        facts.append(report.error().message);
    if (m_report.created.isValid())
        facts.append(QLocale().toString(m_report.created.toLocalTime(), QLocale::ShortFormat));
    if (report) {
        facts.append(m_report.instances.size() == 1 ? tr("1 product")
                                                    : tr("%1 products").arg(m_report.instances.size()));
        facts.append(m_report.steps.size() == 1 ? tr("1 step") : tr("%1 steps").arg(m_report.steps.size()));
        facts.append(publish::durationWords(m_report.milliseconds()));
        facts.append(failed > 0 ? tr("%1 failed").arg(failed) : tr("nothing failed"));
        if (warned > 0)
            facts.append(tr("warnings: %1").arg(warned));
    }
    facts += m_report.crashed;
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    m_facts->setTone(!report || failed > 0 ? Tone::Problem : Tone::Dim);
    fill();
}

bool ReportWindow::matches(const ReadStep &step) const
{
    const QString words = m_filter->text().trimmed();
    const auto has = [&words](const QString &text) { return text.contains(words, Qt::CaseInsensitive); };
    return words.isEmpty() || has(step.label) ||
           std::any_of(step.lines.begin(), step.lines.end(),
                       [&has](const ReadLine &line) { return has(line.text) || has(line.instance); });
}

void ReportWindow::fill()
{
    const Tokens &tokens = tokensFor(palette());
    m_stepRows->clear();
    int worst = 0;
    for (std::size_t n = 0; n < m_report.steps.size(); ++n) {
        if (!matches(m_report.steps[n]))
            continue;
        m_stepRows->appendRow(stepRow(m_report.steps[n], static_cast<int>(n), tokens));
        const bool isFirstFailure = m_report.steps[n].state == StepState::Failed && worst == 0;
        worst = isFirstFailure ? m_stepRows->rowCount() - 1 : worst;
    }
    m_filter->setHits(m_filter->text().trimmed().isEmpty() ? QString() : tr("%1 found").arg(m_stepRows->rowCount()));
    m_steps->setCurrentIndex(m_stepRows->index(worst, 0));
    fillLines();
}

void ReportWindow::fillLines()
{
    const Tokens &tokens = tokensFor(palette());
    m_lineRows->clear();
    const QModelIndex index = m_steps->currentIndex();
    const ReadStep step =
        index.isValid() ? m_report.steps.at(static_cast<std::size_t>(index.data(stepRole).toInt())) : ReadStep{};
    for (const ReadLine &line : step.lines)
        m_lineRows->appendRow(lineRow(line, tokens));
    m_about->setText(step.text);
    m_about->setVisible(!step.text.isEmpty());
    const bool isEmpty = step.lines.empty();
    m_lines->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    if (!index.isValid())
        m_empty->setMessage(QStringLiteral("search_off"), tr("No step matches"), {});
    else
        m_empty->setMessage(lookOf(step.state).glyph, tr("%1 said nothing").arg(step.label), lookOf(step.state).word);
}

} // namespace hearth::publisher_ui
