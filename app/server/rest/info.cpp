// SPDX-License-Identifier: Apache-2.0
#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/project_rules.h"
#include "server/rest/routes.h"
#include "server/server_info.h"
#include "server/sites.h"
#include "server/user_json.h"

namespace hearth::server
{
namespace
{

namespace documents = repository::documents;

constexpr const char *wish = "restart_required"; // names of server documents
constexpr const char *onboarding = "onboarding";

http::Response restartRequired(Call &call)
{
    const auto stored = rules::need(repository::documentByName(*call.db, documents::server, wish));
    return http::Response::json(200, stored ? stored->body : R"({"required":false,"reason":null})");
}

// Administrators are told by an event; the server itself needs no restart for anything it does.
http::Response requireRestart(Call &call, WriteContext &context)
{
    const jsontext::Value *required = call.object().if_contains("required");
    if (!required || !required->is_bool())
        rules::refuse(rules::invalidField("required", "value could not be parsed to a boolean", "type_error.bool"));
    const std::string reason(jsontext::text(call.object(), "reason"));
    std::string body;
    jsontext::Writer(body)
        .beginObject()
        .member("required", required->get_bool())
        .memberOrNull("reason", reason)
        .endObject();
    rules::need(repository::putDocument(context.db, documents::server, wish, body));
    if (required->get_bool()) {
        std::string summary;
        jsontext::Writer(summary).beginObject().memberOrNull("reason", reason).endObject();
        context.emit(rules::need(
            rules::storeEvent(context.db, call.actor, "server.restart_required", {}, reason, summary, "{}")));
    }
    return http::Response::empty();
}

http::Response restart(Call &, WriteContext &context)
{
    forgetRestartWish(context);
    return http::Response::empty();
}

// Whether the pages for the first steps are to be shown to administrators.
http::Response setOnboarding(WriteContext &context, bool isOpen)
{
    if (isOpen)
        rules::need(repository::putDocument(context.db, documents::server, onboarding, "true"));
    else
        (void)rules::need(repository::removeDocument(context.db, documents::server, onboarding));
    return http::Response::empty();
}

} // namespace

void forgetRestartWish(WriteContext &context)
{
    (void)rules::need(repository::removeDocument(context.db, documents::server, wish));
}

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
            if (call.user->isAdmin && rules::need(repository::documentByName(*call.db, documents::server, onboarding)))
                w.member("onboarding", true);
            w.member("extras", "").member("disableChangelog", true);
        }
        w.member("disableFeedback", true).endObject();
        return http::Response::json(200, std::move(body));
    });
    api.read("GET", "/api/system/restartRequired", Access::Public, restartRequired);
    api.write("POST", "/api/system/restartRequired", Access::Admin, requireRestart)
        .needs("required", "boolean")
        .takes("reason");
    api.write("POST", "/api/system/restart", Access::Manager, restart);
    api.write("POST", "/api/onboarding/restart", Access::Admin,
              [](Call &, WriteContext &context) { return setOnboarding(context, true); });
    api.write("POST", "/api/onboarding/abort", Access::Admin,
              [](Call &, WriteContext &context) { return setOnboarding(context, false); });
}

} // namespace hearth::server
