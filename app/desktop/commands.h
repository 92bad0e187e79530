// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/desktop.h"

namespace hearth::desktop
{

/// Exit codes: 0 done, 1 it did not work, 2 the command line was wrong.

/// What --help prints.
[[nodiscard]] QString usageText();

/// Runs a sub-command that needs no window. Nothing when the name is none of them.
[[nodiscard]] std::optional<int> runCommand(composition::Desktop &desktop);

/// Prints every configured value with its origin; secrets as dots.
int printEffectiveConfiguration(const composition::Desktop &desktop);

/// Handles ayon-launcher://…: takes the action from its server and starts a launcher for it, detached.
int handleUri(composition::Desktop &desktop, const QString &uri);

/// Adds this program to executables.json and registers the URI scheme.
int registerLauncher(const composition::Desktop &desktop);

/// One line on standard error; with --json an object on standard output.
int reportFailure(const composition::Desktop &desktop, const Error &error, int exitCode = 1);

} // namespace hearth::desktop
