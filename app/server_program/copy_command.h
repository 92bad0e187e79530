// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server_program/server_data.h"
#include "server_program/server_options.h"

namespace hearth::server_program
{

/// `hearth-server copy`: says on the error output how far it is, and on the output what it did. \returns how it ended
[[nodiscard]] DataProblem copyStudio(const ServerOptions &options);

} // namespace hearth::server_program
