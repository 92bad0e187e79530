// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "repository/entity_store.h"
#include "rules/attributes.h"
#include "rules/query_filter.h"
#include "rules/read_scope.h"

#include <functional>
#include <string>
#include <string_view>

/// How rows of entities are compared with what a request asks for and SQL cannot say.
namespace hearth::server
{

/// Value of a field by its camelCase name; null for an unknown one and for an empty text.
/// \param attrib the attributes that may be read, as a JSON object; called only where they are asked for
[[nodiscard]] jsontext::Value entityField(repository::Kind kind, const repository::Entity &e,
                                          const std::function<std::string()> &attrib, std::string_view field);
/// Whether a text holds what is searched. Commas separate alternatives, blanks words that must all occur.
/// \param search in lower case
[[nodiscard]] bool matchesSearch(const std::string &search, const std::string &text);
/// What a search over entities looks through, in lower case. The row must come from a joined read.
[[nodiscard]] std::string searchedText(repository::Kind kind, const repository::Entity &e);

/// What rows of one kind are asked for.
struct EntityWish {
    rules::QueryFilter filter;
    std::string search; ///< in lower case

    [[nodiscard]] bool isEmpty() const { return filter.isEmpty() && search.empty(); }
};

/// Rows and attributes as somebody may read them.
struct EntitySight {
    const rules::ReadScope &scope;
    const rules::AttributeLibrary &library;
    std::int64_t project;
};

/// Whether a row fits. It must come from a joined read.
[[nodiscard]] bool isWanted(const EntitySight &sight, const EntityWish &wish, repository::Kind kind,
                            const repository::Entity &e);
/// Visits the rows that fit and may be read.
[[nodiscard]] Result<> eachWanted(database::Connection &db, const EntitySight &sight, const EntityWish &wish,
                                  repository::Kind kind, const std::function<void(repository::Entity &)> &onRow);

} // namespace hearth::server
