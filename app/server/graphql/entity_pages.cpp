// SPDX-License-Identifier: Apache-2.0
// The natural order is that of creation, and a cursor in it is the row's own number. In a chosen order a cursor is a
// place, counted from 1.
#include "server/graphql/entity_pages.h"

#include "server/graphql/entity_filters.h"
#include "server/graphql/entity_order.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace hearth::server::graphql
{
namespace
{

using jsontext::Object;
using repository::Entity;
using repository::EntityQuery;
using repository::Kind;

constexpr std::array orders{"f.creation_order", "t.creation_order", "p.creation_order",
                            "v.creation_order", "r.creation_order", "w.creation_order"};
// A plus keeps the order from leading the search away from the selective index.
constexpr std::array plainOrders{"+f.creation_order", "+t.creation_order", "+p.creation_order",
                                 "+v.creation_order", "+r.creation_order", "+w.creation_order"};
constexpr std::array afterRules{"f.creation_order > $#", "t.creation_order > $#", "p.creation_order > $#",
                                "v.creation_order > $#", "r.creation_order > $#", "w.creation_order > $#"};
constexpr std::array beforeRules{"f.creation_order < $#", "t.creation_order < $#", "p.creation_order < $#",
                                 "v.creation_order < $#", "r.creation_order < $#", "w.creation_order < $#"};

bool needsParents(const Object &arguments)
{
    return arguments.contains("pathEx") || arguments.contains("search") || arguments.contains("filter") ||
           arguments.contains("attributes") || arguments.contains("sortBy");
}

bool passes(const EntitySelection &selection, const Entity &row)
{
    return std::all_of(selection.tests.begin(), selection.tests.end(), [&row](const auto &test) { return test(row); });
}

bool isBeyond(const Paging &paging, const Entity &row)
{
    return !paging.cursor || (paging.isBackward ? row.order < *paging.cursor : row.order > *paging.cursor);
}

bool isFull(const Page<Entity> &page, const Paging &paging)
{
    return static_cast<std::int64_t>(page.rows.size()) >= paging.count;
}

void add(Context &context, Page<Entity> &page, std::int64_t cursor, Entity row)
{
    context.keep(row);
    page.cursors.push_back(cursorOf(cursor));
    page.rows.push_back(std::move(row));
}

// How many rows of a chosen order come before the page.
std::int64_t offsetOf(const EntityOrder &order, const Paging &paging)
{
    return order.isNatural() ? 0 : std::max<std::int64_t>(0, paging.cursor.value_or(0));
}

void readPage(Context &context, const EntitySelection &selection, const EntityOrder &order, const Paging &paging,
              EntityQuery &query, Page<Entity> &page)
{
    const auto at = static_cast<std::size_t>(query.kind());
    const std::int64_t offset = offsetOf(order, paging);
    if (!order.isNatural())
        order.apply(query);
    else
        query.order(selection.isSelective ? plainOrders[at] : orders[at], paging.isBackward);
    if (order.isNatural() && paging.cursor)
        query.where(paging.isBackward ? beforeRules[at] : afterRules[at], *paging.cursor);
    if (selection.tests.empty())
        query.limit(paging.count, offset);
    std::int64_t skipped = selection.tests.empty() ? offset : 0;
    rules::need(query.eachWhile(context.db, [&](Entity &row) {
        if (isFull(page, paging))
            return false;
        context.effort.look();
        if (!passes(selection, row) || skipped++ < offset)
            return true;
        const std::int64_t place = offset + static_cast<std::int64_t>(page.rows.size()) + 1;
        add(context, page, order.isNatural() ? row.order : place, std::move(row));
        return true;
    }));
}

// First the places of all rows, then the rows of the page.
void readPageByAttribute(Context &context, const EntitySelection &selection, const EntityOrder &order,
                         const Paging &paging, const EntityQuery &query, bool isJoined, Page<Entity> &page)
{
    std::vector<std::pair<EntityOrder::Place, std::string>> places;
    rules::need(query.each(context.db, [&](Entity &row) {
        context.effort.look();
        if (passes(selection, row))
            places.emplace_back(order.placeOf(row), std::move(row.id));
    }));
    std::sort(places.begin(), places.end(),
              [&order](const auto &one, const auto &other) { return order.isBefore(one.first, other.first); });
    const auto all = static_cast<std::int64_t>(places.size());
    const std::int64_t first = std::min(offsetOf(order, paging), all);
    const std::int64_t count = std::min(paging.count, all - first);
    std::vector<std::string> ids;
    for (std::int64_t i = first; i < first + count; ++i)
        ids.push_back(std::move(places[static_cast<std::size_t>(i)].second));
    EntityQuery chosen(query.kind(), context.project->row.id, isJoined);
    chosen.withIds(ids);
    std::unordered_map<std::string, Entity> rows;
    rules::need(chosen.each(context.db, [&rows](Entity &row) {
        std::string id = row.id;
        rows.emplace(std::move(id), std::move(row));
    }));
    std::int64_t place = first;
    for (const std::string &id : ids)
        if (const auto row = rows.find(id); row != rows.end())
            add(context, page, ++place, std::move(row->second));
}

// Of all rows below one parent, which are in the order of a column, those of the page in the order that is asked for.
void cutPage(const EntityOrder &order, const Paging &paging, Page<Entity> &page)
{
    if (order.isByAttribute()) {
        std::vector<std::pair<EntityOrder::Place, std::size_t>> places;
        for (std::size_t i = 0; i < page.rows.size(); ++i)
            places.emplace_back(order.placeOf(page.rows[i]), i);
        std::sort(places.begin(), places.end(),
                  [&order](const auto &one, const auto &other) { return order.isBefore(one.first, other.first); });
        std::vector<Entity> sorted;
        sorted.reserve(places.size());
        for (const auto &[place, at] : places)
            sorted.push_back(std::move(page.rows[at]));
        page.rows = std::move(sorted);
    }
    const auto all = static_cast<std::int64_t>(page.rows.size());
    const std::int64_t first = std::min(offsetOf(order, paging), all);
    page.rows.erase(page.rows.begin(), page.rows.begin() + first);
    page.rows.resize(static_cast<std::size_t>(std::min(paging.count, all - first)));
    page.cursors.clear();
    for (std::size_t i = 0; i < page.rows.size(); ++i)
        page.cursors.push_back(cursorOf(first + static_cast<std::int64_t>(i) + 1));
}

// Whole pages in the natural order; in a chosen one every row below a parent, of which the page is cut.
void readPagesBelow(Context &context, const EntitySelection &selection, const EntityOrder &order, const Paging &paging,
                    const EntityQuery &query, std::string Entity::*parentMember,
                    const std::vector<std::string> &parents, std::vector<Page<Entity>> &pages)
{
    std::unordered_map<std::string_view, std::vector<std::size_t>> places;
    for (std::size_t i = 0; i < parents.size(); ++i)
        places[parents[i]].push_back(i);
    rules::need(query.each(context.db, [&](Entity &row) {
        context.effort.look();
        const auto found = places.find(row.*parentMember);
        if (found == places.end() || (order.isNatural() && !isBeyond(paging, row)) || !passes(selection, row))
            return;
        for (const std::size_t place : found->second)
            if (!order.isNatural() || !isFull(pages[place], paging))
                add(context, pages[place], row.order, row);
    }));
}

} // namespace

Page<Entity> selectPage(Context &context, Kind kind, const Object &arguments, bool isJoined)
{
    const Paging paging = Paging::from(arguments);
    const EntityOrder order(context, kind, jsontext::text(arguments, "sortBy"), paging.isBackward);
    EntityQuery query(kind, context.project->row.id, isJoined || needsParents(arguments));
    Page<Entity> page;
    page.isBackward = paging.isBackward;
    const EntitySelection selection = applyArguments(context, kind, arguments, query);
    if (selection.isEmpty)
        return page;
    if (order.isByAttribute())
        readPageByAttribute(context, selection, order, paging, query, isJoined, page);
    else
        readPage(context, selection, order, paging, query, page);
    page.hasMore = paging.count > 0 && isFull(page, paging);
    return page;
}

std::vector<Page<Entity>> selectPagesBelow(Context &context, Kind kind, const char *parentCondition,
                                           std::string Entity::*parentMember, const std::vector<std::string> &parents,
                                           const Object &arguments, bool isJoined)
{
    const Paging paging = Paging::from(arguments);
    const EntityOrder order(context, kind, jsontext::text(arguments, "sortBy"), paging.isBackward);
    std::vector<Page<Entity>> pages(parents.size());
    for (Page<Entity> &page : pages)
        page.isBackward = paging.isBackward;
    EntityQuery query(kind, context.project->row.id, isJoined || needsParents(arguments));
    query.where(parentCondition, repository::jsonList(parents));
    const EntitySelection selection = applyArguments(context, kind, arguments, query);
    if (selection.isEmpty)
        return pages;
    if (order.isNatural() || order.isByAttribute())
        query.order(plainOrders[static_cast<std::size_t>(kind)], paging.isBackward);
    else
        order.apply(query);
    readPagesBelow(context, selection, order, paging, query, parentMember, parents, pages);
    for (Page<Entity> &page : pages) {
        if (!order.isNatural())
            cutPage(order, paging, page);
        page.hasMore = paging.count > 0 && isFull(page, paging);
    }
    return pages;
}

} // namespace hearth::server::graphql
