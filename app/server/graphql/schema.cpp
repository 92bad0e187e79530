// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/schema.h"

#include "server/graphql/parser.h"

#include <algorithm>
#include <array>

namespace hearth::server::graphql
{
namespace
{

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
        if (lexer.skip("="))
            (void)parseConstant(lexer);
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

const ArgumentDefinition *FieldDefinition::argument(std::string_view wanted) const
{
    for (const ArgumentDefinition &one : arguments)
        if (one.name == wanted)
            return &one;
    return nullptr;
}

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
    Lexer lexer(schemaText());
    for (skipDescription(lexer); lexer.peek().kind != Token::Kind::End; skipDescription(lexer))
        made->m_types.push_back(parseDefinition(lexer));
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
                type.fields.push_back({attribute.name, typeOf(attribute), {}});
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

} // namespace hearth::server::graphql
