// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/folder_counts.h"

#include "repository/entity_store.h"

#include <unordered_map>

namespace hearth::server::graphql
{
namespace
{

using repository::Entity;
using repository::EntityQuery;
using repository::Kind;
using Texts = std::vector<std::string>;
using Counts = std::unordered_map<std::string, std::int64_t>;

/// \tparam sqlText $1 project, $2 JSON array of folders
template <const char *sqlText>
struct Counting {
    static constexpr const char *sql = sqlText;
    static constexpr int parameterCount = 2;
    using Row = std::pair<std::string, std::int64_t>;
    static Row read(const database::Cursor &c) { return {c.string(0), c.integer(1)}; }
};

constexpr char childFolders[] = "SELECT parent_id, count(*) FROM folders WHERE project = $1 AND parent_id IN "
                                "(SELECT value FROM json_each($2)) GROUP BY parent_id";
constexpr char childTasks[] = "SELECT folder_id, count(*) FROM tasks WHERE project = $1 AND folder_id IN "
                              "(SELECT value FROM json_each($2)) GROUP BY folder_id";
constexpr char childProducts[] = "SELECT folder_id, count(*) FROM products WHERE project = $1 AND folder_id IN "
                                 "(SELECT value FROM json_each($2)) GROUP BY folder_id";

// Every folder with itself and those below it.
#define HEARTH_BELOW                                                                                                   \
    "WITH RECURSIVE below (root, id) AS (SELECT id, id FROM folders WHERE project = $1 AND id IN "                     \
    "(SELECT value FROM json_each($2)) UNION ALL SELECT b.root, f.id FROM below b JOIN folders f ON f.project = $1 "   \
    "AND f.parent_id = b.id) "
constexpr char foldersBelow[] = HEARTH_BELOW "SELECT root, count(*) - 1 FROM below GROUP BY root";
constexpr char tasksBelow[] = HEARTH_BELOW "SELECT b.root, count(*) FROM below b JOIN tasks t ON t.project = $1 AND "
                                           "t.folder_id = b.id GROUP BY b.root";
constexpr char productsBelow[] = HEARTH_BELOW "SELECT b.root, count(*) FROM below b JOIN products p ON p.project = $1 "
                                              "AND p.folder_id = b.id GROUP BY b.root";
constexpr char versionsBelow[] = HEARTH_BELOW
    "SELECT b.root, count(*) FROM below b JOIN products p ON p.project = $1 AND p.folder_id = b.id JOIN versions v ON "
    "v.project = $1 AND v.product_id = p.id GROUP BY b.root";

struct PlacesBelow {
    static constexpr const char *sql = HEARTH_BELOW "SELECT root, id FROM below";
    static constexpr int parameterCount = 2;
    using Row = std::pair<std::string, std::string>;
    static Row read(const database::Cursor &c) { return {c.string(0), c.string(1)}; }
};
#undef HEARTH_BELOW

template <const char *sqlText>
Counts counted(Context &context, const std::string &folders)
{
    Counts made;
    for (auto &[id, count] : rules::need(context.db.all<Counting<sqlText>>(context.project->row.id, folders)))
        made.emplace(std::move(id), count);
    return made;
}

// The same counted row by row, for those who may not read every row: rows by what they lie in.
Counts readable(Context &context, Kind kind, const char *condition, const std::string &parents,
                const std::unordered_map<std::string, std::string> *folderOf = nullptr)
{
    EntityQuery query(kind, context.project->row.id);
    query.where(condition, parents);
    context.scope->narrow(query);
    Counts made;
    rules::need(query.each(context.db, [&](Entity &row) {
        context.effort.look();
        ++made[folderOf ? folderOf->at(row.parentId) : row.parentId];
    }));
    return made;
}

Counts readableVersions(Context &context, const std::string &folders)
{
    EntityQuery products(Kind::Product, context.project->row.id);
    products.where("p.folder_id IN (SELECT value FROM json_each($#))", folders);
    context.scope->narrow(products);
    std::unordered_map<std::string, std::string> folderOf;
    Texts ids;
    rules::need(products.each(context.db, [&](Entity &product) {
        context.effort.look();
        ids.push_back(product.id);
        folderOf.emplace(std::move(product.id), std::move(product.parentId));
    }));
    return readable(context, Kind::Version, "v.product_id IN (SELECT value FROM json_each($#))",
                    repository::jsonList(ids), &folderOf);
}

Counts readableIn(Context &context, Kind kind, const std::string &folders)
{
    switch (kind) {
    case Kind::Folder:
        return readable(context, kind, "f.parent_id IN (SELECT value FROM json_each($#))", folders);
    case Kind::Task:
        return readable(context, kind, "t.folder_id IN (SELECT value FROM json_each($#))", folders);
    case Kind::Product:
        return readable(context, kind, "p.folder_id IN (SELECT value FROM json_each($#))", folders);
    default:
        return readableVersions(context, folders);
    }
}

Counts readableBelow(Context &context, Kind kind, const std::string &folders)
{
    const auto places = rules::need(context.db.all<PlacesBelow>(context.project->row.id, folders));
    Texts ids;
    for (const auto &[root, id] : places)
        ids.push_back(id);
    const Counts direct = readableIn(context, kind, repository::jsonList(ids));
    Counts made;
    for (const auto &[root, id] : places)
        if (const auto found = direct.find(id); found != direct.end())
            made[root] += found->second;
    return made;
}

/// What a field counts, and how for those who may read everything.
struct CountRule {
    std::string_view field;
    Kind kind;
    bool isBelow;
    bool isFlag;
    Counts (*all)(Context &, const std::string &);
};

constexpr CountRule countRules[] = {
    {"hasChildren", Kind::Folder, false, true, counted<childFolders>},
    {"childCount", Kind::Folder, false, false, counted<childFolders>},
    {"hasTasks", Kind::Task, false, true, counted<childTasks>},
    {"taskCount", Kind::Task, false, false, counted<childTasks>},
    {"hasProducts", Kind::Product, false, true, counted<childProducts>},
    {"productCount", Kind::Product, false, false, counted<childProducts>},
    {"hasVersions", Kind::Version, true, true, counted<versionsBelow>},
    {"totalFolderCount", Kind::Folder, true, false, counted<foldersBelow>},
    {"totalTaskCount", Kind::Task, true, false, counted<tasksBelow>},
    {"totalProductCount", Kind::Product, true, false, counted<productsBelow>},
    {"totalVersionCount", Kind::Version, true, false, counted<versionsBelow>},
};

Counts countsOf(Context &context, const CountRule &rule, const std::string &folders)
{
    if (context.scope->isAll())
        return rule.all(context, folders);
    return rule.isBelow ? readableBelow(context, rule.kind, folders) : readableIn(context, rule.kind, folders);
}

} // namespace

Texts folderCounts(Context &context, std::string_view field, const Texts &folders)
{
    Texts made(folders.size(), "null");
    for (const CountRule &rule : countRules) {
        if (rule.field != field)
            continue;
        const Counts counts = countsOf(context, rule, repository::jsonList(folders));
        for (std::size_t i = 0; i < folders.size(); ++i) {
            const auto found = counts.find(folders[i]);
            const std::int64_t count = found == counts.end() ? 0 : found->second;
            made[i] = !rule.isFlag ? std::to_string(count) : count > 0 ? "true" : "false";
        }
    }
    return made;
}

} // namespace hearth::server::graphql
