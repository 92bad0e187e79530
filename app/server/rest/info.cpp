// SPDX-License-Identifier: Apache-2.0
#include "json_text/writer.h"
#include "server/rest/routes.h"
#include "server/server_info.h"
#include "server/sites.h"
#include "server/user_json.h"

namespace hearth::server
{

void registerInfoRoutes(Api &api, const ServerInfo &info)
{
    api.read("GET", "/api/info", Access::Public, [&info](Call &call) {
        std::string body;
        const auto library = call.store->attributes();
        body.reserve(call.user ? library->slimText().size() + 1024 : 160);
        jsontext::Writer w(body);
        w.beginObject().member("version", info.version).key("uptime").real(info.uptime());
        if (call.user) {
            rememberSite(*call.store, *call.db, call.request, *call.user);
            w.memberRaw("user", userText(*call.user, false))
                .memberRaw("attributes", library->slimText())
                .memberRaw("sites", sitesText(*call.db));
            w.key("ssoOptions").beginArray().endArray().key("frontendFlags").beginArray().endArray();
            w.member("extras", "").member("disableChangelog", true);
        }
        w.member("disableFeedback", true).endObject();
        return http::Response::json(200, std::move(body));
    });
    api.read("GET", "/api/system/restartRequired", Access::Public,
             [](Call &) { return http::Response::json(200, R"({"required":false,"reason":null})"); });
    api.write("POST", "/api/system/restart", Access::Manager,
              [](Call &, WriteContext &) { return http::Response::empty(); });
}

} // namespace hearth::server
