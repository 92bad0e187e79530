// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/structure_dialog.h"
#include "ui_kit/buttons.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/tokens.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace hearth::launcher_ui
{

using namespace ui_kit;

namespace
{
constexpr int typingPauseMs = 150;
constexpr int mostRowsShown = 2'000;
} // namespace

StructureDialog::StructureDialog(StructureSource &source, QString project, QString base, const StructureRights &rights,
                                 QWidget *parent)
    : QDialog(parent), m_source(source), m_project(std::move(project)), m_base(std::move(base)), m_type(new QComboBox),
      m_text(new QPlainTextEdit), m_table(new QTableWidget),
      m_summary(new TextLabel({}, TextRole::SecondLine, Tone::Dim)), m_notice(new NoticeRow),
      m_make(pushButton(tr("&Make"), true)), m_cancel(pushButton(tr("Cancel"))), m_soon(new QTimer(this))
{
    setWindowTitle(tr("New folders and tasks"));
    resize(720, 560);
    build(rights.folderTypes);
    m_soon->setSingleShot(true);
    m_soon->setInterval(typingPauseMs);
    connect(m_soon, &QTimer::timeout, this, &StructureDialog::preview);
    connect(m_text, &QPlainTextEdit::textChanged, m_soon, qOverload<>(&QTimer::start));
    connect(m_type, &QComboBox::currentIndexChanged, m_soon, qOverload<>(&QTimer::start));
    connect(m_make, &QPushButton::clicked, this, &StructureDialog::make);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_text->setFocus();
    preview();
}

void StructureDialog::build(const QStringList &types)
{
    m_type->addItems(types);
    m_type->setCurrentIndex(std::max(0, static_cast<int>(types.indexOf(QStringLiteral("Shot")))));
    m_type->setAccessibleName(tr("Type of new folders"));
    m_text->setAccessibleName(tr("Folders and tasks"));
    m_text->setPlaceholderText(
        tr("hero\nsh[0010-0100:10]\nor a table from a spreadsheet: Folder, Folder type, Task, Task type, "
           "Assignees, Status, Due, First frame, Last frame"));
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(140);
    m_table->setAccessibleName(tr("Preview"));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->setDefaultSectionSize(metrics::row);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_notice->hide();
    auto *where =
        new QLabel(m_base.isEmpty() ? tr("In the project %1. One line a folder; a pattern makes many.").arg(m_project)
                                    : tr("In %1. One line a folder; a pattern makes many.").arg(m_base));
    where->setWordWrap(true);
    auto *typeRow = new QHBoxLayout;
    auto *typeWords = new QLabel(tr("&Type of new folders"));
    typeWords->setBuddy(m_type);
    typeRow->addWidget(typeWords);
    typeRow->addWidget(m_type);
    typeRow->addStretch();
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_summary, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_make);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::windowMargin, metrics::windowMargin, metrics::windowMargin,
                               metrics::windowMargin);
    column->setSpacing(10);
    column->addWidget(where);
    column->addWidget(m_text);
    column->addLayout(typeRow);
    column->addWidget(m_table, 1);
    column->addWidget(m_notice);
    column->addLayout(buttons);
}

void StructureDialog::preview()
{
    m_make->setEnabled(false);
    m_source.preview(m_project, m_base, m_type->currentText(), m_text->toPlainText(),
                     whileAlive(this, [this, question = ++m_question](const Result<StructurePreview> &preview) {
                         if (question == m_question)
                             showPreview(preview);
                     }));
}

void StructureDialog::fillTable(const StructurePreview &preview)
{
    const auto rows = std::min(static_cast<int>(preview.rows.size()), mostRowsShown);
    m_table->setColumnCount(static_cast<int>(preview.columns.size()));
    m_table->setHorizontalHeaderLabels(preview.columns);
    m_table->setRowCount(rows);
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < m_table->columnCount(); ++column)
            m_table->setItem(row, column,
                             new QTableWidgetItem(preview.rows[static_cast<std::size_t>(row)].value(column)));
    const Tokens &tokens = tokensFor(palette());
    for (const StructurePreview::Problem &one : preview.problems) {
        QTableWidgetItem *item = m_table->item(one.row, one.column);
        if (!item)
            continue;
        item->setIcon(glyphIcon(QStringLiteral("error"), tokens.error));
        item->setForeground(tokens.error);
        item->setToolTip(one.message);
        item->setData(Qt::AccessibleTextRole, tr("%1, wrong: %2").arg(item->text(), one.message));
    }
    m_table->resizeColumnsToContents();
}

void StructureDialog::showPreview(const Result<StructurePreview> &preview)
{
    m_notice->hide();
    if (!preview) {
        m_notice->setMessage(Tone::Problem, tr("The preview could not be made"), preview.error().message,
                             preview.error().detail);
        m_notice->show();
        return;
    }
    fillTable(*preview);
    QStringList problems = preview->refusals;
    for (const StructurePreview::Problem &one : preview->problems)
        problems.append(tr("Row %1: %2").arg(one.row + 1).arg(one.message));
    if (!problems.isEmpty()) {
        m_notice->setMessage(Tone::Problem,
                             problems.size() == 1 ? tr("One thing is wrong")
                                                  : tr("%1 things are wrong").arg(problems.size()),
                             problems.first(), problems.join(u'\n'));
        m_notice->show();
    }
    QStringList counts;
    if (preview->newFolders > 0)
        counts.append(preview->newFolders == 1 ? tr("1 folder") : tr("%1 folders").arg(preview->newFolders));
    if (preview->newTasks > 0)
        counts.append(preview->newTasks == 1 ? tr("1 task") : tr("%1 tasks").arg(preview->newTasks));
    if (preview->changed > 0)
        counts.append(tr("%1 changed").arg(preview->changed));
    QStringList words;
    if (!preview->notRead.isEmpty())
        words.append(tr("Not read: %1.").arg(preview->notRead.join(QStringLiteral(", "))));
    if (counts.isEmpty())
        words.append(tr("What is there stays as it is."));
    m_summary->setText(words.join(u' '));
    m_make->setText(counts.isEmpty() ? tr("&Make") : tr("&Make %1").arg(counts.join(QStringLiteral(", "))));
    m_make->setEnabled(problems.isEmpty() && !counts.isEmpty());
}

void StructureDialog::make()
{
    m_make->setEnabled(false);
    m_text->setEnabled(false);
    m_summary->setText(tr("Making…"));
    m_source.make(m_project, m_base, m_type->currentText(), m_text->toPlainText(),
                  whileAlive(this, [this](const Result<MadeStructure> &done) {
                      m_text->setEnabled(true);
                      if (done) {
                          Q_EMIT made(*done);
                          return accept();
                      }
                      m_summary->setText({});
                      m_make->setEnabled(true);
                      m_notice->setMessage(Tone::Problem, tr("Nothing was made"), done.error().message,
                                           done.error().detail);
                      m_notice->show();
                  }));
}

} // namespace hearth::launcher_ui
