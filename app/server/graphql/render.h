// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/writer.h"
#include "repository/entity.h"
#include "server/graphql/arguments.h"
#include "server/graphql/effort.h"
#include "server/graphql/request.h"
#include "server/store.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hearth::server::graphql
{

using jsontext::Writer;

/// What answering one document works with. A level of the document is answered for all its objects together, so that
/// each edge costs one statement however many objects there are.
struct Context {
    const Request &request;
    database::Connection &db;
    Store &store;
    std::shared_ptr<const rules::User> user;
    std::shared_ptr<const rules::AttributeLibrary> library;
    std::shared_ptr<const rules::ProjectInfo> project;                             ///< of the entities in question
    std::shared_ptr<const rules::ReadScope> scope = rules::ReadScope::unlimited(); ///< of the user in the project
    Effort effort = {};
    PatternBudget patterns = PatternBudget(std::chrono::seconds(1));

    /// The attributes of an entity that may be read, as a JSON object.
    [[nodiscard]] std::string attribOf(repository::Kind kind, const repository::Entity &entity) const;

    /// Bounds what rows take that are kept until they are written.
    void keep(const repository::Entity &row)
    {
        effort.keep(sizeof row + row.attrib.size() + row.data.size() + row.effective.size() + row.inheritable.size() +
                    row.files.size() + row.traits.size() + row.folderInheritable.size() + row.folderPath.size());
    }
};

/// Makes a project the one in question while this lives; then it is again the one that was before, with its rights: an
/// answer is written after the edges of its level have been followed, some of them into other projects.
class InProject
{
public:
    /// Throws GraphError for a project of which GraphQL may not be asked.
    InProject(Context &context, std::shared_ptr<const rules::ProjectInfo> project);
    ~InProject();
    InProject(const InProject &) = delete;
    InProject &operator=(const InProject &) = delete;

private:
    Context &m_context;
    std::shared_ptr<const rules::ProjectInfo> m_project;
    std::shared_ptr<const rules::ReadScope> m_scope;
};

/// How one field of a level is written: by a function from the object, or from texts made for all objects before.
template <typename T>
struct Column {
    std::function<void(Writer &, const T &)> leaf;
    std::vector<std::string> values; ///< JSON, one for each object, when there is no leaf
};

/// Writes the selection for each object. \param resolve (const Item &, const std::vector<const T *> &) → Column<T>
template <typename T, typename Resolve>
std::vector<std::string> renderObjects(Context &context, const char *typeName, const Selections &selections,
                                       const std::vector<const T *> &objects, Resolve resolve)
{
    const std::vector<Item> items = context.request.items(*context.request.schema().type(typeName), selections);
    std::vector<Column<T>> columns;
    columns.reserve(items.size());
    if (!objects.empty())
        for (const Item &item : items) {
            if (item.name == "__typename")
                columns.push_back({[typeName](Writer &w, const T &) { w.string(typeName); }, {}});
            else
                columns.push_back(resolve(item, objects));
        }
    std::vector<std::string> made(objects.size());
    for (std::size_t i = 0; i < objects.size(); ++i) {
        context.effort.look();
        Writer w(made[i]);
        w.beginObject();
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const std::size_t before = made[i].size();
            w.key(items[c].key);
            if (columns[c].leaf)
                columns[c].leaf(w, *objects[i]);
            else
                w.raw(columns[c].values[i]);
            // What was made for the level was counted when it was made.
            context.effort.write(made[i].size() - before - (columns[c].leaf ? 0 : columns[c].values[i].size()));
        }
        w.endObject();
    }
    return made;
}

/// Rows of one connection.
template <typename T>
struct Page {
    std::vector<T> rows;
    std::vector<std::string> cursors;
    bool hasMore = false;    ///< in the direction of reading
    bool isBackward = false; ///< read with `last`: newest first
};

/// The `first`, `after`, `last` and `before` of a connection.
struct Paging {
    std::int64_t count = 100;
    bool isBackward = false;
    std::optional<std::int64_t> cursor; ///< position after (or before) which the page begins

    [[nodiscard]] static Paging from(const jsontext::Object &arguments, std::int64_t otherwise = 100);
};

/// Base64 of `[position]`.
[[nodiscard]] std::string cursorOf(std::int64_t position);

/// A page out of rows that are all there; cursors are places from 1 on.
template <typename Row>
Page<Row> pageOf(std::vector<Row> rows, const Paging &paging)
{
    Page<Row> page;
    page.isBackward = paging.isBackward;
    const auto count = static_cast<std::int64_t>(rows.size());
    const std::int64_t first = paging.isBackward ? count : 1;
    const std::int64_t step = paging.isBackward ? -1 : 1;
    for (std::int64_t place = paging.cursor ? *paging.cursor + step : first; place >= 1 && place <= count;
         place += step) {
        if (static_cast<std::int64_t>(page.rows.size()) >= paging.count) {
            page.hasMore = true;
            break;
        }
        page.cursors.push_back(cursorOf(place));
        page.rows.push_back(std::move(rows[static_cast<std::size_t>(place - 1)]));
    }
    return page;
}

void writePageInfo(Context &context, Writer &w, const Selections &selections, const std::vector<std::string> &cursors,
                   bool hasMore, bool isBackward);

/// Writes connections, one for each page. \param nodes (const Selections &, const std::vector<const T *> &) → texts
/// \param edgeFields fields of an edge besides cursor and node, as for renderObjects; may be nullptr
template <typename T, typename Nodes, typename EdgeFields = std::nullptr_t>
std::vector<std::string> renderConnections(Context &context, const std::string &typeName, const Selections &selections,
                                           const std::vector<Page<T>> &pages, Nodes nodes,
                                           EdgeFields edgeFields = nullptr)
{
    const Request &request = context.request;
    const TypeDefinition &type = *request.schema().type(typeName);
    const std::string edgeType = type.field("edges")->type.name;
    std::vector<const T *> rows;
    std::vector<std::string> cursors;
    for (const Page<T> &page : pages) {
        for (const T &row : page.rows)
            rows.push_back(&row);
        cursors.insert(cursors.end(), page.cursors.begin(), page.cursors.end());
    }
    context.effort.count(rows.size());
    const std::vector<Item> items = request.items(type, selections);
    std::vector<std::string> edges;
    for (const Item &item : items)
        if (item.name == "edges") {
            std::size_t at = 0;
            edges = renderObjects<T>(
                context, edgeType.c_str(), item.selections, rows,
                [&](const Item &edgeItem, const std::vector<const T *> &objects) -> Column<T> {
                    if (edgeItem.name == "cursor")
                        return {[&cursors, at](Writer &w, const T &) mutable { w.string(cursors[at++]); }, {}};
                    if constexpr (!std::is_same_v<EdgeFields, std::nullptr_t>) {
                        if (edgeItem.name != "node")
                            return edgeFields(edgeItem, objects);
                    }
                    return {{}, nodes(edgeItem.selections, objects)};
                });
        }
    std::vector<std::string> made(pages.size());
    std::size_t first = 0;
    for (std::size_t p = 0; p < pages.size(); ++p) {
        Writer w(made[p]);
        w.beginObject();
        for (const Item &item : items) {
            w.key(item.key);
            if (item.name == "edges") {
                w.beginArray();
                for (std::size_t i = 0; i < pages[p].rows.size(); ++i)
                    w.raw(edges[first + i]);
                w.endArray();
            } else if (item.name == "pageInfo") {
                writePageInfo(context, w, item.selections, pages[p].cursors, pages[p].hasMore, pages[p].isBackward);
            } else if (item.name == "__typename") {
                w.string(typeName);
            } else {
                w.beginArray().endArray(); // statistics are counted for nobody who did not ask for them
            }
        }
        w.endObject();
        first += pages[p].rows.size();
    }
    return made;
}

} // namespace hearth::server::graphql
