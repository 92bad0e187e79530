// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity_store.h"
#include "server/graphql/render.h"

#include <compare>
#include <string>
#include <string_view>

namespace hearth::server::graphql
{

/// The order that a connection's `sortBy` asks for: of creation, by a column, or by an attribute as it is in force.
/// Among equals it is that of creation. What lives in the context must live longer.
class EntityOrder
{
public:
    /// Throws GraphError for an order there is not.
    EntityOrder(const Context &context, repository::Kind kind, std::string_view sortBy, bool isBackward);

    [[nodiscard]] bool isNatural() const { return m_column == nullptr && m_attribute.empty(); }
    /// The database cannot bring rows into this order.
    [[nodiscard]] bool isByAttribute() const { return !m_attribute.empty(); }
    /// Of a column: orders a query.
    void apply(repository::EntityQuery &query) const;

    /// Of an attribute: the place of a row. Without a value it is the last, or the first when read backward.
    struct Place {
        bool isMissing = true;
        double number = 0;
        std::string text;
        std::int64_t creation = 0;
        auto operator<=>(const Place &) const = default;
    };
    [[nodiscard]] Place placeOf(const repository::Entity &row) const;
    [[nodiscard]] bool isBefore(const Place &one, const Place &other) const
    {
        return m_isBackward ? other < one : one < other;
    }

private:
    const Context &m_context;
    repository::Kind m_kind;
    bool m_isBackward;
    const char *m_column = nullptr;
    std::vector<std::string> m_ranks; ///< values that come first, in this order
    std::string m_attribute;
};

} // namespace hearth::server::graphql
