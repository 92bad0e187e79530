// SPDX-License-Identifier: Apache-2.0
#include "server/addons/addons.h"

#include "archive/digest.h"
#include "core/entity_id.h"
#include "core/log.h"
#include "json_text/writer.h"
#include "repository/change_log.h"
#include "rules/names.h"
#include "server/background_event.h"
#include "server/bundles.h"
#include "server/rest/routes.h"
#include "server/url_installs.h"

#include <cstdio>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Writer;

constexpr std::uint64_t largestPackage = 4ull * 1024 * 1024 * 1024;

void appendVersion(Writer &w, const Addon &addon, bool withDetails)
{
    w.anyKey(addon.version).beginObject().member("hasSettings", addon.hasSettings);
    w.member("hasSiteSettings", addon.hasSiteSettings);
    const Object *scopes = jsontext::object(addon.own, "frontend_scopes");
    w.memberRaw("frontendScopes", scopes ? jsontext::toText(*scopes) : "{}");
    if (withDetails && !addon.clientProject.empty())
        w.memberRaw("clientPyproject", jsontext::toText(addon.clientProject));
    if (withDetails && addon.hasClient)
        w.memberRaw("clientSourceInfo", R"([{"type":"server","filename":"client.zip"}])");
    if (const Object *services = jsontext::object(addon.package, "services"); withDetails && services)
        w.memberRaw("services", jsontext::toText(*services));
    w.member("isBroken", !addon.problem.empty()).memberIf("reason", addon.problem);
    w.member("projectCanOverrideAddonVersion", jsontext::flag(addon.package, "project_can_override_addon_version"))
        .endObject();
}

std::string_view descriptionOf(const Addon &addon)
{
    const std::string_view told = jsontext::text(addon.package, "description");
    return told.empty() ? jsontext::text(addon.own, "description") : told;
}

http::Response list(Call &call, const Addons &addons)
{
    const auto production = bundleOfVariant(*call.db, "production");
    const auto staging = bundleOfVariant(*call.db, "staging");
    const bool withDetails = call.flag("details");
    const auto all = addons.all();
    std::string body;
    Writer w(body);
    w.beginObject().key("addons").beginArray();
    for (std::size_t i = 0; i < all.size();) {
        const std::string &name = all[i]->name;
        w.beginObject().member("name", name).key("versions").beginObject();
        const Addon *newest = nullptr;
        for (; i < all.size() && all[i]->name == name; ++i) {
            appendVersion(w, *all[i], withDetails);
            newest = all[i].get();
        }
        w.endObject().member("title", newest->title).member("description", descriptionOf(*newest));
        if (production)
            w.memberIf("productionVersion", versionIn(production->body, name));
        if (staging)
            w.memberIf("stagingVersion", versionIn(staging->body, name));
        w.member("addonType", jsontext::text(newest->own, "addon_type") == "server" ? "server" : "pipeline")
            .member("system", jsontext::flag(newest->package, "system") || jsontext::flag(newest->own, "system"))
            .member("projectCanOverrideAddonVersion", false)
            .endObject();
    }
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

// Pages that the production bundle's addons bring for the browser.
http::Response frontendModules(Call &call, const Addons &addons)
{
    const auto bundle = bundleOfVariant(*call.db, "production");
    std::string body;
    Writer w(body);
    w.beginArray();
    for (const auto &addon : addons.all()) {
        const Object *modules = jsontext::object(addon->own, "frontend_modules");
        if (!modules || !bundle || versionIn(bundle->body, addon->name) != addon->version)
            continue;
        w.beginObject().member("addonName", addon->name).member("addonVersion", addon->version);
        w.memberRaw("modules", jsontext::toText(*modules)).endObject();
    }
    w.endArray();
    return http::Response::json(200, std::move(body));
}

// Archives of Python that the addons of a bundle bring for ftrack's processor.
http::Response ftrackHandlers(Call &call, const Addons &addons)
{
    const auto bundle = bundleOfVariant(*call.db, call.text("variant").empty() ? "production" : call.text("variant"));
    std::string body;
    Writer w(body);
    w.beginObject().key("custom_handlers").beginArray();
    for (const auto &addon : addons.all()) {
        const std::string_view endpoint = jsontext::text(addon->hooks, "get_custom_ftrack_handlers_endpoint");
        if (endpoint.empty() || !bundle || versionIn(bundle->body, addon->name) != addon->version)
            continue;
        w.beginObject().member("addon_name", addon->name).member("addon_version", addon->version);
        w.member("endpoint", endpoint).endObject();
    }
    w.endArray().endObject();
    return http::Response::json(200, std::move(body));
}

std::string summaryOf(const Addons::Package &package, const char *member, const std::string &place)
{
    std::string summary;
    Writer(summary)
        .beginObject()
        .member("name", package.name)
        .member("version", package.version)
        .member(member, place)
        .endObject();
    return summary;
}

// Stores the event of an installation; `begin` gets its number after the commit.
void announce(const std::shared_ptr<Call> &call, const http::Responder &reply, const Addons::Package &package,
              BackgroundEvent event, const std::function<void(const rules::Outcome<std::int64_t> &)> &begin)
{
    const auto seq = std::make_shared<std::int64_t>(0);
    call->change(
        [call, package, seq, event = std::move(event)](WriteContext &context) {
            *seq = beginEvent(context, call->actor, event);
            rules::need(repository::logChange(context.db, {0, "addon", package.name}, "create", {},
                                              {{"version", package.version}}));
            std::string body;
            Writer(body).beginObject().member("eventId", context.eventIds().idOf(*seq)).endObject();
            return http::Response::json(200, std::move(body));
        },
        [call, reply, seq, begin](rules::Outcome<http::Response> made) {
            if (!made) {
                begin(tl::unexpected(made.error()));
                return reply.send(failureResponse(made.error(), call->request));
            }
            begin(*seq);
            reply.send(std::move(*made));
        });
}

// A package of the network: fetched, looked at and unpacked after the answer.
void installFrom(const std::shared_ptr<Call> &call, const http::Responder &reply, Addons &addons, UrlInstalls &fetches)
{
    const std::string url = call->text("url");
    const Addons::Package wanted{call->text("addonName"), call->text("addonVersion"), {}};
    fetches.check(url);
    if (!rules::isAddonName(wanted.name) || !rules::isAddonVersion(wanted.version))
        rules::refuse(rules::badRequest("addonName and addonVersion have to say which addon lies at the address"));
    const auto keep = [wanted, &addons](const std::string &file) {
        const Addons::Package found = addons.inspect(file);
        if (found.name != wanted.name || found.version != wanted.version)
            rules::refuse(rules::conflict("The package is " + found.name + ' ' + found.version + " and not " +
                                          wanted.name + ' ' + wanted.version));
        return addons.put(file, found);
    };
    const std::string shown = UrlInstalls::shown(url);
    announce(call, reply, wanted,
             {"addon.install_from_url", "addon.install_from_url:" + shown,
              "Installing addon " + wanted.name + ' ' + wanted.version + " from " + shown,
              summaryOf(wanted, "url", shown)},
             [call, url, keep, &fetches](const rules::Outcome<std::int64_t> &seq) {
                 if (seq && !fetches.post(*seq, url, largestPackage, keep))
                     log::warning(log::server, "too many packages are being fetched already");
             });
}

void install(const std::shared_ptr<Call> &call, const http::Responder &reply, Addons &addons, UrlInstalls &fetches)
{
    if (!call->text("url").empty())
        return installFrom(call, reply, addons, fetches);
    const auto package = addons.inspect(call->request.bodyFile);
    const std::string kept = call->request.bodyFile + ".zip";
    if (std::rename(call->request.bodyFile.c_str(), kept.c_str()) != 0)
        rules::refuse({507, "internal", "The upload cannot be kept", {}});
    const auto digest = archive::fileDigest(QString::fromStdString(kept));
    announce(call, reply, package,
             {"addon.install", "addon.install:" + (digest ? digest->toStdString() : randomHex(16)),
              "Installing addon " + package.name + ' ' + package.version, summaryOf(package, "zip_path", kept)},
             [package, kept, &addons](const rules::Outcome<std::int64_t> &seq) {
                 if (seq)
                     addons.install(kept, package, *seq);
                 else
                     std::remove(kept.c_str());
             });
}

http::Response installs(Call &call)
{
    repository::EventQuery query;
    query.where("e.topic IN ('addon.install', 'addon.install_from_url')").newestFirst().limit(100);
    std::string body;
    Writer w(body);
    w.beginObject().key("items").beginArray();
    for (const auto &event : rules::need(query.all(*call.db))) {
        const Object summary = jsontext::parseObject(event.summary);
        w.beginObject()
            .member("id", call.store->eventIds().idOf(event.seq))
            .member("topic", event.topic)
            .member("description", event.description);
        w.memberOrNull("addonName", jsontext::text(summary, "name"))
            .memberOrNull("addonVersion", jsontext::text(summary, "version"));
        w.memberOrNull("user", event.user)
            .member("status", event.status)
            .member("createdAt", event.createdAt)
            .member("updatedAt", event.updatedAt)
            .endObject();
    }
    w.endArray().member("restartRequired", false).endObject();
    return http::Response::json(200, std::move(body));
}

void remove(const std::shared_ptr<Call> &call, const http::Responder &reply, Addons &addons)
{
    if (!addons.remove(call->param("addon"), call->param("version")))
        rules::refuse(rules::notFound("Addon " + call->param("addon") + " not found"));
    call->change(
        [call](WriteContext &context) {
            rules::need(repository::logChange(context.db, {0, "addon", call->param("addon")}, "delete",
                                              {{"version", call->param("version")}}, {}));
            return http::Response::empty();
        },
        [reply](const rules::Outcome<http::Response> &) { reply.send(http::Response::empty()); }); // its files are gone
}

bool isSafePath(const std::string &path)
{
    if (path.empty() || path.find('\\') != std::string::npos || path.find('\0') != std::string::npos)
        return false;
    for (std::size_t at = 0; at <= path.size();) {
        const auto end = std::min(path.find('/', at), path.size());
        const std::string_view element = std::string_view(path).substr(at, end - at);
        if (element.empty() || element == "." || element == "..")
            return false;
        at = end + 1;
    }
    return true;
}

http::Response file(Call &call, const Addons &addons, const char *folder)
{
    const auto addon = addons.find(call.param("addon"), call.param("version"));
    const std::string &path = call.param("path");
    if (!addon || addon->folder.empty() || !isSafePath(path))
        rules::refuse(rules::notFound("File not found"));
    return http::fileResponse(call.request, addon->folder + '/' + folder + '/' + path, http::contentTypeOf(path));
}

// Client archives are asked for without /api by most, with it by some.
void registerFiles(Api &api, Addons &addons, const char *privatePattern, const char *publicPattern,
                   const char *frontendPattern)
{
    api.read("GET", privatePattern, Access::User, [&addons](Call &call) { return file(call, addons, "private"); });
    api.read("GET", publicPattern, Access::Public, [&addons](Call &call) { return file(call, addons, "public"); });
    api.read("GET", frontendPattern, Access::Public,
             [&addons](Call &call) { return file(call, addons, "frontend/dist"); });
}

} // namespace

void registerAddonRoutes(Api &api, Addons &addons, UrlInstalls &fetches, WorkPool &pool)
{
    api.read("GET", "/api/addons", Access::User, [&addons](Call &call) { return list(call, addons); });
    api.read("GET", "/api/frontendModules", Access::User,
             [&addons](Call &call) { return frontendModules(call, addons); });
    api.slow("POST", "/api/addons/install", Access::Admin, pool,
             [&addons, &fetches](const std::shared_ptr<Call> &call, const http::Responder &reply) {
                 install(call, reply, addons, fetches);
             },
             {largestPackage, true})
        .query("url")
        .query("addonName")
        .query("addonVersion");
    api.read("GET", "/api/addons/install", Access::Admin, installs);
    api.read("GET", "/api/addons/ftrack/{version}/customProcessorHandlers", Access::User,
             [&addons](Call &call) { return ftrackHandlers(call, addons); })
        .query("variant");
    const auto removal = [&addons](const std::shared_ptr<Call> &call, const http::Responder &reply) {
        remove(call, reply, addons);
    };
    api.free("DELETE", "/api/addons/{addon}", Access::Admin, removal);
    api.free("DELETE", "/api/addons/{addon}/{version}", Access::Admin, removal);
    registerFiles(api, addons, "/addons/{addon}/{version}/private/{path...}",
                  "/addons/{addon}/{version}/public/{path...}", "/addons/{addon}/{version}/frontend/{path...}");
    registerFiles(api, addons, "/api/addons/{addon}/{version}/private/{path...}",
                  "/api/addons/{addon}/{version}/public/{path...}", "/api/addons/{addon}/{version}/frontend/{path...}");
}

} // namespace hearth::server
