// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFont>

namespace hearth::ui_kit
{

enum class TextRole {
    Body,       ///< 13 px
    Strong,     ///< 13 px semibold
    SecondLine, ///< 12 px
    Title,      ///< 16 px semibold
    Hero,       ///< 22 px semibold, first run only
    Head,       ///< 11 px semibold, letter-spaced
    Chip,       ///< 11 px semibold
    Mono,       ///< 12 px fixed pitch
};

QFont textFont(TextRole role);

/// Family of the system's interface font; Inter, from the resources, where the system has none of its own.
QString interfaceFamily();

} // namespace hearth::ui_kit
