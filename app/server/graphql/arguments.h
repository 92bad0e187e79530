// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "rules/query_filter.h"
#include "server/bounded_pattern.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Values among the arguments of a field. All throw GraphError for a value that cannot be.
namespace hearth::server::graphql
{

[[nodiscard]] std::vector<std::string> textsOf(const jsontext::Value *list);
/// A list; nullopt where none was given.
[[nodiscard]] std::optional<std::vector<std::string>> listOf(const jsontext::Object &arguments, const char *name);
/// A regular expression; nullopt where none was given.
[[nodiscard]] std::optional<BoundedPattern> patternIn(const jsontext::Object &arguments, const char *name,
                                                      PatternBudget &budget);
/// A filter, which is written as a JSON text; nullopt where none was given or it lets everything through.
/// \param fields that may be asked for
[[nodiscard]] std::optional<rules::QueryFilter> filterIn(const jsontext::Object &arguments, const char *name,
                                                         std::span<const std::string_view> fields);

} // namespace hearth::server::graphql
