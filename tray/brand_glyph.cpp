// SPDX-License-Identifier: Apache-2.0
#include "tray/brand_glyph.h"

#include "ui_kit/tokens.h"

#include <QImage>
#include <QLineF>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace hearth::tray_ui
{

namespace
{

using ui_kit::darkTokens;

QPainterPath flamePath()
{
    QPainterPath path(QPointF(0.50, 0.20));
    path.cubicTo(0.56, 0.34, 0.72, 0.42, 0.72, 0.60);
    path.cubicTo(0.72, 0.74, 0.62, 0.82, 0.50, 0.82);
    path.cubicTo(0.38, 0.82, 0.28, 0.74, 0.28, 0.60);
    path.cubicTo(0.28, 0.50, 0.34, 0.46, 0.38, 0.38);
    path.cubicTo(0.42, 0.44, 0.45, 0.46, 0.46, 0.46);
    path.cubicTo(0.50, 0.38, 0.50, 0.28, 0.50, 0.20);
    return path;
}

QPainterPath archPath()
{
    QPainterPath path(QPointF(0.12, 0.92));
    path.lineTo(0.12, 0.48);
    path.cubicTo(0.12, 0.20, 0.30, 0.08, 0.50, 0.08);
    path.cubicTo(0.70, 0.08, 0.88, 0.20, 0.88, 0.48);
    path.lineTo(0.88, 0.92);
    return path;
}

// Badges lie on a ground of their own, so that they stand out on light and dark panels alike.
void paintBadgeGround(QPainter &painter, const QRectF &rect, const QColor &ground)
{
    painter.setPen(QPen(QColor(0x17, 0x19, 0x1d), rect.width() * 0.12));
    painter.setBrush(ground);
    painter.drawEllipse(rect);
}

QPainterPath cloudPath(const QRectF &rect)
{
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    const auto part = [&rect](qreal x, qreal y, qreal width, qreal height) {
        return QRectF(rect.left() + x * rect.width(), rect.top() + y * rect.height(), width * rect.width(),
                      height * rect.height());
    };
    path.addEllipse(part(0.00, 0.40, 0.42, 0.42));
    path.addEllipse(part(0.22, 0.14, 0.52, 0.56));
    path.addEllipse(part(0.56, 0.36, 0.44, 0.46));
    path.addRect(part(0.20, 0.50, 0.60, 0.32));
    return path.simplified();
}

void paintOffline(QPainter &painter, const QRectF &rect)
{
    const QColor ground(0x17, 0x19, 0x1d);
    const QRectF place = rect.adjusted(-rect.width() * 0.24, -rect.height() * 0.12, 0, 0);
    const qreal unit = place.width();
    const QPainterPath cloud = cloudPath(place);
    painter.setPen(QPen(ground, unit * 0.14, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(QColor(0xe7, 0xe9, 0xec));
    painter.drawPath(cloud);
    painter.fillPath(cloud, QColor(0xe7, 0xe9, 0xec));
    const QLineF strike(place.topLeft() + QPointF(unit * 0.16, unit * 0.10),
                        place.topLeft() + QPointF(unit * 0.84, unit * 0.92));
    painter.setPen(QPen(ground, unit * 0.24, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(strike);
    painter.setPen(QPen(ui_kit::darkTokens().error, unit * 0.12, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(strike);
}

void paintAttention(QPainter &painter, const QRectF &rect)
{
    paintBadgeGround(painter, rect, darkTokens().warn);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0x17, 0x19, 0x1d));
    const qreal unit = rect.width();
    painter.drawRoundedRect(QRectF(rect.center().x() - unit * 0.07, rect.top() + unit * 0.20, unit * 0.14, unit * 0.36),
                            unit * 0.06, unit * 0.06);
    painter.drawEllipse(QRectF(rect.center().x() - unit * 0.08, rect.top() + unit * 0.64, unit * 0.16, unit * 0.16));
}

} // namespace

void paintBrand(QPainter &painter, const QRectF &square, const QColor &flame, const QColor &arch)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(square.topLeft());
    painter.scale(square.width(), square.height());
    painter.setPen(QPen(arch, 0.10, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(archPath());
    painter.fillPath(flamePath(), flame);
    painter.restore();
}

QImage trayImage(TrayState state, Variant variant, int pixels)
{
    QImage image(pixels, pixels, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal size = pixels;
    QRectF brand(0, 0, size, size);
    if (const QColor ring = ui_kit::bandColor(variant, darkTokens()); ring.isValid()) {
        const qreal width = qMax<qreal>(1.5, size * 0.09);
        painter.setPen(QPen(ring, width));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(brand.adjusted(width / 2, width / 2, -width / 2, -width / 2));
        brand.adjust(size * 0.18, size * 0.16, -size * 0.18, -size * 0.20);
    }
    paintBrand(painter, brand, darkTokens().accent, QColor(0x8d, 0x93, 0x9c));
    const QRectF badge(size * 0.50, size * 0.50, size * 0.48, size * 0.48);
    switch (state) {
    case TrayState::Attention:
        paintAttention(painter, badge);
        break;
    case TrayState::Offline:
        paintOffline(painter, badge);
        break;
    case TrayState::Working:
        paintBadgeGround(painter, badge.adjusted(size * 0.14, size * 0.14, 0, 0), darkTokens().ok);
        break;
    case TrayState::Normal:
        break;
    }
    return image;
}

QIcon trayIcon(TrayState state, Variant variant)
{
    QIcon icon;
    for (const int pixels : {16, 22, 24, 32, 48, 64})
        icon.addPixmap(QPixmap::fromImage(trayImage(state, variant, pixels)));
    return icon;
}

} // namespace hearth::tray_ui
