// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/migration.h"

#include <span>

namespace hearth::repository
{

/// The steps of our schema, oldest first. Their texts are the files in migrations/.
[[nodiscard]] std::span<const database::Migration> migrations();

} // namespace hearth::repository
