// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/labels.h"

#include "ui_kit/row_painting.h"

#include <QEvent>
#include <QPainter>

namespace hearth::ui_kit
{

TextLabel::TextLabel(const QString &words, TextRole role, Tone tone, QWidget *parent)
    : QLabel(words, parent), m_tone(tone)
{
    setFont(textFont(role));
    setTextFormat(Qt::PlainText);
    applyTone();
}

void TextLabel::setTone(Tone tone)
{
    m_tone = tone;
    applyTone();
}

void TextLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_isApplying)
        applyTone();
}

void TextLabel::applyTone()
{
    m_isApplying = true;
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, toneColor(m_tone, tokensFor(colors)));
    setPalette(colors);
    m_isApplying = false;
}

ElidedLabel::ElidedLabel(const QString &words, TextRole role, Tone tone, QWidget *parent)
    : QWidget(parent), m_tone(tone)
{
    setFont(textFont(role));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setText(words);
}

void ElidedLabel::setText(const QString &words)
{
    if (m_text == words)
        return;
    m_text = words;
    setAccessibleName(words);
    setToolTip(words);
    updateGeometry();
    update();
}

void ElidedLabel::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

void ElidedLabel::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_text) + 2, qMax(20, fontMetrics().height())};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {qMin(40, sizeHint().width()), sizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(toneColor(m_tone, tokensFor(palette())));
    painter.drawText(rect(), static_cast<int>(m_alignment), fontMetrics().elidedText(m_text, Qt::ElideMiddle, width()));
}

} // namespace hearth::ui_kit
