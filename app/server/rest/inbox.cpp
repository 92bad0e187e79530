// SPDX-License-Identifier: Apache-2.0
// A user's own inbox: what is read, and what is put away.
#include "core/entity_id.h"
#include "repository/activities.h"
#include "repository/entity_store.h"
#include "server/rest/routes.h"

#include <charconv>

namespace hearth::server
{
namespace
{

using jsontext::Value;

// The number of a reference out of its id.
std::string orderOf(const Value &given)
{
    const std::string id = given.is_string() ? canonicalEntityId(std::string(given.get_string())) : std::string();
    std::int64_t order = 0;
    if (!id.empty())
        (void)std::from_chars(id.data() + 16, id.data() + id.size(), order, 16);
    if (order <= 0)
        rules::refuse(rules::invalidField("ids", "value is not the id of a reference", "value_error.uuid"));
    return std::to_string(order);
}

http::Response mark(Call &call, WriteContext &context)
{
    const jsontext::Object &body = call.object();
    const std::string_view status = jsontext::text(body, "status");
    if (status != "unread" && status != "read" && status != "inactive")
        rules::refuse(rules::notPermitted("status", status, {"unread", "read", "inactive"}));
    if (jsontext::text(body, "projectName").empty())
        rules::refuse(rules::invalidField("projectName", "field required", "value_error.missing"));
    const auto project = context.project(jsontext::text(body, "projectName"));
    if (!call.user->mayRead(project->row.name))
        rules::refuse(rules::forbidden("No access group assigned on this project"));
    std::string orders;
    if (!jsontext::flag(body, "all")) {
        orders = "[";
        for (const Value &id : jsontext::items(jsontext::array(body, "ids")))
            orders += (orders.size() > 1 ? "," : "") + orderOf(id);
        orders += "]";
    }
    rules::need(repository::markInbox(context.db, project->row.id, call.user->name(), orders, status != "inactive",
                                      status != "unread"));
    return http::Response::empty();
}

} // namespace

void registerInboxRoutes(Api &api)
{
    api.write("POST", "/api/inbox", Access::User, mark);
}

} // namespace hearth::server
