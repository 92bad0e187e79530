// SPDX-License-Identifier: Apache-2.0
// Addresses of entities, as scenes keep them: ayon+entity://project/folder/path?product=…&version=…&representation=….
#include "anatomy/template_text.h"
#include "json_text/writer.h"
#include "repository/documents.h"
#include "repository/entity_store.h"
#include "rules/entity_json.h"
#include "rules/names.h"
#include "server/rest/body_lists.h"
#include "server/rest/routes.h"
#include "server/sites.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Writer;
using repository::Entity;
using repository::EntityQuery;
using repository::Kind;

constexpr std::size_t matchLimit = 1000; ///< of one address
constexpr std::size_t uriLimit = 10000;  ///< of one request
constexpr std::string_view scheme = "ayon+entity://";

/// An address taken apart. Names may hold `*`.
struct Uri {
    std::string project;
    std::string path; ///< of the folder, with a leading slash; empty for the project itself
    std::map<std::string, std::string, std::less<>> arguments;

    [[nodiscard]] const std::string *argument(std::string_view name) const
    {
        const auto found = arguments.find(name);
        return found == arguments.end() || found->second.empty() ? nullptr : &found->second;
    }
};

[[noreturn]] void refuseUri(const std::string &why)
{
    rules::refuse(rules::badRequest(why));
}

void readArguments(std::string_view query, Uri &uri)
{
    static constexpr std::array<std::string_view, 5> known{"product", "version", "representation", "task", "workfile"};
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const auto equals = std::min(pair.find('='), pair.size());
        const std::string name = http::percentDecode(pair.substr(0, equals), true);
        if (std::find(known.begin(), known.end(), name) != known.end())
            uri.arguments[name] = http::percentDecode(pair.substr(std::min(equals + 1, pair.size())), true);
    }
    if (uri.argument("task") && uri.argument("product"))
        refuseUri("A task and a product cannot be named together");
    if (uri.argument("workfile") && !uri.argument("task"))
        refuseUri("A work file is named with its task");
    for (const char *below : {"version", "representation"})
        if (uri.argument(below) && !uri.argument("product"))
            refuseUri("A " + std::string(below) + " is named with its product");
}

Uri readUri(std::string_view text)
{
    std::size_t start = 0;
    for (const std::string_view known : {scheme, std::string_view("ayon://")})
        if (text.starts_with(known))
            start = known.size();
    if (start == 0)
        refuseUri("The address starts neither with ayon+entity:// nor with ayon://");
    text.remove_prefix(start);
    text = text.substr(0, text.find('#'));
    const auto question = std::min(text.find('?'), text.size());
    std::string_view place = text.substr(0, question);
    const auto slash = std::min(place.find('/'), place.size());
    Uri uri;
    uri.project = http::percentDecode(place.substr(0, slash));
    if (!rules::isProjectName(uri.project))
        refuseUri("The address names no project");
    place.remove_prefix(slash);
    while (place.ends_with('/'))
        place.remove_suffix(1);
    uri.path = http::percentDecode(place);
    readArguments(text.substr(std::min(question + 1, text.size())), uri);
    if (uri.path.empty() && !uri.arguments.empty())
        refuseUri("The address names no folder");
    return uri;
}

bool isPattern(const std::string &text)
{
    return text.find('*') != std::string::npos;
}

// `*` stays; what else SQLite's GLOB reads as a sign becomes itself.
std::string globOf(const std::string &text)
{
    std::string made;
    for (const char c : text)
        made += c == '?' || c == '[' ? std::string("[") + c + ']' : std::string(1, c);
    return made;
}

// \param equal, like conditions for an exact name and for a pattern
void whereNamed(EntityQuery &query, const char *equal, const char *like, const std::string &name)
{
    if (isPattern(name))
        query.where(like, globOf(name));
    else
        query.where(equal, name);
}

/// The entities one address leads to. Threads: any; for one request.
class Resolver
{
public:
    struct Match {
        std::string folder;
        std::string product;
        std::string version;
        std::string representation;
        std::string task;
        std::string workfile;
        std::string file;
    };

    Resolver(database::Connection &db, const rules::ProjectInfo &project, const rules::ReadScope &scope, Object roots)
        : m_db(db), m_project(project), m_scope(scope), m_roots(std::move(roots))
    {
    }

    std::vector<Match> find(const Uri &uri) const
    {
        std::vector<Match> made;
        for (const Entity &folder : foldersAt(uri.path))
            made.push_back({folder.id, {}, {}, {}, {}, {}, {}});
        if (const std::string *task = uri.argument("task"))
            made = tasks(made, *task);
        if (const std::string *workfile = uri.argument("workfile"))
            made = workfiles(made, *workfile);
        if (const std::string *product = uri.argument("product"))
            made = products(made, *product);
        if (const std::string *version = uri.argument("version"))
            made = versions(made, *version);
        else if (uri.argument("representation"))
            made = versions(made, "*");
        if (const std::string *representation = uri.argument("representation"))
            made = representations(made, *representation);
        return made;
    }

private:
    std::vector<Entity> rows(EntityQuery &query) const
    {
        m_scope.narrow(query);
        query.limit(matchLimit);
        return rules::need(query.all(m_db));
    }

    std::vector<Entity> foldersAt(const std::string &path) const
    {
        EntityQuery query(Kind::Folder, m_project.row.id);
        whereNamed(query, "f.path = $#", "glob($#, f.path)", path);
        if (isPattern(path)) // a star stands for one name, not for a branch
            query.where("length(f.path) - length(replace(f.path, '/', '')) = $#",
                        static_cast<std::int64_t>(std::count(path.begin(), path.end(), '/')));
        return rows(query);
    }

    // The rows below each match, with the match they lie below.
    std::vector<Match> below(const std::vector<Match> &above, std::string Match::*parent, EntityQuery &query,
                             const char *condition, const std::function<void(Match &, const Entity &)> &take) const
    {
        std::map<std::string, std::vector<const Match *>> byParent;
        std::vector<std::string> parents;
        for (const Match &match : above) {
            byParent[match.*parent].push_back(&match);
            parents.push_back(match.*parent);
        }
        query.where(condition, repository::jsonList(parents));
        std::vector<Match> made;
        for (const Entity &row : rows(query))
            for (const Match *match : byParent[row.parentId]) {
                if (made.size() >= matchLimit)
                    return made;
                made.push_back(*match);
                take(made.back(), row);
            }
        return made;
    }

    std::vector<Match> tasks(const std::vector<Match> &above, const std::string &name) const
    {
        EntityQuery query(Kind::Task, m_project.row.id);
        whereNamed(query, "t.name = $#", "glob($#, t.name)", name);
        return below(above, &Match::folder, query, "t.folder_id IN (SELECT value FROM json_each($#))",
                     [](Match &match, const Entity &row) { match.task = row.id; });
    }

    std::vector<Match> workfiles(const std::vector<Match> &above, const std::string &name) const
    {
        EntityQuery query(Kind::Workfile, m_project.row.id);
        auto made = below(above, &Match::task, query, "w.task_id IN (SELECT value FROM json_each($#))",
                          [](Match &match, const Entity &row) {
                              match.workfile = row.id;
                              match.file = row.path;
                          });
        std::erase_if(made, [&name](const Match &match) { return name != "*" && rules::baseName(match.file) != name; });
        for (Match &match : made)
            match.file = withRoots(match.file, {});
        return made;
    }

    std::vector<Match> products(const std::vector<Match> &above, const std::string &name) const
    {
        EntityQuery query(Kind::Product, m_project.row.id);
        whereNamed(query, "p.name = $#", "glob($#, p.name)", name);
        return below(above, &Match::folder, query, "p.folder_id IN (SELECT value FROM json_each($#))",
                     [](Match &match, const Entity &row) { match.product = row.id; });
    }

    bool isDone(const Entity &version) const
    {
        const rules::Status *status = m_project.status(version.status);
        return status && status->state == "done";
    }

    std::vector<Match> versions(const std::vector<Match> &above, const std::string &wanted) const
    {
        const std::string low = rules::lowered(wanted);
        EntityQuery query(Kind::Version, m_project.row.id);
        const bool isNewest = low == "latest" || low == "latestdone";
        if (low == "hero")
            query.where("v.version < 0");
        else if (isNewest)
            query.where("v.version > 0");
        else if (low != "*")
            query.where("v.version = $#", numberOf(low));
        if (isNewest)
            query.order("v.version", true);
        std::set<std::string> taken;
        std::vector<std::pair<std::string, bool>> keeps;
        auto made = below(above, &Match::product, query, "v.product_id IN (SELECT value FROM json_each($#))",
                          [&](Match &match, const Entity &row) {
                              match.version = row.id;
                              const bool isWanted =
                                  !isNewest || ((low == "latest" || isDone(row)) && taken.insert(row.parentId).second);
                              keeps.emplace_back(row.id, isWanted);
                          });
        std::set<std::string> kept;
        for (const auto &[id, isKept] : keeps)
            if (isKept)
                kept.insert(id);
        std::erase_if(made, [&kept](const Match &match) { return !kept.contains(match.version); });
        return made;
    }

    static std::int64_t numberOf(std::string_view text)
    {
        if (text.starts_with('v'))
            text.remove_prefix(1);
        std::int64_t made = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), made);
        if (error != std::errc() || end != text.data() + text.size())
            refuseUri("The version is a number, latest, latestdone, hero or *");
        return made;
    }

    std::vector<Match> representations(const std::vector<Match> &above, const std::string &name) const
    {
        EntityQuery query(Kind::Representation, m_project.row.id);
        whereNamed(query, "r.name = $#", "glob($#, r.name)", name);
        return below(above, &Match::version, query, "r.version_id IN (SELECT value FROM json_each($#))",
                     [this](Match &match, const Entity &row) {
                         match.representation = row.id;
                         match.file = fileOf(row);
                     });
    }

    // The template it was published by, filled with its context; without one the path it says it has.
    std::string fileOf(const Entity &representation) const
    {
        const Object attrib = jsontext::parseObject(representation.attrib);
        const Object data = jsontext::parseObject(representation.data);
        const Object *context = jsontext::object(data, "context");
        const std::string text(jsontext::text(attrib, "template"));
        return withRoots(text.empty() ? std::string(jsontext::text(attrib, "path")) : text,
                         context ? *context : Object{});
    }

    // A root that is not known stays as the key it is.
    std::string withRoots(const std::string &text, Object context) const
    {
        Object roots;
        const Object config = jsontext::parseObject(m_project.row.config);
        if (const Object *known = jsontext::object(config, "roots"))
            for (const auto &root : *known)
                roots[root.key()] = "{root[" + std::string(root.key()) + "]}";
        for (const auto &root : m_roots)
            if (root.value().is_string() && !root.value().get_string().empty())
                roots[root.key()] = root.value();
        context["root"] = std::move(roots);
        const auto data = QJsonDocument::fromJson(QByteArray::fromStdString(jsontext::toText(context))).object();
        return anatomy::fill(QString::fromStdString(text), data).text.toStdString();
    }

    database::Connection &m_db;
    const rules::ProjectInfo &m_project;
    const rules::ReadScope &m_scope;
    const Object m_roots; ///< empty: files are given without them
};

const char *targetOf(const Uri &uri)
{
    for (const char *name : {"representation", "version", "product", "workfile", "task"})
        if (uri.argument(name))
            return name;
    return "folder";
}

void appendMatches(Writer &w, const Uri &uri, const std::string &project, const std::vector<Resolver::Match> &matches,
                   bool isPathOnly)
{
    using Match = Resolver::Match;
    static constexpr std::pair<const char *, std::string Match::*> ids[] = {
        {"folderId", &Match::folder},
        {"productId", &Match::product},
        {"taskId", &Match::task},
        {"versionId", &Match::version},
        {"representationId", &Match::representation},
        {"workfileId", &Match::workfile}};
    for (const Match &match : matches) {
        if (isPathOnly && match.file.empty())
            continue;
        w.beginObject();
        if (!isPathOnly) {
            w.member("projectName", project);
            for (const auto &[name, member] : ids)
                w.memberIf(name, match.*member);
        }
        w.memberIf("filePath", match.file);
        if (!isPathOnly)
            w.member("target", targetOf(uri));
        w.endObject();
    }
}

Object rootsFor(const Call &call, const rules::ProjectInfo &project)
{
    const std::string site = siteOf(call.request);
    const auto known = site.empty()
                           ? std::nullopt
                           : rules::need(repository::documentByName(*call.db, repository::documents::site, site));
    const std::string platform = known ? std::string(jsontext::text(jsontext::parseObject(known->body), "platform"))
                                       : rules::lowered(call.request.header("x-ayon-platform"));
    if (platform.empty())
        rules::refuse(rules::badRequest("Roots are resolved for a site: give the id of one that this server knows"));
    Object roots = rootsOf(project, platform);
    jsontext::mergePatch(roots, ownRoots(*call.db, project, site, *call.user));
    return roots;
}

void resolveOne(const Call &call, Writer &w, const std::string &text, bool withRoots)
{
    w.beginObject().member("uri", text);
    try {
        const Uri uri = readUri(text);
        const auto project = call.store->project(*call.db, uri.project);
        if (!project || !call.user->mayRead(project->row.name))
            rules::refuse(rules::notFound("Project " + uri.project + " not found"));
        std::string entities;
        Writer e(entities);
        e.beginArray();
        if (uri.path.empty())
            e.beginObject().member("projectName", project->row.name).endObject();
        else {
            const auto scope = call.store->readScope(*call.db, *call.user, *project);
            const Resolver resolver(*call.db, *project, *scope, withRoots ? rootsFor(call, *project) : Object{});
            appendMatches(e, uri, project->row.name, resolver.find(uri), call.flag("pathOnly"));
        }
        e.endArray();
        w.memberRaw("entities", entities);
    } catch (const rules::Refusal &refusal) {
        w.key("entities").beginArray().endArray().member("error", refusal.failure().detail);
    }
    w.endObject();
}

http::Response resolve(Call &call)
{
    call.body = parseBody(call);
    if (!call.object().contains("uris"))
        rules::refuse(rules::invalidField("uris", "field required", "value_error.missing"));
    const auto uris = textsIn(call.object(), "uris");
    if (uris.size() > uriLimit)
        rules::refuse(rules::badRequest("Too many addresses in one request"));
    const bool withRoots = jsontext::flag(call.object(), "resolveRoots");
    std::string body;
    Writer w(body);
    w.beginArray();
    for (const std::string &uri : uris)
        resolveOne(call, w, uri, withRoots);
    w.endArray();
    return http::Response::json(200, std::move(body));
}

std::string encodedPath(std::string_view path)
{
    std::string made;
    while (!path.empty()) {
        const auto slash = std::min(path.find('/'), path.size());
        made += http::percentEncode(path.substr(0, slash));
        path.remove_prefix(slash);
        if (path.starts_with('/')) {
            made += '/';
            path.remove_prefix(1);
        }
    }
    return made;
}

std::string versionText(std::int64_t version)
{
    return version < 0 ? "hero" : rules::versionName(version);
}

// The row must come from a joined read.
std::string uriOf(Kind kind, const Entity &e, const std::string &project)
{
    const auto argument = [](const char *name, std::string_view value) {
        return std::string(name) + '=' + http::percentEncode(value);
    };
    std::string made = std::string(scheme) + project + encodedPath(kind == Kind::Folder ? e.path : e.folderPath);
    switch (kind) {
    case Kind::Folder:
        return made;
    case Kind::Task:
        return made + '?' + argument("task", e.name);
    case Kind::Workfile:
        return made + '?' + argument("task", e.parentName) + '&' + argument("workfile", rules::baseName(e.path));
    case Kind::Product:
        return made + '?' + argument("product", e.name);
    case Kind::Version:
        return made + '?' + argument("product", e.parentName) + '&' + argument("version", versionText(e.version));
    case Kind::Representation:
        return made + '?' + argument("product", e.parentName) + '&' +
               argument("version", versionText(e.parentVersion)) + '&' + argument("representation", e.name);
    }
    return made;
}

http::Response uris(Call &call)
{
    call.body = parseBody(call);
    const auto kind = repository::kindOf(jsontext::text(call.object(), "entityType"));
    if (!kind)
        rules::refuse(rules::invalidField("entityType", "unexpected value", "value_error.const"));
    const auto ids = entityIdsIn(call.object(), "ids");
    EntityQuery query(*kind, call.project->row.id, true);
    query.withIds(ids);
    call.scope(*call.db)->narrow(query);
    std::map<std::string, std::string> found;
    for (const Entity &e : rules::need(query.all(*call.db)))
        found[e.id] = uriOf(*kind, e, call.project->row.name);
    std::string body;
    Writer w(body);
    w.beginObject().key("uris").beginArray();
    for (const std::string &id : ids)
        if (const auto uri = found.find(id); uri != found.end())
            w.beginObject().member("id", id).member("uri", uri->second).endObject();
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

} // namespace

void registerUriRoutes(Api &api)
{
    api.read("POST", "/api/resolve", Access::User, resolve)
        .query("pathOnly", "boolean")
        .needs("uris", "array")
        .takes("resolveRoots", "boolean")
        .givesArray();
    api.read("POST", "/api/projects/{project}/uris", Access::User, uris)
        .needs("entityType")
        .needs("ids", "array")
        .gives("uris", "array");
}

} // namespace hearth::server
