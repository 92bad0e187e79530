// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/notice_row.h"

#include "ui_kit/buttons.h"
#include "ui_kit/contrast.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/labels.h"
#include "ui_kit/row_painting.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace hearth::ui_kit
{

namespace
{

QString glyphOf(Tone tone)
{
    switch (tone) {
    case Tone::Good:
        return QStringLiteral("check_circle");
    case Tone::Warning:
        return QStringLiteral("warning");
    case Tone::Problem:
        return QStringLiteral("error");
    case Tone::Dim:
    case Tone::Text:
        break;
    }
    return QStringLiteral("info");
}

} // namespace

NoticeRow::NoticeRow(QWidget *parent)
    : QWidget(parent), m_title(new TextLabel({}, TextRole::Strong)),
      m_text(new TextLabel({}, TextRole::SecondLine, Tone::Dim)), m_detailsButton(new LinkButton(tr("Details"))),
      m_dismiss(new IconButton(QStringLiteral("close"), tr("Dismiss this notice"))), m_details(new QPlainTextEdit),
      m_words(new QVBoxLayout), m_row(new QHBoxLayout(this)), m_actions(new QHBoxLayout)
{
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    m_dismiss->setFixedSize(28, 28);
    m_details->setReadOnly(true);
    m_details->setAccessibleName(tr("Details"));
    m_details->setFont(textFont(TextRole::Mono));
    m_details->setFixedHeight(96);
    m_details->hide();
    m_detailsButton->hide();
    m_words->setSpacing(2);
    m_words->addWidget(m_title);
    m_words->addWidget(m_text);
    m_words->addSpacing(4);
    m_words->addLayout(m_actions);
    m_words->addWidget(m_details);
    m_actions->setSpacing(8);
    m_actions->addWidget(m_detailsButton);
    m_actions->addStretch();
    m_row->setContentsMargins(40, 10, 8, 10);
    m_row->addLayout(m_words, 1);
    m_row->addWidget(m_dismiss, 0, Qt::AlignTop);
    m_dismiss->hide();
    connect(m_dismiss, &IconButton::clicked, this, &NoticeRow::dismissed);
    connect(m_detailsButton, &LinkButton::clicked, this, &NoticeRow::onDetailsToggled);
}

void NoticeRow::setMessage(Tone tone, const QString &title, const QString &text, const QString &details)
{
    m_tone = tone;
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    m_details->setPlainText(details);
    m_detailsButton->setVisible(!details.isEmpty());
    m_details->hide();
    setAccessibleName(title + QLatin1Char(' ') + text);
    update();
}

void NoticeRow::addAction(const QString &id, const QString &label, bool isMain)
{
    QPushButton *button = pushButton(label, false);
    button->setProperty("main", isMain);
    m_actions->insertWidget(m_actions->count() - 2, button);
    connect(button, &QPushButton::clicked, this, [this, id] { Q_EMIT actionChosen(id); });
}

void NoticeRow::clearActions()
{
    while (m_actions->count() > 2) {
        QLayoutItem *item = m_actions->takeAt(0);
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

void NoticeRow::setWide()
{
    m_words->removeItem(m_actions);
    m_actions->setParent(nullptr);
    m_row->insertLayout(1, m_actions);
}

void NoticeRow::setMayDismiss(bool on)
{
    m_dismiss->setVisible(on);
}

QString NoticeRow::title() const
{
    return m_title->text();
}

void NoticeRow::onDetailsToggled()
{
    m_details->setVisible(m_details->isHidden());
    m_detailsButton->setText(m_details->isHidden() ? tr("Details") : tr("Hide details"));
}

void NoticeRow::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor tone = m_tone == Tone::Text || m_tone == Tone::Dim ? tokens.dim : toneColor(m_tone, tokens);
    QColor line = tone;
    line.setAlphaF(0.6f);
    painter.setPen(blended(line, tokens.panel));
    painter.setBrush(tokens.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::panelRadius, metrics::panelRadius);
    paintGlyph(painter, QRect(12, 10, 20, 20), glyphOf(m_tone), tone, 20);
}

} // namespace hearth::ui_kit
