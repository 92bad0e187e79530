// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/panel.h"

#include "ui_kit/tokens.h"

#include <QPainter>

namespace hearth::ui_kit
{

void paintPanel(QWidget &widget)
{
    const Tokens &tokens = tokensFor(widget.palette());
    QPainter painter(&widget);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens.line);
    painter.setBrush(tokens.panel);
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::panelRadius,
                            metrics::panelRadius);
}

Panel::Panel(QWidget *parent) : QFrame(parent)
{
    setFrameShape(QFrame::NoFrame);
}

void Panel::paintEvent(QPaintEvent *)
{
    paintPanel(*this);
}

Separator::Separator(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(1);
}

void Separator::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokensFor(palette()).line);
}

} // namespace hearth::ui_kit
