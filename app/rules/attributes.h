// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "database/connection.h"
#include "json_text/document.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::rules
{

enum class AttributeType {
    String,
    Integer,
    Real,
    Boolean,
    Datetime,
    StringList,
    IntegerList,
    AnyList,
    ObjectList,
    Dictionary
};

struct Attribute {
    std::string name;
    std::int64_t position = 0;
    std::vector<std::string> scope; ///< project, folder, task …
    bool isBuiltin = false;
    jsontext::Object data; ///< type, title, default …
    AttributeType type = AttributeType::String;
    bool isInherited = true; ///< flows from project and folders down

    [[nodiscard]] bool hasScope(std::string_view name) const;
};

/// The studio's attributes at one moment; never changes. Threads: any.
class AttributeLibrary
{
public:
    /// Name of the server document that is written when a definition is removed or loses a scope.
    static constexpr const char *definitionsChanged = "attribute_definitions_changed";

    [[nodiscard]] static Result<std::shared_ptr<const AttributeLibrary>> load(database::Connection &db);
    /// Stores the attributes every studio has, where none are stored.
    [[nodiscard]] static Result<> storeBuiltins(database::Connection &db);

    [[nodiscard]] const std::vector<Attribute> &all() const { return m_all; }
    [[nodiscard]] const Attribute *find(std::string_view name) const;

    /// Checks values for a scope: unknown names are left out, kinds are made right, null stays (it un-sets).
    /// Throws Refusal for a value of a wrong kind.
    [[nodiscard]] jsontext::Object checked(std::string_view scope, const jsontext::Object &given) const;

    /// Defaults of the project scope, overlaid with the project's own values.
    [[nodiscard]] jsontext::Object ofProject(std::string_view ownText) const;
    /// What of a set of values passes on to children.
    [[nodiscard]] std::string inheritable(const jsontext::Object &values) const;
    /// A folder's values: what the parent passes on, overlaid with its own.
    struct Derived {
        std::string effective;
        std::string inheritable;
    };
    [[nodiscard]] Derived ofFolder(std::string_view parentInheritable, std::string_view ownText) const;
    /// A task's values.
    [[nodiscard]] std::string ofTask(std::string_view folderInheritable, std::string_view ownText) const;
    /// Only what the scope knows; the stored text as it is where nothing has to go.
    [[nodiscard]] std::string visible(std::string_view scope, std::string_view ownText) const;

    /// `[{"name", "position", …}]` with explicit nulls.
    [[nodiscard]] const std::string &fullText() const { return m_fullText; }
    /// The same without nulls.
    [[nodiscard]] const std::string &slimText() const { return m_slimText; }

private:
    [[nodiscard]] jsontext::Object filtered(const jsontext::Object &values, std::string_view scope) const;

    std::vector<Attribute> m_all;
    std::string m_fullText;
    std::string m_slimText;
    bool m_isFolderScopeWhole = true; ///< everything inheritable is in the folder's scope
    bool m_isTaskScopeWhole = true;
    bool m_mustFilter = false; ///< a definition was removed or narrowed once, so stored values may be invisible
};

/// Reads a stored or posted definition. \param name its name
[[nodiscard]] Attribute readAttribute(std::string_view name, const jsontext::Object &definition);
/// Whether there are attributes of a type: string, integer …
[[nodiscard]] bool isAttributeType(std::string_view name);
/// The value as the attribute keeps it. Throws Refusal for one of a wrong kind.
[[nodiscard]] jsontext::Value checkedValue(const Attribute &attribute, const jsontext::Value &given);
[[nodiscard]] std::string attributeText(const Attribute &attribute);

} // namespace hearth::rules
