// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/attributes.h"
#include "server/graphql/document.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::server::graphql
{

struct ArgumentDefinition {
    std::string name;
    TypeReference type;
    bool hasDefault = false;
    Literal defaultValue;
};

struct FieldDefinition {
    std::string name;
    TypeReference type;
    std::vector<ArgumentDefinition> arguments;
    bool hasDefault = false; ///< of an input's field
};

struct TypeDefinition {
    enum class Kind { Scalar, Object, Interface, Enum, Input };
    Kind kind = Kind::Object;
    std::string name;
    std::vector<FieldDefinition> fields; ///< also of an input
    std::vector<std::string> interfaces;
    std::vector<std::string> values; ///< of an enum
    [[nodiscard]] const FieldDefinition *field(std::string_view wanted) const;
    [[nodiscard]] bool isComposite() const { return kind == Kind::Object || kind == Kind::Interface; }
};

/// The types that can be asked for; never changes. Threads: any.
class Schema
{
public:
    /// From our schema file, with the attributes' types made of the library.
    [[nodiscard]] static std::shared_ptr<const Schema> make(const rules::AttributeLibrary &library);

    [[nodiscard]] const TypeDefinition *type(std::string_view name) const;
    [[nodiscard]] const std::vector<TypeDefinition> &types() const { return m_types; }
    /// Whether a value of an object type may stand where the other type is asked for.
    [[nodiscard]] bool isA(const TypeDefinition &object, std::string_view typeName) const;
    /// Whether one object may be of both types.
    [[nodiscard]] bool mayBeBoth(const TypeDefinition &one, const TypeDefinition &other) const;
    /// A field of a type, those that every type has and the schema's own description included; nullptr for none.
    [[nodiscard]] const FieldDefinition *fieldOf(const TypeDefinition &type, std::string_view name) const;

private:
    void setAttributeTypes(const rules::AttributeLibrary &library);
    std::vector<TypeDefinition> m_types;
    std::map<std::string, std::size_t, std::less<>> m_byName;
};

/// The schema file's text.
[[nodiscard]] std::string_view schemaText();

} // namespace hearth::server::graphql
