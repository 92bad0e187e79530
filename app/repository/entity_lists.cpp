// SPDX-License-Identifier: Apache-2.0
#include "repository/entity_lists.h"

#include "json_text/document.h"
#include "repository/change_log.h"

namespace hearth::repository
{
namespace
{

using database::Connection;
using database::Cursor;

#define HEARTH_LIST                                                                                                    \
    "SELECT creation_order, id, entity_type, list_type, folder_id, label, access, attrib, data, template, tags, "      \
    "owner, active, created_by, updated_by, created_at, updated_at FROM entity_lists WHERE project = $1 "

ListRow readList(const Cursor &c)
{
    return {c.integer(0),  c.string(1),  c.string(2),  c.string(3),  c.string(4),  c.string(5),
            c.string(6),   c.string(7),  c.string(8),  c.string(9),  c.string(10), c.string(11),
            c.boolean(12), c.string(13), c.string(14), c.string(15), c.string(16)};
}

struct ListById {
    static constexpr const char *sql = HEARTH_LIST "AND id = $2";
    static constexpr int parameterCount = 2;
    using Row = ListRow;
    static Row read(const Cursor &c) { return readList(c); }
};

struct AllLists {
    static constexpr const char *sql = HEARTH_LIST "ORDER BY creation_order";
    static constexpr int parameterCount = 1;
    using Row = ListRow;
    static Row read(const Cursor &c) { return readList(c); }
};
#undef HEARTH_LIST

struct InsertList {
    static constexpr const char *sql =
        "INSERT INTO entity_lists (project, id, entity_type, list_type, folder_id, label, access, attrib, data, "
        "template, tags, owner, active, created_by, updated_by, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, "
        "$6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    static constexpr int parameterCount = 17;
};

struct UpdateList {
    static constexpr const char *sql =
        "UPDATE entity_lists SET folder_id = $3, label = $4, access = $5, attrib = $6, data = $7, template = $8, "
        "tags = $9, owner = $10, active = $11, updated_by = $12, updated_at = $13 WHERE project = $1 AND id = $2";
    static constexpr int parameterCount = 13;
};

struct RemoveItems {
    static constexpr const char *sql = "DELETE FROM entity_list_items WHERE project = $1 AND list_id = $2";
    static constexpr int parameterCount = 2;
};

struct RemoveList {
    static constexpr const char *sql = "DELETE FROM entity_lists WHERE project = $1 AND id = $2";
    static constexpr int parameterCount = 2;
};

struct EmptyFolder {
    static constexpr const char *sql = "UPDATE entity_lists SET folder_id = '' WHERE project = $1 AND folder_id = $2";
    static constexpr int parameterCount = 2;
};

ListItemRow readItem(const Cursor &c)
{
    return {c.integer(0), c.string(1), c.string(2), c.string(3),  c.integer(4), c.string(5), c.string(6),
            c.string(7),  c.string(8), c.string(9), c.string(10), c.string(11), c.string(12)};
}

#define HEARTH_ITEM                                                                                                    \
    "SELECT creation_order, list_id, id, entity_id, position, label, attrib, data, tags, created_by, updated_by, "     \
    "created_at, updated_at FROM entity_list_items WHERE project = $1 "
struct ItemsOfList {
    static constexpr const char *sql = HEARTH_ITEM "AND list_id = $2 ORDER BY position, creation_order";
    static constexpr int parameterCount = 2;
    using Row = ListItemRow;
    static Row read(const Cursor &c) { return readItem(c); }
};

struct ItemsOfLists {
    static constexpr const char *sql =
        HEARTH_ITEM "AND list_id IN (SELECT value FROM json_each($2)) ORDER BY list_id, position, creation_order";
    static constexpr int parameterCount = 2;
    using Row = ListItemRow;
    static Row read(const Cursor &c) { return readItem(c); }
};

struct ItemById {
    static constexpr const char *sql = HEARTH_ITEM "AND id = $2";
    static constexpr int parameterCount = 2;
    using Row = ListItemRow;
    static Row read(const Cursor &c) { return readItem(c); }
};
#undef HEARTH_ITEM

struct CountsOfLists {
    static constexpr const char *sql =
        "SELECT list_id, count(*) FROM entity_list_items WHERE project = $1 GROUP BY list_id";
    static constexpr int parameterCount = 1;
    using Row = std::pair<std::string, std::int64_t>;
    static Row read(const Cursor &c) { return {c.string(0), c.integer(1)}; }
};

struct CountOfList {
    static constexpr const char *sql = "SELECT count(*) FROM entity_list_items WHERE project = $1 AND list_id = $2";
    static constexpr int parameterCount = 2;
    using Row = std::int64_t;
    static Row read(const Cursor &c) { return c.integer(0); }
};

struct InsertItem {
    static constexpr const char *sql =
        "INSERT INTO entity_list_items (project, list_id, id, entity_id, position, label, attrib, data, tags, "
        "created_by, updated_by, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
        "$13)";
    static constexpr int parameterCount = 13;
};

struct UpdateItem {
    static constexpr const char *sql =
        "UPDATE entity_list_items SET entity_id = $3, position = $4, label = $5, attrib = $6, data = $7, tags = $8, "
        "updated_by = $9, updated_at = $10 WHERE project = $1 AND id = $2";
    static constexpr int parameterCount = 10;
};

struct RemoveItem {
    static constexpr const char *sql = "DELETE FROM entity_list_items WHERE project = $1 AND id = $2";
    static constexpr int parameterCount = 2;
};

jsontext::Object loggedList(const ListRow &l)
{
    return {{"label", l.label},
            {"entityType", l.entityType},
            {"listType", l.listType},
            {"folderId", l.folderId},
            {"owner", l.owner},
            {"active", l.active},
            {"access", jsontext::parseObject(l.access)},
            {"attrib", jsontext::parseObject(l.attrib)},
            {"data", jsontext::parseObject(l.data)},
            {"template", jsontext::parseObject(l.templ)},
            {"tags", jsontext::parseArray(l.tags)}};
}

jsontext::Object loggedItem(const ListItemRow &i)
{
    return {{"list", i.listId},
            {"entity", i.entityId},
            {"position", i.position},
            {"label", i.label},
            {"attrib", jsontext::parseObject(i.attrib)},
            {"data", jsontext::parseObject(i.data)},
            {"tags", jsontext::parseArray(i.tags)}};
}

// Said before the change is made, for the log compares with what is there.
Result<> logList(Connection &db, std::int64_t project, std::string_view id, const ListRow *after)
{
    const auto before = listById(db, project, id);
    if (!before)
        return fail(before.error());
    const jsontext::Object was = *before ? loggedList(**before) : jsontext::Object{};
    const jsontext::Object is = after ? loggedList(*after) : jsontext::Object{};
    return logDifference(db, {project, "list", id}, *before ? &was : nullptr, after ? &is : nullptr);
}

Result<> logItem(Connection &db, std::int64_t project, std::string_view id, const ListItemRow *after)
{
    const auto before = db.one<ItemById>(project, id);
    if (!before)
        return fail(before.error());
    const jsontext::Object was = *before ? loggedItem(**before) : jsontext::Object{};
    const jsontext::Object is = after ? loggedItem(*after) : jsontext::Object{};
    return logDifference(db, {project, "list_item", id}, *before ? &was : nullptr, after ? &is : nullptr);
}

Result<> done(const Result<std::int64_t> &changed)
{
    if (!changed)
        return fail(changed.error());
    return {};
}

} // namespace

Result<> insertList(Connection &db, std::int64_t project, const ListRow &l)
{
    if (auto made = done(db.run<InsertList>(project, l.id, l.entityType, l.listType, l.folderId, l.label, l.access,
                                            l.attrib, l.data, l.templ, l.tags, l.owner, l.active, l.createdBy,
                                            l.updatedBy, l.createdAt, l.updatedAt));
        !made)
        return made;
    return logChange(db, {project, "list", l.id}, "create", {}, loggedList(l));
}

Result<> updateList(Connection &db, std::int64_t project, const ListRow &l)
{
    if (auto logged = logList(db, project, l.id, &l); !logged)
        return logged;
    return done(db.run<UpdateList>(project, l.id, l.folderId, l.label, l.access, l.attrib, l.data, l.templ, l.tags,
                                   l.owner, l.active, l.updatedBy, l.updatedAt));
}

Result<> removeList(Connection &db, std::int64_t project, std::string_view id)
{
    if (auto logged = logList(db, project, id, nullptr); !logged)
        return logged;
    if (auto removed = db.run<RemoveItems>(project, id); !removed)
        return fail(removed.error());
    return done(db.run<RemoveList>(project, id));
}

Result<std::optional<ListRow>> listById(Connection &db, std::int64_t project, std::string_view id)
{
    return db.one<ListById>(project, id);
}

Result<std::vector<ListRow>> allLists(Connection &db, std::int64_t project)
{
    return db.all<AllLists>(project);
}

Result<> emptyListFolder(Connection &db, std::int64_t project, std::string_view folder)
{
    return done(db.run<EmptyFolder>(project, folder));
}

Result<std::vector<ListItemRow>> itemsOfList(Connection &db, std::int64_t project, std::string_view list)
{
    return db.all<ItemsOfList>(project, list);
}

Result<std::vector<ListItemRow>> itemsOfLists(Connection &db, std::int64_t project, std::string_view lists)
{
    return db.all<ItemsOfLists>(project, lists);
}

Result<std::map<std::string, std::int64_t>> countsOfLists(Connection &db, std::int64_t project)
{
    const auto rows = db.all<CountsOfLists>(project);
    if (!rows)
        return fail(rows.error());
    return std::map<std::string, std::int64_t>(rows->begin(), rows->end());
}

Result<std::int64_t> countOfList(Connection &db, std::int64_t project, std::string_view list)
{
    const auto count = db.one<CountOfList>(project, list);
    if (!count)
        return fail(count.error());
    return count->value_or(0);
}

Result<> insertListItem(Connection &db, std::int64_t project, const ListItemRow &i)
{
    if (auto made = done(db.run<InsertItem>(project, i.listId, i.id, i.entityId, i.position, i.label, i.attrib, i.data,
                                            i.tags, i.createdBy, i.updatedBy, i.createdAt, i.updatedAt));
        !made)
        return made;
    return logChange(db, {project, "list_item", i.id}, "create", {}, loggedItem(i));
}

Result<> updateListItem(Connection &db, std::int64_t project, const ListItemRow &i)
{
    if (auto logged = logItem(db, project, i.id, &i); !logged)
        return logged;
    return done(db.run<UpdateItem>(project, i.id, i.entityId, i.position, i.label, i.attrib, i.data, i.tags,
                                   i.updatedBy, i.updatedAt));
}

Result<> removeListItem(Connection &db, std::int64_t project, std::string_view id)
{
    if (auto logged = logItem(db, project, id, nullptr); !logged)
        return logged;
    return done(db.run<RemoveItem>(project, id));
}

} // namespace hearth::repository
