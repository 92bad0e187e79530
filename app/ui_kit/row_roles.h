// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Qt>

namespace hearth::ui_kit
{

/// What RowDelegate and TreeView read from a model. DisplayRole is the first line, AccessibleTextRole the whole row.
namespace row_role
{
enum Role : int {
    Glyph = Qt::UserRole + 1, ///< QString, Material name
    GlyphColor,               ///< QColor from the server; invalid: dim
    GlyphKindRole,            ///< int(GlyphKind)
    SecondLine,               ///< QString
    ChipText,                 ///< QString; empty: no chip
    ChipColor,                ///< QColor from the server
    ChipHasMenu,              ///< bool: shows that it can be changed
    Trailing,                 ///< QString beside the second line, or at the right of the first
    TrailingTone,             ///< int(Tone)
    TrailingGlyph,            ///< QString
    TrailingOnTop,            ///< bool: beside the first line
    DotColor,                 ///< QColor; invalid: no dot
    Count,                    ///< QString, tree rows
    IsSection,                ///< bool: a head between rows, not selectable
    IsPlaceholder,            ///< bool: still loading
    IsDimmed,                 ///< bool
    Id,                       ///< QString
    Next,                     ///< first role a model may use for itself
};
} // namespace row_role

/// How urgent a trailing text is; always said in words as well.
enum class Tone { Dim, Text, Good, Warning, Problem };

} // namespace hearth::ui_kit
