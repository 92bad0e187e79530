// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/graphql/schema.h"

namespace hearth::server::graphql
{

/// Checks a whole document against the schema, by the validation rules of the GraphQL specification. Throws GraphError
/// for the first that is broken. Fragments must not spread themselves.
void validate(const Document &document, const Schema &schema);

} // namespace hearth::server::graphql
