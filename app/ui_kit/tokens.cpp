// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/tokens.h"

#include <QPalette>

namespace hearth::ui_kit
{

const Tokens &darkTokens()
{
    static const Tokens table{true,     0x17191d, 0x1e2126, 0x272b31, 0x343942, 0xe7e9ec, 0x9aa2ad, 0xff8a4c,
                              0x1a1208, 0x3a2b22, 0x4fbf7f, 0xe5b94b, 0xf0635c, 0x2aa5a0, 0x8b6cf0};
    return table;
}

const Tokens &lightTokens()
{
    static const Tokens table{false,    0xf3f4f6, 0xffffff, 0xffffff, 0xd9dde3, 0x1c1f24, 0x5d6672, 0xc2501a,
                              0xffffff, 0xfbe6da, 0x1a7d47, 0x8f6a00, 0xc2332c, 0x2aa5a0, 0x8b6cf0};
    return table;
}

const Tokens &tokensFor(const QPalette &palette)
{
    // The one role that style sheets and labels never change.
    return palette.color(QPalette::BrightText).lightnessF() > 0.5f ? darkTokens() : lightTokens();
}

QPalette paletteOf(const Tokens &t)
{
    QPalette palette(t.raised, t.background);
    palette.setColor(QPalette::Window, t.background);
    palette.setColor(QPalette::Base, t.panel);
    palette.setColor(QPalette::AlternateBase, t.raised);
    palette.setColor(QPalette::Button, t.raised);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText, QPalette::BrightText})
        palette.setColor(role, t.text);
    palette.setColor(QPalette::ToolTipBase, t.raised);
    palette.setColor(QPalette::PlaceholderText, t.dim);
    palette.setColor(QPalette::Highlight, t.selection);
    palette.setColor(QPalette::HighlightedText, t.text);
    palette.setColor(QPalette::Link, t.accent);
    palette.setColor(QPalette::LinkVisited, t.accent);
    palette.setColor(QPalette::Light, t.raised);
    palette.setColor(QPalette::Midlight, t.line);
    palette.setColor(QPalette::Mid, t.line);
    palette.setColor(QPalette::Dark, t.line);
    palette.setColor(QPalette::Shadow, t.isDark ? QColor(Qt::black) : t.line);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, t.dim);
    return palette;
}

QColor bandColor(Variant variant, const Tokens &tokens)
{
    switch (variant) {
    case Variant::Staging:
        return tokens.staging;
    case Variant::Dev:
        return tokens.dev;
    case Variant::Production:
        break;
    }
    return {};
}

} // namespace hearth::ui_kit
