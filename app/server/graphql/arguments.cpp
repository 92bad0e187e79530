// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/arguments.h"

#include "server/graphql/document.h"

namespace hearth::server::graphql
{

std::vector<std::string> textsOf(const jsontext::Value *list)
{
    std::vector<std::string> made;
    if (list && list->is_array())
        for (const jsontext::Value &item : list->get_array())
            if (item.is_string())
                made.emplace_back(item.get_string());
    return made;
}

std::optional<std::vector<std::string>> listOf(const jsontext::Object &arguments, const char *name)
{
    const jsontext::Value *value = arguments.if_contains(name);
    if (!value || value->is_null())
        return std::nullopt;
    return textsOf(value);
}

std::optional<BoundedPattern> patternIn(const jsontext::Object &arguments, const char *name, PatternBudget &budget)
{
    const std::string_view text = jsontext::text(arguments, name);
    if (text.empty())
        return std::nullopt;
    auto made = BoundedPattern::make(text, budget);
    if (!made)
        throw GraphError("Invalid regular expression: " + std::string(text));
    return made;
}

std::optional<rules::QueryFilter> filterIn(const jsontext::Object &arguments, const char *name,
                                           std::span<const std::string_view> fields)
{
    const std::string_view text = jsontext::text(arguments, name);
    if (text.empty())
        return std::nullopt;
    auto parsed = jsontext::parse(text);
    if (!parsed || !parsed->is_object())
        throw GraphError("Invalid filter: not a JSON object", {}, 400);
    auto filter = rules::QueryFilter::parse(parsed->get_object(), fields);
    if (!filter)
        throw GraphError(filter.error().detail, {}, 400);
    if (filter->isEmpty())
        return std::nullopt;
    return std::move(*filter);
}

} // namespace hearth::server::graphql
