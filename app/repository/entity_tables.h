// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity.h"

namespace hearth::repository
{

extern const EntityTable foldersTable;
extern const EntityTable tasksTable;
extern const EntityTable productsTable;
extern const EntityTable versionsTable;
extern const EntityTable representationsTable;
extern const EntityTable workfilesTable;

} // namespace hearth::repository
