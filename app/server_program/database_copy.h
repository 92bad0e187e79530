// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/source.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace hearth::server_program
{

/// What became of one table.
struct CopiedTable {
    std::string name;
    std::int64_t rows = 0;
    std::string digest; ///< of all rows, whatever their order: 64 hex digits
};

/// Called every few thousand rows.
using CopyProgress = std::function<void(const std::string &table, std::int64_t rows)>;

/// Copies a whole studio into an empty database in one transaction, then reads both and compares every table. The
/// source is read as it was at one moment and not changed. Numbers that were given once are not given again. Errors:
/// Conflict for a target that holds something, a source of another version or one that is served; Internal when the two
/// differ afterwards; else as the databases'. On an error the target holds nothing of it.
[[nodiscard]] Result<std::vector<CopiedTable>> copyDatabase(const database::Source &from, const database::Source &to,
                                                            const CopyProgress &progress);

} // namespace hearth::server_program
