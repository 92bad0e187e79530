// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/graphql/lexer.h"

namespace hearth::server::graphql
{

/// Parts of the grammar that executable documents and the schema share.
[[nodiscard]] TypeReference parseType(Lexer &lexer);
[[nodiscard]] Literal parseConstant(Lexer &lexer);

} // namespace hearth::server::graphql
