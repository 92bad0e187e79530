// SPDX-License-Identifier: Apache-2.0
// How a user wants to see pages of the studio: named views, and one working view a page.
#include "core/entity_id.h"
#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/names.h"
#include "server/list_access.h"
#include "server/rest/routes.h"

#include <algorithm>

namespace hearth::server
{
namespace
{

namespace documents = repository::documents;
using jsontext::Object;
using jsontext::Value;

constexpr std::string_view baseLabel = "__base__"; // the view from which a page starts

/// Where views of one type are: of a project, or of the studio.
struct Shelf {
    std::shared_ptr<const rules::ProjectInfo> project; ///< nullptr: the studio
    std::string start;                                 ///< of the documents' names
};

/// A view as it is stored: label, owner, working, visibility, position, settings, access.
struct View {
    std::string id;
    Object body;
    bool isOfProject = false;
    [[nodiscard]] std::string_view owner() const { return jsontext::text(body, "owner"); }
    [[nodiscard]] bool isWorking() const { return jsontext::flag(body, "working"); }
};

std::string typeOf(const Call &call)
{
    const std::string &type = call.param("type");
    if (!rules::isEntityName(type))
        rules::refuse(rules::badRequest("The type of a view is malformed"));
    return type;
}

Shelf shelfOf(Call &call, database::Connection &db, bool isStudio = false)
{
    if (call.user->isGuest)
        rules::refuse(rules::forbidden("Guests have no views"));
    std::string name = call.text("project_name");
    if (name.empty())
        name = call.text("projectName");
    if (name.empty() || isStudio)
        return {nullptr, "0|" + typeOf(call) + '|'};
    auto project = call.store->project(db, name);
    if (!project)
        rules::refuse(rules::notFound("Project " + name + " not found"));
    if (!call.user->mayRead(project->row.name))
        rules::refuse(rules::forbidden("No access group assigned on this project"));
    std::string start = std::to_string(project->row.id) + '|' + typeOf(call) + '|';
    return {std::move(project), std::move(start)};
}

std::vector<View> viewsOf(database::Connection &db, const Shelf &shelf)
{
    std::vector<View> made;
    for (const auto &document : rules::need(repository::documentsStarting(db, documents::view, shelf.start)))
        if (isEntityId(document.name.substr(shelf.start.size())))
            made.push_back({document.name.substr(shelf.start.size()), jsontext::parseObject(document.body),
                            shelf.project != nullptr});
    return made;
}

std::string accessText(const View &view)
{
    const Object *access = jsontext::object(view.body, "access");
    return access ? jsontext::toText(*access) : "{}";
}

// A view that names nobody is its owner's alone.
int levelOf(const Call &call, const Shelf &shelf, const View &view)
{
    if (view.owner() == call.user->name())
        return MayManage;
    if (view.isWorking() || accessText(view) == "{}")
        return jsontext::text(view.body, "label") == baseLabel ? (call.user->isManager ? MayManage : MaySee) : NoAccess;
    return accessLevel(*call.user, shelf.project.get(), view.owner(), accessText(view));
}

void appendView(jsontext::Writer &w, const Call &call, const Shelf &shelf, const View &view)
{
    w.member("id", view.id).member("label", jsontext::text(view.body, "label"));
    w.member("scope", view.isOfProject ? "project" : "studio").member("owner", view.owner());
    w.member("visibility", accessText(view) == "{}" ? "private" : "public").member("working", view.isWorking());
    w.member("position", jsontext::integer(view.body, "position"));
    w.member("accessLevel", levelOf(call, shelf, view));
}

http::Response shown(const Call &call, const Shelf &shelf, const View &view)
{
    std::string body;
    jsontext::Writer w(body);
    w.beginObject();
    appendView(w, call, shelf, view);
    const Object *settings = jsontext::object(view.body, "settings");
    w.member("viewType", call.param("type")).memberRaw("settings", settings ? jsontext::toText(*settings) : "{}");
    w.memberRaw("access", accessText(view)).endObject();
    return http::Response::json(200, std::move(body));
}

http::Response list(Call &call)
{
    std::string body;
    jsontext::Writer w(body);
    w.beginObject().key("views").beginArray();
    const auto add = [&](const Shelf &shelf) {
        for (const View &view : viewsOf(*call.db, shelf))
            if (levelOf(call, shelf, view) >= MaySee) {
                w.beginObject();
                appendView(w, call, shelf, view);
                w.endObject();
            }
    };
    const Shelf asked = shelfOf(call, *call.db);
    if (asked.project)
        add(asked);
    add(shelfOf(call, *call.db, true));
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

/// A view with the shelf it is on: in the project that was asked for, or in the studio.
std::pair<Shelf, View> existing(Call &call, database::Connection &db, const std::string &id)
{
    for (const bool isStudio : {false, true}) {
        Shelf shelf = shelfOf(call, db, isStudio);
        for (View &view : viewsOf(db, shelf))
            if (view.id == id) {
                if (levelOf(call, shelf, view) < MaySee)
                    rules::refuse(rules::forbidden("You do not have permission to see this view"));
                return {std::move(shelf), std::move(view)};
            }
    }
    rules::refuse(rules::notFound("View " + id + " not found"));
}

template <typename Test>
http::Response first(Call &call, Test test, const char *missing)
{
    for (const bool isStudio : {false, true}) {
        const Shelf shelf = shelfOf(call, *call.db, isStudio);
        for (const View &view : viewsOf(*call.db, shelf))
            if (test(view))
                return shown(call, shelf, view);
        if (!shelf.project)
            break;
    }
    rules::refuse(rules::notFound(missing));
}

http::Response working(Call &call)
{
    return first(
        call, [&call](const View &view) { return view.isWorking() && view.owner() == call.user->name(); },
        "There is no working view");
}

http::Response base(Call &call)
{
    return first(
        call, [](const View &view) { return jsontext::text(view.body, "label") == baseLabel; },
        "There is no base view");
}

std::string defaultName(const Call &call, const Shelf &shelf)
{
    return shelf.start + "default|" + call.user->name();
}

http::Response chosen(Call &call)
{
    const Shelf shelf = shelfOf(call, *call.db);
    const auto document = rules::need(repository::documentByName(*call.db, documents::view, defaultName(call, shelf)));
    if (!document)
        rules::refuse(rules::notFound("There is no default view"));
    const auto [place, view] =
        existing(call, *call.db, std::string(jsontext::text(jsontext::parseObject(document->body), "viewId")));
    return shown(call, place, view);
}

http::Response choose(Call &call, WriteContext &context)
{
    const std::string id = canonicalEntityId(jsontext::text(call.object(), "viewId"));
    if (id.empty())
        rules::refuse(rules::invalidField("viewId", "value is not a valid id", "value_error.uuid"));
    (void)existing(call, context.db, id);
    rules::need(repository::putDocument(context.db, documents::view, defaultName(call, shelfOf(call, context.db)),
                                        jsontext::toText(Object{{"viewId", id}})));
    return http::Response::json(200, "null");
}

void apply(const Call &call, View &view)
{
    const Object &given = call.object();
    for (const char *field : {"label", "settings", "access"})
        if (const Value *value = jsontext::find(given, field))
            view.body[field] = *value;
    if (jsontext::text(view.body, "label").empty())
        rules::refuse(rules::invalidField("label", "field required", "value_error.missing"));
    if (!jsontext::object(view.body, "settings"))
        rules::refuse(rules::invalidField("settings", "field required", "value_error.missing"));
    if (jsontext::text(view.body, "label") == baseLabel && !call.user->isManager)
        rules::refuse(rules::forbidden("Only managers make a base view"));
}

void save(WriteContext &context, const Shelf &shelf, const View &view)
{
    rules::need(
        repository::putDocument(context.db, documents::view, shelf.start + view.id, jsontext::toText(view.body)));
}

http::Response create(Call &call, WriteContext &context)
{
    const Shelf shelf = shelfOf(call, context.db);
    const std::vector<View> views = viewsOf(context.db, shelf);
    View view;
    if (const std::string_view id = jsontext::text(call.object(), "id"); !id.empty())
        view.id = canonicalEntityId(id);
    else
        view.id = newEntityId();
    if (view.id.empty())
        rules::refuse(rules::invalidField("id", "value is not a valid id", "value_error.uuid"));
    view.body = {{"owner", call.user->name()}, {"working", jsontext::flag(call.object(), "working", true)}};
    apply(call, view);
    std::int64_t position = 0;
    for (const View &other : views) {
        if (other.id == view.id && other.owner() != call.user->name())
            rules::refuse(rules::conflict("View with id '" + view.id + "' already exists.", "unique-violation"));
        // One working view a page and user; a new one takes its place.
        if (other.id != view.id && view.isWorking() && other.isWorking() && other.owner() == call.user->name())
            (void)rules::need(repository::removeDocument(context.db, documents::view, shelf.start + other.id));
        position = std::max(position, jsontext::integer(other.body, "position") + 1);
    }
    view.body["position"] = position;
    save(context, shelf, view);
    return idResponse(200, view.id);
}

http::Response patch(Call &call, WriteContext &context)
{
    auto [shelf, view] = existing(call, context.db, entityIdParam(call, "view"));
    if (levelOf(call, shelf, view) < MayEdit)
        rules::refuse(rules::forbidden("You do not have permission to change this view"));
    const bool isManaged = levelOf(call, shelf, view) >= MayManage;
    const std::string_view owner = jsontext::text(call.object(), "owner");
    if ((jsontext::find(call.object(), "access") || !owner.empty()) && !isManaged)
        rules::refuse(rules::forbidden("Only its owner says who may use a view"));
    apply(call, view);
    if (!owner.empty()) {
        if (!rules::need(repository::userByName(context.db, owner)))
            rules::refuse(rules::badRequest("The owner of the view is no user"));
        view.body["owner"] = owner;
    }
    save(context, shelf, view);
    return http::Response::json(200, "null");
}

http::Response remove(Call &call, WriteContext &context)
{
    const auto [shelf, view] = existing(call, context.db, entityIdParam(call, "view"));
    if (levelOf(call, shelf, view) < MayManage)
        rules::refuse(rules::forbidden("You do not have permission to delete this view"));
    (void)rules::need(repository::removeDocument(context.db, documents::view, shelf.start + view.id));
    return http::Response::json(200, "null");
}

} // namespace

void registerViewRoutes(Api &api)
{
    const std::string all = "/api/views/{type}";
    const std::string one = all + "/{view}";
    api.read("GET", all.c_str(), Access::User, list);
    api.write("POST", all.c_str(), Access::User, create);
    api.read("GET", (all + "/working").c_str(), Access::User, working);
    api.read("GET", (all + "/base").c_str(), Access::User, base);
    api.read("GET", (all + "/default").c_str(), Access::User, chosen);
    api.write("POST", (all + "/default").c_str(), Access::User, choose);
    api.read("GET", one.c_str(), Access::User, [](Call &call) {
        const auto [shelf, view] = existing(call, *call.db, entityIdParam(call, "view"));
        return shown(call, shelf, view);
    });
    api.write("PATCH", one.c_str(), Access::User, patch);
    api.write("DELETE", one.c_str(), Access::User, remove);
}

} // namespace hearth::server
