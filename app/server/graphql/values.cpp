// SPDX-License-Identifier: Apache-2.0
// Literals and variables as values of a type; strict in both directions.
#include "server/graphql/request.h"

#include <algorithm>
#include <limits>

namespace hearth::server::graphql
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

TypeReference itemType(const TypeReference &list)
{
    return {list.name, list.isItemRequired, false, false};
}

// A value that is JSON already, as a scalar, enum or input of the name; an exception text says what is wrong.
Value coercedNamed(const Schema &schema, const std::string &name, const Value &value);

Value coercedInput(const Schema &schema, const TypeDefinition &input, const Value &value)
{
    if (!value.is_object())
        throw GraphError("Expected type '" + input.name + "' to be an object.");
    Object made;
    for (const auto &member : value.get_object())
        if (!input.field({member.key().data(), member.key().size()}))
            throw GraphError("Field '" + std::string(member.key()) + "' is not defined by type '" + input.name + "'.");
    for (const FieldDefinition &field : input.fields) {
        const Value *given = value.get_object().if_contains(field.name);
        if (given)
            made[field.name] = coercedVariable(schema, field.type, *given);
        else if (field.type.isRequired)
            throw GraphError("Field '" + field.name + "' of required type '" + field.type.text() +
                             "' was not provided.");
    }
    return made;
}

bool isWhole(const Value &value)
{
    if (value.is_int64())
        return value.get_int64() >= std::numeric_limits<std::int32_t>::min() &&
               value.get_int64() <= std::numeric_limits<std::int32_t>::max();
    return false;
}

bool isScalar(const std::string &name, const Value &value, bool &fits)
{
    if (name == "String" || name == "ID" || name == "DateTime")
        fits = value.is_string();
    else if (name == "Int")
        fits = isWhole(value);
    else if (name == "Float")
        fits = value.is_number();
    else if (name == "Boolean")
        fits = value.is_bool();
    else
        return false;
    return true;
}

Value coercedNamed(const Schema &schema, const std::string &name, const Value &value)
{
    bool fits = false;
    if (isScalar(name, value, fits)) {
        if (!fits)
            throw GraphError(name + " cannot represent the value " + jsontext::toText(value));
        return value;
    }
    const TypeDefinition *type = schema.type(name);
    if (type && type->kind == TypeDefinition::Kind::Input)
        return coercedInput(schema, *type, value);
    if (type && type->kind == TypeDefinition::Kind::Enum) {
        const bool isKnown = value.is_string() && std::find(type->values.begin(), type->values.end(),
                                                            std::string(value.get_string())) != type->values.end();
        if (!isKnown)
            throw GraphError("Value " + jsontext::toText(value) + " does not exist in '" + name + "' enum.");
    }
    return value;
}

Value numberOf(const Literal &literal)
{
    const bool isInteger = literal.kind == Literal::Kind::Integer;
    try {
        return isInteger ? Value(std::stoll(literal.text)) : Value(std::stod(literal.text));
    } catch (const std::exception &) { // too large or too small for one
        throw GraphError((isInteger ? "Int" : "Float") + std::string(" cannot represent the value ") + literal.text,
                         literal.location);
    }
}

Value plainLiteral(const Schema &schema, const std::string &typeName, const Literal &literal)
{
    const TypeDefinition *type = schema.type(typeName);
    const bool isEnum = type && type->kind == TypeDefinition::Kind::Enum;
    switch (literal.kind) {
    case Literal::Kind::Integer:
    case Literal::Kind::Real:
        return numberOf(literal);
    case Literal::Kind::Text:
        if (isEnum)
            throw GraphError("Enum '" + typeName + "' cannot represent non-enum value: \"" + literal.text + "\".",
                             literal.location);
        return Value(literal.text);
    case Literal::Kind::Boolean:
        return Value(literal.text == "true");
    case Literal::Kind::Enum:
        if (!isEnum)
            throw GraphError(typeName + " cannot represent the value " + literal.text, literal.location);
        return Value(literal.text);
    default:
        throw GraphError("Expected value of type '" + typeName + "'.", literal.location);
    }
}

} // namespace

Value coercedVariable(const Schema &schema, const TypeReference &type, const Value &value)
{
    if (value.is_null()) {
        if (type.isRequired)
            throw GraphError("Expected non-nullable type '" + type.text() + "' not to be None.");
        return nullptr;
    }
    if (!type.isList)
        return coercedNamed(schema, type.name, value);
    Array made;
    if (!value.is_array()) {
        made.push_back(coercedVariable(schema, itemType(type), value));
        return made;
    }
    for (const Value &item : value.get_array())
        made.push_back(coercedVariable(schema, itemType(type), item));
    return made;
}

namespace
{

// A variable was checked against its own type; inside a list or for a directive another one may be asked for.
Value variableAs(const Schema &schema, const TypeReference &type, const Value &value, Location location)
{
    try {
        return coercedVariable(schema, type, value);
    } catch (const GraphError &error) {
        throw GraphError(error.message(), location);
    }
}

} // namespace

Value coerced(const Schema &schema, const TypeReference &type, const Literal &literal, const Object &variables)
{
    if (literal.kind == Literal::Kind::Variable) {
        const Value *value = variables.if_contains(literal.text);
        if (!value || value->is_null()) {
            if (type.isRequired)
                throw GraphError("Argument of type '" + type.text() + "' must not be null.", literal.location);
            return nullptr;
        }
        return variableAs(schema, type, *value, literal.location);
    }
    if (literal.kind == Literal::Kind::Null) {
        if (type.isRequired)
            throw GraphError("Expected value of type '" + type.text() + "', found null.", literal.location);
        return nullptr;
    }
    if (type.isList) {
        Array made;
        if (literal.kind == Literal::Kind::List)
            for (const Literal &item : literal.items)
                made.push_back(coerced(schema, itemType(type), item, variables));
        else
            made.push_back(coerced(schema, itemType(type), literal, variables));
        return made;
    }
    if (literal.kind == Literal::Kind::Object) {
        const TypeDefinition *input = schema.type(type.name);
        Object members;
        for (std::size_t i = 0; i < literal.names.size(); ++i) {
            const std::string &name = literal.names[i];
            const FieldDefinition *field = input ? input->field(name) : nullptr;
            if (!field)
                throw GraphError("Field '" + name + "' is not defined by type '" + type.name + "'.", literal.location);
            members[name] = coerced(schema, field->type, literal.items[i], variables);
        }
        return coercedNamed(schema, type.name, members);
    }
    try {
        return coercedNamed(schema, type.name, plainLiteral(schema, type.name, literal));
    } catch (const GraphError &error) {
        throw GraphError(error.message(), literal.location);
    }
}

} // namespace hearth::server::graphql
