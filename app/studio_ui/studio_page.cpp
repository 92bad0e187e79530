// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/studio_page.h"

#include "ui_kit/notice_row.h"
#include "ui_kit/tokens.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace hearth::studio_ui
{

using namespace ui_kit;

StudioPage::StudioPage(QWidget *parent) : QWidget(parent), m_notice(new NoticeRow), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(metrics::panelGap);
    m_column->addWidget(m_notice);
    m_notice->hide();
    m_notice->setMayDismiss(true);
    connect(m_notice, &NoticeRow::dismissed, this, &StudioPage::hideNotice);
    connect(m_notice, &NoticeRow::actionChosen, this, [this](const QString &id) {
        const auto act = m_offers.at(id.toUInt()).act;
        hideNotice();
        if (act)
            act();
    });
}

void StudioPage::say(Tone tone, const QString &title, const QString &text, std::vector<Offer> offers)
{
    m_notice->clearActions();
    m_notice->setMessage(tone, title, text);
    m_offers = std::move(offers);
    for (std::size_t n = 0; n < m_offers.size(); ++n)
        m_notice->addAction(QString::number(n), m_offers[n].label);
    m_notice->show();
}

void StudioPage::sayFailure(const Error &error, std::vector<Offer> offers)
{
    say(Tone::Problem, error.message, {}, std::move(offers));
}

void StudioPage::askAboutUnsaved(std::function<void()> leave)
{
    say(Tone::Warning, tr("There are changes that are not saved."), tr("They are lost when the window is closed."),
        {{tr("Close without saving"), std::move(leave)}, {tr("Go on editing"), {}}});
}

void StudioPage::hideNotice()
{
    m_notice->hide();
    m_notice->setMessage(Tone::Text, {}, {}); // a password that was shown is not kept
}

void clear(QLayout &layout)
{
    while (QLayoutItem *item = layout.takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        } else if (QLayout *inner = item->layout()) {
            clear(*inner);
        }
        delete item;
    }
}

QScrollArea *scrolling(QWidget *inner, const QString &name)
{
    auto *area = new QScrollArea;
    area->setWidget(inner);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setProperty("flat", true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    inner->setAutoFillBackground(false);
    area->setAccessibleName(name);
    return area;
}

} // namespace hearth::studio_ui
