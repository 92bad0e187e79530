// SPDX-License-Identifier: Apache-2.0
#include "server/entity_match.h"

#include "rules/entity_json.h"
#include "rules/names.h"

namespace hearth::server
{

using jsontext::Value;
using repository::Entity;
using repository::Kind;

Value entityField(Kind kind, const Entity &e, const std::function<std::string()> &attrib, std::string_view field)
{
    return field == "attrib" ? Value(jsontext::parseObject(attrib())) : rules::fieldValue(kind, e, field);
}

bool matchesSearch(const std::string &search, const std::string &text)
{
    for (std::size_t at = 0; at <= search.size();) {
        const auto end = std::min(search.find(',', at), search.size());
        std::string_view alternative = std::string_view(search).substr(at, end - at);
        bool all = alternative.find_first_not_of(' ') != std::string_view::npos;
        while (all && !alternative.empty()) {
            const auto blank = std::min(alternative.find(' '), alternative.size());
            all = text.find(alternative.substr(0, blank)) != std::string::npos;
            alternative.remove_prefix(std::min(blank + 1, alternative.size()));
        }
        if (all)
            return true;
        at = end + 1;
    }
    return false;
}

std::string searchedText(Kind kind, const Entity &e)
{
    return rules::lowered(e.name + ' ' + e.label + ' ' + rules::pathOf(kind, e) + ' ' + e.type + ' ' + e.status);
}

bool isWanted(const EntitySight &sight, const EntityWish &wish, Kind kind, const Entity &e)
{
    const auto attrib = [&] { return sight.scope.shownAttrib(rules::shownAttrib(kind, e, sight.library)); };
    return (wish.search.empty() || matchesSearch(wish.search, searchedText(kind, e))) &&
           wish.filter.matches([&](std::string_view field) { return entityField(kind, e, attrib, field); });
}

Result<> eachWanted(database::Connection &db, const EntitySight &sight, const EntityWish &wish, Kind kind,
                    const std::function<void(Entity &)> &onRow)
{
    repository::EntityQuery query(kind, sight.project, true);
    sight.scope.narrow(query);
    return query.each(db, [&](Entity &row) {
        if (isWanted(sight, wish, kind, row))
            onRow(row);
    });
}

} // namespace hearth::server
