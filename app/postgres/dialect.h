// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace hearth::postgres
{

/// A statement as PostgreSQL reads it: a CROSS JOIN that has a condition is a JOIN. Pure.
[[nodiscard]] std::string statementText(std::string_view sql);
/// A script of the schema as PostgreSQL reads it: types, numbered keys, tables without row ids. Pure.
[[nodiscard]] std::string schemaText(std::string_view script);

} // namespace hearth::postgres
