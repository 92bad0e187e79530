// SPDX-License-Identifier: Apache-2.0
#include "server/audit_trail.h"

#include "repository/change_log.h"
#include "server/api.h"

namespace hearth::server
{
namespace
{

using jsontext::Object;

void append(WriteContext &context, const repository::Subject &subject, std::string_view action, const Object &said)
{
    rules::need(repository::logChange(context.db, subject, action, {}, said));
}

Object withLeftOut(Object said, std::uint64_t heldBack)
{
    if (heldBack > 0)
        said["leftOut"] = heldBack;
    return said;
}

} // namespace

void AuditTrail::loggedIn(WriteContext &context, const Call &call, const std::string &user)
{
    append(context, {0, "session", user}, "login",
           {{"agent", call.request.header("user-agent").substr(0, 200)},
            {"computer", call.request.header("x-ayon-hostname").substr(0, 200)}});
}

void AuditTrail::loggedOut(WriteContext &context, const std::string &user)
{
    append(context, {0, "session", user}, "logout", {});
}

void AuditTrail::refusedLogin(const Call &call, const rules::User *user, const char *reason)
{
    const auto answer = m_logins.ask(call.request.remoteAddress, m_clock.steadyNow());
    if (!answer.isAllowed)
        return;
    database::Origin origin = call.origin();
    origin.user = user ? user->name() : std::string();
    m_store.write(
        origin,
        [name = origin.user, said = withLeftOut({{"reason", reason}}, answer.heldBack)](WriteContext &context) {
            append(context, {0, "session", name}, "refused", said);
            return http::Response::empty();
        },
        {});
}

void AuditTrail::refusedRight(const Call &call, const rules::Failure &failure)
{
    if (failure.status != 403 || !call.user)
        return;
    const std::string what = call.request.method + ' ' + call.request.path.substr(0, 300);
    const auto answer = m_rights.ask(call.user->name() + ' ' + what, m_clock.steadyNow());
    if (!answer.isAllowed)
        return;
    m_store.write(call.origin(),
                  [what, project = call.project ? call.project->row.id : 0,
                   said = withLeftOut({{"reason", failure.detail}}, answer.heldBack)](WriteContext &context) {
                      append(context, {project, "right", what}, "refused", said);
                      return http::Response::empty();
                  },
                  {});
}

std::vector<std::string> AuditTrail::readsToWrite(const Call &call, const std::vector<std::string> &secrets)
{
    std::vector<std::string> made;
    for (const std::string &name : secrets)
        if (m_secrets.ask(call.user->name() + ' ' + call.request.remoteAddress + ' ' + name, m_clock.steadyNow())
                .isAllowed)
            made.push_back(name);
    return made;
}

void AuditTrail::readSecrets(WriteContext &context, const std::vector<std::string> &secrets)
{
    for (const std::string &name : secrets)
        append(context, {0, "secret", name}, "read", {});
}

} // namespace hearth::server
