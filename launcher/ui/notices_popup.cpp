// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/notices_popup.h"

#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace hearth::launcher_ui
{

using namespace ui_kit;

Tone toneOf(Severity severity)
{
    switch (severity) {
    case Severity::Good:
        return Tone::Good;
    case Severity::Warning:
        return Tone::Warning;
    case Severity::Problem:
        return Tone::Problem;
    case Severity::Information:
        break;
    }
    return Tone::Text;
}

void showNotice(NoticeRow &row, const Notice &notice)
{
    row.setMessage(toneOf(notice.severity), notice.title, notice.text, notice.details);
    row.clearActions();
    row.setMayDismiss(notice.mayDismiss);
    for (const NoticeAction &action : notice.actions)
        row.addAction(action.id, action.label, action.isMain);
}

NoticesPopup::NoticesPopup(QWidget *parent) : PopupPanel(tr("Notices"), parent), m_rows(new QVBoxLayout)
{
    auto *inner = new QWidget;
    inner->setLayout(m_rows);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(8);
    auto *area = new QScrollArea;
    area->setWidget(inner);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setProperty("flat", true);
    area->viewport()->setAutoFillBackground(false);
    inner->setAutoFillBackground(false);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setAccessibleName(tr("Notices"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->addWidget(new TextLabel(tr("Notices"), TextRole::Strong));
    column->addWidget(area, 1);
}

void NoticesPopup::openFor(const std::vector<Notice> &notices, const QWidget &anchor)
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Notice &notice : notices) {
        auto *row = new NoticeRow;
        showNotice(*row, notice);
        connect(row, &NoticeRow::actionChosen, this, [this, id = notice.id](const QString &action) {
            hide();
            Q_EMIT actionChosen(id, action);
        });
        connect(row, &NoticeRow::dismissed, this, [this, id = notice.id, row] {
            row->hide();
            Q_EMIT dismissed(id);
        });
        m_rows->addWidget(row);
    }
    if (notices.empty())
        m_rows->addWidget(new TextLabel(tr("Nothing needs you."), TextRole::SecondLine, Tone::Dim));
    m_rows->addStretch();
    const int height = qBound(100, 60 + static_cast<int>(notices.size()) * 112, 460);
    openBelow(anchor, {460, height}, true);
    if (QWidget *first = m_rows->itemAt(0)->widget())
        first->setFocus(Qt::PopupFocusReason);
}

} // namespace hearth::launcher_ui
