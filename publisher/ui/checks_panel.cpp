// SPDX-License-Identifier: Apache-2.0
#include "publisher/ui/checks_panel.h"
#include "publisher/ui/draft_model.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/tokens.h"

#include <QMap>
#include <QScrollArea>
#include <QSet>
#include <QVBoxLayout>

namespace hearth::publisher_ui
{

using namespace ui_kit;
using publish::Problem;

namespace
{
constexpr std::size_t mostGroups = 40;

/// Problems that one repair takes away together, in the order they were found.
std::vector<std::vector<Problem>> grouped(const std::vector<Problem> &problems, const QSet<QString> &ids)
{
    std::vector<std::vector<Problem>> groups;
    QHash<QString, std::size_t> places;
    for (const Problem &one : problems) {
        if (!ids.isEmpty() && !one.instanceId.isEmpty() && !ids.contains(one.instanceId))
            continue;
        const QString key = one.validator + one.title + (one.isWarning ? u'w' : u'e');
        if (!places.contains(key)) {
            places.insert(key, groups.size());
            groups.emplace_back();
        }
        groups[places.value(key)].push_back(one);
    }
    return groups;
}
} // namespace

ChecksPanel::ChecksPanel(DraftModel &model, QWidget *parent)
    : Panel(parent), m_model(model), m_head(new TextLabel(tr("Checks"), TextRole::Head, Tone::Dim)),
      m_repairAll(pushButton(tr("&Repair all"))), m_empty(new EmptyState)
{
    auto *inside = new QWidget;
    m_rows = new QVBoxLayout(inside);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(8);
    m_rows->setAlignment(Qt::AlignTop);
    auto *scroll = new QScrollArea;
    scroll->setWidget(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    inside->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::panelPadding, metrics::panelPadding, metrics::panelPadding,
                               metrics::panelPadding);
    column->setSpacing(8);
    column->addWidget(m_head);
    column->addWidget(m_empty, 1);
    column->addWidget(scroll, 1);
    column->addWidget(m_repairAll);
    connect(m_repairAll, &QPushButton::clicked, this, [this] {
        if (const QStringList failures = m_model.repair(m_model.checked().problems); !failures.isEmpty())
            Q_EMIT failed(failures);
    });
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &ChecksPanel::fill);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &ChecksPanel::fill);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &ChecksPanel::fill);
    fill();
}

void ChecksPanel::show(const QStringList &ids)
{
    m_ids = ids;
    fill();
}

void ChecksPanel::fill()
{
    if (!m_model.isChecked())
        return; // what was found last stays until there is something newer
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const auto shown = grouped(m_model.checked().problems, QSet<QString>(m_ids.begin(), m_ids.end()));
    for (std::size_t n = 0; n < std::min(shown.size(), mostGroups); ++n)
        addGroup(shown[n]);
    const auto &all = m_model.checked().problems;
    const bool canRepair = std::any_of(all.begin(), all.end(), [](const Problem &one) { return !one.repairs.empty(); });
    m_repairAll->setVisible(canRepair);
    m_empty->setVisible(shown.empty());
    m_rows->parentWidget()->parentWidget()->parentWidget()->setVisible(!shown.empty());
    if (m_model.rowCount() == 0)
        m_empty->setMessage(QStringLiteral("checklist"), tr("Nothing to check yet"),
                            tr("What speaks against publishing is said here, with a repair where there is one."));
    else
        m_empty->setMessage(QStringLiteral("check_circle"), tr("Everything is in order"),
                            all.empty() ? tr("The checks found nothing.")
                                        : tr("The problems that are left are in other products."));
}

void ChecksPanel::addGroup(const std::vector<Problem> &problems)
{
    const Problem &first = problems.front();
    auto *row = new NoticeRow;
    const auto count = static_cast<int>(problems.size());
    QStringList messages;
    for (const Problem &one : problems)
        messages.append(one.message);
    row->setMessage(first.isWarning ? Tone::Warning : Tone::Problem,
                    count == 1 ? first.title : tr("%1 · %n products", nullptr, count).arg(first.title), first.message,
                    count == 1 ? QString() : messages.join(u'\n'));
    if (!first.repairs.empty())
        row->addAction(QStringLiteral("repair"), publish::repairLabel(first.repairs.front()));
    connect(row, &NoticeRow::actionChosen, this,
            [this, problems, how = first.repairs.empty() ? publish::Repair::None : first.repairs.front()] {
                repair(problems, how);
            });
    auto *links = new QHBoxLayout;
    links->setContentsMargins(0, 0, 0, 0);
    links->setSpacing(0);
    const auto addLink = [links](LinkButton *link) {
        link->setHasDot(links->count() > 0);
        links->addWidget(link);
        return link;
    };
    for (std::size_t n = 1; n < first.repairs.size(); ++n)
        connect(addLink(new LinkButton(publish::repairLabel(first.repairs[n]))), &QAbstractButton::clicked, this,
                [this, problems, how = first.repairs[n]] { repair(problems, how); });
    if (!first.instanceId.isEmpty())
        connect(addLink(new LinkButton(tr("Show the product"))), &QAbstractButton::clicked, this,
                [this, id = first.instanceId] { Q_EMIT problemChosen(id); });
    links->addStretch();
    auto *card = new QWidget;
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(row);
    column->addLayout(links);
    m_rows->addWidget(card);
}

void ChecksPanel::repair(std::vector<Problem> problems, publish::Repair how)
{
    for (Problem &one : problems)
        one.repairs = {how};
    if (const QStringList failures = m_model.repair(problems); !failures.isEmpty())
        Q_EMIT failed(failures);
}

} // namespace hearth::publisher_ui
