// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/schema.h"

#include "server/graphql/parser.h"

#include <algorithm>
#include <array>

namespace hearth::server::graphql
{
namespace
{

// How a schema describes itself, as the GraphQL specification has it.
constexpr std::string_view ownDescription = R"(
type __Schema { description: String types: [__Type!]! queryType: __Type! mutationType: __Type subscriptionType: __Type
  directives: [__Directive!]! }
type __Type { kind: __TypeKind! name: String description: String specifiedByURL: String
  fields(includeDeprecated: Boolean = false): [__Field!] interfaces: [__Type!] possibleTypes: [__Type!]
  enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
  inputFields(includeDeprecated: Boolean = false): [__InputValue!] ofType: __Type isOneOf: Boolean }
type __Field { name: String! description: String args(includeDeprecated: Boolean = false): [__InputValue!]!
  type: __Type! isDeprecated: Boolean! deprecationReason: String }
type __InputValue { name: String! description: String type: __Type! defaultValue: String isDeprecated: Boolean!
  deprecationReason: String }
type __EnumValue { name: String! description: String isDeprecated: Boolean! deprecationReason: String }
type __Directive { name: String! description: String isRepeatable: Boolean! locations: [__DirectiveLocation!]!
  args(includeDeprecated: Boolean = false): [__InputValue!]! }
enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }
enum __DirectiveLocation { QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT
  VARIABLE_DEFINITION SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION ENUM ENUM_VALUE
  INPUT_OBJECT INPUT_FIELD_DEFINITION }
)";

void skipDescription(Lexer &lexer)
{
    while (lexer.peek().kind == Token::Kind::Text)
        (void)lexer.take();
}

std::vector<ArgumentDefinition> parseArgumentDefinitions(Lexer &lexer)
{
    std::vector<ArgumentDefinition> made;
    if (!lexer.skip("("))
        return made;
    while (!lexer.skip(")")) {
        ArgumentDefinition argument;
        argument.name = lexer.expectName();
        lexer.expect(":");
        argument.type = parseType(lexer);
        if (lexer.skip("=")) {
            argument.hasDefault = true;
            argument.defaultValue = parseConstant(lexer);
        }
        made.push_back(std::move(argument));
    }
    return made;
}

TypeDefinition parseFields(Lexer &lexer, TypeDefinition::Kind kind)
{
    TypeDefinition made;
    made.kind = kind;
    made.name = lexer.expectName();
    if (lexer.skip("implements"))
        do
            made.interfaces.push_back(lexer.expectName());
        while (lexer.skip("&"));
    lexer.expect("{");
    while (!lexer.skip("}")) {
        skipDescription(lexer);
        FieldDefinition field;
        field.name = lexer.expectName();
        field.arguments = parseArgumentDefinitions(lexer);
        lexer.expect(":");
        field.type = parseType(lexer);
        if (lexer.skip("=")) {
            field.hasDefault = true;
            (void)parseConstant(lexer);
        }
        made.fields.push_back(std::move(field));
    }
    return made;
}

TypeDefinition parseDefinition(Lexer &lexer)
{
    TypeDefinition made;
    const std::string keyword = lexer.expectName();
    if (keyword == "type")
        return parseFields(lexer, TypeDefinition::Kind::Object);
    if (keyword == "interface")
        return parseFields(lexer, TypeDefinition::Kind::Interface);
    if (keyword == "input")
        return parseFields(lexer, TypeDefinition::Kind::Input);
    made.name = lexer.expectName();
    made.kind = TypeDefinition::Kind::Scalar;
    if (keyword == "enum") {
        made.kind = TypeDefinition::Kind::Enum;
        lexer.expect("{");
        while (!lexer.skip("}"))
            made.values.push_back(lexer.expectName());
    }
    return made;
}

TypeReference typeOf(const rules::Attribute &attribute)
{
    using rules::AttributeType;
    switch (attribute.type) {
    case AttributeType::Integer:
        return {"Int", false, false, false};
    case AttributeType::Real:
        return {"Float", false, false, false};
    case AttributeType::Boolean:
        return {"Boolean", false, false, false};
    case AttributeType::Datetime:
        return {"DateTime", false, false, false};
    case AttributeType::StringList:
        return {"String", false, true, true};
    case AttributeType::IntegerList:
        return {"Int", false, true, true};
    case AttributeType::String:
        return {"String", false, false, false};
    default:
        return {"JSON", false, false, false};
    }
}

} // namespace

const FieldDefinition *TypeDefinition::field(std::string_view wanted) const
{
    for (const FieldDefinition &one : fields)
        if (one.name == wanted)
            return &one;
    return nullptr;
}

std::shared_ptr<const Schema> Schema::make(const rules::AttributeLibrary &library)
{
    auto made = std::make_shared<Schema>();
    for (const char *scalar : {"String", "Int", "Float", "Boolean", "ID"}) {
        TypeDefinition type;
        type.kind = TypeDefinition::Kind::Scalar;
        type.name = scalar;
        made->m_types.push_back(std::move(type));
    }
    for (const std::string_view text : {schemaText(), ownDescription}) {
        Lexer lexer(text);
        for (skipDescription(lexer); lexer.peek().kind != Token::Kind::End; skipDescription(lexer))
            made->m_types.push_back(parseDefinition(lexer));
    }
    for (std::size_t i = 0; i < made->m_types.size(); ++i)
        made->m_byName[made->m_types[i].name] = i;
    made->setAttributeTypes(library);
    return made;
}

void Schema::setAttributeTypes(const rules::AttributeLibrary &library)
{
    static constexpr std::array<std::pair<const char *, const char *>, 8> scopes{
        {{"ProjectAttribType", "project"},
         {"FolderAttribType", "folder"},
         {"TaskAttribType", "task"},
         {"ProductAttribType", "product"},
         {"VersionAttribType", "version"},
         {"RepresentationAttribType", "representation"},
         {"WorkfileAttribType", "workfile"},
         {"UserAttribType", "user"}}};
    for (const auto &[typeName, scope] : scopes) {
        TypeDefinition &type = m_types[m_byName.at(typeName)];
        type.fields.clear();
        for (const rules::Attribute &attribute : library.all())
            if (attribute.hasScope(scope))
                type.fields.push_back({attribute.name, typeOf(attribute), {}, false});
    }
}

const TypeDefinition *Schema::type(std::string_view name) const
{
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? nullptr : &m_types[found->second];
}

bool Schema::isA(const TypeDefinition &object, std::string_view typeName) const
{
    return object.name == typeName ||
           std::find(object.interfaces.begin(), object.interfaces.end(), typeName) != object.interfaces.end();
}

bool Schema::mayBeBoth(const TypeDefinition &one, const TypeDefinition &other) const
{
    if (one.name == other.name || isA(one, other.name) || isA(other, one.name))
        return true;
    return std::any_of(m_types.begin(), m_types.end(), [&](const TypeDefinition &type) {
        return type.kind == TypeDefinition::Kind::Object && isA(type, one.name) && isA(type, other.name);
    });
}

const FieldDefinition *Schema::fieldOf(const TypeDefinition &type, std::string_view name) const
{
    static const FieldDefinition typeName{"__typename", {"String", true, false, false}, {}, false};
    static const FieldDefinition schema{"__schema", {"__Schema", true, false, false}, {}, false};
    static const FieldDefinition named{
        "__type", {"__Type", false, false, false}, {{"name", {"String", true, false, false}, false, {}}}, false};
    if (name == typeName.name)
        return &typeName;
    if (type.name == "Query" && (name == schema.name || name == named.name))
        return name == schema.name ? &schema : &named;
    return type.field(name);
}

} // namespace hearth::server::graphql
