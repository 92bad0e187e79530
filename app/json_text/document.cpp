// SPDX-License-Identifier: Apache-2.0
#include "json_text/document.h"

#include "json_text/writer.h"

#include <boost/json/src.hpp>

#include <cmath>

namespace hearth::jsontext
{
namespace
{

std::string_view view(boost::json::string_view text)
{
    return {text.data(), text.size()};
}

} // namespace

Object parseObject(std::string_view text)
{
    if (text.empty() || text == "{}")
        return {};
    auto value = parse(text);
    return value && value->is_object() ? std::move(value->as_object()) : Object{};
}

Array parseArray(std::string_view text)
{
    if (text.empty() || text == "[]")
        return {};
    auto value = parse(text);
    return value && value->is_array() ? std::move(value->as_array()) : Array{};
}

void append(std::string &out, const Value &value)
{
    switch (value.kind()) {
    case boost::json::kind::null:
        out.append("null");
        return;
    case boost::json::kind::bool_:
        out.append(value.get_bool() ? "true" : "false");
        return;
    case boost::json::kind::int64:
        return appendInteger(out, value.get_int64());
    case boost::json::kind::uint64:
        out.append(std::to_string(value.get_uint64()));
        return;
    case boost::json::kind::double_:
        return appendReal(out, value.get_double());
    case boost::json::kind::string:
        return appendQuoted(out, view(value.get_string()));
    case boost::json::kind::array: {
        char before = '[';
        for (const Value &item : value.get_array()) {
            out.push_back(before);
            append(out, item);
            before = ',';
        }
        out.append(before == '[' ? "[]" : "]");
        return;
    }
    case boost::json::kind::object: {
        char before = '{';
        for (const auto &member : value.get_object()) {
            out.push_back(before);
            appendQuoted(out, view(member.key()));
            out.push_back(':');
            append(out, member.value());
            before = ',';
        }
        out.append(before == '{' ? "{}" : "}");
        return;
    }
    }
}

std::string toText(const Value &value)
{
    std::string out;
    append(out, value);
    return out;
}

std::string toText(const Object &object)
{
    std::string out;
    char before = '{';
    for (const auto &member : object) {
        out.push_back(before);
        appendQuoted(out, view(member.key()));
        out.push_back(':');
        append(out, member.value());
        before = ',';
    }
    out.append(before == '{' ? "{}" : "}");
    return out;
}

std::string toText(const Array &array)
{
    std::string out;
    char before = '[';
    for (const Value &item : array) {
        out.push_back(before);
        append(out, item);
        before = ',';
    }
    out.append(before == '[' ? "[]" : "]");
    return out;
}

std::string snakeCase(std::string_view camel)
{
    std::string made;
    for (const char c : camel) {
        if (c >= 'A' && c <= 'Z') {
            made.push_back('_');
            made.push_back(static_cast<char>(c + 32));
        } else {
            made.push_back(c);
        }
    }
    return made;
}

const Value *find(const Object &object, std::string_view camelName)
{
    if (const Value *found = object.if_contains({camelName.data(), camelName.size()}))
        return found;
    for (const char c : camelName)
        if (c >= 'A' && c <= 'Z')
            return object.if_contains(snakeCase(camelName));
    return nullptr;
}

std::string_view text(const Object &object, std::string_view name)
{
    const Value *found = find(object, name);
    return found && found->is_string() ? view(found->get_string()) : std::string_view{};
}

bool flag(const Object &object, std::string_view name, bool otherwise)
{
    const Value *found = find(object, name);
    return found && found->is_bool() ? found->get_bool() : otherwise;
}

std::int64_t integer(const Object &object, std::string_view name, std::int64_t otherwise)
{
    const Value *found = find(object, name);
    if (!found)
        return otherwise;
    if (found->is_int64())
        return found->get_int64();
    // 2^63 is the first real that no 64-bit integer can hold.
    const bool fits = found->is_double() && std::abs(found->get_double()) < 9223372036854775808.0;
    return fits ? static_cast<std::int64_t>(found->get_double()) : otherwise;
}

const Object *object(const Object &parent, std::string_view name)
{
    const Value *found = find(parent, name);
    return found ? found->if_object() : nullptr;
}

const Array &items(const Array *array)
{
    static const Array none;
    return array ? *array : none;
}

const Array *array(const Object &parent, std::string_view name)
{
    const Value *found = find(parent, name);
    return found ? found->if_array() : nullptr;
}

void mergePatch(Object &target, const Object &patch)
{
    for (const auto &member : patch) {
        if (member.value().is_null())
            target.erase(member.key());
        else
            target.insert_or_assign(member.key(), member.value());
    }
}

void mergeDeep(Object &target, const Object &over)
{
    for (const auto &member : over) {
        Value *own = target.if_contains(member.key());
        if (own && own->is_object() && member.value().is_object())
            mergeDeep(own->get_object(), member.value().get_object());
        else
            target.insert_or_assign(member.key(), member.value());
    }
}

} // namespace hearth::jsontext
