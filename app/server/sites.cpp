// SPDX-License-Identifier: Apache-2.0
#include "server/sites.h"

#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/names.h"

namespace hearth::server
{

using jsontext::Object;
using jsontext::Value;
namespace documents = repository::documents;

std::string siteOf(const http::Request &request)
{
    for (const char *name : {"site_id", "site"})
        if (auto site = request.query(name); site && !site->empty())
            return *site;
    return std::string(request.header("x-ayon-site-id"));
}

Object rootsOf(const rules::ProjectInfo &project, std::string_view platform)
{
    Object made;
    const Object config = jsontext::parseObject(project.row.config);
    if (const Object *roots = jsontext::object(config, "roots"))
        for (const auto &root : *roots)
            if (const Object *places = root.value().if_object())
                made[root.key()] = jsontext::text(*places, platform);
    return made;
}

std::string ownRootsKey(const rules::ProjectInfo &project, std::string_view site, const rules::User &user)
{
    return std::to_string(project.row.id) + '|' + std::string(site) + '|' + user.name();
}

Object ownRoots(database::Connection &db, const rules::ProjectInfo &project, std::string_view site,
                const rules::User &user)
{
    if (site.empty())
        return {};
    const auto stored = rules::need(repository::documentByName(db, documents::roots, ownRootsKey(project, site, user)));
    return stored ? jsontext::parseObject(stored->body) : Object{};
}

std::string sitesText(database::Connection &db, std::string_view platform, std::string_view hostname)
{
    std::string out;
    jsontext::Writer w(out);
    w.beginArray();
    for (const auto &site : rules::need(repository::documentsOf(db, documents::site))) {
        const Object body = jsontext::parseObject(site.body);
        if ((platform.empty() || jsontext::text(body, "platform") == platform) &&
            (hostname.empty() || jsontext::text(body, "hostname") == hostname))
            w.raw(site.body);
    }
    w.endArray();
    return out;
}

void rememberSite(Store &store, database::Connection &db, const http::Request &request, const rules::User &user)
{
    const std::string id(request.header("x-ayon-site-id"));
    const std::string platform(request.header("x-ayon-platform"));
    const std::string host(request.header("x-ayon-hostname"));
    const std::string version(request.header("x-ayon-version"));
    if (!rules::isSiteId(id) || platform.empty() || host.empty() || version.empty())
        return;
    const auto stored = rules::need(repository::documentByName(db, documents::site, id));
    Object site = stored ? jsontext::parseObject(stored->body) : Object{};
    Object now{{"id", id}, {"platform", platform}, {"hostname", host}, {"version", version}};
    const jsontext::Array *users = jsontext::array(site, "users");
    jsontext::Array names = users ? *users : jsontext::Array{};
    const Value name(user.name());
    if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
    now["users"] = std::move(names);
    if (now == site)
        return;
    store.write({user.name(), {}, request.remoteAddress, request.id},
                [id, text = jsontext::toText(now)](WriteContext &context) {
                    rules::need(repository::putDocument(context.db, documents::site, id, text));
                    return http::Response::empty();
                },
                {});
}

} // namespace hearth::server
