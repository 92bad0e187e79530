// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/graphql/schema.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::server::graphql
{

/// Selection sets that belong together, from fields with the same key.
using Selections = std::vector<const SelectionSet *>;

/// One field of a result.
struct Item {
    std::string_view key;
    std::string_view name;
    jsontext::Object arguments; ///< checked, with defaults; absent where nullable and not given
    Selections selections;
    const FieldDefinition *definition = nullptr; ///< nullptr for __typename, __schema and __type
    Location location;
};

/// A document ready to be answered. Making one checks the whole of it against the schema.
class Request
{
public:
    static constexpr std::size_t fieldLimit = 20000; ///< of the whole document, fragments counted where they are used
    static constexpr int depthLimit = 60;            ///< of nested selections, fragments put in where they are used

    /// Throws GraphError.
    Request(Document document, std::shared_ptr<const Schema> schema, const std::string &operationName,
            const jsontext::Object &variables);

    [[nodiscard]] const Schema &schema() const { return *m_schema; }
    [[nodiscard]] const Operation &operation() const { return *m_operation; }
    [[nodiscard]] Selections root() const { return {&m_operation->selections}; }

    /// The fields a selection asks of an object of the type, fragments and directives applied.
    [[nodiscard]] std::vector<Item> items(const TypeDefinition &type, const Selections &selections) const;
    /// The same for a field by its name, without arguments: what is asked below it. Empty when it is not asked for.
    [[nodiscard]] Selections below(std::string_view typeName, const Selections &selections,
                                   std::string_view field) const;
    /// Whether a field is asked for of objects of the type or of one that implements it.
    [[nodiscard]] bool asksFor(const Selections &selections, std::initializer_list<std::string_view> fields) const;

    /// The selections of the fragment that is spread. Throws GraphError for an unknown one.
    [[nodiscard]] const SelectionSet &fragmentNamed(const Selection &spread) const
    {
        return fragment(spread).selections;
    }

private:
    void readVariables(const jsontext::Object &given);
    void checkSize(const SelectionSet &selections, std::vector<std::string> &openFragments);
    [[nodiscard]] bool isWanted(const Selection &selection) const;
    [[nodiscard]] const Fragment &fragment(const Selection &spread) const;
    void gather(const TypeDefinition &type, const SelectionSet &selections, std::vector<Item> &items) const;
    [[nodiscard]] jsontext::Object argumentsOf(const FieldDefinition &definition, const Selection &field) const;

    Document m_document;
    std::shared_ptr<const Schema> m_schema;
    const Operation *m_operation = nullptr;
    jsontext::Object m_variables; ///< only those that have a value
    std::size_t m_fields = 0;
    int m_depth = 0; ///< while checking
};

/// A literal as a value of a type. Throws GraphError. \param variables those that have a value
[[nodiscard]] jsontext::Value coerced(const Schema &schema, const TypeReference &type, const Literal &literal,
                                      const jsontext::Object &variables);
/// A variable's value as a value of a type; throws a text that says what is wrong.
[[nodiscard]] jsontext::Value coercedVariable(const Schema &schema, const TypeReference &type,
                                              const jsontext::Value &value);

} // namespace hearth::server::graphql
