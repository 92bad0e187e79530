// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hearth::repository
{

/// The conditions of a selection with their values. A condition is a fixed text in which `$#` stands for the next
/// value. \tparam Query the selection that inherits this
template <typename Query>
class Conditions
{
public:
    Query &where(const char *condition, std::string value)
    {
        append(condition);
        m_values.push_back({true, std::move(value), 0});
        return self();
    }
    Query &where(const char *condition, std::int64_t value)
    {
        append(condition);
        m_values.push_back({false, {}, value});
        return self();
    }
    Query &where(const char *condition)
    {
        append(condition);
        return self();
    }
    /// For a condition made by a composer of fixed texts, with its values.
    Query &whereComposed(const std::string &condition, std::vector<std::string> values)
    {
        append(condition);
        for (std::string &value : values)
            m_values.push_back({true, std::move(value), 0});
        return self();
    }

protected:
    /// Keeps a value. \returns its place, such as `$3`
    std::string bind(std::int64_t value)
    {
        m_values.push_back({false, {}, value});
        return '$' + std::to_string(m_values.size());
    }
    std::string bind(std::string value)
    {
        m_values.push_back({true, std::move(value), 0});
        return '$' + std::to_string(m_values.size());
    }
    /// The texts live as long as this.
    [[nodiscard]] std::vector<database::Parameter> parameters() const
    {
        std::vector<database::Parameter> made;
        made.reserve(m_values.size());
        for (const Bound &value : m_values)
            made.push_back(value.isText ? database::Parameter(value.text) : database::Parameter(value.integer));
        return made;
    }

    std::string m_where = " WHERE 1 = 1";

private:
    struct Bound {
        bool isText;
        std::string text;
        std::int64_t integer;
    };

    Query &self() { return static_cast<Query &>(*this); }
    void append(std::string_view condition)
    {
        m_where += " AND (";
        std::size_t number = m_values.size();
        for (std::size_t i = 0; i < condition.size(); ++i) {
            m_where.push_back(condition[i]);
            if (condition.substr(i).starts_with("$#")) {
                m_where += std::to_string(++number);
                ++i;
            }
        }
        m_where += ")";
    }

    std::vector<Bound> m_values;
};

} // namespace hearth::repository
