// SPDX-License-Identifier: Apache-2.0
#include "repository/folder_tree.h"

#include <array>
#include <initializer_list>

namespace hearth::repository
{
namespace
{

using database::Connection;
using database::Cursor;
using database::Parameter;

struct FoldersBelow {
    static constexpr const char *sql =
        "WITH RECURSIVE below (id, depth) AS (SELECT id, 1 FROM folders WHERE project = $1 AND parent_id = $2 "
        "UNION ALL SELECT f.id, below.depth + 1 FROM folders f JOIN below ON f.parent_id = below.id WHERE f.project = "
        "$1) "
        "SELECT id FROM below ORDER BY depth";
    static constexpr int parameterCount = 2;
    using Row = std::string;
    static Row read(const Cursor &c) { return c.string(0); }
};

struct HasProductsBelow {
    static constexpr const char *sql =
        "WITH RECURSIVE below (id) AS (SELECT id FROM folders WHERE project = $1 AND id = $2 UNION ALL SELECT f.id "
        "FROM folders f JOIN below ON f.parent_id = "
        "below.id "
        "WHERE f.project = $1) "
        "SELECT EXISTS (SELECT 1 FROM below CROSS JOIN products p ON p.folder_id = below.id AND p.project = $1)";
    static constexpr int parameterCount = 2;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct HasVersionsBelow {
    static constexpr const char *sql =
        "WITH RECURSIVE below (id) AS (SELECT id FROM folders WHERE project = $1 AND id = $2 UNION ALL SELECT f.id "
        "FROM folders f JOIN below ON f.parent_id = "
        "below.id "
        "WHERE f.project = $1) "
        "SELECT EXISTS (SELECT 1 FROM below CROSS JOIN products p ON p.project = $1 AND p.folder_id = below.id "
        "CROSS JOIN versions v ON v.project = $1 AND v.product_id = p.id)";
    static constexpr int parameterCount = 2;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct SetDerived {
    static constexpr const char *sql =
        "UPDATE folders SET path = $3, effective = $4, inheritable = $5 WHERE project = $1 AND id = $2";
    static constexpr int parameterCount = 5;
};

struct FolderPlaces {
    static constexpr const char *sql = "SELECT id, path FROM folders WHERE project = $1";
    static constexpr int parameterCount = 1;
    using Row = FolderPlace;
    static Row read(const Cursor &c) { return {c.string(0), c.string(1)}; }
};

struct FolderAt {
    static constexpr const char *sql = "SELECT EXISTS (SELECT 1 FROM folders WHERE project = $1 AND path = $2)";
    static constexpr int parameterCount = 2;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

// '0' follows '/' in the alphabet of bytes, so the range holds what begins with the path and a slash.
struct FolderBelow {
    static constexpr const char *sql =
        "SELECT EXISTS (SELECT 1 FROM folders WHERE project = $1 AND path > $2 || '/' AND path < $2 || '0')";
    static constexpr int parameterCount = 2;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct AssignedBelow {
    static constexpr const char *sql =
        "SELECT EXISTS (SELECT 1 FROM folders f CROSS JOIN tasks t ON t.project = $1 AND t.folder_id = f.id AND "
        "t.assignees <> '[]' CROSS JOIN json_each(t.assignees) a WHERE f.project = $1 AND f.path > $2 || '/' AND "
        "f.path < $2 || '0' AND a.value = $3)";
    static constexpr int parameterCount = 3;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct FoldersAssignedTo {
    static constexpr const char *sql = "SELECT DISTINCT t.folder_id FROM tasks t, json_each(t.assignees) a WHERE "
                                       "t.project = $1 AND t.assignees <> '[]' AND a.value = $2";
    static constexpr int parameterCount = 2;
    using Row = std::string;
    static Row read(const Cursor &c) { return c.string(0); }
};

struct AssignedInFolder {
    static constexpr const char *sql = "SELECT EXISTS (SELECT 1 FROM tasks t, json_each(t.assignees) a WHERE "
                                       "t.project = $1 AND t.folder_id = $2 AND a.value = $3)";
    static constexpr int parameterCount = 3;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct FolderNameTaken {
    static constexpr const char *sql = "SELECT EXISTS (SELECT 1 FROM folders WHERE project = $1 AND parent_id = $2 AND "
                                       "lower(name) = lower($3) AND active = 1 AND id <> $4)";
    static constexpr int parameterCount = 4;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct TaskNameTaken {
    static constexpr const char *sql = "SELECT EXISTS (SELECT 1 FROM tasks WHERE project = $1 AND folder_id = $2 AND "
                                       "lower(name) = lower($3) AND active = 1 AND id <> $4)";
    static constexpr int parameterCount = 4;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct ProductNameTaken {
    static constexpr const char *sql = "SELECT EXISTS (SELECT 1 FROM products WHERE project = $1 AND folder_id = $2 "
                                       "AND lower(name) = lower($3) AND active = 1 AND id <> $4)";
    static constexpr int parameterCount = 4;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct RepresentationNameTaken {
    static constexpr const char *sql = "SELECT EXISTS (SELECT 1 FROM representations WHERE project = $1 AND version_id "
                                       "= $2 AND lower(name) = lower($3) AND active = 1 AND id <> $4)";
    static constexpr int parameterCount = 4;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct VersionTaken {
    static constexpr const char *sql = "SELECT EXISTS (SELECT 1 FROM versions WHERE project = $1 AND product_id = $2 "
                                       "AND version = $3 AND active = 1 AND id <> $4)";
    static constexpr int parameterCount = 4;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct HasHero {
    static constexpr const char *sql =
        "SELECT EXISTS (SELECT 1 FROM versions WHERE project = $1 AND product_id = $2 AND version < 0 AND id <> $3)";
    static constexpr int parameterCount = 3;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct WorkfilePathTaken {
    static constexpr const char *sql =
        "SELECT EXISTS (SELECT 1 FROM workfiles WHERE project = $1 AND path = $2 AND id <> $3)";
    static constexpr int parameterCount = 3;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

// CROSS JOIN above keeps SQLite from beginning at the large table. Children before parents. Each text selects by the
// folders below ($2 included).
#define HEARTH_BELOW                                                                                                   \
    "WITH RECURSIVE below (id) AS (SELECT id FROM folders WHERE project = $1 AND id = $2 UNION ALL SELECT f.id FROM "  \
    "folders f JOIN below ON f.parent_id = "                                                                           \
    "below.id WHERE f.project = $1) "
#define HEARTH_PRODUCTS "SELECT p.id FROM products p WHERE p.project = $1 AND p.folder_id IN (SELECT id FROM below)"
#define HEARTH_VERSIONS "SELECT v.id FROM versions v WHERE v.project = $1 AND v.product_id IN (" HEARTH_PRODUCTS ")"
#define HEARTH_TASKS "SELECT t.id FROM tasks t WHERE t.project = $1 AND t.folder_id IN (SELECT id FROM below)"
constexpr const char *belowFolder[] = {
    HEARTH_BELOW "DELETE FROM links WHERE project = $1 AND (input_id IN (" HEARTH_VERSIONS " UNION " HEARTH_PRODUCTS
                 " UNION " HEARTH_TASKS " UNION SELECT id FROM below) OR output_id IN (" HEARTH_VERSIONS
                 " UNION " HEARTH_PRODUCTS " UNION " HEARTH_TASKS " UNION SELECT id FROM below))",
    HEARTH_BELOW "DELETE FROM representations WHERE project = $1 AND version_id IN (" HEARTH_VERSIONS ")",
    HEARTH_BELOW "DELETE FROM versions WHERE project = $1 AND product_id IN (" HEARTH_PRODUCTS ")",
    HEARTH_BELOW "DELETE FROM products WHERE project = $1 AND folder_id IN (SELECT id FROM below)",
    HEARTH_BELOW "DELETE FROM workfiles WHERE project = $1 AND task_id IN (" HEARTH_TASKS ")",
    HEARTH_BELOW "UPDATE versions SET task_id = '' WHERE project = $1 AND task_id IN (" HEARTH_TASKS ")",
    HEARTH_BELOW "DELETE FROM tasks WHERE project = $1 AND folder_id IN (SELECT id FROM below)",
    HEARTH_BELOW "DELETE FROM folders WHERE project = $1 AND id <> $2 AND id IN (SELECT id FROM below)",
};
constexpr const char *belowTask[] = {
    "DELETE FROM workfiles WHERE project = $1 AND task_id = $2",
    "UPDATE versions SET task_id = '' WHERE project = $1 AND task_id = $2",
};
constexpr const char *belowProduct[] = {
    ("DELETE FROM links WHERE project = $1 AND (input_id IN (SELECT id FROM versions WHERE project = $1 AND product_id "
     "= $2) "
     "OR output_id IN (SELECT id FROM versions WHERE project = $1 AND product_id = $2))"),
    ("DELETE FROM representations WHERE project = $1 AND version_id IN (SELECT id FROM versions WHERE project = $1 AND "
     "product_id = $2)"),
    "DELETE FROM versions WHERE project = $1 AND product_id = $2",
};
constexpr const char *belowVersion[] = {
    ("DELETE FROM links WHERE project = $1 AND (input_id IN (SELECT id FROM representations WHERE project = $1 AND "
     "version_id = $2) "
     "OR output_id IN (SELECT id FROM representations WHERE project = $1 AND version_id = $2))"),
    "DELETE FROM representations WHERE project = $1 AND version_id = $2",
};
constexpr const char *linksOf[] = {"DELETE FROM links WHERE project = $1 AND (input_id = $2 OR output_id = $2)"};
#undef HEARTH_BELOW
#undef HEARTH_PRODUCTS
#undef HEARTH_VERSIONS
#undef HEARTH_TASKS

constexpr std::array touches{
    "UPDATE folders SET updated_at = $3 WHERE project = $1 AND id = $2",
    "UPDATE tasks SET updated_at = $3 WHERE project = $1 AND id = $2",
    "UPDATE products SET updated_at = $3 WHERE project = $1 AND id = $2",
    "UPDATE versions SET updated_at = $3 WHERE project = $1 AND id = $2",
    "UPDATE representations SET updated_at = $3 WHERE project = $1 AND id = $2",
    "UPDATE workfiles SET updated_at = $3 WHERE project = $1 AND id = $2",
};

Result<bool> truth(const Result<std::optional<bool>> &found)
{
    if (!found)
        return fail(found.error());
    return found->value_or(false);
}

Result<> done(const Result<std::int64_t> &changed)
{
    if (!changed)
        return fail(changed.error());
    return {};
}

template <std::size_t Count>
Result<> runAll(Connection &db, const char *const (&texts)[Count], std::int64_t project, std::string_view id)
{
    for (const char *sql : texts)
        if (auto one = db.visit(sql, {Parameter(project), Parameter(id)}, {}); !one)
            return fail(one.error());
    return {};
}

} // namespace

Result<std::vector<std::string>> foldersBelow(Connection &db, std::int64_t project, std::string_view folderId)
{
    return db.all<FoldersBelow>(project, folderId);
}

Result<bool> hasProductsBelow(Connection &db, std::int64_t project, std::string_view folderId)
{
    return truth(db.one<HasProductsBelow>(project, folderId));
}
Result<bool> hasVersionsBelow(Connection &db, std::int64_t project, std::string_view folderId)
{
    return truth(db.one<HasVersionsBelow>(project, folderId));
}

Result<std::vector<FolderPlace>> folderPlaces(Connection &db, std::int64_t project)
{
    return db.all<FolderPlaces>(project);
}

Result<std::optional<FolderPlace>> folderOf(Connection &db, Kind kind, std::int64_t project, std::string_view id)
{
    static constexpr std::array statements{
        "SELECT id, path FROM folders WHERE project = $1 AND id = $2",
        "SELECT f.id, f.path FROM tasks t CROSS JOIN folders f ON f.project = $1 AND f.id = t.folder_id WHERE "
        "t.project = $1 AND t.id = $2",
        "SELECT f.id, f.path FROM products p CROSS JOIN folders f ON f.project = $1 AND f.id = p.folder_id WHERE "
        "p.project = $1 AND p.id = $2",
        "SELECT f.id, f.path FROM versions v CROSS JOIN products p ON p.project = $1 AND p.id = v.product_id "
        "CROSS JOIN folders f ON f.project = $1 AND f.id = p.folder_id WHERE v.project = $1 AND v.id = $2",
        "SELECT f.id, f.path FROM representations r CROSS JOIN versions v ON v.project = $1 AND v.id = r.version_id "
        "CROSS JOIN products p ON p.project = $1 AND p.id = v.product_id CROSS JOIN folders f ON f.project = $1 AND "
        "f.id = p.folder_id WHERE r.project = $1 AND r.id = $2",
        "SELECT f.id, f.path FROM workfiles w CROSS JOIN tasks t ON t.project = $1 AND t.id = w.task_id CROSS JOIN "
        "folders f ON f.project = $1 AND f.id = t.folder_id WHERE w.project = $1 AND w.id = $2"};
    std::optional<FolderPlace> found;
    const auto visited = db.visit(statements[static_cast<std::size_t>(kind)], {Parameter(project), Parameter(id)},
                                  [&found](const Cursor &c) {
                                      found = FolderPlace{c.string(0), c.string(1)};
                                      return true;
                                  });
    if (!visited)
        return fail(visited.error());
    return found;
}

Result<bool> isFolderAt(Connection &db, std::int64_t project, std::string_view path)
{
    return truth(db.one<FolderAt>(project, path));
}

Result<bool> hasFolderBelow(Connection &db, std::int64_t project, std::string_view path)
{
    return truth(db.one<FolderBelow>(project, path));
}

Result<bool> isAssignedBelow(Connection &db, std::int64_t project, std::string_view path, std::string_view user)
{
    return truth(db.one<AssignedBelow>(project, path, user));
}

Result<std::vector<std::string>> foldersAssignedTo(Connection &db, std::int64_t project, std::string_view user)
{
    return db.all<FoldersAssignedTo>(project, user);
}

Result<bool> isAssignedInFolder(Connection &db, std::int64_t project, std::string_view folderId, std::string_view user)
{
    return truth(db.one<AssignedInFolder>(project, folderId, user));
}

Result<> setDerived(Connection &db, std::int64_t project, std::string_view folderId, std::string_view path,
                    std::string_view effective, std::string_view inheritable)
{
    return done(db.run<SetDerived>(project, folderId, path, effective, inheritable));
}

Result<bool> isFolderNameTaken(Connection &db, std::int64_t project, std::string_view parent, std::string_view name,
                               std::string_view exceptId)
{
    return truth(db.one<FolderNameTaken>(project, parent, name, exceptId));
}

Result<bool> isTaskNameTaken(Connection &db, std::int64_t project, std::string_view parent, std::string_view name,
                             std::string_view exceptId)
{
    return truth(db.one<TaskNameTaken>(project, parent, name, exceptId));
}

Result<bool> isProductNameTaken(Connection &db, std::int64_t project, std::string_view parent, std::string_view name,
                                std::string_view exceptId)
{
    return truth(db.one<ProductNameTaken>(project, parent, name, exceptId));
}

Result<bool> isRepresentationNameTaken(Connection &db, std::int64_t project, std::string_view parent,
                                       std::string_view name, std::string_view exceptId)
{
    return truth(db.one<RepresentationNameTaken>(project, parent, name, exceptId));
}

Result<bool> isVersionTaken(Connection &db, std::int64_t project, std::string_view product, std::int64_t version,
                            std::string_view exceptId)
{
    return truth(db.one<VersionTaken>(project, product, version, exceptId));
}

Result<bool> hasHero(Connection &db, std::int64_t project, std::string_view product, std::string_view exceptId)
{
    return truth(db.one<HasHero>(project, product, exceptId));
}

Result<bool> isWorkfilePathTaken(Connection &db, std::int64_t project, std::string_view path, std::string_view exceptId)
{
    return truth(db.one<WorkfilePathTaken>(project, path, exceptId));
}

Result<> removeBelowFolder(Connection &db, std::int64_t project, std::string_view folderId)
{
    return runAll(db, belowFolder, project, folderId);
}
Result<> removeBelowTask(Connection &db, std::int64_t project, std::string_view taskId)
{
    return runAll(db, belowTask, project, taskId);
}
Result<> removeBelowProduct(Connection &db, std::int64_t project, std::string_view productId)
{
    return runAll(db, belowProduct, project, productId);
}
Result<> removeBelowVersion(Connection &db, std::int64_t project, std::string_view versionId)
{
    return runAll(db, belowVersion, project, versionId);
}
Result<> removeLinksOf(Connection &db, std::int64_t project, std::string_view entityId)
{
    return runAll(db, linksOf, project, entityId);
}

Result<> touchEntity(Connection &db, Kind kind, std::int64_t project, std::string_view id, std::string_view at)
{
    using database::Parameter;
    return done(
        db.visit(touches[static_cast<std::size_t>(kind)], {Parameter(project), Parameter(id), Parameter(at)}, {}));
}

} // namespace hearth::repository
