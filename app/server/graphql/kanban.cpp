// SPDX-License-Identifier: Apache-2.0
// Tasks over all projects, as boards and "my work" show them.
#include "repository/entity_store.h"
#include "repository/media.h"
#include "rules/anatomy.h"
#include "rules/rights.h"
#include "server/graphql/root_nodes.h"

#include <algorithm>
#include <map>
#include <set>

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

using Reviewed = std::map<std::pair<std::int64_t, std::string>, repository::ReviewedVersion>;

// Of every task the newest version that can be looked at, over all projects at once.
Reviewed reviewedVersions(Context &context, const std::vector<const Card *> &cards)
{
    std::set<std::int64_t> projects;
    std::vector<std::string> tasks;
    for (const Card *card : cards) {
        projects.insert(card->project->row.id);
        tasks.push_back(card->task.id);
    }
    std::string numbers;
    for (const std::int64_t project : projects)
        numbers += (numbers.empty() ? "[" : ",") + std::to_string(project);
    Reviewed made;
    for (auto &row :
         rules::need(repository::reviewedVersionsOfTasks(context.db, numbers + ']', repository::jsonList(tasks)))) {
        auto key = std::pair(row.project, row.task);
        made.insert_or_assign(std::move(key), std::move(row)); // in order of making
    }
    return made;
}

bool isOfReviews(const Item &item)
{
    return item.name == "hasReviewables" || item.name == "lastVersionWithReviewableVersionId" ||
           item.name == "lastVersionWithReviewableProductId";
}

/// Fields that say what of a task can be looked at; asked for once, whichever of them are wanted.
class ReviewFields
{
public:
    [[nodiscard]] Column<Card> field(Context &context, const Item &item, const std::vector<const Card *> &cards)
    {
        if (!m_reviewed)
            m_reviewed = std::make_shared<const Reviewed>(reviewedVersions(context, cards));
        if (item.name == "hasReviewables")
            return {[found = m_reviewed](Writer &w, const Card &c) { w.boolean(versionOf(*found, c) != nullptr); }, {}};
        const auto member = item.name == "lastVersionWithReviewableVersionId" ? &repository::ReviewedVersion::version
                                                                              : &repository::ReviewedVersion::product;
        return {[found = m_reviewed, member](Writer &w, const Card &c) {
                    const auto *version = versionOf(*found, c);
                    w.stringOrNull(version ? version->*member : std::string());
                },
                {}};
    }

private:
    static const repository::ReviewedVersion *versionOf(const Reviewed &reviewed, const Card &card)
    {
        const auto found = reviewed.find({card.project->row.id, card.task.id});
        return found == reviewed.end() ? nullptr : &found->second;
    }

    std::shared_ptr<const Reviewed> m_reviewed;
};

Column<Card> cardField(const Item &item)
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
    return {[](Writer &w, const Card &) { w.null(); }, {}}; // pictures, which are asked for by their own route
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
                                       return renderObjects<Card>(
                                           context, "KanbanNode", selections, rows,
                                           [&context, reviews = ReviewFields()](
                                               const Item &field, const std::vector<const Card *> &all) mutable {
                                               return isOfReviews(field) ? reviews.field(context, field, all)
                                                                         : cardField(field);
                                           });
                                   })
        .front();
}

} // namespace hearth::server::graphql
