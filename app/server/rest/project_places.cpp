// SPDX-License-Identifier: Apache-2.0
// Where a project's files are: roots by platform, overlaid with what a user set for a site.
#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/names.h"
#include "server/rest/routes.h"
#include "server/sites.h"

namespace hearth::server
{
namespace
{

using jsontext::Object;
namespace documents = repository::documents;

http::Response overrides(Call &call)
{
    const std::string start = std::to_string(call.project->row.id) + '|';
    const std::string end = '|' + call.user->name();
    Object made;
    for (const auto &document : rules::need(repository::documentsStarting(*call.db, documents::roots, start)))
        if (document.name.size() > start.size() + end.size() && document.name.ends_with(end))
            made[document.name.substr(start.size(), document.name.size() - start.size() - end.size())] =
                jsontext::parseObject(document.body);
    return http::Response::json(200, jsontext::toText(made));
}

http::Response setOverrides(Call &call, WriteContext &context)
{
    const std::string &site = call.param("site");
    if (!rules::isSiteId(site))
        rules::refuse(rules::badRequest("The site id is malformed"));
    const std::string key = ownRootsKey(*call.project, site, *call.user);
    Object roots = ownRoots(context.db, *call.project, site, *call.user);
    jsontext::mergePatch(roots, call.object());
    for (auto it = roots.begin(); it != roots.end();)
        it = it->value().is_string() && !it->value().get_string().empty() ? std::next(it) : roots.erase(it);
    if (roots.empty())
        (void)rules::need(repository::removeDocument(context.db, documents::roots, key));
    else
        rules::need(repository::putDocument(context.db, documents::roots, key, jsontext::toText(roots)));
    return http::Response::empty();
}

http::Response siteRoots(Call &call)
{
    const std::string site = siteOf(call.request);
    std::string platform = rules::lowered(call.text("platform"));
    if (site.empty() && platform.empty())
        rules::refuse(rules::badRequest("Either site_id or platform must be provided"));
    if (platform.empty()) {
        const auto known = rules::need(repository::documentByName(*call.db, documents::site, site));
        platform = known ? std::string(jsontext::text(jsontext::parseObject(known->body), "platform"))
                         : std::string(call.request.header("x-ayon-platform"));
        if (platform.empty())
            rules::refuse(rules::badRequest("Site " + site + " is not known"));
    }
    Object roots = rootsOf(*call.project, platform);
    jsontext::mergePatch(roots, ownRoots(*call.db, *call.project, site, *call.user));
    return http::Response::json(200, jsontext::toText(roots));
}

// With what people set for it: roots and settings of addons.
http::Response removeSite(Call &call, WriteContext &context)
{
    const std::string &site = call.param("site");
    if (!rules::isSiteId(site))
        rules::refuse(rules::badRequest("The site id is malformed"));
    if (!rules::need(repository::removeDocument(context.db, documents::site, site)))
        rules::refuse(rules::notFound("Site " + site + " not found"));
    for (const char *kind : {documents::roots, documents::siteSettings})
        for (const auto &document : rules::need(repository::documentsOf(context.db, kind))) {
            const auto end = document.name.rfind('|');
            const auto start = end == std::string::npos ? end : document.name.rfind('|', end - 1);
            if (start != std::string::npos && document.name.substr(start + 1, end - start - 1) == site)
                (void)rules::need(repository::removeDocument(context.db, kind, document.name));
        }
    return http::Response::empty();
}

} // namespace

void registerProjectPlaceRoutes(Api &api)
{
    api.read("GET", "/api/projects/{project}/roots", Access::User, overrides);
    api.write("PUT", "/api/projects/{project}/roots/{site}", Access::User, setOverrides);
    api.read("GET", "/api/projects/{project}/siteRoots", Access::User, siteRoots).query("site_id").query("platform");
    api.read("GET", "/api/system/sites", Access::User,
             [](Call &call) {
                 return http::Response::json(
                     200, sitesText(*call.db, rules::lowered(call.text("platform")), call.text("hostname")));
             })
        .query("platform")
        .query("hostname")
        .givesArray();
    api.write("DELETE", "/api/system/sites/{site}", Access::Admin, removeSite);
}

} // namespace hearth::server
