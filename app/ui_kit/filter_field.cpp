// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/filter_field.h"

#include "ui_kit/glyphs.h"
#include "ui_kit/tokens.h"
#include "ui_kit/typography.h"

#include <QKeyEvent>
#include <QPainter>

namespace hearth::ui_kit
{

namespace
{
constexpr int glyphSpace = 24;
constexpr int textStart = 32;
} // namespace

FilterField::FilterField(const QString &name, const QString &glyph, QWidget *parent) : QLineEdit(parent), m_glyph(glyph)
{
    setAccessibleName(name);
    setPlaceholderText(name);
    setTextMargins(glyphSpace, 0, 0, 0);
    setFont(textFont(TextRole::SecondLine));
}

void FilterField::setHits(const QString &words)
{
    m_hits = words;
    setAccessibleDescription(words);
    update();
}

void FilterField::setKeyHint(const QString &words)
{
    m_keyHint = words;
    update();
}

void FilterField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    paintGlyph(painter, QRect(9, 0, 18, height()), m_glyph, tokens.dim, 18);
    painter.setFont(font());
    painter.setPen(tokens.dim);
    const bool isEmpty = text().isEmpty();
    const QString behind = isEmpty ? m_keyHint : m_hits;
    if (behind.isEmpty())
        return;
    const int start = textStart + fontMetrics().horizontalAdvance(isEmpty ? placeholderText() : text()) + 22;
    const QRect place(start, 0, width() - start - 8, height());
    if (fontMetrics().horizontalAdvance(behind) <= place.width())
        painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft, behind);
}

void FilterField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        event->accept();
    } else if (event->key() == Qt::Key_Down) {
        Q_EMIT leftDownwards();
        event->accept();
    } else {
        QLineEdit::keyPressEvent(event);
    }
}

} // namespace hearth::ui_kit
