// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "rules/failure.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::rules
{

/// A filter as requests carry it: conditions on fields, joined by and/or, nested. Comparisons are typed: "5" is not 5.
class QueryFilter
{
public:
    /// Value of a field by its camelCase name.
    using Lookup = std::function<jsontext::Value(std::string_view field)>;
    static constexpr int depthLimit = 16;

    /// \param fields the camelCase names that may be asked for; empty for any
    [[nodiscard]] static Outcome<QueryFilter> parse(const jsontext::Object &filter,
                                                    std::span<const std::string_view> fields);
    [[nodiscard]] bool matches(const Lookup &lookup) const { return matchesGroup(m_root, lookup); }
    [[nodiscard]] bool isEmpty() const { return m_root.conditions.empty(); }
    /// Whether everything matches, since no condition says otherwise.
    [[nodiscard]] bool isUnlimited() const { return limitsNothing(m_root); }

private:
    struct Condition {
        std::vector<std::string> path; ///< field, then members of its JSON
        std::string op;
        jsontext::Value value;
        std::vector<Condition> conditions; ///< of a group
        bool isGroup = false;
        bool isOr = false;
    };
    static Condition readGroup(const jsontext::Object &filter, std::span<const std::string_view> fields, int depth);
    static Condition readCondition(const jsontext::Object &filter, std::span<const std::string_view> fields);
    [[nodiscard]] static bool limitsNothing(const Condition &condition);
    [[nodiscard]] static bool matchesGroup(const Condition &group, const Lookup &lookup);
    [[nodiscard]] static jsontext::Value valueAt(const Condition &condition, const Lookup &lookup);
    [[nodiscard]] static bool compareBy(const std::string &op, const jsontext::Value &have,
                                        const jsontext::Value &wanted);
    [[nodiscard]] static bool matchesOne(const Condition &condition, const Lookup &lookup);

    Condition m_root;
};

} // namespace hearth::rules
