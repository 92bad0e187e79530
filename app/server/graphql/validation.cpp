// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/validation.h"

#include "server/graphql/merging.h"

#include <algorithm>
#include <limits>
#include <set>

namespace hearth::server::graphql
{
namespace
{

/// Where a variable stands.
struct Use {
    std::string name;
    TypeReference type; ///< that is asked for there; without a name where anything may stand
    bool hasDefault = false;
    Location location;
};

/// What one operation or fragment uses.
struct Uses {
    std::vector<Use> variables;
    std::set<std::string> spreads;
};

bool isInput(const TypeDefinition &type)
{
    return !type.isComposite();
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

// A variable that may be null fits where null may not stand, if something else fills its place.
bool fits(const VariableDefinition &variable, const Use &use)
{
    const TypeReference &have = variable.type;
    const TypeReference &want = use.type;
    const bool isFilled = use.hasDefault || (variable.hasDefault && variable.defaultValue.kind != Literal::Kind::Null);
    return have.name == want.name && have.isList == want.isList && (have.isItemRequired || !want.isItemRequired) &&
           (have.isRequired || !want.isRequired || isFilled);
}

bool isScalarLiteral(const std::string &type, const Literal &literal)
{
    using Kind = Literal::Kind;
    if (type == "String")
        return literal.kind == Kind::Text;
    if (type == "ID")
        return literal.kind == Kind::Text || literal.kind == Kind::Integer;
    if (type == "Boolean")
        return literal.kind == Kind::Boolean;
    if (type == "Float")
        return literal.kind == Kind::Integer || literal.kind == Kind::Real;
    if (type != "Int")
        return true; // a scalar of our own takes what there is
    if (literal.kind != Kind::Integer)
        return false;
    try {
        const std::int64_t value = std::stoll(literal.text);
        return value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max();
    } catch (const std::exception &) {
        return false;
    }
}

class Validator
{
public:
    Validator(const Document &document, const Schema &schema) : m_document(document), m_schema(schema) {}

    void run()
    {
        checkNames();
        for (const auto &[name, fragment] : m_document.fragments) {
            (void)composite(fragment.onType, fragment.location);
            refuseDirectives(fragment.directives);
            check(composite(fragment.onType, fragment.location), fragment.selections, m_fragments[name]);
        }
        std::set<std::string> spread;
        for (const Operation &operation : m_document.operations)
            checkOperation(operation, spread);
        for (const auto &[name, fragment] : m_document.fragments)
            if (!spread.contains(name))
                throw GraphError("Fragment '" + name + "' is never used.", fragment.location);
        checkMerging(m_document, m_schema);
    }

private:
    void checkNames() const
    {
        std::set<std::string> names;
        for (const Operation &operation : m_document.operations) {
            if (operation.name.empty() && m_document.operations.size() > 1)
                throw GraphError("This anonymous operation must be the only defined operation.", operation.location);
            if (!names.insert(operation.name).second)
                throw GraphError("There can be only one operation named '" + operation.name + "'.", operation.location);
        }
    }

    const TypeDefinition &composite(const std::string &name, Location location) const
    {
        const TypeDefinition *type = m_schema.type(name);
        if (!type)
            throw GraphError("Unknown type '" + name + "'.", location);
        if (!type->isComposite())
            throw GraphError("Fragment cannot condition on non composite type '" + name + "'.", location);
        return *type;
    }

    // `@skip` and `@include` are for selections only.
    static void refuseDirectives(const std::vector<Directive> &directives)
    {
        if (!directives.empty())
            throw GraphError("Directive '@" + directives.front().name + "' may not be used here.",
                             directives.front().location);
    }

    void checkOperation(const Operation &operation, std::set<std::string> &spread)
    {
        const TypeDefinition *root = operation.type == "query" ? m_schema.type("Query") : nullptr;
        if (!root)
            throw GraphError("Only queries are answered here.", operation.location);
        refuseDirectives(operation.directives);
        Uses uses;
        checkVariables(operation, uses);
        check(*root, operation.selections, uses);
        std::vector<const Uses *> reached{&uses};
        std::set<std::string> seen;
        for (std::size_t i = 0; i < reached.size(); ++i)
            for (const std::string &name : reached[i]->spreads)
                if (seen.insert(name).second)
                    reached.push_back(&m_fragments[name]);
        spread.insert(seen.begin(), seen.end());
        checkUses(operation, reached);
    }

    void checkVariables(const Operation &operation, Uses &uses) const
    {
        std::set<std::string> names;
        for (const VariableDefinition &variable : operation.variables) {
            if (!names.insert(variable.name).second)
                throw GraphError("There can be only one variable named '$" + variable.name + "'.", variable.location);
            const TypeDefinition *type = m_schema.type(variable.type.name);
            if (!type && !isBuiltinScalar(variable.type.name))
                throw GraphError("Unknown type '" + variable.type.name + "'.", variable.location);
            if (type && !isInput(*type))
                throw GraphError("Variable '$" + variable.name + "' cannot be non-input type '" + variable.type.text() +
                                     "'.",
                                 variable.location);
            refuseDirectives(variable.directives);
            if (variable.hasDefault)
                checkValue(variable.type, variable.defaultValue, false, uses);
        }
    }

    static bool isBuiltinScalar(std::string_view name)
    {
        static constexpr std::string_view builtin[] = {"String", "ID", "Boolean", "Float", "Int"};
        return std::find(std::begin(builtin), std::end(builtin), name) != std::end(builtin);
    }

    static void checkUses(const Operation &operation, const std::vector<const Uses *> &reached)
    {
        std::set<std::string> used;
        for (const Uses *uses : reached)
            for (const Use &use : uses->variables) {
                const auto variable =
                    std::find_if(operation.variables.begin(), operation.variables.end(),
                                 [&use](const VariableDefinition &one) { return one.name == use.name; });
                if (variable == operation.variables.end())
                    throw GraphError("Variable '$" + use.name + "' is not defined.", use.location);
                if (!use.type.name.empty() && !fits(*variable, use))
                    throw GraphError("Variable '$" + use.name + "' of type '" + variable->type.text() +
                                         "' used in position expecting type '" + use.type.text() + "'.",
                                     use.location);
                used.insert(use.name);
            }
        for (const VariableDefinition &variable : operation.variables)
            if (!used.contains(variable.name))
                throw GraphError("Variable '$" + variable.name + "' is never used.", variable.location);
    }

    void check(const TypeDefinition &type, const SelectionSet &selections, Uses &uses) const
    {
        for (const Selection &selection : selections) {
            checkDirectives(selection, uses);
            if (selection.kind == Selection::Kind::Field) {
                checkField(type, selection, uses);
                continue;
            }
            const bool isSpread = selection.kind == Selection::Kind::Spread;
            const TypeDefinition *target = &type;
            if (isSpread) {
                const auto found = m_document.fragments.find(selection.name);
                if (found == m_document.fragments.end())
                    throw GraphError("Unknown fragment '" + selection.name + "'.", selection.location);
                uses.spreads.insert(selection.name);
                target = &composite(found->second.onType, selection.location);
            } else if (!selection.onType.empty()) {
                target = &composite(selection.onType, selection.location);
            }
            if (!m_schema.mayBeBoth(type, *target))
                throw GraphError("Fragment cannot be spread here as objects of type '" + type.name +
                                     "' can never be of type '" + target->name + "'.",
                                 selection.location);
            if (!isSpread)
                check(*target, selection.selections, uses);
        }
    }

    void checkDirectives(const Selection &selection, Uses &uses) const
    {
        static const std::vector<ArgumentDefinition> arguments{{"if", {"Boolean", true, false, false}, false, {}}};
        std::set<std::string> names;
        for (const Directive &directive : selection.directives) {
            if (directive.name != "skip" && directive.name != "include")
                throw GraphError("Unknown directive '@" + directive.name + "'.", directive.location);
            if (!names.insert(directive.name).second)
                throw GraphError("The directive '@" + directive.name + "' can only be used once at this location.",
                                 directive.location);
            checkArguments("directive '@" + directive.name + '\'', arguments, directive.arguments, directive.location,
                           uses);
        }
    }

    void checkField(const TypeDefinition &type, const Selection &field, Uses &uses) const
    {
        const FieldDefinition *definition = m_schema.fieldOf(type, field.name);
        if (!definition)
            throw GraphError("Cannot query field '" + field.name + "' on type '" + type.name + "'." +
                                 nearest(type, field.name),
                             field.location);
        checkArguments("field '" + type.name + '.' + field.name + '\'', definition->arguments, field.arguments,
                       field.location, uses);
        const TypeDefinition *result = m_schema.type(definition->type.name);
        const bool isComposite = result && result->isComposite();
        if (isComposite && !field.hasSelections)
            throw GraphError("Field '" + field.name + "' of type '" + definition->type.text() +
                                 "' must have a selection of subfields. Did you mean '" + field.name + " { ... }'?",
                             field.location);
        if (!isComposite && field.hasSelections)
            throw GraphError("Field '" + field.name + "' must not have a selection since type '" +
                                 definition->type.text() + "' has no subfields.",
                             field.location);
        if (isComposite)
            check(*result, field.selections, uses);
    }

    void checkArguments(const std::string &owner, const std::vector<ArgumentDefinition> &known,
                        const std::vector<Argument> &given, Location location, Uses &uses) const
    {
        std::set<std::string> names;
        for (const Argument &argument : given) {
            const auto definition = std::find_if(
                known.begin(), known.end(), [&](const ArgumentDefinition &one) { return one.name == argument.name; });
            if (definition == known.end())
                throw GraphError("Unknown argument '" + argument.name + "' on " + owner + '.', argument.location);
            if (!names.insert(argument.name).second)
                throw GraphError("There can be only one argument named '" + argument.name + "'.", argument.location);
            checkValue(definition->type, argument.value, definition->hasDefault, uses);
        }
        for (const ArgumentDefinition &definition : known)
            if (definition.type.isRequired && !definition.hasDefault && !names.contains(definition.name))
                throw GraphError("Argument '" + definition.name + "' of type '" + definition.type.text() +
                                     "' is required on " + owner + ", but it was not provided.",
                                 location);
    }

    void checkValue(const TypeReference &type, const Literal &literal, bool hasDefault, Uses &uses) const
    {
        if (literal.kind == Literal::Kind::Variable) {
            uses.variables.push_back({literal.text, type, hasDefault, literal.location});
            return;
        }
        if (literal.kind == Literal::Kind::Null) {
            if (type.isRequired)
                throw GraphError("Expected value of type '" + type.text() + "', found null.", literal.location);
            return;
        }
        const TypeReference item = type.isList ? TypeReference{type.name, type.isItemRequired, false, false} : type;
        if (type.isList && literal.kind == Literal::Kind::List) {
            for (const Literal &one : literal.items)
                checkValue(item, one, false, uses);
            return;
        }
        checkNamed(item.name, literal, uses);
    }

    void checkNamed(const std::string &name, const Literal &literal, Uses &uses) const
    {
        const TypeDefinition *type = m_schema.type(name);
        bool isGood = false;
        if (type && type->kind == TypeDefinition::Kind::Input)
            return checkInput(*type, literal, uses);
        if (type && type->kind == TypeDefinition::Kind::Enum)
            isGood = literal.kind == Literal::Kind::Enum &&
                     std::find(type->values.begin(), type->values.end(), literal.text) != type->values.end();
        else
            isGood = isScalarLiteral(name, literal);
        if (!isGood)
            throw GraphError("Expected value of type '" + name + "'.", literal.location);
    }

    void checkInput(const TypeDefinition &type, const Literal &literal, Uses &uses) const
    {
        if (literal.kind != Literal::Kind::Object)
            throw GraphError("Expected value of type '" + type.name + "'.", literal.location);
        std::set<std::string> names;
        for (std::size_t i = 0; i < literal.names.size(); ++i) {
            const FieldDefinition *field = type.field(literal.names[i]);
            if (!field)
                throw GraphError("Field '" + literal.names[i] + "' is not defined by type '" + type.name + "'.",
                                 literal.location);
            if (!names.insert(literal.names[i]).second)
                throw GraphError("There can be only one input field named '" + literal.names[i] + "'.",
                                 literal.location);
            checkValue(field->type, literal.items[i], field->hasDefault, uses);
        }
        for (const FieldDefinition &field : type.fields)
            if (field.type.isRequired && !field.hasDefault && !names.contains(field.name))
                throw GraphError("Field '" + type.name + '.' + field.name + "' of required type '" + field.type.text() +
                                     "' was not provided.",
                                 literal.location);
    }

    const Document &m_document;
    const Schema &m_schema;
    std::map<std::string, Uses> m_fragments;
};

} // namespace

void validate(const Document &document, const Schema &schema)
{
    Validator(document, schema).run();
}

} // namespace hearth::server::graphql
