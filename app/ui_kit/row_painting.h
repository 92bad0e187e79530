// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/row_roles.h"
#include "ui_kit/tokens.h"

#include <QRect>
#include <QString>

class QPainter;

namespace hearth::ui_kit
{

/// Colour of the row's ground: the panel's, or the selection's.
QColor rowGround(const Tokens &tokens, bool isSelected);
/// Ground and bar of a selected row, or the hint under the pointer.
void paintRowGround(QPainter &painter, const QRect &row, const Tokens &tokens, bool isSelected, bool isHovered);
/// The ring that says where the keyboard is.
void paintFocusRing(QPainter &painter, const QRectF &rect, const Tokens &tokens, qreal radius);
/// A grey bar where words will come.
void paintPlaceholder(QPainter &painter, const QRect &rect, const Tokens &tokens);
QColor toneColor(Tone tone, const Tokens &tokens);
/// Width a chip with this text takes.
int chipWidth(const QString &text, bool hasMenu);
void paintChip(QPainter &painter, const QRect &rect, const QString &text, const QColor &status, bool hasMenu,
               const QColor &ground, const Tokens &tokens);

} // namespace hearth::ui_kit
