// SPDX-License-Identifier: Apache-2.0
// What other servers ask of their vendor's cloud. This one asks nobody: what can be said without is said, the rest is
// refused.
#include "json_text/writer.h"
#include "server/rest/routes.h"

namespace hearth::server
{
namespace
{

[[noreturn]] void refuseCloud()
{
    rules::refuse({501,
                   "not-implemented",
                   "This server is not connected to a vendor's cloud, and nothing was sent there. Addons and packages "
                   "are uploaded to it as files.",
                   {}});
}

http::Response connection(Call &call)
{
    std::string body;
    jsontext::Writer w(body);
    w.beginObject().member("instanceId", call.store->eventIds().idOf(0)).member("connected", false);
    w.member("offlineMode", true).member("managed", false).member("collectSaturatedMetrics", false);
    w.key("subscriptions").beginArray().endArray().endObject();
    return http::Response::json(200, std::move(body));
}

} // namespace

void registerCloudRoutes(Api &api)
{
    api.read("GET", "/api/connect", Access::User, connection);
    api.read("DELETE", "/api/connect", Access::Admin, [](Call &) { return http::Response::empty(); });
    api.read("GET", "/api/connect/feedback", Access::User, [](Call &) {
        return http::Response::json(200, R"({"available":false,"detail":"This server is not connected to a cloud"})");
    });
    api.read("GET", "/api/market/licenses", Access::Admin,
             [](Call &) { return http::Response::json(200, R"({"licenses":[]})"); });
    static constexpr std::pair<const char *, const char *> refused[] = {{"POST", "/api/connect"},
                                                                        {"GET", "/api/connect/authorize"},
                                                                        {"GET", "/api/market/addons"},
                                                                        {"GET", "/api/market/addons/{addon}"},
                                                                        {"GET", "/api/market/addons/{addon}/{version}"},
                                                                        {"GET", "/api/market/releases"},
                                                                        {"GET", "/api/market/releases/{release}"}};
    for (const auto &[method, pattern] : refused)
        api.read(method, pattern, Access::Admin, [](Call &) -> http::Response { refuseCloud(); });
}

} // namespace hearth::server
