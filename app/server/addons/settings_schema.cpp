// SPDX-License-Identifier: Apache-2.0
#include "server/addons/settings_schema.h"

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

Object schemaOfDefaults(const Object &defaults, const std::string &title)
{
    return {{"type", "object"}, {"properties", properties(defaults)}, {"isgroup", false}, {"title", title}};
}

} // namespace hearth::server
