// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity_store.h"
#include "repository/links.h"
#include "server/graphql/render.h"

#include <string>
#include <unordered_set>
#include <vector>

namespace hearth::server::graphql
{

/// Name of the type: FolderNode …
[[nodiscard]] const char *nodeTypeOf(repository::Kind kind);
/// Whether a selection of nodes needs the parents' names.
[[nodiscard]] bool needsJoin(Context &context, const Selections &selections);

/// The selection for each entity.
[[nodiscard]] std::vector<std::string> renderEntities(Context &context, repository::Kind kind,
                                                      const Selections &selections,
                                                      const std::vector<const repository::Entity *> &entities);
/// The rows of a query, bounded while they are read.
[[nodiscard]] std::vector<repository::Entity> kept(Context &context, const repository::EntityQuery &query);
/// A node for each id, `null` where there is none; an empty id is none.
[[nodiscard]] std::vector<std::string> renderByIds(Context &context, repository::Kind kind,
                                                   const std::vector<std::string> &ids, const Selections &selections);
/// A connection of the project's entities.
[[nodiscard]] std::string renderProjectEntities(Context &context, repository::Kind kind, const Item &item);
/// A typed sub-object of attributes. \param attrib JSON object
void writeAttrib(Context &context, Writer &w, const char *typeName, const Selections &selections,
                 std::string_view attrib);
/// A picture and where it comes from.
struct ThumbnailView {
    std::string id; ///< empty: there is none
    std::string_view sourceType;
    std::string sourceId;
    std::string relation;
};
/// The picture of an entity. What its data say of where it comes from goes first; else it is the entity's own.
[[nodiscard]] ThumbnailView thumbnailOf(repository::Kind kind, const repository::Entity &entity);
void writeThumbnail(Context &context, Writer &w, const Selections &selections, const ThumbnailView &thumbnail);
/// Which ends of links may be read; a link is told where both may.
class LinkEnds
{
public:
    LinkEnds(Context &context, const std::vector<repository::LinkRow> &links);
    [[nodiscard]] bool mayRead(const repository::LinkRow &link) const
    {
        return m_isAll || (m_ids.find(link.inputId) != m_ids.end() && m_ids.find(link.outputId) != m_ids.end());
    }

private:
    bool m_isAll = true;
    std::unordered_set<std::string> m_ids;
};

/// Connections of links, one for each entity.
[[nodiscard]] std::vector<std::string> renderLinks(Context &context, const Item &item,
                                                   const std::vector<const repository::Entity *> &entities);

} // namespace hearth::server::graphql
