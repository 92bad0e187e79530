// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/parser.h"

namespace hearth::server::graphql
{

std::string TypeReference::text() const
{
    std::string made = name;
    if (isList)
        made = '[' + made + (isItemRequired ? "!" : "") + ']';
    return made + (isRequired ? "!" : "");
}

namespace
{

constexpr int depthLimit = 40;

Literal parseLiteral(Lexer &lexer, bool isConstant, int depth);

Literal parseContainer(Lexer &lexer, bool isConstant, int depth)
{
    Literal made;
    made.location = lexer.peek().location;
    if (lexer.skip("[")) {
        made.kind = Literal::Kind::List;
        while (!lexer.skip("]"))
            made.items.push_back(parseLiteral(lexer, isConstant, depth + 1));
        return made;
    }
    lexer.expect("{");
    made.kind = Literal::Kind::Object;
    while (!lexer.skip("}")) {
        made.names.push_back(lexer.expectName());
        lexer.expect(":");
        made.items.push_back(parseLiteral(lexer, isConstant, depth + 1));
    }
    return made;
}

Literal parseLiteral(Lexer &lexer, bool isConstant, int depth)
{
    if (depth > depthLimit)
        throw GraphError("Syntax Error: The document is nested too deeply.", lexer.peek().location);
    Literal made;
    made.location = lexer.peek().location;
    if (lexer.is("[") || lexer.is("{"))
        return parseContainer(lexer, isConstant, depth);
    if (!isConstant && lexer.skip("$")) {
        made.kind = Literal::Kind::Variable;
        made.text = lexer.expectName();
        return made;
    }
    const Token token = lexer.peek();
    switch (token.kind) {
    case Token::Kind::Integer:
        made.kind = Literal::Kind::Integer;
        break;
    case Token::Kind::Real:
        made.kind = Literal::Kind::Real;
        break;
    case Token::Kind::Text:
        made.kind = Literal::Kind::Text;
        break;
    case Token::Kind::Name:
        made.kind = token.text == "null"                            ? Literal::Kind::Null
                    : token.text == "true" || token.text == "false" ? Literal::Kind::Boolean
                                                                    : Literal::Kind::Enum;
        break;
    default:
        lexer.unexpected("");
    }
    made.text = lexer.take().text;
    return made;
}

std::vector<Argument> parseArguments(Lexer &lexer, bool isConstant)
{
    std::vector<Argument> made;
    if (!lexer.skip("("))
        return made;
    do {
        Argument argument;
        argument.location = lexer.peek().location;
        argument.name = lexer.expectName();
        lexer.expect(":");
        argument.value = parseLiteral(lexer, isConstant, 0);
        made.push_back(std::move(argument));
    } while (!lexer.skip(")"));
    return made;
}

std::vector<Directive> parseDirectives(Lexer &lexer, bool isConstant = false)
{
    std::vector<Directive> made;
    while (lexer.is("@")) {
        Directive directive;
        directive.location = lexer.take().location;
        directive.name = lexer.expectName();
        directive.arguments = parseArguments(lexer, isConstant);
        made.push_back(std::move(directive));
    }
    return made;
}

SelectionSet parseSelections(Lexer &lexer, int depth);

Selection parseSelection(Lexer &lexer, int depth)
{
    Selection made;
    made.location = lexer.peek().location;
    if (lexer.skip("...")) {
        if (lexer.peek().kind == Token::Kind::Name && !lexer.is("on")) {
            made.kind = Selection::Kind::Spread;
            made.name = lexer.expectName();
            made.directives = parseDirectives(lexer);
            return made;
        }
        made.kind = Selection::Kind::Inline;
        if (lexer.skip("on"))
            made.onType = lexer.expectName();
        made.directives = parseDirectives(lexer);
        made.selections = parseSelections(lexer, depth + 1);
        made.hasSelections = true;
        return made;
    }
    made.name = lexer.expectName();
    if (lexer.skip(":")) {
        made.alias = std::move(made.name);
        made.name = lexer.expectName();
    }
    made.arguments = parseArguments(lexer, false);
    made.directives = parseDirectives(lexer);
    if (lexer.is("{")) {
        made.selections = parseSelections(lexer, depth + 1);
        made.hasSelections = true;
    }
    return made;
}

SelectionSet parseSelections(Lexer &lexer, int depth)
{
    if (depth > depthLimit)
        throw GraphError("Syntax Error: The document is nested too deeply.", lexer.peek().location);
    SelectionSet made;
    lexer.expect("{");
    do
        made.push_back(parseSelection(lexer, depth));
    while (!lexer.skip("}"));
    return made;
}

Operation parseOperation(Lexer &lexer)
{
    Operation made;
    made.location = lexer.peek().location;
    if (lexer.is("{")) {
        made.selections = parseSelections(lexer, 0);
        return made;
    }
    made.type = lexer.expectName();
    if (lexer.peek().kind == Token::Kind::Name)
        made.name = lexer.take().text;
    if (lexer.skip("(")) {
        do {
            VariableDefinition variable;
            variable.location = lexer.peek().location;
            lexer.expect("$");
            variable.name = lexer.expectName();
            lexer.expect(":");
            variable.type = parseType(lexer);
            if (lexer.skip("=")) {
                variable.hasDefault = true;
                variable.defaultValue = parseConstant(lexer);
            }
            variable.directives = parseDirectives(lexer, true);
            made.variables.push_back(std::move(variable));
        } while (!lexer.skip(")"));
    }
    made.directives = parseDirectives(lexer);
    made.selections = parseSelections(lexer, 0);
    return made;
}

Fragment parseFragment(Lexer &lexer)
{
    Fragment made;
    made.location = lexer.take().location;
    if (lexer.is("on"))
        lexer.unexpected("");
    made.name = lexer.expectName();
    if (!lexer.skip("on"))
        lexer.unexpected("'on'");
    made.onType = lexer.expectName();
    made.directives = parseDirectives(lexer);
    made.selections = parseSelections(lexer, 0);
    return made;
}

} // namespace

Literal parseConstant(Lexer &lexer)
{
    return parseLiteral(lexer, true, 0);
}

TypeReference parseType(Lexer &lexer)
{
    TypeReference made;
    if (lexer.skip("[")) {
        made.isList = true;
        made.name = lexer.expectName();
        made.isItemRequired = lexer.skip("!");
        lexer.expect("]");
    } else {
        made.name = lexer.expectName();
    }
    made.isRequired = lexer.skip("!");
    return made;
}

Document parseDocument(std::string_view text)
{
    Lexer lexer(text);
    Document made;
    do {
        if (lexer.is("fragment")) {
            Fragment fragment = parseFragment(lexer);
            std::string name = fragment.name;
            const Location location = fragment.location;
            if (!made.fragments.try_emplace(name, std::move(fragment)).second)
                throw GraphError("There can be only one fragment named '" + name + "'.", location);
        } else if (lexer.is("{") || lexer.is("query") || lexer.is("mutation") || lexer.is("subscription")) {
            made.operations.push_back(parseOperation(lexer));
        } else {
            lexer.unexpected("");
        }
    } while (lexer.peek().kind != Token::Kind::End);
    return made;
}

} // namespace hearth::server::graphql
