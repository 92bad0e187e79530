// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace hearth::search
{

/// The parts of a name a person may begin to type, besides its own words: "modelMain" gives "model Main", "sh0010"
/// gives "sh 0010". Pure.
[[nodiscard]] QString partsOf(const QString &name);

/// What was typed as an FTS5 expression: every word has to begin a word of the row. Nothing of the expression language
/// reaches it from outside. Empty: nothing to look for. Pure. \param column "title" or empty for all
/// \param fromStart only where the first word begins the column
[[nodiscard]] QString matchExpression(const QString &typed, const QString &column = {}, bool fromStart = false);

/// How well a title fits: 0 it is what was typed, 1 it begins so, 2 a word of it does, 3 elsewhere. Pure.
[[nodiscard]] int fitOf(const QString &title, const QString &typed);

} // namespace hearth::search
