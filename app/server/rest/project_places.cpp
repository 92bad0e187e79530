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

std::string keyOf(const Call &call, std::string_view site)
{
    return std::to_string(call.project->row.id) + '|' + std::string(site) + '|' + call.user->name();
}

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
    const std::string key = keyOf(call, site);
    const auto stored = rules::need(repository::documentByName(context.db, documents::roots, key));
    Object roots = stored ? jsontext::parseObject(stored->body) : Object{};
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
    if (!site.empty())
        if (const auto own = rules::need(repository::documentByName(*call.db, documents::roots, keyOf(call, site))))
            jsontext::mergePatch(roots, jsontext::parseObject(own->body));
    return http::Response::json(200, jsontext::toText(roots));
}

} // namespace

void registerProjectPlaceRoutes(Api &api)
{
    api.read("GET", "/api/projects/{project}/roots", Access::User, overrides);
    api.write("PUT", "/api/projects/{project}/roots/{site}", Access::User, setOverrides);
    api.read("GET", "/api/projects/{project}/siteRoots", Access::User, siteRoots);
    api.read("GET", "/api/system/sites", Access::User,
             [](Call &call) { return http::Response::json(200, sitesText(*call.db)); });
}

} // namespace hearth::server
