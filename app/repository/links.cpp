// SPDX-License-Identifier: Apache-2.0
#include "repository/links.h"

#include "json_text/document.h"
#include "repository/change_log.h"

namespace hearth::repository
{
namespace
{

using database::Connection;
using database::Cursor;

LinkRow readLink(const Cursor &c)
{
    return {c.integer(0), c.string(1), c.string(2), c.string(3), c.string(4), c.string(5),
            c.string(6),  c.string(7), c.string(8), c.string(9), c.string(10)};
}

struct InsertLink {
    static constexpr const char *sql = "INSERT INTO links (project, id, name, link_type, input_type, output_type, "
                                       "input_id, output_id, author, data, created_at) "
                                       "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    static constexpr int parameterCount = 11;
};

struct LinkById {
    static constexpr const char *sql = "SELECT creation_order, id, name, link_type, input_type, output_type, input_id, "
                                       "output_id, author, data, created_at "
                                       "FROM links WHERE project = $1 AND id = $2";
    static constexpr int parameterCount = 2;
    using Row = LinkRow;
    static Row read(const Cursor &c) { return readLink(c); }
};

struct RemoveLink {
    static constexpr const char *sql = "DELETE FROM links WHERE project = $1 AND id = $2";
    static constexpr int parameterCount = 2;
};

struct RemoveLinksOfType {
    static constexpr const char *sql =
        "DELETE FROM links WHERE project = $1 AND link_type = $2 AND input_type = $3 AND output_type = $4";
    static constexpr int parameterCount = 4;
};

struct LinksTouching {
    static constexpr const char *sql =
        "SELECT creation_order, id, name, link_type, input_type, output_type, input_id, output_id, author, data, "
        "created_at "
        "FROM links WHERE project = $1 AND input_id IN (SELECT value FROM json_each($2)) "
        "UNION SELECT creation_order, id, name, link_type, input_type, output_type, input_id, output_id, author, data, "
        "created_at "
        "FROM links WHERE project = $1 AND output_id IN (SELECT value FROM json_each($2)) ORDER BY creation_order";
    static constexpr int parameterCount = 2;
    using Row = LinkRow;
    static Row read(const Cursor &c) { return readLink(c); }
};

struct AllLinks {
    static constexpr const char *sql = "SELECT creation_order, id, name, link_type, input_type, output_type, input_id, "
                                       "output_id, author, data, created_at "
                                       "FROM links WHERE project = $1 ORDER BY creation_order";
    static constexpr int parameterCount = 1;
    using Row = LinkRow;
    static Row read(const Cursor &c) { return readLink(c); }
};

Result<> done(const Result<std::int64_t> &changed)
{
    if (!changed)
        return fail(changed.error());
    return {};
}

jsontext::Object loggedLink(const LinkRow &link)
{
    return {{"linkType", link.linkType},     {"name", link.name},
            {"inputType", link.inputType},   {"input", link.inputId},
            {"outputType", link.outputType}, {"output", link.outputId},
            {"author", link.author},         {"data", jsontext::parseObject(link.data)}};
}

} // namespace

Result<> insertLink(Connection &db, std::int64_t project, const LinkRow &l)
{
    if (auto made = done(db.run<InsertLink>(project, l.id, l.name, l.linkType, l.inputType, l.outputType, l.inputId,
                                            l.outputId, l.author, l.data, l.createdAt));
        !made)
        return made;
    return logChange(db, {project, "link", l.id}, "create", {}, loggedLink(l));
}

Result<std::optional<LinkRow>> linkById(Connection &db, std::int64_t project, std::string_view id)
{
    return db.one<LinkById>(project, id);
}

Result<bool> removeLink(Connection &db, std::int64_t project, std::string_view id)
{
    const auto before = linkById(db, project, id);
    if (!before)
        return fail(before.error());
    const auto removed = db.run<RemoveLink>(project, id);
    if (!removed)
        return fail(removed.error());
    if (*before)
        if (auto logged = logChange(db, {project, "link", id}, "delete", loggedLink(**before), {}); !logged)
            return fail(logged.error());
    return *removed > 0;
}

Result<> removeLinksOfType(Connection &db, std::int64_t project, std::string_view linkType, std::string_view inputType,
                           std::string_view outputType)
{
    const auto removed = db.run<RemoveLinksOfType>(project, linkType, inputType, outputType);
    if (!removed || *removed == 0)
        return done(removed);
    return logChange(
        db, {project, "link", linkType}, "delete",
        {{"linkType", linkType}, {"inputType", inputType}, {"outputType", outputType}, {"links", *removed}}, {});
}

Result<std::vector<LinkRow>> linksTouching(Connection &db, std::int64_t project, std::string_view ids)
{
    return db.all<LinksTouching>(project, ids);
}
Result<std::vector<LinkRow>> allLinks(Connection &db, std::int64_t project)
{
    return db.all<AllLinks>(project);
}

} // namespace hearth::repository
