// SPDX-License-Identifier: Apache-2.0
#include "tray/report_dialog.h"

#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/row_list_model.h"
#include "ui_kit/row_roles.h"
#include "ui_kit/tokens.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace hearth::tray_ui
{

using namespace ui_kit;

namespace
{

struct PartRow {
    ReportPart part;
    bool isIn = true;
    bool operator==(const PartRow &other) const { return part.name == other.part.name && isIn == other.isIn; }
};

} // namespace

class ReportModel final : public RowListModel<PartRow>
{
public:
    using RowListModel::RowListModel;

    QVariant data(const QModelIndex &index, int wanted) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const PartRow &entry = row(index.row());
        switch (wanted) {
        case Qt::DisplayRole:
            return entry.part.name;
        case Qt::AccessibleTextRole:
            return entry.isIn ? tr("%1, included, %2").arg(entry.part.name, entry.part.purpose)
                              : tr("%1, left out, %2").arg(entry.part.name, entry.part.purpose);
        case row_role::SecondLine:
            return entry.part.purpose;
        case row_role::Glyph:
            return entry.isIn ? QStringLiteral("check_box") : QStringLiteral("check_box_outline_blank");
        case row_role::Trailing:
            return QLocale().formattedDataSize(entry.part.sizeBytes, 0, QLocale::DataSizeTraditionalFormat);
        case row_role::TrailingOnTop:
            return true;
        case row_role::IsDimmed:
            return !entry.isIn;
        default:
            return {};
        }
    }

protected:
    QString keyOf(const PartRow &row) const override { return row.part.name; }
};

ReportDialog::ReportDialog(const WindowServices &windowServices, ProblemReportSource &source)
    : AppWindow(windowServices, QStringLiteral("report"),
                {QStringLiteral("artist"), QStringLiteral("report-a-problem")}, {760, 560}),
      m_source(source), m_model(new ReportModel(this)), m_list(new RowList(tr("Parts of the report"))),
      m_text(new QPlainTextEdit), m_description(new QPlainTextEdit), m_notice(new NoticeRow),
      m_save(pushButton(tr("&Save report"), true))
{
    setWindowTitle(tr("Report a problem · Hearth"));
    setMinimumSize(560, 420);
    build();
    connect(m_list, &RowList::chosen, this, &ReportDialog::showPart);
    connect(m_list, &RowList::mainWanted, this, &ReportDialog::togglePart);
    connect(m_save, &QPushButton::clicked, this, &ReportDialog::save);
    connect(m_notice, &NoticeRow::actionChosen, this, [this](const QString &id) {
        if (id == QStringLiteral("reveal"))
            m_source.reveal(m_file);
        else
            collect();
    });
    collect();
}

ReportDialog::~ReportDialog() = default;

void ReportDialog::build()
{
    m_list->setModel(m_model);
    m_text->setReadOnly(true);
    m_text->setFont(textFont(TextRole::Mono));
    m_text->setAccessibleName(tr("Content of the chosen part"));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_description->setAccessibleName(tr("What happened"));
    m_description->setPlaceholderText(tr("What did you do, what did you expect, what happened instead?"));
    m_description->setFixedHeight(72);
    m_description->setTabChangesFocus(true);
    m_notice->hide();
    auto *intro =
        new TextLabel(tr("This makes one file for the people who help you. Passwords, keys and your home folder's name "
                         "are taken out already; look for yourself. Enter takes a part out or puts it back."),
                      TextRole::SecondLine, Tone::Dim);
    intro->setWordWrap(true);
    auto *left = new Panel;
    left->setFixedWidth(260);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(8, 8, 8, 8);
    leftColumn->addWidget(m_list);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(metrics::panelGap);
    columns->addWidget(left);
    columns->addWidget(m_text, 1);
    auto *cancel = pushButton(tr("&Close"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::windowMargin, metrics::windowMargin, metrics::windowMargin,
                               metrics::windowMargin);
    column->setSpacing(metrics::panelGap);
    column->addWidget(new TextLabel(tr("Report a problem"), TextRole::Title));
    column->addWidget(intro);
    column->addWidget(m_notice);
    column->addWidget(m_description);
    column->addLayout(columns, 1);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QWidget::close);
}

void ReportDialog::collect()
{
    m_save->setEnabled(false);
    m_source.collect(whileAlive(this, [this](const Result<std::vector<ReportPart>> &parts) {
        m_notice->clearActions();
        if (!parts) {
            m_notice->setMessage(Tone::Problem, parts.error().message, {}, parts.error().detail);
            m_notice->addAction(QStringLiteral("retry"), tr("Try again"));
            m_notice->show();
            return;
        }
        m_notice->hide();
        std::vector<PartRow> rows;
        for (const ReportPart &part : *parts)
            rows.push_back({part, true});
        m_model->setRows(std::move(rows));
        m_list->ensureCurrent();
        showPart();
        updateSave();
    }));
}

void ReportDialog::showPart()
{
    const QModelIndex index = m_list->currentIndex();
    m_text->setPlainText(index.isValid() ? m_model->row(index.row()).part.text : QString());
}

void ReportDialog::togglePart(const QModelIndex &index)
{
    std::vector<PartRow> rows = m_model->rows();
    PartRow &row = rows[static_cast<std::size_t>(index.row())];
    row.isIn = !row.isIn;
    m_model->setRows(std::move(rows));
    updateSave();
}

void ReportDialog::updateSave()
{
    m_save->setEnabled(
        std::any_of(m_model->rows().begin(), m_model->rows().end(), [](const PartRow &row) { return row.isIn; }));
}

void ReportDialog::save()
{
    QStringList names;
    for (const PartRow &row : m_model->rows()) {
        if (row.isIn)
            names.append(row.part.name);
    }
    m_save->setEnabled(false);
    m_source.save(m_source.proposedFile(), names, m_description->toPlainText(),
                  whileAlive(this, [this](const Result<QString> &file) {
                      updateSave();
                      m_notice->clearActions();
                      if (file) {
                          m_file = *file;
                          m_notice->setMessage(Tone::Good, tr("The report is saved"), *file);
                          m_notice->addAction(QStringLiteral("reveal"), tr("Show the file"));
                      } else {
                          m_notice->setMessage(Tone::Problem, file.error().message, tr("Nothing was written."),
                                               file.error().detail);
                      }
                      m_notice->show();
                  }));
}

} // namespace hearth::tray_ui
