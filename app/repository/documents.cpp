// SPDX-License-Identifier: Apache-2.0
#include "repository/documents.h"

#include "json_text/document.h"
#include "repository/change_log.h"
#include "repository/change_text.h"
#include "repository/projects.h"
#include "repository/stamp.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace hearth::repository
{
namespace
{

using database::Cursor;

Document readDocument(const Cursor &c)
{
    return {c.integer(0), c.string(1), c.string(2), c.string(3), c.string(4)};
}

struct DocumentByName {
    static constexpr const char *sql =
        "SELECT position, name, body, created_at, updated_at FROM documents WHERE kind = $1 AND name = $2";
    static constexpr int parameterCount = 2;
    using Row = Document;
    static Row read(const Cursor &c) { return readDocument(c); }
};

struct DocumentsOfKind {
    static constexpr const char *sql =
        "SELECT position, name, body, created_at, updated_at FROM documents WHERE kind = $1 ORDER BY position";
    static constexpr int parameterCount = 1;
    using Row = Document;
    static Row read(const Cursor &c) { return readDocument(c); }
};

struct DocumentsStarting {
    static constexpr const char *sql =
        "SELECT position, name, body, created_at, updated_at FROM documents WHERE kind = $1 "
        "AND substr(name, 1, length($2)) = $2 ORDER BY position";
    static constexpr int parameterCount = 2;
    using Row = Document;
    static Row read(const Cursor &c) { return readDocument(c); }
};

struct PutDocument {
    static constexpr const char *sql =
        "INSERT INTO documents (kind, name, body, created_at, updated_at) VALUES ($1, $2, $3, $4, $4) "
        "ON CONFLICT (kind, name) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at";
    static constexpr int parameterCount = 4;
};

// How the change log names the documents of a kind. `projectPart` is the place of the project in a name whose parts are
// parted by bars, -1 where there is none; what the log leaves out is neither read nor kept.
struct LoggedKind {
    std::string_view kind;
    std::string_view entityType; ///< empty: the log says nothing of this kind
    int projectPart = -1;
};

constexpr std::array<LoggedKind, 24> loggedKinds{{
    {documents::config, "config"},
    {documents::attribute, "attribute"},
    {documents::anatomyPreset, "anatomy_preset"},
    {documents::accessGroup, "access_group", 1},
    {documents::bundle, "bundle"},
    {documents::settings, "settings", 3},
    {documents::siteSettings, "site_settings"},
    {documents::site, "site"},
    {documents::roots, "roots", 0},
    {documents::installer, "installer"},
    {documents::dependencyPackage, "dependency_package"},
    {documents::actionConfig, "action_config"},
    {documents::secret, "secret"},
    {documents::productType, "product_type"},
    {documents::projectFolder, "project_folder"},
    {documents::listFolder, "list_folder", 0},
    {documents::view, "view", 0},
    {documents::guest, "guest", 0},
    {documents::apiKey, "api_key"},
    {documents::service, "service"},
    {documents::retention, "retention"},
    {documents::server, ""},           // the server's own
    {documents::serviceHost, ""},      // a machine says every few seconds that it is there
    {documents::settingsRevision, ""}, // goes with the settings
}};

const LoggedKind &loggedKind(std::string_view kind)
{
    static constexpr LoggedKind unknown{"", "document"};
    const auto found = std::find_if(loggedKinds.begin(), loggedKinds.end(),
                                    [kind](const LoggedKind &one) { return one.kind == kind; });
    return found == loggedKinds.end() ? unknown : *found;
}

std::string partOf(std::string_view name, int part)
{
    for (; part > 0; --part) {
        const auto bar = name.find('|');
        if (bar == std::string_view::npos)
            return {};
        name.remove_prefix(bar + 1);
    }
    return std::string(name.substr(0, name.find('|')));
}

// Names hold a project by its name or by its number.
Result<std::int64_t> projectOf(database::Connection &db, const LoggedKind &kind, std::string_view name)
{
    const std::string part = kind.projectPart < 0 ? std::string() : partOf(name, kind.projectPart);
    std::int64_t number = 0;
    if (part.empty() || part.front() == '@')
        return number;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error == std::errc{} && end == part.data() + part.size())
        return number;
    const auto project = projectByName(db, part);
    if (!project)
        return fail(project.error());
    return *project ? (*project)->id : 0;
}

// A document as the log sees it. A secret's value may be sealed, yet it is nobody's business.
jsontext::Object loggedBody(std::string_view kind, const std::string &body)
{
    if (kind == documents::secret)
        return {{"secret", body}};
    jsontext::Object made = jsontext::parseObject(body);
    if (kind == documents::service) // what its machine says of it every few seconds
        for (const char *beat : {"isRunning", "lastSeen"})
            made.erase(beat);
    return made;
}

// The name of an API key is its hash.
std::string loggedName(std::string_view kind, std::string_view name, const jsontext::Object &body)
{
    return kind == documents::apiKey
               ? std::string(jsontext::text(body, "user")) + '/' + std::string(jsontext::text(body, "id"))
               : std::string(name);
}

Result<> logDocument(database::Connection &db, const char *kind, std::string_view name,
                     const std::optional<Document> &before, const std::string *after)
{
    const LoggedKind &logged = loggedKind(kind);
    const jsontext::Object was = before ? loggedBody(kind, before->body) : jsontext::Object{};
    const jsontext::Object is = after ? loggedBody(kind, *after) : jsontext::Object{};
    const auto project = projectOf(db, logged, name);
    if (!project)
        return fail(project.error());
    const std::string shown = loggedName(kind, name, after ? is : was);
    return logDifference(db, {*project, logged.entityType, shown}, before ? &was : nullptr, after ? &is : nullptr);
}

struct RemoveDocument {
    static constexpr const char *sql = "DELETE FROM documents WHERE kind = $1 AND name = $2";
    static constexpr int parameterCount = 2;
};

} // namespace

Result<std::optional<Document>> documentByName(database::Connection &db, const char *kind, std::string_view name)
{
    return db.one<DocumentByName>(kind, name);
}

Result<std::vector<Document>> documentsOf(database::Connection &db, const char *kind)
{
    return db.all<DocumentsOfKind>(kind);
}

Result<std::vector<Document>> documentsStarting(database::Connection &db, const char *kind, std::string_view start)
{
    return db.all<DocumentsStarting>(kind, start);
}

Result<> putDocument(database::Connection &db, const char *kind, std::string_view name, std::string_view body)
{
    if (!loggedKind(kind).entityType.empty()) {
        const auto before = documentByName(db, kind, name);
        if (!before)
            return fail(before.error());
        const std::string after(body);
        if (auto logged = logDocument(db, kind, name, *before, &after); !logged)
            return logged;
    }
    const std::string now = stampNow();
    if (auto done = db.run<PutDocument>(kind, name, body, now); !done)
        return fail(done.error());
    return {};
}

Result<bool> removeDocument(database::Connection &db, const char *kind, std::string_view name)
{
    if (!loggedKind(kind).entityType.empty()) {
        const auto before = documentByName(db, kind, name);
        if (!before)
            return fail(before.error());
        if (auto logged = logDocument(db, kind, name, *before, nullptr); !logged)
            return fail(logged.error());
    }
    const auto done = db.run<RemoveDocument>(kind, name);
    if (!done)
        return fail(done.error());
    return *done > 0;
}

} // namespace hearth::repository
