// SPDX-License-Identifier: Apache-2.0
// Tasks over all projects, as boards and "my work" show them.
#include "repository/entity_store.h"
#include "rules/anatomy.h"
#include "rules/rights.h"
#include "server/graphql/entity_nodes.h"
#include "server/graphql/root_nodes.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace hearth::server::graphql
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using repository::Entity;
using repository::Kind;

struct Card {
    std::shared_ptr<const rules::ProjectInfo> project;
    Entity task;
    std::string folderName;
    std::string folderLabel;
    std::string priority;
    std::string dueDate;
};

struct FolderParts {
    std::string name;
    std::string label;
    std::string effective;
};

std::vector<std::string> wantedProjects(Context &context, const Object &arguments)
{
    const Value *given = arguments.if_contains("projects");
    const auto named = textsOf(given);
    std::vector<std::string> made;
    for (const auto &row : rules::need(repository::allProjects(context.db))) {
        const bool isNamed = std::find(named.begin(), named.end(), row.name) != named.end();
        const bool isWanted = named.empty() ? row.active && !row.skeleton : isNamed;
        if (isWanted && context.user->mayRead(row.name))
            made.push_back(row.name);
    }
    return made;
}

// Managers see whom they ask for; others themselves, or those they share a project with where nothing restricts them.
std::optional<std::vector<std::string>> wantedAssignees(Context &context, const Object &arguments)
{
    const Value *given = arguments.if_contains("assigneesAny");
    if (given && given->is_array())
        return textsOf(given);
    if (context.user->isManager)
        return std::nullopt;
    return std::vector<std::string>{context.user->name()};
}

void collect(Context &context, const std::shared_ptr<const rules::ProjectInfo> &project,
             const std::optional<std::vector<std::string>> &assignees, const std::vector<std::string> &ids,
             std::vector<Card> &into)
{
    const auto scope = context.store.readScope(context.db, *context.user, *project);
    if (!scope->rights().mayCall("POST", "graphql"))
        return;
    repository::EntityQuery query(Kind::Task, project->row.id, true);
    scope->narrow(query);
    if (assignees)
        query.where(
            "EXISTS (SELECT 1 FROM json_each(t.assignees) x WHERE x.value IN (SELECT value FROM json_each($#)))",
            repository::jsonList(*assignees));
    if (!ids.empty())
        query.where("t.id IN (SELECT value FROM json_each($#))", repository::jsonList(ids));
    std::vector<std::string> folderIds;
    const std::size_t first = into.size();
    rules::need(query.each(context.db, [&](Entity &task) {
        context.keep(task);
        folderIds.push_back(task.parentId);
        into.push_back({project, std::move(task), {}, {}, {}, {}});
    }));
    repository::EntityQuery folders(Kind::Folder, project->row.id);
    folders.where("f.id IN (SELECT value FROM json_each($#))", repository::jsonList(folderIds));
    std::map<std::string, FolderParts> parts;
    rules::need(folders.each(context.db, [&parts](Entity &folder) {
        parts[folder.id] = {folder.name, folder.label, folder.effective};
    }));
    for (std::size_t i = first; i < into.size(); ++i) {
        Card &card = into[i];
        const FolderParts &folder = parts[card.task.parentId];
        card.folderName = folder.name;
        card.folderLabel = folder.label;
        const Object own = jsontext::parseObject(card.task.attrib);
        if (scope->showsAttribute("endDate"))
            card.dueDate = jsontext::text(own, "endDate");
        if (!scope->showsAttribute("priority"))
            continue;
        card.priority = jsontext::text(own, "priority");
        if (card.priority.empty())
            card.priority = jsontext::text(jsontext::parseObject(folder.effective), "priority");
        if (card.priority.empty())
            card.priority = jsontext::text(jsontext::parseObject(project->effective), "priority");
    }
}

std::string thumbnailHash(const Entity &task)
{
    const Object data = jsontext::parseObject(task.data);
    const std::string_view hash = jsontext::text(data, "thumbnailHash");
    return hash.empty() ? task.id.substr(26) : std::string(hash);
}

using Cards = std::vector<const Card *>;

// Of each task the newest version that fits, among those the user may read: one statement a project.
std::unordered_map<std::string, Entity> newestVersions(Context &context, const Cards &cards, const char *condition)
{
    std::map<std::int64_t, std::pair<std::shared_ptr<const rules::ProjectInfo>, std::vector<std::string>>> tasks;
    for (const Card *card : cards) {
        auto &[project, ids] = tasks[card->project->row.id];
        project = card->project;
        ids.push_back(card->task.id);
    }
    std::unordered_map<std::string, Entity> made;
    for (const auto &[id, part] : tasks) {
        repository::EntityQuery query(Kind::Version, id);
        query.where("v.task_id <> '' AND v.task_id IN (SELECT value FROM json_each($#))",
                    repository::jsonList(part.second));
        query.where(condition);
        context.store.readScope(context.db, *context.user, *part.first)->narrow(query);
        rules::need(query.each(context.db, [&](Entity &version) {
            context.effort.look();
            made.insert_or_assign(version.taskId, std::move(version));
        }));
    }
    return made;
}

/// Fields that speak of the versions of a task; each kind of version is asked for once, however many fields want it.
class VersionFields
{
public:
    /// nullopt for a field that is read from the card itself.
    [[nodiscard]] std::optional<Column<Card>> field(Context &context, const Item &item, const Cards &cards)
    {
        const bool isPicture = item.name == "lastVersionWithThumbnailId";
        const bool isTruth = item.name == "hasReviewables";
        if (!isPicture && !isTruth && !item.name.starts_with("lastVersionWithReviewable"))
            return std::nullopt;
        const auto versions = isPicture ? kept(m_pictured, context, cards, "v.thumbnail_id <> ''")
                                        : kept(m_reviewed, context, cards,
                                               "EXISTS (SELECT 1 FROM activities a WHERE a.project = $1 AND "
                                               "a.entity_id = v.id AND a.activity_type = 'reviewable')");
        if (isTruth)
            return Column<Card>{[versions](Writer &w, const Card &c) { w.boolean(versions->contains(c.task.id)); }, {}};
        const auto member = item.name == "lastVersionWithReviewableProductId" ? &Entity::parentId : &Entity::id;
        return Column<Card>{[versions, member](Writer &w, const Card &c) {
                                const auto found = versions->find(c.task.id);
                                w.stringOrNull(found == versions->end() ? std::string() : found->second.*member);
                            },
                            {}};
    }

private:
    using Versions = std::shared_ptr<const std::unordered_map<std::string, Entity>>;

    static Versions kept(Versions &versions, Context &context, const Cards &cards, const char *condition)
    {
        if (!versions)
            versions = std::make_shared<const std::unordered_map<std::string, Entity>>(
                newestVersions(context, cards, condition));
        return versions;
    }

    Versions m_pictured;
    Versions m_reviewed;
};

Column<Card> plainField(Context &context, const Item &item)
{
    static const std::pair<std::string_view, std::string Entity::*> texts[] = {{"id", &Entity::id},
                                                                               {"name", &Entity::name},
                                                                               {"status", &Entity::status},
                                                                               {"taskType", &Entity::type},
                                                                               {"updatedAt", &Entity::updatedAt},
                                                                               {"createdAt", &Entity::createdAt},
                                                                               {"folderId", &Entity::parentId},
                                                                               {"folderPath", &Entity::folderPath}};
    for (const auto &[name, member] : texts)
        if (item.name == name)
            return {[field = member](Writer &w, const Card &c) { w.string(c.task.*field); }, {}};
    if (item.name == "projectName")
        return {[](Writer &w, const Card &c) { w.string(c.project->row.name); }, {}};
    if (item.name == "projectCode")
        return {[](Writer &w, const Card &c) { w.string(c.project->row.code); }, {}};
    if (item.name == "label")
        return {[](Writer &w, const Card &c) { w.stringOrNull(c.task.label); }, {}};
    if (item.name == "tags")
        return {[](Writer &w, const Card &c) { w.raw(c.task.tags); }, {}};
    if (item.name == "assignees")
        return {[](Writer &w, const Card &c) { w.raw(c.task.assignees); }, {}};
    if (item.name == "priority")
        return {[](Writer &w, const Card &c) { w.stringOrNull(c.priority); }, {}};
    if (item.name == "dueDate")
        return {[](Writer &w, const Card &c) { w.stringOrNull(c.dueDate); }, {}};
    if (item.name == "folderName")
        return {[](Writer &w, const Card &c) { w.string(c.folderName); }, {}};
    if (item.name == "folderLabel")
        return {[](Writer &w, const Card &c) { w.stringOrNull(c.folderLabel); }, {}};
    if (item.name == "thumbnailId")
        return {[](Writer &w, const Card &c) { w.stringOrNull(c.task.thumbnailId); }, {}};
    if (item.name == "thumbnailHash")
        return {[](Writer &w, const Card &c) { w.string(thumbnailHash(c.task)); }, {}};
    return {[&context, &item](Writer &w, const Card &c) {
                writeThumbnail(context, w, item.selections, thumbnailOf(Kind::Task, c.task));
            },
            {}};
}

bool isBefore(const Card &a, const Card &b)
{
    if (a.dueDate != b.dueDate)
        return a.dueDate.empty() ? false : b.dueDate.empty() || a.dueDate > b.dueDate;
    return a.task.updatedAt > b.task.updatedAt;
}

} // namespace

std::string renderKanban(Context &context, const Item &item)
{
    const Paging paging = Paging::from(item.arguments, 2000);
    std::vector<Card> cards;
    if (!context.user->isGuest) {
        const auto assignees = wantedAssignees(context, item.arguments);
        for (const std::string &name : wantedProjects(context, item.arguments))
            if (const auto project = context.store.project(context.db, name))
                collect(context, project, assignees, textsOf(item.arguments.if_contains("taskIds")), cards);
    }
    std::stable_sort(cards.begin(), cards.end(), isBefore);
    std::vector<Page<Card>> pages(1);
    Page<Card> &page = pages.front();
    page.isBackward = true;
    std::int64_t position = 0;
    for (Card &card : cards) {
        if (++position <= paging.cursor.value_or(0) || static_cast<std::int64_t>(page.rows.size()) >= paging.count)
            continue;
        page.cursors.push_back(cursorOf(position));
        page.rows.push_back(std::move(card));
    }
    page.hasMore = static_cast<std::int64_t>(page.rows.size()) >= paging.count &&
                   position > paging.cursor.value_or(0) + paging.count;
    return renderConnections<Card>(context, item.definition->type.name, item.selections, pages,
                                   [&context](const Selections &selections, const std::vector<const Card *> &rows) {
                                       VersionFields ofVersions;
                                       return renderObjects<Card>(
                                           context, "KanbanNode", selections, rows,
                                           [&](const Item &field, const Cards &objects) {
                                               auto made = ofVersions.field(context, field, objects);
                                               return made ? std::move(*made) : plainField(context, field);
                                           });
                                   })
        .front();
}

} // namespace hearth::server::graphql
