// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/variant.h"

#include <QColor>

class QPalette;

namespace hearth::ui_kit
{

/// Every colour of the product, once. Everything else refers to these by name.
struct Tokens {
    bool isDark = true;
    QColor background; ///< window
    QColor panel;      ///< grouped content
    QColor raised;     ///< buttons, fields, tiles
    QColor line;       ///< borders, separators
    QColor text;
    QColor dim;       ///< second lines
    QColor accent;    ///< the one primary action, focus ring, selection bar
    QColor onAccent;  ///< text on accent
    QColor selection; ///< selected row
    QColor ok;
    QColor warn;
    QColor error;
    QColor staging;
    QColor dev;
};

const Tokens &darkTokens();
const Tokens &lightTokens();

/// The table that a widget's palette stands for; painting code asks with its own palette.
const Tokens &tokensFor(const QPalette &palette);
QPalette paletteOf(const Tokens &tokens);

/// Band colour of a variant; invalid for production.
QColor bandColor(Variant variant, const Tokens &tokens);

namespace metrics
{
inline constexpr int step = 4;
inline constexpr int windowMargin = 16;
inline constexpr int panelGap = 12;
inline constexpr int panelPadding = 10;
inline constexpr int panelRadius = 8;
inline constexpr int raisedRadius = 6;
inline constexpr int row = 28;
inline constexpr int tallRow = 46;
inline constexpr int sectionRow = 26;
inline constexpr int hitTarget = 28;
inline constexpr int rowIcon = 18;
inline constexpr int tileIcon = 26;
inline constexpr int band = 3;
inline constexpr int selectionBar = 3;
inline constexpr int narrowWindow = 900; ///< below this width columns become pages
inline constexpr int animationMs = 150;
} // namespace metrics

inline constexpr double minimumGlyphContrast = 3.0;
inline constexpr double minimumTextContrast = 4.5;

} // namespace hearth::ui_kit
