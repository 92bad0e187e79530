// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/related_filters.h"

#include "rules/entity_json.h"
#include "server/entity_match.h"

#include <set>

namespace hearth::server::graphql
{
namespace
{

using jsontext::Object;
using repository::Entity;
using repository::EntityQuery;
using repository::Kind;
using Ids = std::set<std::string>;

/// One argument: which rows it is about, and which of their members the rows that are asked for must be among.
struct Related {
    Kind kind;
    const char *argument;
    Kind other;
    std::string Entity::*member;
    const char *condition; ///< `$#` is the JSON list
};

constexpr Related relations[] = {
    {Kind::Folder, "taskFilter", Kind::Task, &Entity::parentId, "f.id IN (SELECT value FROM json_each($#))"},
    {Kind::Task, "folderFilter", Kind::Folder, &Entity::id, "t.folder_id IN (SELECT value FROM json_each($#))"},
    {Kind::Version, "productFilter", Kind::Product, &Entity::id, "v.product_id IN (SELECT value FROM json_each($#))"},
    {Kind::Version, "taskFilter", Kind::Task, &Entity::id, "v.task_id IN (SELECT value FROM json_each($#))"},
};

Ids membersOf(Context &context, Kind kind, rules::QueryFilter filter, const std::function<void(Entity &, Ids &)> &take)
{
    Ids made;
    const EntitySight sight{*context.scope, *context.library, context.project->row.id};
    const EntityWish wish{std::move(filter), {}};
    rules::need(eachWanted(context.db, sight, wish, kind, [&](Entity &row) {
        context.effort.look();
        take(row, made);
    }));
    return made;
}

std::string listText(const Ids &ids)
{
    return repository::jsonList({ids.begin(), ids.end()});
}

// One version must fit both filters.
void applyToProducts(Context &context, const Object &arguments, EntityQuery &query)
{
    auto ofVersions = filterIn(arguments, "versionFilter", rules::filterFields);
    auto ofTasks = filterIn(arguments, "taskFilter", rules::filterFields);
    if (!ofVersions && !ofTasks)
        return;
    Ids tasks;
    if (ofTasks)
        tasks = membersOf(context, Kind::Task, std::move(*ofTasks),
                          [](Entity &task, Ids &into) { into.insert(std::move(task.id)); });
    const auto products = membersOf(context, Kind::Version, ofVersions ? std::move(*ofVersions) : rules::QueryFilter(),
                                    [&tasks, isOfTask = ofTasks.has_value()](Entity &version, Ids &into) {
                                        if (!isOfTask || tasks.contains(version.taskId))
                                            into.insert(std::move(version.parentId));
                                    });
    query.where("p.id IN (SELECT value FROM json_each($#))", listText(products));
}

} // namespace

void applyRelated(Context &context, Kind kind, const Object &arguments, EntityQuery &query)
{
    if (kind == Kind::Product)
        applyToProducts(context, arguments, query);
    for (const Related &related : relations)
        if (related.kind == kind)
            if (auto filter = filterIn(arguments, related.argument, rules::filterFields))
                query.where(related.condition, listText(membersOf(context, related.other, std::move(*filter),
                                                                  [member = related.member](Entity &row, Ids &into) {
                                                                      into.insert(std::move(row.*member));
                                                                  })));
}

} // namespace hearth::server::graphql
