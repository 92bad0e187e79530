// SPDX-License-Identifier: Apache-2.0
#include "tray/offer_dialogs.h"

#include "tray/first_run_pages.h"
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

namespace hearth::tray_ui
{

using namespace ui_kit;

namespace
{

QVBoxLayout *windowColumn(QWidget &window)
{
    auto *column = new QVBoxLayout(&window);
    column->setContentsMargins(metrics::windowMargin, metrics::windowMargin, metrics::windowMargin,
                               metrics::windowMargin);
    column->setSpacing(metrics::panelGap);
    return column;
}

TextLabel *sentence(const QString &words, Tone tone = Tone::Dim)
{
    auto *label = new TextLabel(words, TextRole::Body, tone);
    label->setWordWrap(true);
    return label;
}

} // namespace

UpdateDialog::UpdateDialog(const WindowServices &windowServices, const UpdateOffer &offer)
    : AppWindow(windowServices, QStringLiteral("update"), {QStringLiteral("artist"), QStringLiteral("updates")},
                {480, 360})
{
    setWindowTitle(tr("Update · Hearth"));
    auto *changes = new Panel;
    auto *rows = new QVBoxLayout(changes);
    rows->setContentsMargins(14, 10, 14, 10);
    rows->setSpacing(2);
    for (const UpdateChange &change : offer.changes) {
        rows->addWidget(new ElidedLabel(change.title, TextRole::Strong));
        rows->addWidget(new ElidedLabel(change.detail, TextRole::SecondLine, Tone::Dim));
        rows->addSpacing(6);
    }
    rows->addStretch();
    auto *later = pushButton(tr("&Later"));
    auto *next = pushButton(tr("At next &start"));
    auto *now = pushButton(tr("&Now"), true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    for (QPushButton *button : {later, next, now})
        buttons->addWidget(button);
    QVBoxLayout *column = windowColumn(*this);
    column->addWidget(new ElidedLabel(offer.title, TextRole::Title));
    column->addWidget(sentence(offer.text));
    column->addWidget(changes, 1);
    column->addLayout(buttons);
    const auto choose = [this, id = offer.id](UpdateChoice choice) {
        return [this, id, choice] {
            close();
            Q_EMIT chosen(id, choice);
        };
    };
    connect(now, &QPushButton::clicked, this, choose(UpdateChoice::Now));
    connect(next, &QPushButton::clicked, this, choose(UpdateChoice::AtNextStart));
    connect(later, &QPushButton::clicked, this, choose(UpdateChoice::Later));
}

CrashDialog::CrashDialog(const WindowServices &windowServices, const CrashTrace &trace)
    : AppWindow(windowServices, QStringLiteral("crash"), {QStringLiteral("artist"), QStringLiteral("report-a-problem")},
                {560, 400})
{
    setWindowTitle(tr("Hearth ended unexpectedly"));
    auto *text = new QPlainTextEdit(trace.text);
    text->setReadOnly(true);
    text->setFont(textFont(TextRole::Mono));
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    text->setAccessibleName(tr("What was kept"));
    auto *drop = pushButton(tr("&Throw it away"));
    auto *later = pushButton(tr("&Keep for later"));
    auto *report = pushButton(tr("&Report…"), true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(drop);
    buttons->addStretch();
    buttons->addWidget(later);
    buttons->addWidget(report);
    QVBoxLayout *column = windowColumn(*this);
    column->addWidget(new TextLabel(tr("Hearth ended unexpectedly"), TextRole::Title));
    column->addWidget(
        sentence(tr("%1, %2. Your work in other applications is not touched by it.")
                     .arg(QLocale().toString(trace.when.toLocalTime(), QLocale::ShortFormat), trace.summary)));
    column->addWidget(text, 1);
    column->addLayout(buttons);
    report->setFocus();
    connect(later, &QPushButton::clicked, this, &QWidget::close);
    connect(drop, &QPushButton::clicked, this, [this] {
        close();
        Q_EMIT dropWanted();
    });
    connect(report, &QPushButton::clicked, this, [this] {
        close();
        Q_EMIT reportWanted();
    });
}

namespace
{

struct BackupRow {
    Backup backup;
    bool operator==(const BackupRow &other) const { return backup.id == other.backup.id; }
};

} // namespace

class BackupModel final : public RowListModel<BackupRow>
{
public:
    using RowListModel::RowListModel;

    QVariant data(const QModelIndex &index, int wanted) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const Backup &backup = row(index.row()).backup;
        switch (wanted) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return QLocale().toString(backup.when.toLocalTime(), QLocale::ShortFormat);
        case row_role::Glyph:
            return QStringLiteral("restore");
        case row_role::Trailing:
            return QLocale().formattedDataSize(backup.sizeBytes, 1, QLocale::DataSizeTraditionalFormat);
        case row_role::TrailingOnTop:
            return true;
        default:
            return {};
        }
    }

protected:
    QString keyOf(const BackupRow &row) const override { return row.backup.id; }
};

RestoreDialog::RestoreDialog(const WindowServices &windowServices, BackupRestorer &restorer)
    : AppWindow(windowServices, QStringLiteral("restore"), {QStringLiteral("administrator"), QStringLiteral("restore")},
                {480, 400}),
      m_restorer(restorer), m_model(new BackupModel(this)), m_list(new RowList(tr("Backups"))), m_notice(new NoticeRow),
      m_restore(pushButton(tr("&Restore"), true)), m_empty(pushButton(tr("&Begin empty…")))
{
    setWindowTitle(tr("Restore · Hearth"));
    m_notice->hide();
    m_list->setSingleLine(true);
    m_list->setModel(m_model);
    std::vector<BackupRow> rows;
    for (const Backup &backup : restorer.backups())
        rows.push_back({backup});
    m_model->setRows(std::move(rows));
    m_list->ensureCurrent();
    auto *panel = new Panel;
    auto *panelColumn = new QVBoxLayout(panel);
    panelColumn->setContentsMargins(8, 8, 8, 8);
    panelColumn->addWidget(m_model->rowCount() > 0 ? static_cast<QWidget *>(m_list)
                                                   : sentence(tr("There is no backup yet. One is made each day.")));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_empty);
    buttons->addStretch();
    buttons->addWidget(m_restore);
    m_restore->setEnabled(m_model->rowCount() > 0);
    QVBoxLayout *column = windowColumn(*this);
    column->addWidget(new TextLabel(tr("This computer's database is damaged"), TextRole::Title));
    column->addWidget(sentence(restorer.finding()));
    column->addWidget(m_notice);
    column->addWidget(panel, 1);
    column->addLayout(buttons);
    connect(m_restore, &QPushButton::clicked, this, &RestoreDialog::restore);
    connect(m_list, &RowList::mainWanted, this, &RestoreDialog::restore);
    connect(m_empty, &QPushButton::clicked, this, [this] {
        m_notice->clearActions();
        m_notice->setMessage(Tone::Warning, tr("Begin with an empty database?"),
                             tr("Projects on disk stay where they are. The damaged file is kept beside it."));
        m_notice->addAction(QStringLiteral("empty"), tr("Begin empty"), true);
        m_notice->addAction(QStringLiteral("stay"), tr("Go back"));
        m_notice->show();
    });
    connect(m_notice, &NoticeRow::actionChosen, this, [this](const QString &id) {
        m_notice->hide();
        if (id == QStringLiteral("empty"))
            startEmpty();
    });
}

RestoreDialog::~RestoreDialog() = default;

Done<> RestoreDialog::done()
{
    m_restore->setEnabled(false);
    m_empty->setEnabled(false);
    return whileAlive(this, [this](const Result<> &result) {
        m_restore->setEnabled(m_model->rowCount() > 0);
        m_empty->setEnabled(true);
        if (result) {
            close();
            Q_EMIT restored();
            return;
        }
        m_notice->clearActions();
        m_notice->setMessage(Tone::Problem, result.error().message, tr("Nothing was changed."), result.error().detail);
        m_notice->show();
    });
}

void RestoreDialog::restore()
{
    const QModelIndex index = m_list->currentIndex();
    if (index.isValid())
        m_restorer.restore(m_model->row(index.row()).backup.id, done());
}

void RestoreDialog::startEmpty()
{
    m_restorer.startEmpty(done());
}

} // namespace hearth::tray_ui
