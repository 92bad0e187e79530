// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/request.h"

#include "server/graphql/validation.h"

#include <algorithm>

namespace hearth::server::graphql
{

using jsontext::Object;
using jsontext::Value;

Request::Request(Document document, std::shared_ptr<const Schema> schema, const std::string &operationName,
                 const Object &variables)
    : m_document(std::move(document)), m_schema(std::move(schema))
{
    std::vector<std::string> open;
    for (const Operation &operation : m_document.operations)
        checkSize(operation.selections, open);
    for (const auto &[name, fragment] : m_document.fragments)
        checkSize(fragment.selections, open = {name});
    validate(m_document, *m_schema);
    if (operationName.empty() && m_document.operations.size() > 1)
        throw GraphError("Must provide operation name if query contains multiple operations.");
    for (const Operation &operation : m_document.operations)
        if (operationName.empty() || operation.name == operationName) {
            m_operation = &operation;
            break;
        }
    if (!m_operation)
        throw GraphError(operationName.empty() ? "Must provide an operation."
                                               : "Unknown operation named '" + operationName + "'.");
    readVariables(variables);
}

void Request::readVariables(const Object &given)
{
    for (const VariableDefinition &variable : m_operation->variables) {
        const Value *value = given.if_contains(variable.name);
        if (!value && variable.hasDefault) {
            m_variables[variable.name] = coerced(*m_schema, variable.type, variable.defaultValue, {});
            continue;
        }
        if (!value && !variable.type.isRequired)
            continue;
        if (!value)
            throw GraphError("Variable '$" + variable.name + "' of required type '" + variable.type.text() +
                                 "' was not provided.",
                             variable.location);
        try {
            m_variables[variable.name] = coercedVariable(*m_schema, variable.type, *value);
        } catch (const GraphError &error) {
            throw GraphError("Variable '$" + variable.name + "' has invalid value: " + error.message(),
                             variable.location);
        }
    }
}

const Fragment &Request::fragment(const Selection &spread) const
{
    const auto found = m_document.fragments.find(spread.name);
    if (found == m_document.fragments.end())
        throw GraphError("Unknown fragment '" + spread.name + "'.", spread.location);
    return found->second;
}

// Bounds what validation and the answer have to walk, and finds fragments without an end.
void Request::checkSize(const SelectionSet &selections, std::vector<std::string> &openFragments)
{
    if (++m_depth > depthLimit && !selections.empty())
        throw GraphError("The query is nested too deeply.", selections.front().location);
    for (const Selection &selection : selections) {
        if (++m_fields > fieldLimit)
            throw GraphError("The query asks for too many fields.", selection.location);
        if (selection.kind != Selection::Kind::Spread) {
            checkSize(selection.selections, openFragments);
            continue;
        }
        if (std::find(openFragments.begin(), openFragments.end(), selection.name) != openFragments.end())
            throw GraphError("Cannot spread fragment '" + selection.name + "' within itself.", selection.location);
        openFragments.push_back(selection.name);
        checkSize(fragment(selection).selections, openFragments);
        openFragments.pop_back();
    }
    --m_depth;
}

bool Request::isWanted(const Selection &selection) const
{
    for (const Directive &directive : selection.directives) {
        const bool isSkip = directive.name == "skip";
        if (!isSkip && directive.name != "include")
            throw GraphError("Unknown directive '@" + directive.name + "'.", directive.location);
        for (const Argument &argument : directive.arguments)
            if (argument.name == "if") {
                const Value value = coerced(*m_schema, {"Boolean", true, false, false}, argument.value, m_variables);
                if (value.get_bool() == isSkip)
                    return false;
            }
    }
    return true;
}

Object Request::argumentsOf(const FieldDefinition &definition, const Selection &field) const
{
    Object made;
    for (const ArgumentDefinition &argument : definition.arguments) {
        const auto given = std::find_if(field.arguments.begin(), field.arguments.end(),
                                        [&](const Argument &one) { return one.name == argument.name; });
        const bool isGiven = given != field.arguments.end() && !(given->value.kind == Literal::Kind::Variable &&
                                                                 !m_variables.contains(given->value.text));
        if (isGiven)
            made[argument.name] = coerced(*m_schema, argument.type, given->value, m_variables);
        else if (argument.hasDefault)
            made[argument.name] = coerced(*m_schema, argument.type, argument.defaultValue, m_variables);
        else if (argument.type.isRequired)
            throw GraphError("Field '" + field.name + "' argument '" + argument.name + "' of type '" +
                                 argument.type.text() + "' is required, but it was not provided.",
                             field.location);
    }
    return made;
}

void Request::gather(const TypeDefinition &type, const SelectionSet &selections, std::vector<Item> &items) const
{
    for (const Selection &selection : selections) {
        if (!isWanted(selection))
            continue;
        if (selection.kind != Selection::Kind::Field) {
            const Fragment *named = selection.kind == Selection::Kind::Spread ? &fragment(selection) : nullptr;
            const std::string &onType = named ? named->onType : selection.onType;
            if (onType.empty() || m_schema->isA(type, onType))
                gather(type, named ? named->selections : selection.selections, items);
            continue;
        }
        const auto same =
            std::find_if(items.begin(), items.end(), [&](const Item &item) { return item.key == selection.key(); });
        if (same != items.end()) {
            if (selection.hasSelections)
                same->selections.push_back(&selection.selections);
            continue;
        }
        Item item;
        item.key = selection.key();
        item.name = selection.name;
        item.location = selection.location;
        item.definition = type.field(selection.name);
        if (item.definition)
            item.arguments = argumentsOf(*item.definition, selection);
        if (selection.hasSelections)
            item.selections.push_back(&selection.selections);
        if (!item.definition)
            for (const Argument &argument : selection.arguments)
                item.arguments[argument.name] =
                    coerced(*m_schema, {"String", false, false, false}, argument.value, m_variables);
        items.push_back(std::move(item));
    }
}

std::vector<Item> Request::items(const TypeDefinition &type, const Selections &selections) const
{
    std::vector<Item> made;
    for (const SelectionSet *set : selections)
        gather(type, *set, made);
    return made;
}

Selections Request::below(std::string_view typeName, const Selections &selections, std::string_view field) const
{
    Selections made;
    for (const Item &item : items(*m_schema->type(typeName), selections))
        if (item.name == field)
            made.insert(made.end(), item.selections.begin(), item.selections.end());
    return made;
}

bool Request::asksFor(const Selections &selections, std::initializer_list<std::string_view> fields) const
{
    for (const SelectionSet *set : selections)
        for (const Selection &selection : *set) {
            if (selection.kind == Selection::Kind::Field) {
                if (std::find(fields.begin(), fields.end(), selection.name) != fields.end())
                    return true;
            } else {
                const SelectionSet &inner =
                    selection.kind == Selection::Kind::Spread ? fragment(selection).selections : selection.selections;
                if (asksFor({&inner}, fields))
                    return true;
            }
        }
    return false;
}

} // namespace hearth::server::graphql
