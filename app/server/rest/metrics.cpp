// SPDX-License-Identifier: Apache-2.0
// Figures of this server, for its managers and their monitoring. Nothing of it leaves the server.
#include "json_text/writer.h"
#include "repository/projects.h"
#include "repository/users.h"
#include "rules/user.h"
#include "server/addons/addons.h"
#include "server/bundles.h"
#include "server/rest/routes.h"
#include "server/server_info.h"

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Writer;

struct People {
    std::int64_t total = 0;
    std::int64_t active = 0;
    std::int64_t admins = 0;
    std::int64_t managers = 0;
    std::int64_t services = 0;
};

People countPeople(database::Connection &db)
{
    People made;
    for (const auto &row : rules::need(repository::allUsers(db))) {
        const auto user = rules::readUser(row);
        ++made.total;
        made.active += row.active;
        made.services += user->isService;
        made.admins += user->isAdmin && !user->isService;
        made.managers += user->isManager && !user->isAdmin;
    }
    return made;
}

void appendProjects(Writer &w, database::Connection &db)
{
    std::int64_t active = 0;
    const auto projects = rules::need(repository::allProjects(db));
    for (const auto &project : projects)
        active += project.active;
    w.key("projectCounts").beginObject().member("total", projects.size()).member("active", active).endObject();
    w.key("projects").beginArray();
    for (const auto &project : projects) {
        const auto counts = rules::need(repository::countsOf(db, project.id));
        w.beginObject().member("nickname", project.code).member("folderCount", counts.folders);
        w.member("productCount", counts.products).member("versionCount", counts.versions);
        w.member("representationCount", counts.representations).member("taskCount", counts.tasks).endObject();
    }
    w.endArray();
}

void appendProduction(Writer &w, database::Connection &db)
{
    const auto bundle = bundleOfVariant(db, "production");
    if (!bundle)
        return;
    w.key("productionBundle").beginObject().key("addons").beginObject();
    if (const Object *addons = jsontext::object(bundle->body, "addons"))
        for (const auto &member : *addons)
            if (const std::string version = versionIn(bundle->body, member.key()); !version.empty())
                w.anyKey(member.key()).string(version);
    w.endObject().memberIf("launcherVersion", jsontext::text(bundle->body, "installerVersion")).endObject();
}

http::Response all(Call &call, const Addons &addons, const ServerInfo &info)
{
    const People people = countPeople(*call.db);
    std::string body;
    Writer w(body);
    w.beginObject().member("version", info.version).key("uptime").real(info.uptime());
    w.key("userCounts").beginObject().member("total", people.total).member("active", people.active);
    w.member("admins", people.admins).member("managers", people.managers).member("services", people.services);
    w.endObject();
    appendProjects(w, *call.db);
    w.key("installedAddons").beginArray();
    for (const auto &addon : addons.all())
        w.beginArray().string(addon->name).string(addon->version).endArray();
    w.endArray();
    appendProduction(w, *call.db);
    if (call.flag("system"))
        w.key("system")
            .beginObject()
            .member("dbSizeTotal", rules::need(call.db->sizeBytes()))
            .key("runtimeSeconds")
            .real(info.uptime())
            .endObject();
    w.endObject();
    return http::Response::json(200, std::move(body));
}

// The text form that monitoring programs collect.
http::Response forMonitoring(Call &call, const ServerInfo &info)
{
    const People people = countPeople(*call.db);
    std::string text;
    const auto gauge = [&text](const char *name, const std::string &value) {
        text += std::string("# TYPE ") + name + " gauge\n" + name + ' ' + value + '\n';
    };
    gauge("ayon_uptime_seconds", std::to_string(info.uptime()));
    gauge("ayon_db_size_bytes", std::to_string(rules::need(call.db->sizeBytes())));
    gauge("ayon_user_count", std::to_string(people.total));
    gauge("ayon_active_user_count", std::to_string(people.active));
    gauge("ayon_project_count", std::to_string(rules::need(repository::allProjects(*call.db)).size()));
    return http::Response::text(200, "text/plain; version=0.0.4; charset=utf-8", std::move(text));
}

} // namespace

void registerMetricsRoutes(Api &api, Addons &addons, const ServerInfo &info)
{
    api.read("GET", "/api/metrics", Access::Manager, [&addons, &info](Call &call) { return all(call, addons, info); })
        .query("system", "boolean");
    api.read("GET", "/api/metrics/system", Access::Manager, [&info](Call &call) { return forMonitoring(call, info); });
    for (const char *method : {"GET", "DELETE"})
        api.read(method, "/api/metrics/tracemalloc", Access::Admin, [](Call &) -> http::Response {
            rules::refuse(
                {501, "not-implemented", "There is no Python in this server whose memory could be traced", {}});
        });
}

} // namespace hearth::server
