// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/ui/tile_delegate.h"
#include "publisher/loader/ui/product_model.h"
#include "ui_kit/contrast.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/row_painting.h"
#include "ui_kit/tokens.h"
#include "ui_kit/typography.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace hearth::loader_ui
{

using namespace ui_kit;

namespace
{
constexpr int gap = 4;
constexpr int padding = 8;

void paintPicture(QPainter &painter, const QRect &place, const QModelIndex &index, const Tokens &tokens)
{
    QPainterPath frame;
    frame.addRoundedRect(place, metrics::raisedRadius, metrics::raisedRadius);
    painter.fillPath(frame, tokens.background);
    const QPixmap picture = index.data(ProductModel::Picture).value<QPixmap>();
    if (picture.isNull()) {
        paintGlyph(painter, place, index.data(row_role::Glyph).toString(), tokens.dim, 40);
        return;
    }
    painter.save();
    painter.setClipPath(frame);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    QSize size = picture.size().scaled(place.size(), Qt::KeepAspectRatioByExpanding);
    QRect target(QPoint(), size);
    target.moveCenter(place.center());
    painter.drawPixmap(target, picture);
    painter.restore();
}

void paintWords(QPainter &painter, const QRect &place, const QModelIndex &index, const Tokens &tokens,
                const QColor &ground)
{
    const QFont strong = textFont(TextRole::Strong);
    painter.setFont(strong);
    painter.setPen(tokens.text);
    const QRect first(place.left(), place.top(), place.width(), 20);
    painter.drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(strong).elidedText(index.data().toString(), Qt::ElideMiddle, first.width()));
    const QString status = index.data(row_role::ChipText).toString();
    const QRect second(place.left(), place.top() + 22, place.width(), 20);
    int right = second.right();
    if (!status.isEmpty()) {
        const int width = std::min(chipWidth(status, false), second.width() * 2 / 3);
        paintChip(painter, {right - width, second.top(), width, second.height()}, status,
                  index.data(row_role::ChipColor).value<QColor>(), false, ground, tokens);
        right -= width + gap;
    }
    const QFont small = textFont(TextRole::SecondLine);
    painter.setFont(small);
    const bool isOlder = index.data(ProductModel::IsOlder).toBool();
    painter.setPen(isOlder ? tokens.warn : tokens.dim);
    const QString version =
        index.data(ProductModel::VersionName).toString() + (isOlder ? QStringLiteral(" ↑") : QString());
    painter.drawText(QRect(second.left(), second.top(), right - second.left(), second.height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(small).elidedText(version, Qt::ElideRight, right - second.left()));
}
} // namespace

void TileDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = tokensFor(option.palette);
    if (index.data(row_role::IsPlaceholder).toBool())
        return paintPlaceholder(*painter, option.rect.adjusted(gap, gap, -gap, -gap), tokens);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(row_role::IsSection).toBool()) {
        painter->setFont(textFont(TextRole::Head));
        painter->setPen(tokens.dim);
        painter->drawText(option.rect.adjusted(gap, 0, 0, -gap), Qt::AlignLeft | Qt::AlignBottom,
                          index.data().toString());
        painter->restore();
        return;
    }
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QRect tile = option.rect.adjusted(gap, gap, -gap, -gap);
    const QColor ground = isSelected ? tokens.selection : tokens.panel;
    QPainterPath path;
    path.addRoundedRect(tile, metrics::panelRadius, metrics::panelRadius);
    painter->fillPath(path, ground);
    painter->setPen(isSelected ? tokens.accent : tokens.line);
    painter->drawPath(path);
    paintPicture(*painter, {tile.left() + 1, tile.top() + 1, tile.width() - 2, pictureHeight}, index, tokens);
    paintWords(*painter, tile.adjusted(padding, pictureHeight + gap, -padding, -gap), index, tokens, ground);
    if (option.state.testFlag(QStyle::State_HasFocus))
        paintFocusRing(*painter, QRectF(tile), tokens, metrics::panelRadius);
    painter->restore();
}

QSize TileDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {width, height};
}

} // namespace hearth::loader_ui
