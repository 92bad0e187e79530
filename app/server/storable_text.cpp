// SPDX-License-Identifier: Apache-2.0
#include "server/storable_text.h"

#include "rules/failure.h"

#include <algorithm>

namespace hearth::server
{
namespace
{

bool isNul(std::string_view text)
{
    return text.find('\0') != std::string_view::npos;
}

bool holdsNul(const jsontext::Value &value)
{
    if (value.is_string())
        return isNul(value.get_string());
    if (value.is_array())
        return std::any_of(value.get_array().begin(), value.get_array().end(), holdsNul);
    if (!value.is_object())
        return false;
    return std::any_of(value.get_object().begin(), value.get_object().end(),
                       [](const auto &member) { return isNul(member.key()) || holdsNul(member.value()); });
}

} // namespace

// Only as an escape may JSON hold it, so most documents need no second look.
void refuseUnstorable(std::string_view text, const jsontext::Value &parsed)
{
    if (text.find("\\u0000") != std::string_view::npos && holdsNul(parsed))
        rules::refuse(rules::badRequest("Texts must not hold the character U+0000"));
}

} // namespace hearth::server
