// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/placeholder_rows.h"

#include "ui_kit/row_painting.h"
#include "ui_kit/tokens.h"

#include <QPainter>

namespace hearth::ui_kit
{

namespace
{
constexpr int mostRows = 6;
constexpr int textStart = 38;
} // namespace

PlaceholderRows::PlaceholderRows(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Loading"));
}

void PlaceholderRows::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    constexpr int step = metrics::tallRow + 2;
    for (int row = 0; row < mostRows && (row + 1) * step < height(); ++row) {
        const int middle = row * step + step / 2;
        const int room = width() - textStart - 10;
        paintPlaceholder(painter, {10, middle - 9, 18, 18}, tokens);
        paintPlaceholder(painter, {textStart, middle - 14, room * (45 + row * 17 % 40) / 100, 10}, tokens);
        paintPlaceholder(painter, {textStart, middle + 4, room * (30 + row * 11 % 25) / 100, 8}, tokens);
    }
}

} // namespace hearth::ui_kit
