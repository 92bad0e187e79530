// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/entity_filters.h"

#include "core/entity_id.h"
#include "rules/entity_json.h"
#include "rules/names.h"
#include "rules/query_filter.h"
#include "server/entity_match.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace hearth::server::graphql
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using repository::Entity;
using repository::EntityQuery;
using repository::Kind;

/// One list argument and its condition.
struct ListRule {
    Kind kind;
    const char *argument;
    const char *condition; ///< `$#` is the JSON list
    bool isIds;
    bool isSelective;
};

constexpr ListRule listRules[] = {
    {Kind::Folder, "ids", "f.id IN (SELECT value FROM json_each($#))", true, true},
    {Kind::Folder, "folderTypes", "f.folder_type IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Folder, "names", "f.name IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Folder, "statuses", "f.status IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Task, "ids", "t.id IN (SELECT value FROM json_each($#))", true, true},
    {Kind::Task, "taskTypes", "t.task_type IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Task, "names", "t.name IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Task, "statuses", "t.status IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Product, "ids", "p.id IN (SELECT value FROM json_each($#))", true, true},
    {Kind::Product, "names", "p.name IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Product, "productTypes", "p.product_type IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Product, "productBaseTypes", "p.product_base_type IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Product, "statuses", "p.status IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Version, "ids", "v.id IN (SELECT value FROM json_each($#))", true, true},
    {Kind::Version, "productIds", "v.product_id IN (SELECT value FROM json_each($#))", true, true},
    {Kind::Version, "taskIds", "v.task_id IN (SELECT value FROM json_each($#))", true, true},
    {Kind::Version, "statuses", "v.status IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Version, "authors", "v.author IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Representation, "ids", "r.id IN (SELECT value FROM json_each($#))", true, true},
    {Kind::Representation, "versionIds", "r.version_id IN (SELECT value FROM json_each($#))", true, true},
    {Kind::Representation, "names", "r.name IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Representation, "statuses", "r.status IN (SELECT value FROM json_each($#))", false, false},
    {Kind::Workfile, "ids", "w.id IN (SELECT value FROM json_each($#))", true, true},
    {Kind::Workfile, "taskIds", "w.task_id IN (SELECT value FROM json_each($#))", true, true},
    {Kind::Workfile, "paths", "w.path IN (SELECT value FROM json_each($#))", false, true},
    {Kind::Workfile, "statuses", "w.status IN (SELECT value FROM json_each($#))", false, false},
};

constexpr std::array tagsAll{
    "NOT EXISTS (SELECT 1 FROM json_each($#) x WHERE x.value NOT IN (SELECT value FROM json_each(f.tags)))",
    "NOT EXISTS (SELECT 1 FROM json_each($#) x WHERE x.value NOT IN (SELECT value FROM json_each(t.tags)))",
    "NOT EXISTS (SELECT 1 FROM json_each($#) x WHERE x.value NOT IN (SELECT value FROM json_each(p.tags)))",
    "NOT EXISTS (SELECT 1 FROM json_each($#) x WHERE x.value NOT IN (SELECT value FROM json_each(v.tags)))",
    "NOT EXISTS (SELECT 1 FROM json_each($#) x WHERE x.value NOT IN (SELECT value FROM json_each(r.tags)))",
    "NOT EXISTS (SELECT 1 FROM json_each($#) x WHERE x.value NOT IN (SELECT value FROM json_each(w.tags)))",
};

struct LinkRule {
    const char *in;
    const char *out;
};
constexpr std::array<LinkRule, 6> linkRules{{
    {"EXISTS (SELECT 1 FROM links l WHERE l.project = $1 AND l.output_id = f.id)",
     "EXISTS (SELECT 1 FROM links l WHERE l.project = $1 AND l.input_id = f.id)"},
    {"EXISTS (SELECT 1 FROM links l WHERE l.project = $1 AND l.output_id = t.id)",
     "EXISTS (SELECT 1 FROM links l WHERE l.project = $1 AND l.input_id = t.id)"},
    {"EXISTS (SELECT 1 FROM links l WHERE l.project = $1 AND l.output_id = p.id)",
     "EXISTS (SELECT 1 FROM links l WHERE l.project = $1 AND l.input_id = p.id)"},
    {"EXISTS (SELECT 1 FROM links l WHERE l.project = $1 AND l.output_id = v.id)",
     "EXISTS (SELECT 1 FROM links l WHERE l.project = $1 AND l.input_id = v.id)"},
    {"EXISTS (SELECT 1 FROM links l WHERE l.project = $1 AND l.output_id = r.id)",
     "EXISTS (SELECT 1 FROM links l WHERE l.project = $1 AND l.input_id = r.id)"},
    {"EXISTS (SELECT 1 FROM links l WHERE l.project = $1 AND l.output_id = w.id)",
     "EXISTS (SELECT 1 FROM links l WHERE l.project = $1 AND l.input_id = w.id)"},
}};

// nullopt when the argument is absent or null.
std::optional<std::vector<std::string>> listOf(const Object &arguments, const char *name)
{
    const Value *value = arguments.if_contains(name);
    if (!value || value->is_null())
        return std::nullopt;
    return textsOf(value);
}

std::string canonicalOrThrow(const std::string &id)
{
    std::string made = canonicalEntityId(id);
    if (made.empty())
        throw GraphError("Invalid entity ID " + id);
    return made;
}

void checkNames(const char *argument, const std::vector<std::string> &values)
{
    const std::string_view name(argument);
    for (const std::string &value : values) {
        if (name == "names" && !rules::isEntityName(value))
            throw GraphError("Invalid name: " + value, {}, 400);
        if (name == "statuses" && !rules::isStatusName(value))
            throw GraphError("Invalid status name: " + value, {}, 400);
    }
}

void applyLists(Kind kind, const Object &arguments, EntityQuery &query, EntitySelection &made)
{
    for (const ListRule &rule : listRules) {
        if (rule.kind != kind)
            continue;
        auto values = listOf(arguments, rule.argument);
        if (!values)
            continue;
        made.isEmpty |= values->empty();
        made.isSelective |= rule.isSelective;
        checkNames(rule.argument, *values);
        if (rule.isIds)
            for (std::string &value : *values)
                value = canonicalOrThrow(value);
        query.where(rule.condition, repository::jsonList(*values));
    }
}

void addBelow(Context &context, std::vector<std::string> &ids)
{
    for (std::size_t i = 0, given = ids.size(); i < given; ++i) {
        EntityQuery below(Kind::Folder, context.project->row.id);
        // '0' follows '/' in the alphabet of bytes, so the range holds what begins with the path and a slash.
        below.where("f.path > (SELECT path FROM folders WHERE project = $1 AND id = $#) || '/'", ids[i]);
        below.where("f.path < (SELECT path FROM folders WHERE project = $1 AND id = $#) || '0'", ids[i]);
        for (const Entity &folder : rules::need(below.all(context.db)))
            ids.push_back(folder.id);
    }
}

// Folders, with those below where that is asked for.
void applyFolders(Context &context, Kind kind, const Object &arguments, EntityQuery &query, EntitySelection &made)
{
    const bool isFolder = kind == Kind::Folder;
    auto values = listOf(arguments, isFolder ? "parentIds" : "folderIds");
    if (!values && isFolder && !jsontext::text(arguments, "parentId").empty())
        values = std::vector<std::string>{std::string(jsontext::text(arguments, "parentId"))};
    if (!values)
        return;
    made.isEmpty |= values->empty();
    made.isSelective = true;
    std::vector<std::string> ids;
    for (const std::string &value : *values)
        ids.push_back(value == "root" && isFolder ? std::string() : canonicalOrThrow(value));
    if (jsontext::flag(arguments, "includeFolderChildren"))
        addBelow(context, ids);
    const std::string list = repository::jsonList(ids);
    if (isFolder)
        query.where("f.parent_id IN (SELECT value FROM json_each($#))", list);
    else if (kind == Kind::Task)
        query.where("t.folder_id IN (SELECT value FROM json_each($#))", list);
    else if (kind == Kind::Product)
        query.where("p.folder_id IN (SELECT value FROM json_each($#))", list);
    else if (kind == Kind::Version)
        query.where("v.product_id IN (SELECT id FROM products WHERE project = $1 AND folder_id IN (SELECT value FROM "
                    "json_each($#)))",
                    list);
}

void applyTags(Kind kind, const Object &arguments, EntityQuery &query, EntitySelection &made)
{
    if (const auto tags = listOf(arguments, "tags")) {
        if (tags->empty() && kind == Kind::Task)
            query.where("t.tags = '[]'");
        else if (tags->empty() && kind != Kind::Folder)
            made.isEmpty = true;
        else if (!tags->empty())
            query.where(tagsAll[static_cast<std::size_t>(kind)], repository::jsonList(*tags));
    }
    if (const auto tags = listOf(arguments, "tagsAny"); tags && kind == Kind::Task) {
        if (tags->empty())
            query.where("t.tags <> '[]'");
        else
            query.where("EXISTS (SELECT 1 FROM json_each(t.tags) x WHERE x.value IN (SELECT value FROM json_each($#)))",
                        repository::jsonList(*tags));
    }
}

void applyAssignees(Kind kind, const Object &arguments, EntityQuery &query)
{
    const auto all = listOf(arguments, "assignees");
    if (kind == Kind::Task && all) {
        if (all->empty())
            query.where("t.assignees = '[]'");
        else
            query.where("NOT EXISTS (SELECT 1 FROM json_each($#) x WHERE x.value NOT IN (SELECT value FROM "
                        "json_each(t.assignees)))",
                        repository::jsonList(*all));
    }
    if (kind == Kind::Folder && all) {
        if (all->empty())
            query.where("EXISTS (SELECT 1 FROM tasks t WHERE t.project = $1 AND t.folder_id = f.id)");
        else
            query.where(
                "EXISTS (SELECT 1 FROM tasks t WHERE t.project = $1 AND t.folder_id = f.id AND NOT EXISTS "
                "(SELECT 1 FROM json_each($#) x WHERE x.value NOT IN (SELECT value FROM json_each(t.assignees))))",
                repository::jsonList(*all));
    }
    if (const auto any = listOf(arguments, "assigneesAny"); any && kind == Kind::Task) {
        if (any->empty())
            query.where("t.assignees <> '[]'");
        else
            query.where(
                "EXISTS (SELECT 1 FROM json_each(t.assignees) x WHERE x.value IN (SELECT value FROM json_each($#)))",
                repository::jsonList(*any));
    }
}

void applyFolderFlags(const Object &arguments, EntityQuery &query)
{
    const auto flag = [&](const char *name, const char *has, const char *hasNot) {
        const Value *value = arguments.if_contains(name);
        if (value && value->is_bool())
            query.where(value->get_bool() ? has : hasNot);
    };
    flag("hasChildren", "EXISTS (SELECT 1 FROM folders c WHERE c.project = $1 AND c.parent_id = f.id)",
         "NOT EXISTS (SELECT 1 FROM folders c WHERE c.project = $1 AND c.parent_id = f.id)");
    flag("hasTasks", "EXISTS (SELECT 1 FROM tasks c WHERE c.project = $1 AND c.folder_id = f.id)",
         "NOT EXISTS (SELECT 1 FROM tasks c WHERE c.project = $1 AND c.folder_id = f.id)");
    flag("hasProducts", "EXISTS (SELECT 1 FROM products c WHERE c.project = $1 AND c.folder_id = f.id)",
         "NOT EXISTS (SELECT 1 FROM products c WHERE c.project = $1 AND c.folder_id = f.id)");
    if (const auto paths = listOf(arguments, "paths")) {
        std::vector<std::string> absolute;
        for (const std::string &path : *paths)
            absolute.push_back(path.starts_with('/') ? path : '/' + path);
        query.where("f.path IN (SELECT value FROM json_each($#))", repository::jsonList(absolute));
    }
    if (const std::string_view name = jsontext::text(arguments, "name"); !name.empty())
        query.where("f.name = $#", std::string(name));
}

void applyVersionFlags(const Object &arguments, EntityQuery &query, EntitySelection &made)
{
    static constexpr const char *latest = "v.version >= 0 AND v.version = (SELECT max(m.version) FROM versions m WHERE "
                                          "m.project = $1 AND m.product_id = v.product_id)";
    const bool isFeaturedOnly = arguments.contains("featuredOnly") && !arguments.at("featuredOnly").is_null();
    const bool isLatestOrHero = jsontext::flag(arguments, "heroOrLatestOnly");
    if (jsontext::flag(arguments, "heroOnly"))
        query.where("v.version < 0");
    else if (jsontext::flag(arguments, "latestOnly") || (isFeaturedOnly && !isLatestOrHero))
        query.where(latest);
    else if (isLatestOrHero)
        query.where("v.version < 0 OR v.version = (SELECT max(m.version) FROM versions m WHERE m.project = $1 AND "
                    "m.product_id = v.product_id)");
    if (const Value *one = arguments.if_contains("version"); one && one->is_int64())
        query.where("v.version = $#", one->get_int64());
    if (const Value *versions = arguments.if_contains("versions"); versions && versions->is_array()) {
        made.isEmpty |= versions->get_array().empty();
        query.where("v.version IN (SELECT CAST(value AS BIGINT) FROM json_each($#))", jsontext::toText(*versions));
    }
    if (const Value *reviewable = arguments.if_contains("hasReviewables"); reviewable && reviewable->is_bool())
        query.where(reviewable->get_bool()
                        ? "EXISTS (SELECT 1 FROM activities a WHERE a.project = $1 AND a.entity_id = v.id AND "
                          "a.activity_type = 'reviewable')"
                        : "NOT EXISTS (SELECT 1 FROM activities a WHERE a.project = $1 AND a.entity_id = v.id AND "
                          "a.activity_type = 'reviewable')");
}

void applyLinks(Kind kind, const Object &arguments, EntityQuery &query)
{
    const std::string_view wanted = jsontext::text(arguments, "hasLinks");
    if (wanted.empty())
        return;
    const LinkRule &rule = linkRules[static_cast<std::size_t>(kind)];
    const std::string in = rule.in;
    const std::string out = rule.out;
    if (wanted == "IN" || wanted == "BOTH")
        query.where(rule.in);
    if (wanted == "OUT" || wanted == "BOTH")
        query.where(rule.out);
    if (wanted == "ANY")
        query.whereComposed(in + " OR " + out, {});
    if (wanted == "NONE")
        query.whereComposed("NOT (" + in + " OR " + out + ')', {});
}

QRegularExpression patternOf(std::string_view text)
{
    QRegularExpression pattern(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    if (!pattern.isValid() || text.size() > 2000)
        throw GraphError("Invalid regular expression: " + std::string(text));
    return pattern;
}

bool matches(const QRegularExpression &pattern, std::string_view text)
{
    return pattern.match(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))).hasMatch();
}

void addPatterns(Kind kind, const Object &arguments, EntitySelection &made)
{
    if (const std::string_view text = jsontext::text(arguments, "pathEx"); !text.empty())
        made.tests.push_back([pattern = patternOf(text), kind](const Entity &e) {
            return matches(pattern, kind == Kind::Folder || kind == Kind::Workfile ? e.path : e.folderPath);
        });
    if (const std::string_view text = jsontext::text(arguments, "nameEx"); !text.empty())
        made.tests.push_back([pattern = patternOf(text)](const Entity &e) { return matches(pattern, e.name); });
    if (const auto names = listOf(arguments, "namesCi"))
        made.tests.push_back([names = *names](const Entity &e) {
            return std::any_of(names.begin(), names.end(), [&e](const std::string &name) {
                return rules::lowered(name) == rules::lowered(e.name);
            });
        });
}

void addFilter(Context &context, Kind kind, std::string_view text, EntitySelection &made)
{
    if (text.empty() || text == "{}")
        return;
    auto parsed = jsontext::parse(text);
    if (!parsed || !parsed->is_object())
        throw GraphError("Invalid filter: not a JSON object", {}, 400);
    auto filter = rules::QueryFilter::parse(parsed->get_object(), rules::filterFields);
    if (!filter)
        throw GraphError(filter.error().detail, {}, 400);
    if (filter->isEmpty())
        return;
    made.tests.push_back([filter = std::move(*filter), kind, &context](const Entity &e) {
        const auto attrib = [&] { return context.attribOf(kind, e); };
        return filter.matches([&](std::string_view field) { return entityField(kind, e, attrib, field); });
    });
}

void addSearch(Kind kind, std::string_view search, EntitySelection &made)
{
    if (search.empty())
        return;
    made.tests.push_back([search = rules::lowered(search), kind](const Entity &e) {
        return matchesSearch(search, searchedText(kind, e));
    });
}

void addAttributes(Context &context, Kind kind, const Object &arguments, EntitySelection &made)
{
    const Value *given = arguments.if_contains("attributes");
    if (!given || !given->is_array())
        return;
    for (const Value &item : given->get_array()) {
        const std::string name(jsontext::text(item.as_object(), "name"));
        made.tests.push_back(
            [name, values = textsOf(item.as_object().if_contains("values")), kind, &context](const Entity &e) {
                const Object attrib = jsontext::parseObject(context.attribOf(kind, e));
                const Value *value = attrib.if_contains(name);
                const std::string text = !value               ? std::string()
                                         : value->is_string() ? std::string(value->get_string())
                                                              : jsontext::toText(*value);
                return value && std::find(values.begin(), values.end(), text) != values.end();
            });
    }
}

struct SortRule {
    std::string_view name;
    std::array<const char *, 6> columns;
};
constexpr SortRule sortRules[] = {
    {"name", {"f.name", "t.name", "p.name", "v.version", "r.name", "w.path"}},
    {"createdAt", {"f.created_at", "t.created_at", "p.created_at", "v.created_at", "r.created_at", "w.created_at"}},
    {"updatedAt", {"f.updated_at", "t.updated_at", "p.updated_at", "v.updated_at", "r.updated_at", "w.updated_at"}},
    {"createdBy", {"f.created_by", "t.created_by", "p.created_by", "v.created_by", "r.created_by", "w.created_by"}},
    {"updatedBy", {"f.updated_by", "t.updated_by", "p.updated_by", "v.updated_by", "r.updated_by", "w.updated_by"}},
    {"status", {"f.status", "t.status", "p.status", "v.status", "r.status", "w.status"}},
    {"path", {"f.path", "f.path", "f.path", "f.path", "f.path", "w.path"}},
    {"folderType", {"f.folder_type", nullptr, nullptr, nullptr, nullptr, nullptr}},
    {"taskType", {nullptr, "t.task_type", nullptr, nullptr, nullptr, nullptr}},
    {"productType", {nullptr, nullptr, "p.product_type", nullptr, nullptr, nullptr}},
};

const char *sortColumn(Kind kind, std::string_view name)
{
    for (const SortRule &rule : sortRules)
        if (rule.name == name && rule.columns[static_cast<std::size_t>(kind)])
            return rule.columns[static_cast<std::size_t>(kind)];
    throw GraphError("Invalid sort_by value: " + std::string(name));
}

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
           arguments.contains("attributes");
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
    return paging.count > 0 && static_cast<std::int64_t>(page.rows.size()) >= paging.count;
}

} // namespace

EntitySelection applyArguments(Context &context, Kind kind, const Object &arguments, EntityQuery &query)
{
    EntitySelection made;
    context.scope->narrow(query);
    applyLists(kind, arguments, query, made);
    applyFolders(context, kind, arguments, query, made);
    applyTags(kind, arguments, query, made);
    applyAssignees(kind, arguments, query);
    if (kind == Kind::Folder)
        applyFolderFlags(arguments, query);
    if (kind == Kind::Version)
        applyVersionFlags(arguments, query, made);
    applyLinks(kind, arguments, query);
    addPatterns(kind, arguments, made);
    addFilter(context, kind, jsontext::text(arguments, "filter"), made);
    addSearch(kind, jsontext::text(arguments, "search"), made);
    addAttributes(context, kind, arguments, made);
    return made;
}

Page<Entity> selectPage(Context &context, Kind kind, const Object &arguments, bool isJoined)
{
    const auto at = static_cast<std::size_t>(kind);
    const Paging paging = Paging::from(arguments);
    const std::string_view sortBy = jsontext::text(arguments, "sortBy");
    EntityQuery query(kind, context.project->row.id, isJoined || needsParents(arguments) || !sortBy.empty());
    Page<Entity> page;
    page.isBackward = paging.isBackward;
    const EntitySelection selection = applyArguments(context, kind, arguments, query);
    if (selection.isEmpty)
        return page;
    // A chosen order is read by position; the natural one by the row's own number.
    const std::int64_t offset = sortBy.empty() ? 0 : paging.cursor.value_or(0);
    if (!sortBy.empty())
        query.order(sortColumn(kind, sortBy), paging.isBackward);
    else {
        query.order(selection.isSelective ? plainOrders[at] : orders[at], paging.isBackward);
        if (paging.cursor)
            query.where(paging.isBackward ? beforeRules[at] : afterRules[at], *paging.cursor);
    }
    if (selection.tests.empty())
        query.limit(paging.count, offset);
    std::int64_t skipped = selection.tests.empty() ? offset : 0;
    rules::need(query.each(context.db, [&](Entity &row) {
        if (page.rows.size() >= static_cast<std::size_t>(paging.count))
            return;
        if (!passes(selection, row))
            return;
        if (skipped < offset) {
            ++skipped;
            return;
        }
        page.cursors.push_back(
            cursorOf(sortBy.empty() ? row.order : offset + static_cast<std::int64_t>(page.rows.size()) + 1));
        page.rows.push_back(std::move(row));
    }));
    page.hasMore = isFull(page, paging);
    return page;
}

std::vector<Page<Entity>> selectPagesBelow(Context &context, Kind kind, const char *parentCondition,
                                           std::string Entity::*parentMember, const std::vector<std::string> &parents,
                                           const Object &arguments, bool isJoined)
{
    const Paging paging = Paging::from(arguments);
    std::vector<Page<Entity>> pages(parents.size());
    std::unordered_map<std::string_view, std::vector<std::size_t>> places;
    for (std::size_t i = 0; i < parents.size(); ++i) {
        pages[i].isBackward = paging.isBackward;
        places[parents[i]].push_back(i);
    }
    EntityQuery query(kind, context.project->row.id, isJoined || needsParents(arguments));
    query.where(parentCondition, repository::jsonList(parents));
    const EntitySelection selection = applyArguments(context, kind, arguments, query);
    if (selection.isEmpty)
        return pages;
    query.order(plainOrders[static_cast<std::size_t>(kind)], paging.isBackward);
    rules::need(query.each(context.db, [&](Entity &row) {
        if (!isBeyond(paging, row) || !passes(selection, row))
            return;
        const auto found = places.find(row.*parentMember);
        if (found == places.end())
            return;
        for (const std::size_t place : found->second)
            if (static_cast<std::int64_t>(pages[place].rows.size()) < paging.count) {
                pages[place].cursors.push_back(cursorOf(row.order));
                pages[place].rows.push_back(row);
            }
    }));
    for (Page<Entity> &page : pages)
        page.hasMore = isFull(page, paging);
    return pages;
}

} // namespace hearth::server::graphql
