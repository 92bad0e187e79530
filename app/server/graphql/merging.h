// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/graphql/schema.h"

namespace hearth::server::graphql
{

/// Checks that fields with the same key in the answer are the same field with the same arguments, or at least of one
/// form where they can never meet. Throws GraphError. The document must be valid otherwise.
void checkMerging(const Document &document, const Schema &schema);

} // namespace hearth::server::graphql
