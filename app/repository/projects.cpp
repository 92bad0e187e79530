// SPDX-License-Identifier: Apache-2.0
#include "repository/projects.h"

namespace hearth::repository
{
namespace
{

using database::Connection;
using database::Cursor;

ProjectRow readProject(const Cursor &c)
{
    return {c.integer(0), c.string(1),  c.string(2),  c.string(3),  c.string(4),  c.boolean(5),
            c.boolean(6), c.boolean(7), c.string(8),  c.string(9),  c.string(10), c.string(11),
            c.string(12), c.string(13), c.string(14), c.string(15), c.string(16), c.string(17)};
}

struct ProjectByName {
    static constexpr const char *sql =
        "SELECT id, name, code, label, color, library, active, skeleton, attrib, data, config, folder_types, "
        "task_types, "
        "link_types, statuses, tags, created_at, updated_at FROM projects WHERE lower(name) = lower($1)";
    static constexpr int parameterCount = 1;
    using Row = ProjectRow;
    static Row read(const Cursor &c) { return readProject(c); }
};

struct AllProjects {
    static constexpr const char *sql =
        "SELECT id, name, code, label, color, library, active, skeleton, attrib, data, config, folder_types, "
        "task_types, "
        "link_types, statuses, tags, created_at, updated_at FROM projects ORDER BY active DESC, name";
    static constexpr int parameterCount = 0;
    using Row = ProjectRow;
    static Row read(const Cursor &c) { return readProject(c); }
};

struct InsertProject {
    static constexpr const char *sql =
        "INSERT INTO projects (name, code, label, color, library, active, skeleton, attrib, data, config, "
        "folder_types, "
        "task_types, link_types, statuses, tags, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id";
    static constexpr int parameterCount = 17;
    using Row = std::int64_t;
    static Row read(const Cursor &c) { return c.integer(0); }
};

struct UpdateProject {
    static constexpr const char *sql =
        "UPDATE projects SET name = $1, code = $2, label = $3, color = $4, library = $5, active = $6, skeleton = $7, "
        "attrib = $8, data = $9, config = $10, folder_types = $11, task_types = $12, link_types = $13, statuses = $14, "
        "tags = $15, updated_at = $16 WHERE id = $17";
    static constexpr int parameterCount = 17;
};

constexpr const char *projectRenames[] = {
    "UPDATE events SET project = $2 WHERE project = $1",
    "UPDATE documents SET name = substr(name, 1, length(name) - length($1)) || $2 WHERE kind = 'access_group' AND "
    "substr(name, -length($1) - 1) = '|' || $1",
    "UPDATE documents SET name = substr(name, 1, length(name) - length($1)) || $2 WHERE kind IN ('settings', "
    "'settings_revision') AND length(name) - length(replace(name, '|', '')) = 3 AND substr(name, -length($1) - 1) = "
    "'|' || $1",
    "UPDATE documents SET name = replace(name, '|' || $1 || '|@', '|' || $2 || '|@') WHERE kind IN ('settings', "
    "'settings_revision') AND instr(name, '|' || $1 || '|@') > 0",
};

#define HEARTH_USED_TAGS(table)                                                                                        \
    "SELECT DISTINCT x.value FROM " table " e, json_each(e.tags) x WHERE e.project = $1 AND e.tags <> '[]' ORDER BY 1"
constexpr const char *usedTagsOf[] = {
    HEARTH_USED_TAGS("folders"),  HEARTH_USED_TAGS("tasks"),           HEARTH_USED_TAGS("products"),
    HEARTH_USED_TAGS("versions"), HEARTH_USED_TAGS("representations"), HEARTH_USED_TAGS("workfiles"),
};

struct UsedProductTypes {
    static constexpr const char *sql = "SELECT product_type, min(product_base_type) FROM products WHERE project = $1 "
                                       "GROUP BY product_type ORDER BY product_type";
    static constexpr int parameterCount = 1;
    using Row = UsedProductType;
    static Row read(const Cursor &c) { return {c.string(0), c.string(1)}; }
};

struct FolderTypeUsed {
    static constexpr const char *sql = "SELECT EXISTS (SELECT 1 FROM folders WHERE project = $1 AND folder_type = $2)";
    static constexpr int parameterCount = 2;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct TaskTypeUsed {
    static constexpr const char *sql = "SELECT EXISTS (SELECT 1 FROM tasks WHERE project = $1 AND task_type = $2)";
    static constexpr int parameterCount = 2;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct StatusUsed {
    static constexpr const char *sql = "SELECT EXISTS (SELECT 1 FROM folders WHERE project = $1 AND status = $2) OR "
                                       "EXISTS (SELECT 1 FROM tasks WHERE project = $1 AND status = $2) "
                                       "OR EXISTS (SELECT 1 FROM products WHERE project = $1 AND status = $2) OR "
                                       "EXISTS (SELECT 1 FROM versions WHERE project = $1 AND status = $2) "
                                       "OR EXISTS (SELECT 1 FROM representations WHERE project = $1 AND status = $2) "
                                       "OR EXISTS (SELECT 1 FROM workfiles WHERE project = $1 AND status = $2)";
    static constexpr int parameterCount = 2;
    using Row = bool;
    static Row read(const Cursor &c) { return c.boolean(0); }
};

struct CountsOfProject {
    static constexpr const char *sql =
        "SELECT (SELECT count(*) FROM folders WHERE project = $1), (SELECT count(*) FROM products WHERE project = $1), "
        "(SELECT count(*) FROM versions WHERE project = $1), (SELECT count(*) FROM representations WHERE project = "
        "$1), "
        "(SELECT count(*) FROM tasks WHERE project = $1)";
    static constexpr int parameterCount = 1;
    using Row = ProjectCounts;
    static Row read(const Cursor &c) { return {c.integer(0), c.integer(1), c.integer(2), c.integer(3), c.integer(4)}; }
};

// One text a table, since a table's name cannot be a parameter.
constexpr const char *removals[] = {
    "DELETE FROM links WHERE project = $1",
    "DELETE FROM workfiles WHERE project = $1",
    "DELETE FROM representations WHERE project = $1",
    "DELETE FROM versions WHERE project = $1",
    "DELETE FROM products WHERE project = $1",
    "DELETE FROM tasks WHERE project = $1",
    "DELETE FROM folders WHERE project = $1",
    "DELETE FROM thumbnails WHERE project = $1",
    "DELETE FROM files WHERE project = $1",
    "DELETE FROM activities WHERE project = $1",
    "DELETE FROM activity_references WHERE project = $1",
    "DELETE FROM entity_list_items WHERE project = $1",
    "DELETE FROM entity_lists WHERE project = $1",
    ("DELETE FROM documents WHERE kind IN ('entity_list_folder', 'view', 'guest') AND "
     "substr(name, 1, length($1 || '|')) = $1 || '|'"), // in brackets, since it is one text in two lines
    "DELETE FROM projects WHERE id = $1",
};

constexpr const char *statusRenames[] = {
    "UPDATE folders SET status = $3 WHERE project = $1 AND status = $2",
    "UPDATE tasks SET status = $3 WHERE project = $1 AND status = $2",
    "UPDATE products SET status = $3 WHERE project = $1 AND status = $2",
    "UPDATE versions SET status = $3 WHERE project = $1 AND status = $2",
    "UPDATE representations SET status = $3 WHERE project = $1 AND status = $2",
    "UPDATE workfiles SET status = $3 WHERE project = $1 AND status = $2",
};

struct RenameFolderType {
    static constexpr const char *sql = "UPDATE folders SET folder_type = $3 WHERE project = $1 AND folder_type = $2";
    static constexpr int parameterCount = 3;
};

struct RenameTaskType {
    static constexpr const char *sql = "UPDATE tasks SET task_type = $3 WHERE project = $1 AND task_type = $2";
    static constexpr int parameterCount = 3;
};

Result<> done(const Result<std::int64_t> &changed)
{
    if (!changed)
        return fail(changed.error());
    return {};
}

Result<bool> truth(const Result<std::optional<bool>> &found)
{
    if (!found)
        return fail(found.error());
    return found->value_or(false);
}

} // namespace

Result<std::optional<ProjectRow>> projectByName(Connection &db, std::string_view name)
{
    return db.one<ProjectByName>(name);
}
Result<std::vector<ProjectRow>> allProjects(Connection &db)
{
    return db.all<AllProjects>();
}

Result<std::int64_t> insertProject(Connection &db, const ProjectRow &p)
{
    const auto made = db.one<InsertProject>(p.name, p.code, p.label, p.color, p.library, p.active, p.skeleton, p.attrib,
                                            p.data, p.config, p.folderTypes, p.taskTypes, p.linkTypes, p.statuses,
                                            p.tags, p.createdAt, p.updatedAt);
    if (!made)
        return fail(made.error());
    return made->value_or(0);
}

Result<> updateProject(Connection &db, const ProjectRow &p)
{
    return done(db.run<UpdateProject>(p.name, p.code, p.label, p.color, p.library, p.active, p.skeleton, p.attrib,
                                      p.data, p.config, p.folderTypes, p.taskTypes, p.linkTypes, p.statuses, p.tags,
                                      p.updatedAt, p.id));
}

Result<> renameProject(Connection &db, std::string_view from, std::string_view to)
{
    for (const char *sql : projectRenames)
        if (auto renamed = db.visit(sql, {database::Parameter(from), database::Parameter(to)}, {}); !renamed)
            return fail(renamed.error());
    return {};
}

Result<std::vector<std::string>> usedTags(Connection &db, Kind kind, std::int64_t project)
{
    std::vector<std::string> made;
    const auto visited = db.visit(usedTagsOf[static_cast<std::size_t>(kind)], {database::Parameter(project)},
                                  [&made](const Cursor &cursor) {
                                      made.push_back(cursor.string(0));
                                      return true;
                                  });
    if (!visited)
        return fail(visited.error());
    return made;
}

Result<std::vector<UsedProductType>> usedProductTypes(Connection &db, std::int64_t project)
{
    return db.all<UsedProductTypes>(project);
}

Result<> removeProject(Connection &db, std::int64_t id)
{
    for (const char *sql : removals)
        if (auto removed = db.visit(sql, {database::Parameter(id)}, {}); !removed)
            return fail(removed.error());
    return {};
}

Result<bool> isFolderTypeUsed(Connection &db, std::int64_t project, std::string_view name)
{
    return truth(db.one<FolderTypeUsed>(project, name));
}
Result<bool> isTaskTypeUsed(Connection &db, std::int64_t project, std::string_view name)
{
    return truth(db.one<TaskTypeUsed>(project, name));
}
Result<bool> isStatusUsed(Connection &db, std::int64_t project, std::string_view name)
{
    return truth(db.one<StatusUsed>(project, name));
}

Result<> renameFolderType(Connection &db, std::int64_t project, std::string_view from, std::string_view to)
{
    return done(db.run<RenameFolderType>(project, from, to));
}

Result<> renameTaskType(Connection &db, std::int64_t project, std::string_view from, std::string_view to)
{
    return done(db.run<RenameTaskType>(project, from, to));
}

Result<> renameStatus(Connection &db, std::int64_t project, std::string_view from, std::string_view to)
{
    for (const char *sql : statusRenames)
        if (auto renamed =
                db.visit(sql, {database::Parameter(project), database::Parameter(from), database::Parameter(to)}, {});
            !renamed)
            return fail(renamed.error());
    return {};
}

Result<ProjectCounts> countsOf(Connection &db, std::int64_t project)
{
    const auto counts = db.one<CountsOfProject>(project);
    if (!counts)
        return fail(counts.error());
    return counts->value_or(ProjectCounts{});
}

} // namespace hearth::repository
