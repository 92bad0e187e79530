// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/arguments.h"
#include "composition/desktop.h"

namespace hearth::desktop
{

/// What `hearth load` takes: options with a value, and those without.
[[nodiscard]] const QStringList &loadValues();
[[nodiscard]] const QStringList &loadFlags();

/// hearth load list|path|lineage|open|status|deliver|remove-old: what was published, from a command line.
int loadCommand(composition::Desktop &desktop, const composition::CommandOptions &options);

} // namespace hearth::desktop
