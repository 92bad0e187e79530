// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/operations.h"
#include "server/api.h"

namespace hearth::server
{

/// Does one operation on an entity of the request's project; its failure is the request's.
rules::OperationResult runOne(Call &call, WriteContext &context, rules::Operation operation);

} // namespace hearth::server
