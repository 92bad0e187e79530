// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QStringList>

namespace hearth::structure
{

/// The names a pattern stands for, in order: "sh[0010-0100:10]" is sh0010, sh0020 … sh0100; "[hero,villain]" is both;
/// several brackets multiply. Numbers get the width of the first one; without a step it is 1. A text without brackets
/// is itself. Pure.
/// \param most at most so many names
/// Errors: Invalid, naming the bracket and what is wrong with it.
[[nodiscard]] Result<QStringList> namesOf(const QString &pattern, qsizetype most = 10'000);

} // namespace hearth::structure
