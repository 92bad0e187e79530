// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/contrast.h"

#include "ui_kit/tokens.h"

#include <algorithm>
#include <cmath>

namespace hearth::ui_kit
{

namespace
{

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QColor mixed(const QColor &from, const QColor &to, double share)
{
    const auto channel = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return {channel(from.red(), to.red()), channel(from.green(), to.green()), channel(from.blue(), to.blue())};
}

} // namespace

double contrastRatio(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor blended(const QColor &over, const QColor &ground)
{
    return mixed(ground, QColor(over.red(), over.green(), over.blue()), over.alphaF());
}

QColor readable(const QColor &wanted, const QColor &ground, double minimum, const QColor &fallback)
{
    const QColor start = wanted.isValid() ? QColor(wanted.red(), wanted.green(), wanted.blue()) : fallback;
    if (contrastRatio(start, ground) >= minimum)
        return start;
    const QColor target = contrastRatio(Qt::white, ground) > contrastRatio(Qt::black, ground) ? Qt::white : Qt::black;
    constexpr int steps = 50;
    for (int i = 1; i <= steps; ++i) {
        const QColor candidate = mixed(start, target, static_cast<double>(i) / steps);
        if (contrastRatio(candidate, ground) >= minimum)
            return candidate;
    }
    return target;
}

ChipColors chipColors(const QColor &status, const QColor &rowGround, const QColor &fallback)
{
    QColor tint = status.isValid() ? status : fallback;
    tint.setAlphaF(0.18f);
    const QColor ground = blended(tint, rowGround);
    return {ground, readable(status, ground, minimumTextContrast, fallback)};
}

} // namespace hearth::ui_kit
