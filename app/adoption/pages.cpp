// SPDX-License-Identifier: Apache-2.0
#include "adoption/pages.h"

#include <set>

namespace hearth::adoption
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

constexpr std::size_t mostThings = 20'000'000; // each takes some hundred bytes of memory here
constexpr int mostEmptyPages = 20;             // in a row

std::string queryOf(const Connection &connection)
{
    const std::string page = " page: " + connection.name + "(first: 500, after: $after" + connection.arguments +
                             ") { pageInfo { hasNextPage endCursor } edges { " + connection.fields + " } } ";
    if (connection.project.empty())
        return "query ($after: String) {" + page + '}';
    return "query ($project: String!, $after: String) { project(name: $project) {" + page + "} }";
}

Error problemWith(const Connection &connection, const std::string &problem)
{
    const std::string where = connection.project.empty() ? std::string() : " of " + connection.project;
    return {ErrorKind::Invalid, QString::fromStdString(connection.name + where + ' ' + problem), {}};
}

Result<Array> nodesOf(const Connection &connection, const Object &page)
{
    Array made;
    for (const Value &edge : jsontext::items(jsontext::array(page, "edges"))) {
        const Object *object = edge.if_object();
        const Value *node = object ? object->if_contains("node") : nullptr;
        if (!object || (node && !node->is_object()))
            return fail(problemWith(connection, "were answered with something that is none of them"));
        made.push_back(node ? *node : edge);
    }
    return made;
}

/// Follows the cursors, and tells when they lead nowhere.
class Course
{
public:
    explicit Course(const Connection &connection) : m_connection(connection) {}

    /// \returns the next page's cursor; null after the last
    [[nodiscard]] Result<Value> after(const Object &page, const Array &nodes)
    {
        const Object *info = jsontext::object(page, "pageInfo");
        if (!info || !jsontext::flag(*info, "hasNextPage"))
            return Value(nullptr);
        const std::string cursor(jsontext::text(*info, "endCursor"));
        if (nodes.empty() && (cursor.empty() || m_cursors.contains(cursor)))
            return Value(nullptr); // nothing comes after nothing
        m_emptyPages = nodes.empty() ? m_emptyPages + 1 : 0;
        m_count += nodes.size();
        const bool isNew =
            m_cursors.insert(cursor).second && (nodes.empty() || m_firsts.insert(jsontext::toText(nodes[0])).second);
        if (cursor.empty() || !isNew)
            return fail(problemWith(m_connection, "come again and again: the other server gives a page that it gave "
                                                  "before as the next one"));
        if (m_emptyPages > mostEmptyPages || m_count > mostThings)
            return fail(problemWith(m_connection, "do not end: " + std::to_string(m_count) +
                                                      " of them were given, and " +
                                                      "the other server says that there are more"));
        return Value(cursor);
    }

private:
    const Connection &m_connection;
    std::set<std::string> m_cursors;
    std::set<std::string> m_firsts; ///< things that pages began with
    std::size_t m_count = 0;
    int m_emptyPages = 0;
};

} // namespace

Result<> eachPage(Studio &studio, const Connection &connection, const PageVisitor &visit)
{
    const std::string query = queryOf(connection);
    Course course(connection);
    Object variables{{"after", nullptr}};
    if (!connection.project.empty())
        variables["project"] = connection.project;
    for (;;) {
        const auto answer = askGraphql(studio, query, variables);
        if (!answer)
            return fail(answer.error());
        const Object *place = connection.project.empty() ? &*answer : jsontext::object(*answer, "project");
        const Object *page = place ? jsontext::object(*place, "page") : nullptr;
        if (!page)
            return fail(problemWith(connection, "were answered without a page"));
        const auto nodes = nodesOf(connection, *page);
        if (!nodes)
            return fail(nodes.error());
        if (const auto visited = visit(*nodes); !visited)
            return visited;
        auto next = course.after(*page, *nodes);
        if (!next)
            return fail(next.error());
        if (next->is_null())
            return {};
        variables["after"] = std::move(*next);
    }
}

} // namespace hearth::adoption
