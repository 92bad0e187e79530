// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server_program/server_data.h"
#include "server_program/server_options.h"

namespace hearth::server_program
{

/// `hearth-server backup` and `restore --check`: what needs no lock, since a server may be running on the same data.
/// Prints what was made or seen on standard output.
[[nodiscard]] DataProblem lookAfterBackups(const ServerOptions &options, ServerData &data);

/// `hearth-server restore`, with `--list` only which there are. \param data prepared, so that nobody else writes
[[nodiscard]] DataProblem restoreBackup(const ServerOptions &options, ServerData &data);

} // namespace hearth::server_program
