// SPDX-License-Identifier: Apache-2.0
#include "rules/project_rules.h"

#include "json_text/writer.h"
#include "repository/documents.h"
#include "repository/media.h"
#include "rules/builtins.h"
#include "rules/entity_json.h"
#include "rules/names.h"
#include "rules/rights.h"
#include "server/bundles.h"
#include "server/media/media.h"
#include "server/rest/project_change.h"
#include "server/rest/routes.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using jsontext::Writer;

using Rows = std::vector<repository::ProjectRow>;

Rows wantedProjects(Call &call)
{
    const auto active = call.optionalFlag("active");
    const auto library = call.optionalFlag("library");
    const auto skeleton = call.optionalFlag("skeleton");
    const std::string name = rules::lowered(call.text("name"));
    Rows rows = rules::need(repository::allProjects(*call.db));
    std::erase_if(rows, [&](const repository::ProjectRow &row) {
        const bool isWanted = (!active || *active == row.active) && (!library || *library == row.library) &&
                              row.skeleton == skeleton.value_or(false) &&
                              (name.empty() || name == rules::lowered(row.name));
        return !isWanted || !call.user->mayRead(row.name);
    });
    return rows;
}

// Without an order they stay as they are stored: active ones first, then by name.
void arrange(Rows &rows, std::string_view order, bool isDescending)
{
    static constexpr std::pair<std::string_view, std::string repository::ProjectRow::*> columns[] = {
        {"name", &repository::ProjectRow::name},
        {"code", &repository::ProjectRow::code},
        {"label", &repository::ProjectRow::label},
        {"createdAt", &repository::ProjectRow::createdAt},
        {"updatedAt", &repository::ProjectRow::updatedAt}};
    if (order.empty())
        return isDescending ? std::reverse(rows.begin(), rows.end()) : void();
    const auto column = std::find_if(std::begin(columns), std::end(columns), [order](const auto &known) {
        return known.first == order || jsontext::snakeCase(known.first) == order;
    });
    if (column == std::end(columns))
        rules::refuse(rules::badRequest("Projects cannot be ordered by " + std::string(order)));
    std::stable_sort(rows.begin(), rows.end(), [member = column->second, isDescending](const auto &a, const auto &b) {
        return isDescending ? a.*member > b.*member : a.*member < b.*member;
    });
}

std::size_t countOf(const Call &call, std::string_view name, std::size_t otherwise)
{
    const std::string text = call.text(name);
    std::size_t made = otherwise;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), made);
    if (!text.empty() && (error != std::errc{} || end != text.data() + text.size() || made == 0))
        rules::refuse(rules::badRequest(std::string(name) + ": ensure this value is greater than 0"));
    return made;
}

void appendProject(Writer &w, const repository::ProjectRow &row)
{
    const Object data = jsontext::parseObject(row.data);
    w.beginObject()
        .member("name", row.name)
        .member("code", row.code)
        .memberOrNull("label", row.label)
        .memberOrNull("color", row.color);
    w.member("active", row.active)
        .member("library", row.library)
        .member("skeleton", row.skeleton)
        .member("pinned", false);
    w.memberOrNull("projectFolder", jsontext::text(data, "projectFolder"))
        .member("createdAt", row.createdAt)
        .member("updatedAt", row.updatedAt);
    w.endObject();
}

http::Response list(Call &call)
{
    Rows rows = wantedProjects(call);
    arrange(rows, call.text("order"), call.flag("desc"));
    const std::size_t length = countOf(call, "length", std::max<std::size_t>(rows.size(), 1));
    const std::size_t page = countOf(call, "page", 1) - 1;
    const std::size_t first = page > rows.size() / length ? rows.size() : std::min(page * length, rows.size());
    const std::size_t last = first + std::min(length, rows.size() - first);
    std::string items;
    Writer w(items);
    w.beginArray();
    for (std::size_t i = first; i < last; ++i)
        appendProject(w, rows[i]);
    w.endArray();
    std::string body;
    Writer(body)
        .beginObject()
        .member("detail", rows.empty() ? "No projects"
                                       : "Showing " + std::to_string(last - first) + " of " +
                                             std::to_string(rows.size()) + " projects")
        .member("count", static_cast<std::int64_t>(rows.size()))
        .memberRaw("projects", items)
        .endObject();
    return http::Response::json(200, std::move(body));
}

http::Response one(Call &call)
{
    const auto &row = call.project->row;
    std::string body;
    Writer w(body);
    w.beginObject()
        .member("name", row.name)
        .member("code", row.code)
        .memberIf("label", row.label)
        .memberIf("color", row.color)
        .member("library", row.library);
    w.memberRaw("folderTypes", row.folderTypes)
        .memberRaw("taskTypes", row.taskTypes)
        .memberRaw("linkTypes", row.linkTypes);
    w.memberRaw("statuses", row.statuses)
        .memberRaw("tags", row.tags)
        .memberRaw("config", jsontext::toText(rules::readableConfig(row)));
    const auto scope = call.scope(*call.db);
    w.memberRaw("attrib", scope->shownAttrib(call.project->effective))
        .memberRaw("data", row.data)
        .member("active", row.active);
    w.memberRaw("ownAttrib", rules::ownAttribText(scope->shownAttrib(row.attrib)))
        .member("createdAt", row.createdAt)
        .member("updatedAt", row.updatedAt)
        .endObject();
    return http::Response::json(200, std::move(body));
}

Object presetFor(WriteContext &context, const Object &body)
{
    const std::string_view name = jsontext::text(body, "anatomyPreset");
    for (const auto &preset : rules::need(repository::documentsOf(context.db, repository::documents::anatomyPreset))) {
        const Object stored = jsontext::parseObject(preset.body);
        const bool isChosen =
            name.empty() || name == "__primary__" ? jsontext::flag(stored, "primary") : preset.name == name;
        if (const Object *anatomy = jsontext::object(stored, "data"); isChosen && anatomy)
            return *anatomy;
    }
    return jsontext::parseObject(rules::builtinAnatomy());
}

void done(WriteContext &context, rules::Outcome<rules::Events> events)
{
    if (!events)
        rules::refuse(events.error());
    context.emit(std::move(*events));
    context.projectsChanged();
    context.usersChanged();
}

http::Response create(Call &call, WriteContext &context)
{
    if (!rules::need(rules::mayCreateProjects(context.db, *call.user)))
        rules::refuse(rules::forbidden("You may not create projects"));
    const Object &body = call.object();
    done(context, rules::createProject(context.db, *context.attributes(), call.actor, body, presetFor(context, body)));
    return http::Response::json(201, "null");
}

// The project as GET gives it, instead of an anatomy; what is not given is as in the builtin one.
http::Response put(Call &call, WriteContext &context)
{
    if (!rules::need(rules::mayCreateProjects(context.db, *call.user)))
        rules::refuse(rules::forbidden("You may not create projects"));
    const Object &body = call.object();
    Object named = body;
    named["name"] = call.param("project");
    const Object builtin = jsontext::parseObject(rules::builtinAnatomy());
    done(context, rules::createProject(context.db, *context.attributes(), call.actor, named, builtin));
    context.projectsChanged();
    const auto project = context.project(call.param("project"));
    done(context, rules::patchProject(context.db, *context.attributes(), call.actor, *project, body));
    return http::Response::json(201, "null");
}

void moveBundles(WriteContext &context, const std::string &from, const std::string &to)
{
    for (const char *variant : {"production", "staging"})
        if (auto bundle = bundleByName(context.db, projectBundleName(from, variant))) {
            (void)rules::need(repository::removeDocument(context.db, repository::documents::bundle,
                                                         projectBundleName(from, variant)));
            bundle->body["name"] = projectBundleName(to, variant);
            saveBundle(context.db, bundle->body);
        }
}

// The names of its bundles in the project's data follow too.
Object movedBundleNames(const repository::ProjectRow &row, const std::string &to)
{
    const Object data = jsontext::parseObject(row.data);
    Object names;
    if (const Object *stored = jsontext::object(data, "bundle"))
        names = *stored;
    for (const char *variant : {"production", "staging"})
        if (jsontext::text(names, variant) == projectBundleName(row.name, variant))
            names[variant] = projectBundleName(to, variant);
    return names;
}

http::Response rename(Call &call, WriteContext &context)
{
    const std::string name(jsontext::text(call.object(), "name"));
    const auto project = context.project(call.project->row.name);
    const std::string was = project->row.name;
    const Object bundles = movedBundleNames(project->row, name);
    done(context, rules::renameProject(context.db, call.actor, *project, name, jsontext::text(call.object(), "code")));
    if (name != was) {
        moveBundles(context, was, name);
        if (!bundles.empty()) {
            auto row = rules::need(repository::projectByName(context.db, name));
            const auto renamed = rules::projectInfo(std::move(row.value()), *context.attributes());
            done(context, rules::patchProject(context.db, *context.attributes(), call.actor, *renamed,
                                              Object{{"data", Object{{"bundle", bundles}}}}));
        }
    }
    context.touch(project->row.id);
    return http::Response::empty();
}

// Managers; where only the anatomy is meant, also those whose groups let them change it.
void checkMayChangeAnatomy(const Call &call, database::Connection &db, const Object &given)
{
    static constexpr std::array parts{"attrib", "config", "folderTypes", "taskTypes", "linkTypes", "statuses", "tags"};
    const auto isPart = [](const auto &member) {
        return std::any_of(parts.begin(), parts.end(), [&member](const char *part) {
            return member.key() == part || member.key() == jsontext::snakeCase(part);
        });
    };
    const bool isAnatomy = std::all_of(given.begin(), given.end(), isPart);
    if (!call.user->isManager && (!isAnatomy || call.rights(db)->anatomy < 2))
        rules::refuse(rules::forbidden("Only managers may do this"));
}

http::Response patch(Call &call, WriteContext &context)
{
    checkMayChangeAnatomy(call, context.db, call.object());
    changeProject(call, context, call.project->row.name, call.object());
    return http::Response::empty();
}

http::Response setAnatomy(Call &call, WriteContext &context)
{
    checkMayChangeAnatomy(call, context.db, {});
    const auto project = context.project(call.project->row.name);
    done(context, rules::setAnatomy(context.db, *context.attributes(), call.actor, *project, call.object()));
    context.touch(project->row.id);
    return http::Response::empty();
}

http::Response anatomy(Call &call)
{
    Object made = rules::anatomyOf(call.project->row, *call.store->attributes());
    const auto scope = call.scope(*call.db);
    if (const Object *attributes = jsontext::object(made, "attributes"); attributes && scope->hidesAttributes())
        made["attributes"] = jsontext::parseObject(scope->shownAttrib(jsontext::toText(*attributes)));
    return http::Response::json(200, jsontext::toText(made));
}

http::Response remove(Call &call, WriteContext &context, const Media &media)
{
    const auto project = context.project(call.project->row.name);
    context.afterCommit([&media, names = rules::need(repository::mediaNames(context.db, project->row.id))] {
        for (const std::string &name : names)
            media.store.drop(name);
    });
    for (const char *variant : {"production", "staging"})
        (void)rules::need(repository::removeDocument(context.db, repository::documents::bundle,
                                                     projectBundleName(project->row.name, variant)));
    done(context, rules::deleteProject(context.db, call.actor, *project));
    context.touch(project->row.id);
    return http::Response::empty();
}

repository::ProjectCounts countsFor(const Call &call)
{
    const auto scope = call.scope(*call.db);
    const std::int64_t project = call.project->row.id;
    if (scope->isAll())
        return rules::need(repository::countsOf(*call.db, project));
    const auto count = [&](repository::Kind kind) {
        return rules::need(scope->countBelow(*call.db, kind, project, {}));
    };
    using repository::Kind;
    return {count(Kind::Folder), count(Kind::Product), count(Kind::Version), count(Kind::Representation),
            count(Kind::Task)};
}

http::Response stats(Call &call)
{
    const auto counts = countsFor(call);
    std::string body;
    Writer w(body);
    w.beginObject().key("counts").beginObject().member("folders", counts.folders).member("products", counts.products);
    w.member("versions", counts.versions)
        .member("representations", counts.representations)
        .member("tasks", counts.tasks)
        .endObject()
        .endObject();
    return http::Response::json(200, std::move(body));
}

} // namespace

void changeProject(Call &call, WriteContext &context, std::string_view name, const Object &patch)
{
    const auto project = context.project(name);
    done(context, rules::patchProject(context.db, *context.attributes(), call.actor, *project, patch));
    context.touch(project->row.id);
}

void registerProjectRoutes(Api &api, Media &media)
{
    api.read("GET", "/api/projects", Access::User, list)
        .query("active", "boolean")
        .query("library", "boolean")
        .query("skeleton", "boolean")
        .query("name")
        .query("order")
        .query("desc", "boolean")
        .query("page", "integer")
        .query("length", "integer")
        .gives("projects", "array")
        .gives("count", "integer");
    api.write("POST", "/api/projects", Access::User, create)
        .needs("name")
        .needs("code")
        .takes("anatomy", "object")
        .takes("library", "boolean");
    api.read("GET", "/api/projects/{project}", Access::User, one);
    api.write("PUT", "/api/projects/{project}", Access::NewProject, put)
        .needs("code")
        .takes("label")
        .takes("attrib", "object")
        .takes("data", "object")
        .takes("config", "object")
        .takes("folderTypes", "array");
    api.write("POST", "/api/projects/{project}/rename", Access::Manager, rename).needs("name").takes("code");
    api.write("PATCH", "/api/projects/{project}", Access::User, patch)
        .takes("label")
        .takes("code")
        .takes("attrib", "object")
        .takes("data", "object")
        .takes("config", "object")
        .takes("statuses", "array")
        .takes("tags", "array")
        .takes("folderTypes", "array")
        .takes("linkTypes", "array");
    api.write("DELETE", "/api/projects/{project}", Access::Manager,
              [&media](Call &call, WriteContext &context) { return remove(call, context, media); });
    api.read("GET", "/api/projects/{project}/anatomy", Access::User, anatomy);
    api.write("POST", "/api/projects/{project}/anatomy", Access::User, setAnatomy)
        .takes("roots", "array")
        .takes("templates", "object")
        .takes("folder_types", "array");
    api.read("GET", "/api/projects/{project}/stats", Access::User, stats);
}

} // namespace hearth::server
