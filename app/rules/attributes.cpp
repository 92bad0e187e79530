// SPDX-License-Identifier: Apache-2.0
#include "rules/attributes.h"

#include "json_text/writer.h"
#include "repository/documents.h"
#include "repository/stamp.h"
#include "rules/builtins.h"
#include "rules/failure.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace hearth::rules
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

constexpr std::array typeNames{"string",          "integer",          "float",       "boolean",           "datetime",
                               "list_of_strings", "list_of_integers", "list_of_any", "list_of_submodels", "dict"};

std::string_view view(const boost::json::string &text)
{
    return {text.data(), text.size()};
}

[[noreturn]] void wrong(const std::string &field, const char *what, const char *type)
{
    refuse(invalidField(field, std::string("value is not ") + what, type));
}

bool readNumber(const Value &given, double &number)
{
    if (given.is_int64())
        number = static_cast<double>(given.get_int64());
    else if (given.is_uint64())
        number = static_cast<double>(given.get_uint64());
    else if (given.is_double())
        number = given.get_double();
    else if (given.is_string()) {
        const std::string_view text = view(given.get_string());
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        return error == std::errc{} && end == text.data() + text.size() && std::isfinite(number);
    } else
        return false;
    return std::isfinite(number);
}

// A whole number keeps every digit; what has more than fits is none.
std::optional<std::int64_t> wholeOf(const Value &given, double number)
{
    constexpr double tooLarge = 9223372036854775808.0;
    if (given.is_int64())
        return given.get_int64();
    if (given.is_string()) {
        const std::string_view text = view(given.get_string());
        std::int64_t made = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), made);
        if (error == std::errc{} && end == text.data() + text.size())
            return made;
    }
    if (number >= tooLarge || number < -tooLarge)
        return std::nullopt;
    return static_cast<std::int64_t>(number);
}

Value checkedNumber(const Attribute &attribute, const std::string &field, const Value &given)
{
    double number = 0;
    const bool isWhole = attribute.type == AttributeType::Integer;
    if (!readNumber(given, number))
        wrong(field, isWhole ? "a valid integer" : "a valid float",
              isWhole ? "type_error.integer" : "type_error.float");
    double limit = 0;
    const Value *below = attribute.data.if_contains("lt");
    if (below && readNumber(*below, limit) && !(number < limit))
        refuse(beyondLimit(field, "ensure this value is less than " + jsontext::toText(*below),
                           jsontext::toText(*below), "value_error.number.not_lt"));
    const Value *above = attribute.data.if_contains("ge");
    if (above && readNumber(*above, limit) && !(number >= limit))
        refuse(beyondLimit(field, "ensure this value is greater than or equal to " + jsontext::toText(*above),
                           jsontext::toText(*above), "value_error.number.not_ge"));
    const Value *most = attribute.data.if_contains("le");
    if (most && readNumber(*most, limit) && !(number <= limit))
        refuse(beyondLimit(field, "ensure this value is less than or equal to " + jsontext::toText(*most),
                           jsontext::toText(*most), "value_error.number.not_le"));
    if (!isWhole)
        return number;
    const auto whole = wholeOf(given, number);
    if (!whole)
        wrong(field, "a valid integer", "type_error.integer");
    return *whole;
}

Value checkedList(const Attribute &attribute, const std::string &field, const Value &given)
{
    if (!given.is_array())
        wrong(field, "a valid list", "type_error.list");
    for (const Value &item : given.get_array()) {
        if (attribute.type == AttributeType::StringList && !item.is_string())
            wrong(field, "a list of strings", "type_error.str");
        if (attribute.type == AttributeType::IntegerList && !item.is_int64())
            wrong(field, "a list of integers", "type_error.integer");
        if (attribute.type == AttributeType::ObjectList && !item.is_object())
            wrong(field, "a list of objects", "type_error.dict");
    }
    return given;
}

Value checkedText(const std::string &field, const Value &given)
{
    if (given.is_string())
        return given;
    if (given.is_int64() || given.is_double() || given.is_uint64())
        return Value(jsontext::toText(given));
    wrong(field, "a valid string", "type_error.str");
}

void appendSlim(std::string &out, const Value &value)
{
    if (const Object *object = value.if_object()) {
        char before = '{';
        for (const auto &member : *object) {
            if (member.value().is_null())
                continue;
            out.push_back(before);
            jsontext::appendQuoted(out, {member.key().data(), member.key().size()});
            out.push_back(':');
            appendSlim(out, member.value());
            before = ',';
        }
        out.append(before == '{' ? "{}" : "}");
    } else if (const Array *array = value.if_array()) {
        char before = '[';
        for (const Value &item : *array) {
            out.push_back(before);
            appendSlim(out, item);
            before = ',';
        }
        out.append(before == '[' ? "[]" : "]");
    } else {
        jsontext::append(out, value);
    }
}

} // namespace

bool Attribute::hasScope(std::string_view wanted) const
{
    return std::find(scope.begin(), scope.end(), wanted) != scope.end();
}

Value checkedValue(const Attribute &attribute, const Value &given)
{
    const std::string field = "attrib." + attribute.name;
    switch (attribute.type) {
    case AttributeType::String:
        return checkedText(field, given);
    case AttributeType::Integer:
    case AttributeType::Real:
        return checkedNumber(attribute, field, given);
    case AttributeType::Boolean:
        if (!given.is_bool())
            wrong(field, "a valid boolean", "type_error.bool");
        return given;
    case AttributeType::Datetime: {
        const std::string stamp =
            given.is_string() ? repository::canonicalStamp(view(given.get_string())) : std::string();
        if (stamp.empty())
            wrong(field, "a valid datetime", "value_error.datetime");
        // Stored as it is sent back: seconds keep no fraction when there was none.
        const auto dot = stamp.find(".000000");
        return Value(dot == std::string::npos ? stamp : stamp.substr(0, dot) + stamp.substr(dot + 7));
    }
    case AttributeType::Dictionary:
        if (!given.is_object())
            wrong(field, "a valid dict", "type_error.dict");
        return given;
    default:
        return checkedList(attribute, field, given);
    }
}

bool isAttributeType(std::string_view name)
{
    return std::find(typeNames.begin(), typeNames.end(), name) != typeNames.end();
}

Attribute readAttribute(std::string_view name, const Object &definition)
{
    Attribute made;
    made.name = name;
    made.position = jsontext::integer(definition, "position");
    made.isBuiltin = jsontext::flag(definition, "builtin");
    if (const Array *scope = jsontext::array(definition, "scope"))
        for (const Value &item : *scope)
            if (item.is_string())
                made.scope.emplace_back(view(item.get_string()));
    const Object *data = jsontext::object(definition, "data");
    made.data = data ? *data : Object{};
    for (const char *key : {"type",
                            "title",
                            "description",
                            "example",
                            "default",
                            "gt",
                            "ge",
                            "lt",
                            "le",
                            "minLength",
                            "maxLength",
                            "minItems",
                            "maxItems",
                            "regex",
                            "enum",
                            "enumResolver",
                            "enumResolverSettings",
                            "inherit",
                            "widget",
                            "widgetSettings"})
        if (!made.data.contains(key))
            made.data[key] = std::string_view(key) == "inherit" ? Value(true)
                             : std::string_view(key) == "type"  ? Value("string")
                                                                : Value(nullptr);
    const std::string_view type = jsontext::text(made.data, "type");
    for (std::size_t i = 0; i < typeNames.size(); ++i)
        if (type == typeNames[i])
            made.type = static_cast<AttributeType>(i);
    made.isInherited = jsontext::flag(made.data, "inherit", true);
    return made;
}

std::string attributeText(const Attribute &attribute)
{
    std::string out;
    jsontext::Writer writer(out);
    writer.beginObject()
        .member("name", attribute.name)
        .member("position", attribute.position)
        .key("scope")
        .beginArray();
    for (const std::string &scope : attribute.scope)
        writer.string(scope);
    writer.endArray()
        .memberRaw("data", jsontext::toText(attribute.data))
        .member("builtin", attribute.isBuiltin)
        .endObject();
    return out;
}

Result<> AttributeLibrary::storeBuiltins(database::Connection &db)
{
    const auto stored = repository::documentsOf(db, repository::documents::attribute);
    if (!stored)
        return fail(stored.error());
    if (!stored->empty())
        return {};
    const Object builtins = jsontext::parseObject(builtinAttributes());
    for (const Value &item : builtins.at("attributes").as_array()) {
        const Attribute attribute = readAttribute(jsontext::text(item.as_object(), "name"), item.as_object());
        if (auto put =
                repository::putDocument(db, repository::documents::attribute, attribute.name, attributeText(attribute));
            !put)
            return put;
    }
    return {};
}

Result<std::shared_ptr<const AttributeLibrary>> AttributeLibrary::load(database::Connection &db)
{
    const auto stored = repository::documentsOf(db, repository::documents::attribute);
    if (!stored)
        return fail(stored.error());
    const auto changed = repository::documentByName(db, repository::documents::server, definitionsChanged);
    auto made = std::make_shared<AttributeLibrary>();
    made->m_mustFilter = changed && changed->has_value();
    for (const auto &document : *stored)
        made->m_all.push_back(readAttribute(document.name, jsontext::parseObject(document.body)));
    std::stable_sort(made->m_all.begin(), made->m_all.end(),
                     [](const Attribute &a, const Attribute &b) { return a.position < b.position; });
    jsontext::Writer full(made->m_fullText);
    jsontext::Writer slim(made->m_slimText);
    full.beginArray();
    slim.beginArray();
    for (const Attribute &attribute : made->m_all) {
        const std::string text = attributeText(attribute);
        std::string short_;
        appendSlim(short_, Value(jsontext::parseObject(text)));
        full.raw(text);
        slim.raw(short_);
        const bool flows = attribute.isInherited && (attribute.hasScope("project") || attribute.hasScope("folder"));
        made->m_isFolderScopeWhole &= !flows || attribute.hasScope("folder");
        made->m_isTaskScopeWhole &= !flows || attribute.hasScope("task");
    }
    full.endArray();
    slim.endArray();
    return std::shared_ptr<const AttributeLibrary>(std::move(made));
}

const Attribute *AttributeLibrary::find(std::string_view name) const
{
    for (const Attribute &attribute : m_all)
        if (attribute.name == name)
            return &attribute;
    return nullptr;
}

Object AttributeLibrary::checked(std::string_view scope, const Object &given) const
{
    Object made;
    for (const auto &member : given) {
        const Attribute *attribute = find({member.key().data(), member.key().size()});
        if (!attribute || !attribute->hasScope(scope))
            continue;
        made[member.key()] = member.value().is_null() ? Value(nullptr) : checkedValue(*attribute, member.value());
    }
    return made;
}

Object AttributeLibrary::ofProject(std::string_view ownText) const
{
    const Object own = jsontext::parseObject(ownText);
    Object made;
    for (const Attribute &attribute : m_all) {
        if (!attribute.hasScope("project"))
            continue;
        if (const Value *value = own.if_contains(attribute.name); value && !value->is_null())
            made[attribute.name] = *value;
        else if (const Value *standard = attribute.data.if_contains("default"); standard && !standard->is_null())
            made[attribute.name] = attribute.type == AttributeType::Real || attribute.type == AttributeType::Integer
                                       ? checkedValue(attribute, *standard)
                                       : *standard;
    }
    return made;
}

std::string AttributeLibrary::inheritable(const Object &values) const
{
    Object made;
    for (const auto &member : values) {
        const Attribute *attribute = find({member.key().data(), member.key().size()});
        if (attribute && attribute->isInherited && !member.value().is_null())
            made[member.key()] = member.value();
    }
    return jsontext::toText(made);
}

Object AttributeLibrary::filtered(const Object &values, std::string_view scope) const
{
    Object made;
    for (const auto &member : values) {
        const Attribute *attribute = find({member.key().data(), member.key().size()});
        if (attribute && attribute->hasScope(scope) && !member.value().is_null())
            made[member.key()] = member.value();
    }
    return made;
}

AttributeLibrary::Derived AttributeLibrary::ofFolder(std::string_view parentInheritable, std::string_view ownText) const
{
    if (ownText == "{}" && m_isFolderScopeWhole)
        return {std::string(parentInheritable), std::string(parentInheritable)};
    Object values = jsontext::parseObject(parentInheritable);
    for (const auto &member : jsontext::parseObject(ownText))
        if (!member.value().is_null())
            values.insert_or_assign(member.key(), member.value());
    return {jsontext::toText(filtered(values, "folder")), inheritable(values)};
}

std::string AttributeLibrary::ofTask(std::string_view folderInheritable, std::string_view ownText) const
{
    if (ownText == "{}" && m_isTaskScopeWhole)
        return std::string(folderInheritable);
    Object values = jsontext::parseObject(folderInheritable);
    for (const auto &member : jsontext::parseObject(ownText))
        if (!member.value().is_null())
            values.insert_or_assign(member.key(), member.value());
    return jsontext::toText(filtered(values, "task"));
}

std::string AttributeLibrary::visible(std::string_view scope, std::string_view ownText) const
{
    if (ownText == "{}" || !m_mustFilter)
        return std::string(ownText);
    return jsontext::toText(filtered(jsontext::parseObject(ownText), scope));
}

} // namespace hearth::rules
