// SPDX-License-Identifier: Apache-2.0
// What would go by e-mail: invitations and forgotten passwords. This server has no mailer and says so, after it has
// checked what was asked; a token for either can therefore never be a good one.
#include "server/rest/routes.h"

namespace hearth::server
{
namespace
{

[[noreturn]] void refuseMail(const char *instead)
{
    rules::refuse({501, "not-implemented", std::string("This server sends no e-mail. ") + instead, {}});
}

std::string needed(const Call &call, const char *field)
{
    std::string text(jsontext::text(call.object(), field));
    if (text.empty())
        rules::refuse(rules::invalidField(field, "field required", "value_error.missing"));
    return text;
}

http::Response invite(Call &call, WriteContext &context)
{
    const auto row = rules::need(repository::userByName(context.db, call.param("name")));
    if (!row)
        rules::refuse(rules::notFound("User " + call.param("name") + " not found"));
    checkMayTouch(call, *row);
    if (jsontext::text(jsontext::parseObject(row->attrib), "email").empty())
        rules::refuse(rules::badRequest("User " + row->name + " has no e-mail address"));
    refuseMail("Give the person a password yourself; nothing was changed.");
}

// The same whoever is asked for: it does not tell which addresses are known.
http::Response requestReset(Call &call, WriteContext &)
{
    if (needed(call, "email").find('@') == std::string::npos)
        rules::refuse(rules::badRequest("The e-mail address is malformed"));
    refuseMail("Ask an administrator for a new password.");
}

http::Response useToken(Call &call, WriteContext &)
{
    (void)needed(call, "token");
    rules::refuse(rules::forbidden("The token is not valid, or no longer"));
}

} // namespace

void registerInvitationRoutes(Api &api)
{
    api.write("POST", "/api/users/{name}/invite", Access::Manager, invite);
    api.write("POST", "/api/users/passwordResetRequest", Access::Public, requestReset);
    api.write("POST", "/api/users/passwordReset", Access::Public, useToken);
    api.write("POST", "/api/users/acceptInvite", Access::Public, useToken);
}

} // namespace hearth::server
