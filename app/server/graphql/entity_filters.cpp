// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/entity_filters.h"

#include "core/entity_id.h"
#include "rules/entity_json.h"
#include "rules/names.h"
#include "server/entity_match.h"
#include "server/graphql/related_filters.h"

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

std::string canonicalOrThrow(const std::string &id)
{
    std::string made = canonicalEntityId(id);
    if (made.empty())
        throw GraphError("Invalid entity ID " + id);
    return made;
}

// A list of which every row is asked whether it has all; a longer one would be a search of its own for each row.
std::optional<std::vector<std::string>> shortListOf(const Object &arguments, const char *name)
{
    constexpr std::size_t longest = 1000;
    auto values = listOf(arguments, name);
    if (values && values->size() > longest)
        throw GraphError("Too many values of " + std::string(name), {}, 400);
    return values;
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
    if (const auto tags = shortListOf(arguments, "tags")) {
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
    const auto all = shortListOf(arguments, "assignees");
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

// Of the versions of a product the one that comes first by the list.
void applyFeatured(Context &context, const std::vector<std::string> &order, EntityQuery &query, EntitySelection &made)
{
    static constexpr const char *hero =
        "(SELECT s.id FROM versions h JOIN versions s ON s.project = $1 AND s.product_id = h.product_id AND s.version "
        "= -h.version WHERE h.project = $1 AND h.product_id = v.product_id AND h.version < 0 LIMIT 1)";
    static constexpr const char *latestDone =
        "(SELECT d.id FROM versions d WHERE d.project = $1 AND d.product_id = v.product_id AND d.version >= 0 AND "
        "d.status IN (SELECT value FROM json_each($#)) ORDER BY d.version DESC LIMIT 1)";
    static constexpr const char *latest = "(SELECT l.id FROM versions l WHERE l.project = $1 AND l.product_id = "
                                          "v.product_id AND l.version >= 0 ORDER BY l.version DESC LIMIT 1)";
    made.isEmpty |= order.empty();
    std::vector<std::string> done;
    for (const rules::Status &status : context.project->statuses)
        if (status.state == "done")
            done.push_back(status.name);
    std::string choice = "v.id = coalesce(";
    std::vector<std::string> values;
    for (const std::string &wish : order) {
        choice += wish == "hero" ? hero : wish == "latestDone" ? latestDone : latest;
        choice += ", ";
        if (wish == "latestDone")
            values.push_back(repository::jsonList(done));
    }
    query.whereComposed(choice + "'')", std::move(values));
}

void applyVersionFlags(Context &context, const Object &arguments, EntityQuery &query, EntitySelection &made)
{
    static constexpr const char *latest = "v.version >= 0 AND v.version = (SELECT max(m.version) FROM versions m WHERE "
                                          "m.project = $1 AND m.product_id = v.product_id)";
    if (jsontext::flag(arguments, "latestOnly"))
        query.where(latest);
    else if (jsontext::flag(arguments, "heroOnly"))
        query.where("v.version < 0");
    else if (jsontext::flag(arguments, "heroOrLatestOnly"))
        query.where("v.version < 0 OR v.version = (SELECT max(m.version) FROM versions m WHERE m.project = $1 AND "
                    "m.product_id = v.product_id)");
    else if (const auto order = listOf(arguments, "featuredOnly"))
        applyFeatured(context, *order, query, made);
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

void addPatterns(Context &context, Kind kind, const Object &arguments, EntitySelection &made)
{
    if (const auto pattern = patternIn(arguments, "pathEx", context.patterns))
        made.tests.push_back([pattern = *pattern, kind](const Entity &e) {
            return pattern.isFoundIn(kind == Kind::Folder || kind == Kind::Workfile ? e.path : e.folderPath);
        });
    if (const auto pattern = patternIn(arguments, "nameEx", context.patterns))
        made.tests.push_back([pattern = *pattern](const Entity &e) { return pattern.isFoundIn(e.name); });
    if (const auto names = listOf(arguments, "namesCi"))
        made.tests.push_back([names = *names](const Entity &e) {
            return std::any_of(names.begin(), names.end(), [&e](const std::string &name) {
                return rules::lowered(name) == rules::lowered(e.name);
            });
        });
}

void addFilter(Context &context, Kind kind, const Object &arguments, EntitySelection &made)
{
    auto filter = filterIn(arguments, "filter", rules::filterFields);
    if (!filter)
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
        applyVersionFlags(context, arguments, query, made);
    applyLinks(kind, arguments, query);
    addPatterns(context, kind, arguments, made);
    addFilter(context, kind, arguments, made);
    applyRelated(context, kind, arguments, query);
    addSearch(kind, jsontext::text(arguments, "search"), made);
    addAttributes(context, kind, arguments, made);
    return made;
}

} // namespace hearth::server::graphql
