// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace hearth::jsontext
{

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;

/// Parses one JSON document, at most 64 levels deep; numbers keep every digit. Errors: Invalid; `detail` says what is
/// wrong.
[[nodiscard]] Result<Value> parse(std::string_view text);
/// A stored object; empty when the text is empty or something else.
[[nodiscard]] Object parseObject(std::string_view text);
[[nodiscard]] Array parseArray(std::string_view text);

void append(std::string &out, const Value &value);
[[nodiscard]] std::string toText(const Value &value);
[[nodiscard]] std::string toText(const Object &object);
[[nodiscard]] std::string toText(const Array &array);

/// Member of an object by its camelCase name or by its snake_case spelling; nullptr when neither is there.
[[nodiscard]] const Value *find(const Object &object, std::string_view camelName);
/// A string member; empty when absent or of another kind.
[[nodiscard]] std::string_view text(const Object &object, std::string_view name);
[[nodiscard]] bool flag(const Object &object, std::string_view name, bool otherwise = false);
[[nodiscard]] std::int64_t integer(const Object &object, std::string_view name, std::int64_t otherwise = 0);
[[nodiscard]] const Object *object(const Object &parent, std::string_view name);
[[nodiscard]] const Array *array(const Object &parent, std::string_view name);
/// The array itself, or one that is always empty; never a copy, so that pointers into it stay valid.
[[nodiscard]] const Array &items(const Array *array);

/// Sets the members of `patch`; null removes the member. One level deep.
void mergePatch(Object &target, const Object &patch);
/// Objects are merged member by member, everything else is replaced.
void mergeDeep(Object &target, const Object &over);
[[nodiscard]] std::string snakeCase(std::string_view camel);

} // namespace hearth::jsontext
