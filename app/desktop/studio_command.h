// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/arguments.h"
#include "composition/desktop.h"

namespace hearth::desktop
{

/// What `hearth studio` takes: options with a value, and those without.
[[nodiscard]] const QStringList &studioValues();
[[nodiscard]] const QStringList &studioFlags();

/// hearth studio project|folder|task|apply …: makes and changes what a studio's projects are made of, on any server,
/// with the rights of the one who is signed in.
int studioCommand(composition::Desktop &desktop, const composition::CommandOptions &options);

} // namespace hearth::desktop
