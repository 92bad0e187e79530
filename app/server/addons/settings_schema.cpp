// SPDX-License-Identifier: Apache-2.0
#include "server/addons/settings_schema.h"

#include <optional>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

std::string titleOf(std::string_view name)
{
    std::string made(name);
    for (char &c : made)
        if (c == '_')
            c = ' ';
    if (!made.empty() && made.front() >= 'a' && made.front() <= 'z')
        made.front() = static_cast<char>(made.front() - 32);
    return made;
}

const char *typeOf(const Value &value)
{
    if (value.is_bool())
        return "boolean";
    if (value.is_int64() || value.is_uint64())
        return "integer";
    if (value.is_double())
        return "number";
    if (value.is_array())
        return "array";
    return value.is_object() ? "object" : "string";
}

Object fieldSchema(const Value &value, const std::string &title);

Object properties(const Object &values)
{
    Object made;
    for (const auto &member : values)
        made[member.key()] = fieldSchema(member.value(), titleOf({member.key().data(), member.key().size()}));
    return made;
}

Object fieldSchema(const Value &value, const std::string &title)
{
    Object made{{"title", title}, {"disabled", false}, {"type", typeOf(value)}, {"scope", Array{"project", "studio"}}};
    if (const Object *object = value.if_object()) {
        made["properties"] = properties(*object);
    } else {
        made["default"] = value;
        if (const Array *items = value.if_array())
            made["items"] = items->empty() ? Object{{"type", "string"}} : fieldSchema(items->front(), "");
    }
    return made;
}

} // namespace

namespace
{

bool isOfType(const Value &value, std::string_view type)
{
    if (type == "boolean")
        return value.is_bool();
    if (type == "integer")
        return value.is_int64() || value.is_uint64();
    if (type == "number")
        return value.is_number();
    if (type == "array")
        return value.is_array();
    if (type == "object")
        return value.is_object();
    return type != "string" || value.is_string();
}

std::string outOfBounds(const Object &schema, const Value &value)
{
    if (!value.is_number())
        return {};
    const double number = value.to_number<double>();
    const auto bound = [&schema](const char *name) -> std::optional<double> {
        const Value *found = schema.if_contains(name);
        return found && found->is_number() ? std::optional(found->to_number<double>()) : std::nullopt;
    };
    if (const auto least = bound("minimum"); least && number < *least)
        return "the value is too small";
    if (const auto above = bound("exclusiveMinimum"); above && number <= *above)
        return "the value is too small";
    if (const auto most = bound("maximum"); most && number > *most)
        return "the value is too large";
    if (const auto below = bound("exclusiveMaximum"); below && number >= *below)
        return "the value is too large";
    return {};
}

std::string misfit(const Object &schema, const Value &value, const std::string &path)
{
    const std::string_view type = jsontext::text(schema, "type");
    if (value.is_null())
        return {};
    if (!type.empty() && !isOfType(value, type))
        return path + ": the value is no " + std::string(type);
    if (std::string problem = outOfBounds(schema, value); !problem.empty())
        return path + ": " + problem;
    if (const Object *values = value.if_object())
        if (const std::string problem = misfitOf(schema, *values); !problem.empty())
            return path + '.' + problem;
    const Object *items = jsontext::object(schema, "items");
    std::size_t index = 0;
    for (const Value &item : items &&value.is_array() ? value.get_array() : Array{})
        if (std::string problem = misfit(*items, item, path + '.' + std::to_string(index++)); !problem.empty())
            return problem;
    return {};
}

} // namespace

std::string misfitOf(const Object &schema, const Object &values)
{
    const Object *known = jsontext::object(schema, "properties");
    if (!known)
        return {};
    for (const auto &member : values)
        if (const Value *field = known->if_contains(member.key()); field && field->is_object())
            if (std::string problem = misfit(field->get_object(), member.value(), std::string(member.key()));
                !problem.empty())
                return problem;
    return {};
}

Object schemaOfDefaults(const Object &defaults, const std::string &title)
{
    return {{"type", "object"}, {"properties", properties(defaults)}, {"isgroup", false}, {"title", title}};
}

} // namespace hearth::server
