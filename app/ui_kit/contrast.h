// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>

namespace hearth::ui_kit
{

/// Contrast of two opaque colours, 1 to 21. Source: WCAG 2.1, "contrast ratio".
double contrastRatio(const QColor &a, const QColor &b);

/// What a colour with alpha looks like on an opaque ground.
QColor blended(const QColor &over, const QColor &ground);

/// The colour nearest to wanted, same hue, whose contrast with ground is at least minimum. Invalid colours give
/// fallback. Pure.
QColor readable(const QColor &wanted, const QColor &ground, double minimum, const QColor &fallback);

/// Text and ground of a chip made from a status colour, readable on a row of the given colour.
struct ChipColors {
    QColor ground;
    QColor text;
};
ChipColors chipColors(const QColor &status, const QColor &rowGround, const QColor &fallback);

} // namespace hearth::ui_kit
