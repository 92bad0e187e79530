// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QIcon>
#include <QRectF>
#include <QString>

class QPainter;

namespace hearth::ui_kit
{

/// What an unknown glyph name stands for; decides the plain glyph shown instead.
enum class GlyphKind { Thing, Folder, Task, Application, Workfile, Status };

/// Code point of a Material glyph by its name: the font's own, else the alias table's, else the kind's plain glyph.
char32_t glyphCode(const QString &name, GlyphKind kind = GlyphKind::Thing);
/// Whether the font itself or the alias table knows the name.
bool isKnownGlyph(const QString &name);

/// Paints the glyph centred in rect, pixelSize high.
void paintGlyph(QPainter &painter, const QRectF &rect, const QString &name, const QColor &color, int pixelSize,
                GlyphKind kind = GlyphKind::Thing);

/// A sharp icon at every size and scale.
QIcon glyphIcon(const QString &name, const QColor &color, GlyphKind kind = GlyphKind::Thing);

} // namespace hearth::ui_kit
