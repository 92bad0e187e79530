// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/row_painting.h"

#include "ui_kit/contrast.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/typography.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

namespace hearth::ui_kit
{

namespace
{
constexpr int chipPadding = 8;
constexpr int chipMenuWidth = 10;
} // namespace

QColor rowGround(const Tokens &tokens, bool isSelected)
{
    return isSelected ? tokens.selection : tokens.panel;
}

void paintRowGround(QPainter &painter, const QRect &row, const Tokens &tokens, bool isSelected, bool isHovered)
{
    if (!isSelected && !isHovered)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    QColor ground = tokens.selection;
    if (!isSelected) {
        ground = tokens.text;
        ground.setAlphaF(0.05f);
    }
    const QRectF body = QRectF(row).adjusted(1, 0, -1, 0);
    painter.setBrush(ground);
    painter.drawRoundedRect(body, metrics::raisedRadius, metrics::raisedRadius);
    if (isSelected) {
        const qreal inset = row.height() > metrics::row ? 5 : 4;
        painter.setBrush(tokens.accent);
        painter.drawRoundedRect(
            QRectF(body.left(), body.top() + inset, metrics::selectionBar, body.height() - 2 * inset), 1.5, 1.5);
    }
    painter.restore();
}

void paintFocusRing(QPainter &painter, const QRectF &rect, const Tokens &tokens, qreal radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius);
    painter.restore();
}

void paintPlaceholder(QPainter &painter, const QRect &rect, const Tokens &tokens)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.line);
    painter.drawRoundedRect(rect, 4, 4);
    painter.restore();
}

QColor toneColor(Tone tone, const Tokens &tokens)
{
    switch (tone) {
    case Tone::Dim:
        return tokens.dim;
    case Tone::Good:
        return tokens.ok;
    case Tone::Warning:
        return tokens.warn;
    case Tone::Problem:
        return tokens.error;
    case Tone::Text:
        break;
    }
    return tokens.text;
}

int chipWidth(const QString &text, bool hasMenu)
{
    return QFontMetrics(textFont(TextRole::Chip)).horizontalAdvance(text) + 2 * chipPadding +
           (hasMenu ? chipMenuWidth : 0);
}

void paintChip(QPainter &painter, const QRect &rect, const QString &text, const QColor &status, bool hasMenu,
               const QColor &ground, const Tokens &tokens)
{
    const ChipColors colors = chipColors(status, ground, tokens.dim);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.ground);
    painter.drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    painter.setFont(textFont(TextRole::Chip));
    painter.setPen(colors.text);
    QRect words = rect.adjusted(chipPadding, 0, hasMenu ? -chipMenuWidth - 4 : -chipPadding + 2, 0);
    const QString shown = QFontMetrics(painter.font()).elidedText(text, Qt::ElideMiddle, words.width() + 2);
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextDontClip, shown);
    if (hasMenu) {
        const QRectF arrow(rect.right() - chipMenuWidth - 3, rect.top(), chipMenuWidth, rect.height());
        const QPointF middle = arrow.center();
        QPainterPath triangle;
        triangle.moveTo(middle + QPointF(-3, -1.5));
        triangle.lineTo(middle + QPointF(3, -1.5));
        triangle.lineTo(middle + QPointF(0, 3));
        triangle.closeSubpath();
        painter.fillPath(triangle, colors.text);
    }
    painter.restore();
}

} // namespace hearth::ui_kit
