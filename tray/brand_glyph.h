// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/tray_source.h"

#include <QIcon>

class QPainter;

namespace hearth::tray_ui
{

/// Paints the product's sign, a flame in a hearth, into a square.
void paintBrand(QPainter &painter, const QRectF &square, const QColor &flame, const QColor &arch);

/// The tray icon. What it says, it says by shape: dot, crossed cloud, exclamation mark, ring.
QImage trayImage(TrayState state, Variant variant, int pixels);
QIcon trayIcon(TrayState state, Variant variant);

} // namespace hearth::tray_ui
