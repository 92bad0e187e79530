// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/tree_view.h"

#include "ui_kit/contrast.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/row_painting.h"
#include "ui_kit/typography.h"

#include <QHeaderView>
#include <QPainter>

namespace hearth::ui_kit
{

TreeView::TreeView(QWidget *parent) : QTreeView(parent)
{
    setHeaderHidden(true);
    setIndentation(16);
    setUniformRowHeights(true);
    setItemDelegate(new TreeRowDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setProperty("flat", true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    setExpandsOnDoubleClick(true);
    header()->setSectionResizeMode(QHeaderView::Stretch);
}

void TreeView::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = tokensFor(palette());
    const QRect row(0, option.rect.top(), viewport()->width(), option.rect.height());
    const bool isSelected = selectionModel() && selectionModel()->isSelected(index);
    const bool isHovered = row.contains(viewport()->mapFromGlobal(QCursor::pos())) && underMouse();
    paintRowGround(*painter, row, tokens, isSelected, isHovered && !isSelected);
    // The ground is painted above, over the whole row; the style's own would cover only part of it.
    QStyleOptionViewItem quiet(option);
    quiet.palette.setColor(QPalette::Highlight, Qt::transparent);
    QTreeView::drawRow(painter, quiet, index);
    if (hasFocus() && currentIndex() == index)
        paintFocusRing(*painter, QRectF(row), tokens, metrics::raisedRadius);
}

void TreeView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    if (!model()->hasChildren(index))
        return;
    const QRect place(rect.right() - indentation() + 1, rect.top(), indentation(), rect.height());
    const QString glyph = isExpanded(index) ? QStringLiteral("expand_more") : QStringLiteral("chevron_right");
    const Tokens &tokens = tokensFor(palette());
    paintGlyph(*painter, place, glyph, tokens.dim, 16);
}

QSize TreeRowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {option.rect.width(), metrics::row};
}

void TreeRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = tokensFor(option.palette);
    const QRect row = option.rect;
    if (index.data(row_role::IsPlaceholder).toBool()) {
        paintPlaceholder(*painter, {row.left() + 4, row.center().y() - 5, row.width() * 55 / 100, 10}, tokens);
        return;
    }
    const QColor ground = rowGround(tokens, option.state.testFlag(QStyle::State_Selected));
    paintGlyph(*painter, QRect(row.left() + 3, row.top(), 20, row.height()), index.data(row_role::Glyph).toString(),
               readable(index.data(row_role::GlyphColor).value<QColor>(), ground, minimumGlyphContrast, tokens.dim),
               metrics::rowIcon, GlyphKind::Folder);
    int right = row.right() - 4;
    painter->setFont(textFont(TextRole::SecondLine));
    painter->setPen(readable(tokens.dim, ground, minimumTextContrast, tokens.text));
    constexpr int countWidth = 34;
    if (const QString count = index.data(row_role::Count).toString(); !count.isEmpty())
        painter->drawText(QRect(right - countWidth, row.top(), countWidth, row.height()),
                          Qt::AlignVCenter | Qt::AlignRight, count);
    right -= countWidth;
    if (const QColor dot = index.data(row_role::DotColor).value<QColor>(); dot.isValid()) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(readable(dot, ground, minimumGlyphContrast, tokens.dim));
        painter->drawEllipse(QRectF(right - 4, row.center().y() - 3.5, 8, 8));
        painter->restore();
        right -= 12;
    }
    painter->setFont(textFont(TextRole::Body));
    painter->setPen(index.data(row_role::IsDimmed).toBool() ? tokens.dim : tokens.text);
    const QRect words(row.left() + 29, row.top(), right - row.left() - 31, row.height());
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, words.width()));
}

} // namespace hearth::ui_kit
