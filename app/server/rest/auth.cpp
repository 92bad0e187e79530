// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "http/forwarding.h"
#include "json_text/writer.h"
#include "repository/stamp.h"
#include "rules/names.h"
#include "rules/project_rules.h"
#include "server/auth/password_hasher.h"
#include "server/rest/routes.h"
#include "server/user_json.h"

namespace hearth::server
{
namespace
{

using jsontext::Writer;

void refuseLogin(const std::shared_ptr<Call> &call, const http::Responder &reply)
{
    reply.send(failureResponse({403, "forbidden", "Invalid login/password combination", {}}, call->request));
}

std::string trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    const auto last = text.find_last_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string() : std::string(text.substr(first, last - first + 1));
}

std::string clientText(const http::Request &request)
{
    std::string out;
    Writer w(out);
    w.beginObject()
        .member("ip", request.remoteAddress)
        .key("languages")
        .beginArray()
        .endArray()
        .key("agent")
        .beginObject();
    w.memberOrNull("platform", request.header("x-ayon-platform")).memberOrNull("client", request.header("user-agent"));
    w.memberOrNull("device", request.header("x-ayon-hostname")).endObject().key("location").null();
    w.memberOrNull("site_id", request.header("x-ayon-site-id")).endObject();
    return out;
}

http::Response loggedInAs(const rules::User &user, const std::string &token)
{
    std::string body;
    Writer(body)
        .beginObject()
        .member("detail", "Logged in as " + user.name())
        .key("error")
        .null()
        .member("token", token)
        .memberRaw("user", userText(user, true))
        .key("redirectUrl")
        .null()
        .endObject();
    return http::Response::json(200, std::move(body));
}

// Unless the password was changed while this one was tried.
void exchangeHash(WriteContext &context, const rules::User &user, const std::string &newHash)
{
    auto row = rules::need(repository::userByName(context.db, user.name()));
    if (!row || row->password != user.row.password)
        return;
    row->password = newHash;
    rules::need(repository::putUser(context.db, *row));
    context.usersChanged();
}

// The password holds: makes the session and answers once it is stored. Where the disk is full it is kept in memory, for
// whoever comes to make room has to log in.
void welcome(const std::shared_ptr<Call> &call, const http::Responder &reply, Authenticator &authenticator,
             const std::shared_ptr<const rules::User> &user, const std::string &newHash)
{
    repository::SessionRow session;
    const std::string token = authenticator.newSession(*user, call->request, session);
    database::Origin origin = call->origin();
    origin.user = user->name();
    call->store->write(
        std::move(origin),
        [call, user, session, token, newHash](WriteContext &context) {
            rules::need(repository::putSession(context.db, session));
            if (!newHash.empty())
                exchangeHash(context, *user, newHash);
            AuditTrail::loggedIn(context, *call, user->name());
            const rules::Actor actor{user, {}, "api"};
            context.emit(
                rules::need(rules::storeEvent(context.db, actor, "auth.login", {},
                                              "User " + user->name() + " logged in", clientText(call->request), "{}")));
            return loggedInAs(*user, token);
        },
        [call, reply, user, session, token, &authenticator](rules::Outcome<http::Response> made) {
            if (!made && made.error().status == 507) {
                log::warning(log::server, "{} logged in from {}; the session cannot be stored yet", user->name(),
                             call->request.remoteAddress);
                authenticator.adopt(session);
                made = loggedInAs(*user, token);
            }
            reply.send(made ? std::move(*made) : failureResponse(made.error(), call->request));
        });
}

constexpr const char *plainLoginRefused =
    "Passwords from other machines are taken over https only. Ask whoever runs this server to set up a certificate, or "
    "to let the proxy in front of it say X-Forwarded-Proto, or to start it with --allow-plain-login.";

void checkMaySendPassword(const Call &call, bool allowsPlain)
{
    if (!allowsPlain && !call.request.isEncrypted && !http::isLoopback(call.request.remoteAddress))
        rules::refuse(rules::forbidden(plainLoginRefused));
}

void login(const std::shared_ptr<Call> &call, const http::Responder &reply, PasswordHasher &hasher,
           Authenticator &authenticator, AuditTrail &audit)
{
    const std::string name = trimmed(jsontext::text(call->object(), "name"));
    const std::string password(jsontext::text(call->object(), "password"));
    const std::string address = call->request.remoteAddress;
    if (authenticator.isBanned(address)) {
        audit.refusedLogin(*call, nullptr, "too many failed logins from this address");
        return reply.send(
            failureResponse({403, "forbidden", "Too many failed logins, try again later", {}}, call->request));
    }
    if (!authenticator.mayTryLogin(address))
        return reply.send(failureResponse(
            {503, "service-unavailable", "Too many logins from your address, wait a minute", {}}, call->request));
    if (password.size() > 1024)
        return refuseLogin(call, reply);
    std::shared_ptr<const rules::User> user;
    {
        const auto db = call->store->read();
        user = name.empty() ? nullptr : call->store->user(*db, name);
    }
    const auto known = user; // who was meant, for the history alone
    const char *reason = user ? "wrong password" : "no such user";
    if (user && (!user->row.active || user->isService || jsontext::flag(user->data, "disablePasswordLogin"))) {
        user = nullptr;
        reason = "this user may not log in with a password";
    }
    const bool taken = hasher.post([call, reply, user, known, reason, password, address, &authenticator, &audit] {
        if (!PasswordHasher::verify(user ? user->row.password : std::string(), password)) {
            authenticator.loginFailed(address);
            audit.refusedLogin(*call, known.get(), reason);
            return refuseLogin(call, reply);
        }
        authenticator.loginSucceeded(address);
        welcome(call, reply, authenticator, user,
                PasswordHasher::isAdopted(user->row.password) ? PasswordHasher::hash(password) : std::string());
    });
    if (!taken)
        reply.send(failureResponse({503, "service-unavailable", "Too many logins at once", {}}, call->request));
}

bool hasAdministrator(database::Connection &db)
{
    for (auto &row : rules::need(repository::allUsers(db)))
        if (const auto user = rules::readUser(row); user->isAdmin && !user->isService)
            return true;
    return false;
}

repository::UserRow firstAdministrator(const jsontext::Object &body)
{
    repository::UserRow row;
    row.name = jsontext::text(body, "adminName");
    if (!rules::isUserName(row.name))
        rules::refuse(rules::invalidPattern("adminName", rules::userNamePattern));
    if (jsontext::text(body, "adminPassword").empty() || jsontext::text(body, "adminPassword").size() > 1024)
        rules::refuse(rules::invalidField("adminPassword", "a password is needed", "value_error"));
    jsontext::Object attrib;
    for (const auto &[given, name] : {std::pair("adminFullName", "fullName"), std::pair("adminEmail", "email")})
        if (const std::string_view text = jsontext::text(body, given); !text.empty())
            attrib[name] = text;
    row.attrib = jsontext::toText(attrib);
    row.data = R"({"isAdmin":true})";
    row.createdAt = repository::stampNow();
    row.updatedAt = row.createdAt;
    return row;
}

// A server that nobody manages yet takes the first who comes.
void initialize(const std::shared_ptr<Call> &call, const http::Responder &reply, PasswordHasher &hasher,
                Authenticator &authenticator)
{
    static const rules::Failure taken = rules::forbidden("This server has an administrator already");
    {
        const auto db = call->store->read();
        if (hasAdministrator(*db))
            rules::refuse(taken);
    }
    const bool isTaken = hasher.post([call, reply, &authenticator, row = firstAdministrator(call->object())]() mutable {
        row.password = PasswordHasher::hash(std::string(jsontext::text(call->object(), "adminPassword")));
        const auto user = rules::readUser(row);
        database::Origin origin = call->origin();
        origin.user = row.name;
        call->store->write(
            std::move(origin),
            [row](WriteContext &context) {
                if (hasAdministrator(context.db))
                    rules::refuse(taken);
                if (rules::need(repository::userByName(context.db, row.name)))
                    rules::refuse(rules::conflict("User already exists"));
                rules::need(repository::putUser(context.db, row));
                context.usersChanged();
                return http::Response::empty();
            },
            [call, reply, &authenticator, user](rules::Outcome<http::Response> made) {
                if (made)
                    welcome(call, reply, authenticator, user, {});
                else
                    reply.send(failureResponse(made.error(), call->request));
            });
    });
    if (!isTaken)
        reply.send(failureResponse({503, "service-unavailable", "Too many logins at once", {}}, call->request));
}

http::Response logout(Call &call, WriteContext &context, Authenticator &authenticator)
{
    const std::string token = Authenticator::tokenIn(call.request);
    if (!token.empty()) {
        const std::string hash = authenticator.hashOf(token);
        (void)rules::need(repository::removeSession(context.db, hash));
        if (call.user)
            AuditTrail::loggedOut(context, call.user->name());
        if (call.user)
            context.emit(rules::need(rules::storeEvent(context.db, call.actor, "auth.logout", {},
                                                       "User " + call.user->name() + " logged out", "{}", "{}")));
        context.afterCommit([&authenticator, hash] { authenticator.end(hash, "User logged out"); });
    }
    return http::Response::json(200, R"({"detail":"Logged out"})");
}

http::Response sessions(Call &call)
{
    const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    std::string body;
    Writer w(body);
    w.beginArray();
    for (const auto &session : rules::need(repository::sessionsSince(
             *call.db, now - std::chrono::duration<double>(Authenticator::sessionLifetime).count()))) {
        const auto user = call.store->user(*call.db, session.userName);
        w.raw(sessionText(session, user.get(),
                          session.token)); // the hash: enough to tell sessions apart, no use as a token
    }
    w.endArray();
    return http::Response::json(200, std::move(body));
}

http::Response newSession(Call &call, WriteContext &context, Authenticator &authenticator)
{
    const std::string name(jsontext::text(call.object(), "userName"));
    std::shared_ptr<const rules::User> user = call.user;
    if (!name.empty() && name != user->name()) {
        if (!user->isService)
            rules::refuse(rules::forbidden("Only services may make sessions for others"));
        user = call.store->user(context.db, name);
        if (!user)
            rules::refuse(rules::notFound("User " + name + " not found"));
    }
    repository::SessionRow session;
    const std::string token = authenticator.newSession(*user, call.request, session);
    rules::need(repository::putSession(context.db, session));
    AuditTrail::loggedIn(context, call, user->name());
    return http::Response::json(200, sessionText(session, user.get(), token));
}

} // namespace

void registerAuthRoutes(Api &api, PasswordHasher &hasher, bool allowsPlain)
{
    Authenticator &authenticator = api.authenticator();
    api.free(
           "POST", "/api/auth/login", Access::Public,
           [&hasher, &authenticator, &audit = api.audit(), allowsPlain](const std::shared_ptr<Call> &call,
                                                                        const http::Responder &reply) {
               checkMaySendPassword(*call, allowsPlain);
               login(call, reply, hasher, authenticator, audit);
           },
           {64 * 1024, false}, true)
        .needs("name")
        .needs("password")
        .gives("token");
    api.free(
           "POST", "/api/onboarding/initialize", Access::Public,
           [&hasher, &authenticator, allowsPlain](const std::shared_ptr<Call> &call, const http::Responder &reply) {
               checkMaySendPassword(*call, allowsPlain);
               initialize(call, reply, hasher, authenticator);
           },
           {64 * 1024, false}, true)
        .needs("adminName")
        .needs("adminPassword")
        .takes("adminFullName")
        .takes("adminEmail");
    api.write("POST", "/api/auth/logout", Access::Public,
              [&authenticator](Call &call, WriteContext &context) { return logout(call, context, authenticator); });
    api.read("GET", "/api/auth/sessions", Access::Manager, sessions);
    api.read("GET", "/api/auth/pools", Access::User,
             [](Call &) { return http::Response::json(200, "[]"); }); // users are not licensed here
    api.read("GET", "/api/auth/tokenauth", Access::Public, [](Call &) -> http::Response {
        rules::refuse({501, "not-implemented", "This server knows no other place that could vouch for you", {}});
    });
    api.write("POST", "/api/auth/sessions", Access::User,
              [&authenticator](Call &call, WriteContext &context) { return newSession(call, context, authenticator); });
}

} // namespace hearth::server
