// SPDX-License-Identifier: Apache-2.0
#include "publisher/ui/outcome_page.h"
#include "publisher/ui/draft_model.h"
#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace hearth::publisher_ui
{

using namespace ui_kit;

namespace
{
constexpr int pathRole = row_role::Next;

QStandardItem *rowOf(const publish::PublishedVersion &one)
{
    auto *made = new QStandardItem(one.productName + u' ' + versionWords(one.number));
    made->setEditable(false);
    made->setData(QStringLiteral("check_circle"), row_role::Glyph);
    made->setData(one.folder, row_role::SecondLine);
    made->setData(one.files == 1 ? OutcomePage::tr("1 file")
                                 : OutcomePage::tr("%n files", nullptr, static_cast<int>(one.files)),
                  row_role::Trailing);
    made->setData(true, row_role::TrailingOnTop);
    made->setData(one.folder, pathRole);
    made->setToolTip(one.folder);
    made->setData(made->text() + QStringLiteral(", ") + made->data(row_role::Trailing).toString() +
                      QStringLiteral(", ") + one.folder,
                  Qt::AccessibleTextRole);
    return made;
}
} // namespace

OutcomePage::OutcomePage(QWidget *parent)
    : Panel(parent), m_title(new TextLabel({}, TextRole::Title)),
      m_facts(new TextLabel({}, TextRole::SecondLine, Tone::Dim)), m_warnings(new NoticeRow),
      m_rows(new QStandardItemModel(this)), m_list(new RowList(tr("What was published"))),
      m_loader(pushButton(tr("Show in &loader"), true)), m_report(pushButton(tr("&Report")))
{
    m_list->setModel(m_rows);
    m_list->setObjectName(QStringLiteral("published"));
    auto *copy = pushButton(tr("&Copy path"));
    auto *again = pushButton(tr("Publish &more"));
    auto *row = new QHBoxLayout;
    for (QPushButton *one : {m_loader, copy, m_report})
        row->addWidget(one);
    row->addStretch();
    row->addWidget(again);
    auto *column = new QVBoxLayout(this);
    constexpr int edge = metrics::windowMargin;
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(metrics::panelGap);
    for (QWidget *one : std::initializer_list<QWidget *>{m_title, m_facts, m_warnings})
        column->addWidget(one);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    m_warnings->hide();
    connect(m_loader, &QPushButton::clicked, this, &OutcomePage::loaderWanted);
    connect(m_list, &RowList::mainWanted, this, &OutcomePage::loaderWanted);
    connect(copy, &QPushButton::clicked, this, &OutcomePage::copyPath);
    connect(m_report, &QPushButton::clicked, this, [this] { Q_EMIT reportWanted(m_reportFile); });
    connect(again, &QPushButton::clicked, this, &OutcomePage::againWanted);
}

void OutcomePage::show(const publish::Published &done, const launcher_ui::Context &place)
{
    m_rows->clear();
    for (const publish::PublishedVersion &one : done.versions)
        m_rows->appendRow(rowOf(one));
    m_list->ensureCurrent();
    m_title->setText(done.versions.size() == 1
                         ? tr("Published 1 product")
                         : tr("Published %n products", nullptr, static_cast<int>(done.versions.size())));
    m_facts->setText(tr("%1 · %2 in all, hashed while copied, sizes checked in place")
                         .arg(place.folderPath, QLocale().formattedDataSize(done.bytes)));
    m_warnings->setVisible(!done.warnings.isEmpty());
    m_warnings->setMessage(Tone::Warning,
                           done.warnings.size() == 1 ? tr("Everything was published, with one warning")
                                                     : tr("Everything was published, with %n warnings", nullptr,
                                                          static_cast<int>(done.warnings.size())),
                           done.warnings.value(0), done.warnings.size() > 1 ? done.warnings.join(u'\n') : QString());
    m_reportFile = done.reportFile;
    m_report->setEnabled(!m_reportFile.isEmpty());
}

void OutcomePage::takeFocus()
{
    m_loader->setFocus();
}

void OutcomePage::copyPath()
{
    QStringList paths;
    for (const QModelIndex &index : m_list->selectionModel()->selectedIndexes())
        paths.append(index.data(pathRole).toString());
    QGuiApplication::clipboard()->setText(paths.join(u'\n'));
}

} // namespace hearth::publisher_ui
