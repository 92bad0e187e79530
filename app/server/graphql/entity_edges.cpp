// SPDX-License-Identifier: Apache-2.0
// The fields of the six entity types that lead to other rows; each asks once for all entities of its level.
#include "server/graphql/entity_edges.h"

#include "repository/entity_store.h"
#include "repository/folder_tree.h"
#include "repository/links.h"
#include "repository/media.h"
#include "rules/entity_json.h"
#include "server/graphql/activities.h"
#include "server/graphql/entity_nodes.h"
#include "server/graphql/entity_pages.h"
#include "server/graphql/folder_counts.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace hearth::server::graphql
{
namespace
{

using repository::Entity;
using repository::Kind;
using Entities = std::vector<const Entity *>;
using Texts = std::vector<std::string>;

Texts column(const Entities &entities, std::string Entity::*member)
{
    Texts made;
    for (const Entity *entity : entities)
        made.push_back(entity->*member);
    return made;
}

Texts belowConnection(Context &context, Kind child, const char *condition, std::string Entity::*member,
                      const Item &item, const Entities &parents)
{
    const std::string typeName = item.definition->type.name;
    const std::string edgeType = context.request.schema().type(typeName)->field("edges")->type.name;
    const Selections nodes =
        context.request.below(edgeType, context.request.below(typeName, item.selections, "edges"), "node");
    const auto pages = selectPagesBelow(context, child, condition, member, column(parents, &Entity::id), item.arguments,
                                        needsJoin(context, nodes));
    return renderConnections<Entity>(context, typeName, item.selections, pages,
                                     [&context, child](const Selections &selections, const Entities &rows) {
                                         return renderEntities(context, child, selections, rows);
                                     });
}

/// The versions of products, for the questions about which is the latest.
struct VersionFacts {
    std::unordered_map<std::string, std::vector<Entity>> byProduct; ///< ascending

    VersionFacts(Context &context, const Texts &products)
    {
        repository::EntityQuery query(Kind::Version, context.project->row.id);
        query.where("v.product_id IN (SELECT value FROM json_each($#))", repository::jsonList(products))
            .order("v.version");
        for (Entity &row : kept(context, query))
            byProduct[row.parentId].push_back(std::move(row));
    }

    [[nodiscard]] const Entity *latest(const std::string &product) const
    {
        const auto found = byProduct.find(product);
        return found != byProduct.end() && found->second.back().version >= 0 ? &found->second.back() : nullptr;
    }

    [[nodiscard]] const Entity *latestDone(const rules::ProjectInfo &project, const std::string &product) const
    {
        const auto found = byProduct.find(product);
        const Entity *made = nullptr;
        if (found != byProduct.end())
            for (const Entity &version : found->second)
                if (const rules::Status *status = project.status(version.status);
                    version.version >= 0 && status && status->state == "done")
                    made = &version;
        return made;
    }

    [[nodiscard]] const Entity *hero(const std::string &product) const
    {
        const auto found = byProduct.find(product);
        return found != byProduct.end() && found->second.front().version < 0 ? &found->second.front() : nullptr;
    }

    [[nodiscard]] const Entity *heroTarget(const std::string &product) const
    {
        const Entity *mirror = hero(product);
        if (mirror)
            for (const Entity &version : byProduct.at(product))
                if (version.version == -mirror->version)
                    return &version;
        return nullptr;
    }
};

const Entity *featured(Context &context, const VersionFacts &facts, const std::string &product, const Texts &order)
{
    for (const std::string &wish : order) {
        const Entity *found = wish == "hero"         ? facts.heroTarget(product)
                              : wish == "latestDone" ? facts.latestDone(*context.project, product)
                                                     : facts.latest(product);
        if (found)
            return found;
    }
    return nullptr;
}

std::string versionListText(Context &context, const Item &item, const std::vector<Entity> &versions)
{
    const auto items = context.request.items(*context.request.schema().type("VersionListItem"), item.selections);
    std::string text;
    Writer w(text);
    w.beginArray();
    for (const Entity &version : versions) {
        w.beginObject();
        for (const Item &field : items) {
            w.key(field.key);
            if (field.name == "version")
                w.integer(version.version);
            else
                w.string(field.name == "id"     ? version.id
                         : field.name == "name" ? rules::versionName(version.version)
                                                : "VersionListItem");
        }
        w.endObject();
    }
    w.endArray();
    return text;
}

Texts productEdge(Context &context, const Item &item, const Entities &products)
{
    const VersionFacts facts(context, column(products, &Entity::id));
    if (item.name == "versionList") {
        Texts made;
        for (const Entity *product : products) {
            const auto found = facts.byProduct.find(product->id);
            made.push_back(
                versionListText(context, item, found == facts.byProduct.end() ? std::vector<Entity>{} : found->second));
        }
        return made;
    }
    Texts order = textsOf(item.arguments.if_contains("order"));
    if (item.name == "latestVersion")
        order = {"latest"};
    else if (order.empty())
        order = {"hero", "latestDone", "latest"};
    Texts ids;
    for (const Entity *product : products) {
        const Entity *version = featured(context, facts, product->id, order);
        ids.push_back(version ? version->id : std::string());
    }
    return renderByIds(context, Kind::Version, ids, item.selections);
}

std::string featuredType(Context &context, const VersionFacts &facts, const Entity &version)
{
    const auto is = [&version](const Entity *other) { return other && other->id == version.id; };
    if (is(facts.heroTarget(version.parentId)))
        return "hero";
    if (is(facts.latestDone(*context.project, version.parentId)))
        return "latestDone";
    return is(facts.latest(version.parentId)) ? "latest" : std::string();
}

Texts versionFact(Context &context, const Item &item, const Entities &versions)
{
    const VersionFacts facts(context, column(versions, &Entity::parentId));
    Texts made;
    for (const Entity *version : versions) {
        std::string text;
        Writer w(text);
        const Entity *hero = facts.hero(version->parentId);
        if (item.name == "isLatest") {
            const Entity *latest = facts.latest(version->parentId);
            w.boolean(latest && latest->id == version->id);
        } else if (item.name == "isLatestDone") {
            const Entity *done = facts.latestDone(*context.project, version->parentId);
            w.boolean(done && done->id == version->id);
        } else if (item.name == "heroVersionId") {
            w.stringOrNull(hero && version->version >= 0 && hero->version == -version->version ? hero->id
                                                                                               : std::string());
        } else {
            w.stringOrNull(featuredType(context, facts, *version));
        }
        made.push_back(std::move(text));
    }
    return made;
}

Texts folderEdge(Context &context, const Item &item, const Entities &folders)
{
    if (item.name == "parent")
        return renderByIds(context, Kind::Folder, column(folders, &Entity::parentId), item.selections);
    if (item.name == "products")
        return belowConnection(context, Kind::Product, "p.folder_id IN (SELECT value FROM json_each($#))",
                               &Entity::parentId, item, folders);
    if (item.name == "tasks")
        return belowConnection(context, Kind::Task, "t.folder_id IN (SELECT value FROM json_each($#))",
                               &Entity::parentId, item, folders);
    return folderCounts(context, item.name, column(folders, &Entity::id));
}

struct ReviewedVersions {
    static constexpr const char *sql = "SELECT DISTINCT entity_id FROM activities WHERE project = $1 AND entity_id IN "
                                       "(SELECT value FROM json_each($2)) AND activity_type = 'reviewable'";
    static constexpr int parameterCount = 2;
    using Row = std::string;
    static Row read(const database::Cursor &c) { return c.string(0); }
};

struct ReviewedTasks {
    static constexpr const char *sql =
        "SELECT DISTINCT v.task_id FROM versions v WHERE v.project = $1 AND v.task_id <> '' AND v.task_id IN "
        "(SELECT value FROM json_each($2)) AND EXISTS (SELECT 1 FROM activities a WHERE a.project = $1 AND "
        "a.entity_id = v.id AND a.activity_type = 'reviewable')";
    static constexpr int parameterCount = 2;
    using Row = std::string;
    static Row read(const database::Cursor &c) { return c.string(0); }
};

struct ReviewedProducts {
    static constexpr const char *sql =
        "SELECT DISTINCT v.product_id FROM versions v WHERE v.project = $1 AND v.product_id IN "
        "(SELECT value FROM json_each($2)) AND EXISTS (SELECT 1 FROM activities a WHERE a.project = $1 AND "
        "a.entity_id = v.id AND a.activity_type = 'reviewable')";
    static constexpr int parameterCount = 2;
    using Row = std::string;
    static Row read(const database::Cursor &c) { return c.string(0); }
};

std::vector<std::string> reviewedAmong(Context &context, Kind kind, const std::string &ids)
{
    const std::int64_t project = context.project->row.id;
    switch (kind) {
    case Kind::Version:
        return rules::need(context.db.all<ReviewedVersions>(project, ids));
    case Kind::Task:
        return rules::need(context.db.all<ReviewedTasks>(project, ids));
    case Kind::Product:
        return rules::need(context.db.all<ReviewedProducts>(project, ids));
    case Kind::Folder:
        return rules::need(repository::foldersWithReviewables(context.db, project));
    default:
        return {};
    }
}

Texts reviewableFlags(Context &context, Kind kind, const Entities &entities)
{
    const auto found = reviewedAmong(context, kind, repository::jsonList(column(entities, &Entity::id)));
    const std::unordered_set<std::string> reviewed(found.begin(), found.end());
    Texts made;
    for (const Entity *entity : entities)
        made.push_back(reviewed.contains(entity->id) && (kind != Kind::Folder || context.scope->isOpen(entity->id))
                           ? "true"
                           : "false");
    return made;
}

Texts ownEdge(Context &context, Kind kind, const Item &item, const Entities &entities)
{
    switch (kind) {
    case Kind::Folder:
        return folderEdge(context, item, entities);
    case Kind::Task:
        if (item.name == "versions")
            return belowConnection(context, Kind::Version, "v.task_id IN (SELECT value FROM json_each($#))",
                                   &Entity::taskId, item, entities);
        if (item.name == "workfiles")
            return belowConnection(context, Kind::Workfile, "w.task_id IN (SELECT value FROM json_each($#))",
                                   &Entity::parentId, item, entities);
        return renderByIds(context, Kind::Folder, column(entities, &Entity::parentId), item.selections);
    case Kind::Product:
        if (item.name == "versions")
            return belowConnection(context, Kind::Version, "v.product_id IN (SELECT value FROM json_each($#))",
                                   &Entity::parentId, item, entities);
        if (item.name == "folder" || item.name == "Folder")
            return renderByIds(context, Kind::Folder, column(entities, &Entity::parentId), item.selections);
        return productEdge(context, item, entities);
    case Kind::Version:
        if (item.name == "representations")
            return belowConnection(context, Kind::Representation, "r.version_id IN (SELECT value FROM json_each($#))",
                                   &Entity::parentId, item, entities);
        if (item.name == "product")
            return renderByIds(context, Kind::Product, column(entities, &Entity::parentId), item.selections);
        if (item.name == "task")
            return renderByIds(context, Kind::Task, column(entities, &Entity::taskId), item.selections);
        return versionFact(context, item, entities);
    case Kind::Representation:
        return renderByIds(context, Kind::Version, column(entities, &Entity::parentId), item.selections);
    case Kind::Workfile:
        break;
    }
    return renderByIds(context, Kind::Task, column(entities, &Entity::parentId), item.selections);
}

/// A link as one of its ends sees it.
struct LinkView {
    repository::LinkRow row;
    bool isOut = false;
    [[nodiscard]] const std::string &farType() const { return isOut ? row.outputType : row.inputType; }
    [[nodiscard]] const std::string &farId() const { return isOut ? row.outputId : row.inputId; }
};

bool isWanted(const LinkView &link, const jsontext::Object &arguments, const std::optional<BoundedPattern> &nameEx)
{
    const std::string_view direction = jsontext::text(arguments, "direction");
    if (!direction.empty() && direction != (link.isOut ? "out" : "in"))
        return false;
    const auto holds = [](const Texts &values, const std::string &value) {
        return std::find(values.begin(), values.end(), value) != values.end();
    };
    const auto *types = arguments.if_contains("linkTypes");
    if (types && types->is_array()) {
        const Texts wanted = textsOf(types);
        if (!holds(wanted, link.row.linkType) &&
            !holds(wanted, link.row.linkType + '|' + link.row.inputType + '|' + link.row.outputType))
            return false;
    }
    const auto *names = arguments.if_contains("names");
    if (names && names->is_array() && !holds(textsOf(names), link.row.name))
        return false;
    return !nameEx || nameEx->isFoundIn(link.row.name);
}

Column<LinkView> linkField(Context &context, const Item &item)
{
    const std::string_view name = item.name;
    if (name == "id")
        return {[](Writer &w, const LinkView &l) { w.string(l.row.id); }, {}};
    if (name == "projectName")
        return {[&context](Writer &w, const LinkView &) { w.string(context.project->row.name); }, {}};
    if (name == "entityType")
        return {[](Writer &w, const LinkView &l) { w.string(l.farType()); }, {}};
    if (name == "entityId")
        return {[](Writer &w, const LinkView &l) { w.string(l.farId()); }, {}};
    if (name == "name")
        return {[](Writer &w, const LinkView &l) { w.stringOrNull(l.row.name); }, {}};
    if (name == "linkType")
        return {[](Writer &w, const LinkView &l) { w.string(l.row.linkType); }, {}};
    if (name == "direction")
        return {[](Writer &w, const LinkView &l) { w.string(l.isOut ? "out" : "in"); }, {}};
    if (name == "author")
        return {[](Writer &w, const LinkView &l) { w.stringOrNull(l.row.author); }, {}};
    if (name == "data")
        return {[](Writer &w, const LinkView &l) { w.raw(l.row.data); }, {}};
    return {[](Writer &w, const LinkView &l) { w.string(l.row.linkType + " link"); }, {}};
}

Texts farNodes(Context &context, const Selections &selections, const std::vector<const LinkView *> &links)
{
    Texts made(links.size(), "null");
    for (const Kind kind : repository::allKinds) {
        Texts ids(links.size());
        for (std::size_t i = 0; i < links.size(); ++i)
            if (links[i]->farType() == repository::nameOf(kind))
                ids[i] = links[i]->farId();
        const Texts nodes = renderByIds(context, kind, ids, selections);
        for (std::size_t i = 0; i < links.size(); ++i)
            if (!ids[i].empty())
                made[i] = nodes[i];
    }
    return made;
}

} // namespace

LinkEnds::LinkEnds(Context &context, const std::vector<repository::LinkRow> &links) : m_isAll(context.scope->isAll())
{
    for (const Kind kind : repository::allKinds) {
        Texts ids;
        for (const auto &link : links) {
            if (link.inputType == repository::nameOf(kind))
                ids.push_back(link.inputId);
            if (link.outputType == repository::nameOf(kind))
                ids.push_back(link.outputId);
        }
        if (!m_isAll && !ids.empty())
            m_ids.merge(rules::need(context.scope->readable(context.db, kind, context.project->row.id, ids)));
    }
}

Texts renderLinks(Context &context, const Item &item, const Entities &entities)
{
    const auto links = rules::need(repository::linksTouching(context.db, context.project->row.id,
                                                             repository::jsonList(column(entities, &Entity::id))));
    const LinkEnds ends(context, links);
    const Paging paging = Paging::from(item.arguments);
    const auto nameEx = patternIn(item.arguments, "nameEx", context.patterns);
    std::vector<Page<LinkView>> pages(entities.size());
    for (std::size_t i = 0; i < entities.size(); ++i)
        for (const auto &row : links) {
            const LinkView view{row, row.inputId == entities[i]->id};
            const bool touches = view.isOut || row.outputId == entities[i]->id;
            if (!touches || !isWanted(view, item.arguments, nameEx) || !ends.mayRead(row) ||
                (paging.cursor && row.order <= *paging.cursor))
                continue;
            if (static_cast<std::int64_t>(pages[i].rows.size()) >= paging.count) {
                pages[i].hasMore = true;
                break;
            }
            pages[i].rows.push_back(view);
            pages[i].cursors.push_back(std::to_string(row.order));
        }
    return renderConnections<LinkView>(
        context, item.definition->type.name, item.selections, pages,
        [&context](const Selections &selections, const std::vector<const LinkView *> &rows) {
            return farNodes(context, selections, rows);
        },
        [&context](const Item &field, const std::vector<const LinkView *> &) { return linkField(context, field); });
}

Texts renderEdge(Context &context, Kind kind, const Item &item, const Entities &entities)
{
    if (item.name == "hasReviewables")
        return reviewableFlags(context, kind, entities);
    if (item.name == "links")
        return renderLinks(context, item, entities);
    if (item.name == "activities")
        return renderEntityActivities(context, item, entities);
    if (item.name == "latestComments")
        return renderLatestComments(context, item, entities);
    return ownEdge(context, kind, item, entities);
}

} // namespace hearth::server::graphql
