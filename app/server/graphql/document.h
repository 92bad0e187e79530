// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"

#include <exception>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// An executable document as it was written, and what went wrong with one.
namespace hearth::server::graphql
{

struct Location {
    int line = 0;   ///< from 1
    int column = 0; ///< from 1
};

/// Ends the work on a document; the endpoint turns it into an entry of `errors`.
class GraphError final : public std::exception
{
public:
    explicit GraphError(std::string message, Location location = {}, int status = 0)
        : m_message(std::move(message)), m_location(location), m_status(status)
    {
    }
    const char *what() const noexcept override { return m_message.c_str(); }
    [[nodiscard]] const std::string &message() const { return m_message; }
    [[nodiscard]] Location location() const { return m_location; }
    [[nodiscard]] int status() const { return m_status; }

private:
    std::string m_message;
    Location m_location;
    int m_status;
};

/// A literal or a variable.
struct Literal {
    enum class Kind { Null, Integer, Real, Text, Boolean, Enum, List, Object, Variable };
    Kind kind = Kind::Null;
    std::string text;               ///< digits, text, enum value or variable name
    std::vector<Literal> items;     ///< of a list, or the values of an object's members
    std::vector<std::string> names; ///< of an object's members
    Location location;
};

struct Argument {
    std::string name;
    Literal value;
    Location location;
};

struct Directive {
    std::string name;
    std::vector<Argument> arguments;
    Location location;
};

struct Selection;
using SelectionSet = std::vector<Selection>;

struct Selection {
    enum class Kind { Field, Spread, Inline };
    Kind kind = Kind::Field;
    std::string alias;  ///< empty: the name
    std::string name;   ///< of the field, or of the fragment that is spread
    std::string onType; ///< of an inline fragment; may be empty
    std::vector<Argument> arguments;
    std::vector<Directive> directives;
    SelectionSet selections;
    bool hasSelections = false;
    Location location;

    [[nodiscard]] const std::string &key() const { return alias.empty() ? name : alias; }
};

/// A type as it is written: `[String!]!` …
struct TypeReference {
    std::string name; ///< of the innermost type
    bool isRequired = false;
    bool isList = false;
    bool isItemRequired = false;
    [[nodiscard]] std::string text() const;
};

struct VariableDefinition {
    std::string name;
    TypeReference type;
    bool hasDefault = false;
    Literal defaultValue;
    std::vector<Directive> directives;
    Location location;
};

struct Operation {
    std::string type = "query";
    std::string name;
    std::vector<VariableDefinition> variables;
    std::vector<Directive> directives;
    SelectionSet selections;
    Location location;
};

struct Fragment {
    std::string name;
    std::string onType;
    std::vector<Directive> directives;
    SelectionSet selections;
    Location location;
};

struct Document {
    std::vector<Operation> operations;
    std::map<std::string, Fragment> fragments;
};

/// Parses an executable document. Throws GraphError ("Syntax Error: …") for a malformed one, or for one that is larger
/// or nested deeper than a client has reason to.
[[nodiscard]] Document parseDocument(std::string_view text);

} // namespace hearth::server::graphql
