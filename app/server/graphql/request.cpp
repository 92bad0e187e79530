// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/request.h"

#include <algorithm>

namespace hearth::server::graphql
{
namespace
{

using jsontext::Object;
using jsontext::Value;

// Whether a variable of one type may stand for an argument of another; a default fills the place of null.
bool fits(const VariableDefinition &variable, const ArgumentDefinition &argument)
{
    const TypeReference &have = variable.type;
    const TypeReference &want = argument.type;
    if (have.name != want.name || (have.isList && !want.isList))
        return false;
    const bool isFilled = variable.hasDefault || argument.hasDefault;
    return !want.isRequired || have.isRequired || isFilled;
}

std::string nearest(const TypeDefinition &type, const std::string &name)
{
    const auto distance = [&name](const std::string &other) {
        std::vector<std::size_t> row(other.size() + 1);
        for (std::size_t i = 0; i < row.size(); ++i)
            row[i] = i;
        for (std::size_t a = 1; a <= name.size(); ++a) {
            std::size_t corner = row[0];
            row[0] = a;
            for (std::size_t b = 1; b <= other.size(); ++b) {
                const std::size_t above = row[b];
                row[b] = std::min({row[b] + 1, row[b - 1] + 1, corner + (name[a - 1] == other[b - 1] ? 0 : 1)});
                corner = above;
            }
        }
        return row.back();
    };
    std::string best;
    std::size_t least = name.size() / 2 + 1;
    for (const FieldDefinition &field : type.fields)
        if (const std::size_t d = distance(field.name); d < least) {
            least = d;
            best = field.name;
        }
    return best.empty() ? std::string() : " Did you mean '" + best + "'?";
}

} // namespace

Request::Request(Document document, std::shared_ptr<const Schema> schema, const std::string &operationName,
                 const Object &variables)
    : m_document(std::move(document)), m_schema(std::move(schema))
{
    for (const Operation &operation : m_document.operations)
        if (operationName.empty() || operation.name == operationName) {
            m_operation = &operation;
            break;
        }
    if (!m_operation)
        throw GraphError(operationName.empty() ? "Must provide an operation."
                                               : "Unknown operation named '" + operationName + "'.");
    if (m_operation->type != "query")
        throw GraphError("Only queries are answered here.", m_operation->location);
    std::vector<std::string> open;
    check(*m_schema->type("Query"), m_operation->selections, open);
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

void Request::check(const TypeDefinition &type, const SelectionSet &selections, std::vector<std::string> &openFragments)
{
    if (++m_depth > depthLimit && !selections.empty())
        throw GraphError("The query is nested too deeply.", selections.front().location);
    for (const Selection &selection : selections) {
        if (++m_fields > fieldLimit)
            throw GraphError("The query asks for too many fields.", selection.location);
        if (selection.kind == Selection::Kind::Field) {
            checkField(type, selection, openFragments);
            continue;
        }
        const bool isSpread = selection.kind == Selection::Kind::Spread;
        const Fragment *named = isSpread ? &fragment(selection) : nullptr;
        const std::string &onType = isSpread ? named->onType : selection.onType.empty() ? type.name : selection.onType;
        const TypeDefinition *target = m_schema->type(onType);
        if (!target || !target->isComposite())
            throw GraphError("Unknown type '" + onType + "'.", selection.location);
        if (isSpread) {
            if (std::find(openFragments.begin(), openFragments.end(), named->name) != openFragments.end())
                throw GraphError("Cannot spread fragment '" + named->name + "' within itself.", selection.location);
            openFragments.push_back(named->name);
        }
        check(*target, isSpread ? named->selections : selection.selections, openFragments);
        if (isSpread)
            openFragments.pop_back();
    }
    --m_depth;
}

void Request::checkMeta(const Selection &field, std::vector<std::string> &openFragments)
{
    if (field.name == "__typename")
        return;
    // The schema's own description is answered as a whole; its fields are those everyone knows.
    (void)openFragments;
    if (!field.hasSelections)
        throw GraphError("Field '" + field.name + "' must have a selection of subfields.", field.location);
}

void Request::checkField(const TypeDefinition &type, const Selection &field, std::vector<std::string> &openFragments)
{
    if (field.name == "__typename" || ((field.name == "__schema" || field.name == "__type") && type.name == "Query"))
        return checkMeta(field, openFragments);
    const FieldDefinition *definition = type.field(field.name);
    if (!definition)
        throw GraphError("Cannot query field '" + field.name + "' on type '" + type.name + "'." +
                             nearest(type, field.name),
                         field.location);
    checkArguments(type, *definition, field);
    const TypeDefinition *result = m_schema->type(definition->type.name);
    if (result->isComposite() && !field.hasSelections)
        throw GraphError("Field '" + field.name + "' of type '" + definition->type.text() +
                             "' must have a selection of subfields. Did you mean '" + field.name + " { ... }'?",
                         field.location);
    if (!result->isComposite() && field.hasSelections)
        throw GraphError("Field '" + field.name + "' must not have a selection since type '" + definition->type.text() +
                             "' has no subfields.",
                         field.location);
    if (field.hasSelections)
        check(*result, field.selections, openFragments);
}

void Request::checkArguments(const TypeDefinition &type, const FieldDefinition &definition,
                             const Selection &field) const
{
    for (const Argument &argument : field.arguments) {
        const ArgumentDefinition *known = definition.argument(argument.name);
        if (!known)
            throw GraphError("Unknown argument '" + argument.name + "' on field '" + type.name + '.' + field.name +
                                 "'.",
                             argument.location);
        if (argument.value.kind != Literal::Kind::Variable)
            continue;
        const auto &variables = m_operation->variables;
        const auto variable = std::find_if(variables.begin(), variables.end(), [&](const VariableDefinition &one) {
            return one.name == argument.value.text;
        });
        if (variable == variables.end())
            throw GraphError("Variable '$" + argument.value.text + "' is not defined.", argument.value.location);
        if (!fits(*variable, *known))
            throw GraphError("Variable '$" + variable->name + "' of type '" + variable->type.text() +
                                 "' used in position expecting type '" + known->type.text() + "'.",
                             variable->location);
    }
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
