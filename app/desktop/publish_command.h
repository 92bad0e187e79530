// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/arguments.h"
#include "composition/desktop.h"

namespace hearth::desktop
{

/// What `hearth publish` takes: options with a value, and those without.
[[nodiscard]] const QStringList &publishValues();
[[nodiscard]] const QStringList &publishFlags();

/// hearth publish FILE… --project P --folder /PATH [--task T] [--product TYPE[/VARIANT]] …: publishes files and folders
/// as new versions. \returns 0, 1 (nothing was published), 2 (wrong use), 130 (stopped)
int publishCommand(composition::Desktop &desktop, const composition::CommandOptions &options);

} // namespace hearth::desktop
