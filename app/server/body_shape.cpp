// SPDX-License-Identifier: Apache-2.0
#include "server/body_shape.h"

#include "json_text/writer.h"
#include "rules/failure.h"
#include "rules/names.h"
#include "server/route_bodies.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace hearth::server
{
namespace
{

using jsontext::Value;

struct Complaint {
    std::string_view message;
    std::string_view type;
};

std::optional<double> numberIn(std::string_view text)
{
    double made = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), made);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(made))
        return std::nullopt;
    return made;
}

bool settleInteger(Value &value)
{
    constexpr double largest = 9007199254740992; // what a double still counts one by one
    if (value.is_int64())
        return true;
    if (value.is_string()) {
        const std::string_view text = value.get_string();
        std::int64_t made = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), made);
        if (error != std::errc{} || end != text.data() + text.size())
            return false;
        value = made;
        return true;
    }
    if (value.is_bool()) {
        value = value.get_bool() ? 1 : 0;
        return true;
    }
    if (!value.is_double() || std::abs(value.get_double()) > largest)
        return false;
    value = static_cast<std::int64_t>(value.get_double());
    return true;
}

bool settleNumber(Value &value)
{
    if (value.is_number())
        return !value.is_double() || std::isfinite(value.get_double());
    const auto made = value.is_string() ? numberIn(value.get_string()) : std::nullopt;
    if (made)
        value = *made;
    return made.has_value();
}

bool settleTruth(Value &value)
{
    static constexpr std::array<std::string_view, 6> yes{"1", "on", "t", "true", "y", "yes"};
    static constexpr std::array<std::string_view, 6> no{"0", "off", "f", "false", "n", "no"};
    if (value.is_bool())
        return true;
    std::string text;
    if (value.is_string())
        text = rules::lowered(std::string_view(value.get_string()));
    else if (value.is_int64())
        text = std::to_string(value.get_int64());
    const bool isYes = std::find(yes.begin(), yes.end(), text) != yes.end();
    if (!isYes && std::find(no.begin(), no.end(), text) == no.end())
        return false;
    value = isYes;
    return true;
}

bool settleText(Value &value)
{
    if (value.is_number())
        value = jsontext::toText(value);
    return value.is_string();
}

std::optional<Complaint> settleMember(std::string_view type, Value &value)
{
    if (value.is_null() || type == "any")
        return std::nullopt;
    if (type == "string" && !settleText(value))
        return Complaint{"str type expected", "type_error.str"};
    if (type == "integer" && !settleInteger(value))
        return Complaint{"value is not a valid integer", "type_error.integer"};
    if (type == "number" && !settleNumber(value))
        return Complaint{"value is not a valid float", "type_error.float"};
    if (type == "boolean" && !settleTruth(value))
        return Complaint{"value could not be parsed to a boolean", "type_error.bool"};
    if (type == "array" && !value.is_array())
        return Complaint{"value is not a valid list", "type_error.list"};
    if (type == "object" && !value.is_object())
        return Complaint{"value is not a valid dict", "type_error.dict"};
    return std::nullopt;
}

Value *memberOf(jsontext::Object &body, std::string_view name)
{
    Value *found = body.if_contains(name);
    return found ? found : body.if_contains(jsontext::snakeCase(name));
}

} // namespace

BodyShape::BodyShape(std::string_view method, std::string_view pattern)
{
    for (const BodyMember &member : bodyOf(method, pattern))
        add(member.name, member.type);
}

void BodyShape::add(std::string_view name, std::string_view type)
{
    const auto isSame = [name](const Member &known) { return known.name == name; };
    if (std::none_of(m_members.begin(), m_members.end(), isSame))
        m_members.push_back({std::string(name), std::string(type)});
}

void BodyShape::settle(Value &body) const
{
    if (!body.is_object())
        return;
    rules::Failure failure{400, "bad-request", {}, {}};
    for (const Member &member : m_members) {
        Value *value = memberOf(body.get_object(), member.name);
        const auto complaint = value ? settleMember(member.type, *value) : std::nullopt;
        if (!complaint)
            continue;
        std::string place;
        jsontext::Writer(place).beginArray().string("body").string(member.name).endArray();
        failure.problems.push_back({std::move(place), std::string(complaint->message), std::string(complaint->type)});
    }
    if (failure.problems.empty())
        return;
    failure.detail = failure.problems.front().message;
    rules::refuse(std::move(failure));
}

} // namespace hearth::server
