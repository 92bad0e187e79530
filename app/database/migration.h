// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"

#include <span>

namespace hearth::database
{

/// One step of the schema. A released script is never edited.
struct Migration {
    int version; ///< counted from 1 without gaps
    const char *name;
    const char *script;
};

/// Brings the database to the newest step, one transaction a step. On an error nothing of the failing step remains.
/// \returns the version reached. Errors: Conflict when the database is newer than the steps; else as the script's.
[[nodiscard]] Result<int> migrate(Connection &connection, std::span<const Migration> steps);

} // namespace hearth::database
