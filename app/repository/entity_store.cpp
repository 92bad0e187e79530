// SPDX-License-Identifier: Apache-2.0
#include "repository/entity_store.h"

#include "json_text/writer.h"
#include "repository/entity_tables.h"

namespace hearth::repository
{
namespace
{

using database::Connection;
using database::Cursor;
using database::Parameter;

constexpr std::array kindNames{"folder", "task", "product", "version", "representation", "workfile"};
constexpr std::array aliases{"f", "t", "p", "v", "r", "w"};

void readRow(const Cursor &c, const EntityTable &table, bool isJoined, Entity &into)
{
    into.order = c.integer(0);
    into.id = c.text(1);
    into.status = c.text(2);
    into.tags = c.text(3);
    into.attrib = c.text(4);
    into.data = c.text(5);
    into.active = c.boolean(6);
    into.createdAt = c.text(7);
    into.updatedAt = c.text(8);
    into.createdBy = c.text(9);
    into.updatedBy = c.text(10);
    int column = 11;
    for (const auto member : table.own)
        into.*member = c.text(column++);
    if (table.hasNumber)
        into.version = c.integer(column++);
    if (!isJoined)
        return;
    for (const auto member : table.joined)
        into.*member = c.text(column++);
    if (table.hasJoinedNumber)
        into.parentVersion = c.integer(column);
}

std::vector<Parameter> parametersOf(const EntityTable &table, std::int64_t project, const Entity &entity)
{
    std::vector<Parameter> made{project,          entity.id,        entity.status,   entity.tags,
                                entity.attrib,    entity.data,      entity.active,   entity.createdAt,
                                entity.updatedAt, entity.createdBy, entity.updatedBy};
    made.reserve(20);
    for (const auto member : table.own)
        made.emplace_back(entity.*member);
    if (table.hasNumber)
        made.emplace_back(entity.version);
    return made;
}

} // namespace

std::string_view nameOf(Kind kind)
{
    return kindNames[static_cast<std::size_t>(kind)];
}

std::optional<Kind> kindOf(std::string_view name)
{
    for (const Kind kind : allKinds)
        if (nameOf(kind) == name)
            return kind;
    return std::nullopt;
}

const EntityTable &tableOf(Kind kind)
{
    static constexpr std::array<const EntityTable *, 6> tables{&foldersTable,  &tasksTable,           &productsTable,
                                                               &versionsTable, &representationsTable, &workfilesTable};
    return *tables[static_cast<std::size_t>(kind)];
}

EntityQuery::EntityQuery(Kind kind, std::int64_t project, bool isJoined) : m_kind(kind), m_isJoined(isJoined)
{
    m_where = " WHERE ";
    m_where += aliases[static_cast<std::size_t>(kind)];
    m_where += ".project = " + bind(project);
    m_order = " ORDER BY ";
    m_order += aliases[static_cast<std::size_t>(kind)];
    m_order += ".creation_order";
}

EntityQuery &EntityQuery::withIds(const std::vector<std::string> &ids)
{
    static constexpr std::array conditions{
        "f.id IN (SELECT value FROM json_each($#))", "t.id IN (SELECT value FROM json_each($#))",
        "p.id IN (SELECT value FROM json_each($#))", "v.id IN (SELECT value FROM json_each($#))",
        "r.id IN (SELECT value FROM json_each($#))", "w.id IN (SELECT value FROM json_each($#))"};
    return where(conditions[static_cast<std::size_t>(m_kind)], jsonList(ids));
}

EntityQuery &EntityQuery::withinFolders(std::string folderIds)
{
    static constexpr std::array conditions{
        "f.id IN (SELECT value FROM json_each($#))",
        "t.folder_id IN (SELECT value FROM json_each($#))",
        "p.folder_id IN (SELECT value FROM json_each($#))",
        "EXISTS (SELECT 1 FROM products op WHERE op.project = $1 AND op.id = v.product_id AND op.folder_id IN "
        "(SELECT value FROM json_each($#)))",
        "EXISTS (SELECT 1 FROM versions ov JOIN products op ON op.project = $1 AND op.id = ov.product_id WHERE "
        "ov.project = $1 AND ov.id = r.version_id AND op.folder_id IN (SELECT value FROM json_each($#)))",
        "EXISTS (SELECT 1 FROM tasks ot WHERE ot.project = $1 AND ot.id = w.task_id AND ot.folder_id IN "
        "(SELECT value FROM json_each($#)))"};
    return where(conditions[static_cast<std::size_t>(m_kind)], std::move(folderIds));
}

EntityQuery &EntityQuery::assignedTo(const std::string &user)
{
    if (m_kind == Kind::Task)
        where("EXISTS (SELECT 1 FROM json_each(t.assignees) oa WHERE oa.value = $#)", user);
    if (m_kind == Kind::Workfile)
        where("EXISTS (SELECT 1 FROM tasks at, json_each(at.assignees) oa WHERE at.project = $1 AND at.id = w.task_id "
              "AND oa.value = $#)",
              user);
    return *this;
}

EntityQuery &EntityQuery::order(const char *orderBy, bool isDescending)
{
    m_order = " ORDER BY ";
    m_order += orderBy;
    if (isDescending)
        m_order += " DESC";
    return *this;
}

EntityQuery &EntityQuery::sort(const char *column, const std::vector<std::string> &ranks, bool isDescending)
{
    const char *direction = isDescending ? " DESC" : "";
    m_order = " ORDER BY ";
    if (ranks.empty()) {
        m_order += column;
    } else {
        m_order += "CASE ";
        m_order += column;
        for (std::size_t i = 0; i < ranks.size(); ++i)
            m_order += " WHEN " + bind(ranks[i]) + " THEN " + std::to_string(i);
        m_order += " ELSE " + std::to_string(ranks.size()) + " END";
    }
    m_order += direction;
    m_order += ", ";
    m_order += aliases[static_cast<std::size_t>(m_kind)];
    m_order += ".creation_order";
    m_order += direction;
    return *this;
}

EntityQuery &EntityQuery::limit(std::int64_t rows, std::int64_t offset)
{
    m_limit = " LIMIT " + bind(rows);
    m_limit += " OFFSET " + bind(offset);
    return *this;
}

Result<> EntityQuery::each(Connection &db, const std::function<void(Entity &)> &onRow) const
{
    return eachWhile(db, [&onRow](Entity &row) {
        onRow(row);
        return true;
    });
}

Result<> EntityQuery::eachWhile(Connection &db, const std::function<bool(Entity &)> &onRow) const
{
    const EntityTable &table = tableOf(m_kind);
    std::string sql = "SELECT ";
    sql += table.columns;
    if (m_isJoined)
        sql += table.joinedColumns;
    sql += " FROM ";
    sql += m_isJoined ? table.joinedFrom : table.from;
    sql += m_where;
    sql += m_order;
    sql += m_limit;
    const auto visited = db.visitComposed(sql, parameters(), [&](const Cursor &cursor) {
        Entity row;
        readRow(cursor, table, m_isJoined, row);
        return onRow(row);
    });
    if (!visited)
        return fail(visited.error());
    return {};
}

Result<std::vector<Entity>> EntityQuery::all(Connection &db) const
{
    std::vector<Entity> rows;
    if (auto done = each(db, [&rows](Entity &row) { rows.push_back(std::move(row)); }); !done)
        return fail(done.error());
    return rows;
}

Result<> insertEntity(Connection &db, Kind kind, std::int64_t project, const Entity &entity, bool isPosted)
{
    const EntityTable &table = tableOf(kind);
    const auto parameters = parametersOf(table, project, entity);
    if (isPosted)
        return db.postChange(table.insert, parameters);
    const auto done = db.visit(table.insert, parameters, {});
    if (!done)
        return fail(done.error());
    if (*done == 0) // a failed statement would keep a PostgreSQL transaction from being asked why
        return Connection::contradiction();
    return {};
}

Result<> updateEntity(Connection &db, Kind kind, std::int64_t project, const Entity &entity, bool mayClash)
{
    const EntityTable &table = tableOf(kind);
    const auto parameters = parametersOf(table, project, entity);
    if (!mayClash)
        return db.postText(table.update, parameters);
    const auto done = db.visit(table.update, parameters, {});
    if (!done)
        return fail(done.error());
    return {};
}

Result<bool> removeEntity(Connection &db, Kind kind, std::int64_t project, std::string_view id)
{
    const auto done = db.visit(tableOf(kind).remove, {Parameter(project), Parameter(id)}, {});
    if (!done)
        return fail(done.error());
    return *done > 0;
}

Result<std::optional<Entity>> entityById(Connection &db, Kind kind, std::int64_t project, std::string_view id,
                                         bool isJoined)
{
    static constexpr std::array byId{"f.id = $#", "t.id = $#", "p.id = $#", "v.id = $#", "r.id = $#", "w.id = $#"};
    std::optional<Entity> found;
    EntityQuery query(kind, project, isJoined);
    query.where(byId[static_cast<std::size_t>(kind)], std::string(id));
    if (auto done = query.each(db, [&found](Entity &row) { found = std::move(row); }); !done)
        return fail(done.error());
    return found;
}

Result<> eachWithAncestors(Connection &db, std::int64_t project, const std::vector<std::string> &folderIds,
                           const std::function<void(Entity &)> &onRow)
{
    // The joins go from the few to the many, in this order: a planner that knows nothing yet would read all folders.
    static const std::string sql = "WITH RECURSIVE up (id, parent_id) AS (SELECT s.id, s.parent_id FROM json_each($2) "
                                   "given CROSS JOIN folders s ON "
                                   "s.project = $1 AND s.id = given.value UNION SELECT o.id, o.parent_id FROM up CROSS "
                                   "JOIN folders o ON o.project "
                                   "= $1 AND o.id = up.parent_id) SELECT " +
                                   std::string(foldersTable.columns) +
                                   " FROM up CROSS JOIN folders f ON f.project = $1 AND f.id = up.id";
    const std::string ids = jsonList(folderIds);
    const std::array parameters{Parameter(project), Parameter(ids)};
    const auto visited = db.visitComposed(sql, parameters, [&](const Cursor &cursor) {
        Entity row;
        readRow(cursor, foldersTable, false, row);
        onRow(row);
        return true;
    });
    if (!visited)
        return fail(visited.error());
    return {};
}

std::string jsonList(const std::vector<std::string> &values)
{
    std::string out;
    jsontext::Writer writer(out);
    writer.beginArray();
    for (const std::string &value : values)
        writer.string(value);
    writer.endArray();
    return out;
}

} // namespace hearth::repository
