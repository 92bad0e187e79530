// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/row_delegate.h"

#include "ui_kit/contrast.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/row_painting.h"
#include "ui_kit/typography.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace hearth::ui_kit
{

namespace
{

constexpr int iconColumn = 38;
constexpr int rightMargin = 8;
constexpr int chipHeight = 18;
constexpr int gap = 8;

QString text(const QModelIndex &index, int role)
{
    return index.data(role).toString();
}

int widthOf(const QString &words, TextRole role)
{
    return QFontMetrics(textFont(role)).horizontalAdvance(words);
}

} // namespace

struct RowDelegate::Look {
    QModelIndex index;
    QRect row;
    QRect firstLine;
    QRect secondLine;
    const Tokens &tokens;
    QColor ground;
    bool hasSecondLine = true;
};

RowDelegate::RowDelegate(QObject *parent) : QStyledItemDelegate(parent) {}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (index.data(row_role::IsSection).toBool())
        return {option.rect.width(), metrics::sectionRow};
    return {option.rect.width(), m_isSingleLine ? metrics::row : metrics::tallRow + 2};
}

QRect RowDelegate::chipRect(const QRect &rowRect, const QModelIndex &index) const
{
    const QString words = text(index, row_role::ChipText);
    if (words.isEmpty())
        return {};
    const int most = qMax(60, rowRect.width() / 2);
    const int width = qMin(most, chipWidth(words, index.data(row_role::ChipHasMenu).toBool()));
    const int top = m_isSingleLine ? rowRect.center().y() - chipHeight / 2 : rowRect.top() + 6;
    return {rowRect.right() - rightMargin - width + 1, top, width, chipHeight};
}

int RowDelegate::paintFirstLineEnd(QPainter &painter, const Look &look) const
{
    int right = look.row.right() - rightMargin;
    const QRect chip = chipRect(look.row, look.index);
    if (!chip.isEmpty()) {
        paintChip(painter, chip, text(look.index, row_role::ChipText),
                  look.index.data(row_role::ChipColor).value<QColor>(), look.index.data(row_role::ChipHasMenu).toBool(),
                  look.ground, look.tokens);
        right = chip.left() - gap;
    }
    if (!look.index.data(row_role::TrailingOnTop).toBool())
        return right;
    if (const QString glyph = text(look.index, row_role::TrailingGlyph); !glyph.isEmpty()) {
        const QRect place(right - 16, look.firstLine.center().y() - 8, 16, 16);
        paintGlyph(painter, place, glyph, look.tokens.dim, 16);
        right = place.left() - 4;
    }
    if (const QString words = text(look.index, row_role::Trailing); !words.isEmpty()) {
        const int width = widthOf(words, TextRole::Chip) + 2;
        QFont font = textFont(TextRole::Chip);
        font.setWeight(QFont::Normal);
        painter.setFont(font);
        painter.setPen(toneColor(static_cast<Tone>(look.index.data(row_role::TrailingTone).toInt()), look.tokens));
        painter.drawText(QRect(right - width, look.firstLine.top(), width, look.firstLine.height()),
                         Qt::AlignVCenter | Qt::AlignRight, words);
        right -= width + gap;
    }
    return right;
}

int RowDelegate::paintSecondLineEnd(QPainter &painter, const Look &look) const
{
    int right = look.row.right() - rightMargin;
    const QString words = text(look.index, row_role::Trailing);
    if (words.isEmpty() || look.index.data(row_role::TrailingOnTop).toBool())
        return right;
    const auto tone = static_cast<Tone>(look.index.data(row_role::TrailingTone).toInt());
    QFont font = textFont(TextRole::Chip);
    if (tone == Tone::Dim)
        font.setWeight(QFont::Normal);
    painter.setFont(font);
    painter.setPen(readable(toneColor(tone, look.tokens), look.ground, minimumTextContrast, look.tokens.text));
    const int width = QFontMetrics(font).horizontalAdvance(words) + 2;
    painter.drawText(QRect(right - width, look.secondLine.top(), width, look.secondLine.height()),
                     Qt::AlignVCenter | Qt::AlignRight, words);
    return right - width - gap;
}

void RowDelegate::paintTexts(QPainter &painter, const Look &look) const
{
    const bool isDimmed = look.index.data(row_role::IsDimmed).toBool();
    const int firstRight = paintFirstLineEnd(painter, look);
    painter.setFont(textFont(TextRole::Body));
    QFont font = painter.font();
    if (!m_isSingleLine)
        font.setWeight(QFont::Medium);
    painter.setFont(font);
    painter.setPen(isDimmed ? look.tokens.dim : look.tokens.text);
    QRect first = look.firstLine;
    first.setRight(firstRight);
    painter.drawText(first, Qt::AlignVCenter | Qt::AlignLeft,
                     QFontMetrics(font).elidedText(text(look.index, Qt::DisplayRole), Qt::ElideMiddle, first.width()));
    if (!look.hasSecondLine)
        return;
    QRect second = look.secondLine;
    second.setRight(paintSecondLineEnd(painter, look));
    painter.setFont(textFont(TextRole::SecondLine));
    painter.setPen(readable(look.tokens.dim, look.ground, minimumTextContrast, look.tokens.text));
    painter.drawText(second, Qt::AlignVCenter | Qt::AlignLeft,
                     QFontMetrics(painter.font())
                         .elidedText(text(look.index, row_role::SecondLine), Qt::ElideMiddle, second.width()));
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = tokensFor(option.palette);
    const QRect row = option.rect;
    if (index.data(row_role::IsSection).toBool()) {
        painter->setFont(textFont(TextRole::Head));
        painter->setPen(tokens.dim);
        painter->drawText(row.adjusted(4, 2, -4, 0), Qt::AlignVCenter | Qt::AlignLeft, text(index, Qt::DisplayRole));
        return;
    }
    if (index.data(row_role::IsPlaceholder).toBool()) {
        const int part = 40 + (index.row() * 37) % 30;
        paintPlaceholder(*painter, {row.left() + 10, row.center().y() - 9, 18, 18}, tokens);
        paintPlaceholder(*painter, {row.left() + iconColumn, row.center().y() - 14, row.width() * part / 100, 10},
                         tokens);
        if (!m_isSingleLine)
            paintPlaceholder(*painter, {row.left() + iconColumn, row.center().y() + 4, row.width() * 35 / 100, 8},
                             tokens);
        return;
    }
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QRect body = m_isSingleLine ? row : row.adjusted(0, 1, 0, -1);
    paintRowGround(*painter, body, tokens, isSelected, option.state.testFlag(QStyle::State_MouseOver));
    const QColor ground = rowGround(tokens, isSelected);
    const auto kind = static_cast<GlyphKind>(index.data(row_role::GlyphKindRole).toInt());
    const QColor glyphColor =
        readable(index.data(row_role::GlyphColor).value<QColor>(), ground, minimumGlyphContrast, tokens.dim);
    paintGlyph(*painter, QRect(body.left() + 10, body.center().y() - 9, 20, 20), text(index, row_role::Glyph),
               glyphColor, metrics::rowIcon, kind);
    const int left = body.left() + iconColumn;
    Look look{index,
              body,
              QRect(left, body.top() + 5, body.width() - iconColumn, 20),
              QRect(left, body.top() + 24, body.width() - iconColumn, 17),
              tokens,
              ground,
              !m_isSingleLine};
    if (m_isSingleLine)
        look.firstLine = QRect(left, body.top(), body.width() - iconColumn, body.height());
    paintTexts(*painter, look);
    if (option.state.testFlag(QStyle::State_HasFocus))
        paintFocusRing(*painter, body, tokens, metrics::raisedRadius);
}

bool RowDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                            const QModelIndex &index)
{
    if (event->type() == QEvent::ToolTip && index.data(Qt::ToolTipRole).isNull() && index.isValid()) {
        QToolTip::showText(event->globalPos(), text(index, Qt::DisplayRole), view);
        return true;
    }
    return QStyledItemDelegate::helpEvent(event, view, option, index);
}

} // namespace hearth::ui_kit
