// SPDX-License-Identifier: Apache-2.0
#include "server/api.h"

#include "core/entity_id.h"
#include "core/log.h"
#include "json_text/writer.h"
#include "rules/names.h"
#include "server/storable_text.h"

namespace hearth::server
{
namespace
{

constexpr std::size_t plainIdSize = 32;

bool isSender(std::string_view text)
{
    return !text.empty() && text.size() <= 255 && rules::isEntityName(text);
}

void readSender(const http::Request &request, rules::Actor &actor)
{
    if (const std::string_view sender = request.header("x-sender"); isSender(sender))
        actor.sender = sender;
    if (const std::string_view type = request.header("x-sender-type"); isSender(type))
        actor.senderType = type;
}

std::optional<bool> truthOf(const std::optional<std::string> &text)
{
    if (!text)
        return std::nullopt;
    const std::string low = rules::lowered(*text);
    return low == "true" || low == "1" || low == "yes" || low == "on";
}

// A body that is packed would be taken for what it is not.
void refusePacked(const http::Request &request)
{
    const std::string encoding = rules::lowered(request.header("content-encoding"));
    if (!encoding.empty() && encoding != "identity")
        rules::refuse(
            {415, "unsupported-media-type", "Bodies are taken as they are, without the encoding " + encoding, {}});
}

template <typename Handler>
void guarded(const Call &call, AuditTrail &audit, const http::Responder &reply, const Handler &handler)
{
    const http::Request &request = call.request;
    try {
        handler();
    } catch (const rules::Refusal &refusal) {
        reply.send(failureResponse(refusal.failure(), request));
        audit.refusedRight(call, refusal.failure());
    } catch (const std::exception &error) {
        log::error(log::server, "{} {} {}: {}", request.id, request.method, request.path, error.what());
        reply.send(failureResponse({500, "internal", "Internal error", {}}, request));
    }
}

} // namespace

const jsontext::Object &Call::object() const
{
    static const jsontext::Object none;
    if (body.is_null())
        return none;
    if (!body.is_object())
        rules::refuse(rules::invalidField("__root__", "value is not a valid dict", "type_error.dict"));
    return body.get_object();
}

std::shared_ptr<const rules::ProjectRights> Call::rights(database::Connection &from) const
{
    return &from == db ? store->rights(from, *user, *project)
                       : rules::need(rules::readRights(from, *user, project->row.name));
}

std::shared_ptr<const rules::ReadScope> Call::scope(database::Connection &from) const
{
    if (user->isManager)
        return rules::ReadScope::unlimited();
    return &from == db ? store->readScope(from, *user, *project)
                       : rules::need(rules::ReadScope::find(from, rights(from), project->row.id));
}

database::Origin Call::origin() const
{
    return {user ? user->name() : std::string(), actor.sender, request.remoteAddress, request.id};
}

bool Call::flag(std::string_view name, bool otherwise) const
{
    return optionalFlag(name).value_or(otherwise);
}
std::optional<bool> Call::optionalFlag(std::string_view name) const
{
    return truthOf(request.query(name));
}

http::Response failureResponse(const rules::Failure &failure, const http::Request &request)
{
    std::string body;
    jsontext::Writer w(body);
    if (failure.problems.empty()) {
        w.beginObject().member("code", failure.status).member("detail", failure.detail);
        if (failure.status == 500)
            w.member("status", 500).member("traceback", "The server's log says more of request " + request.id);
        w.endObject();
        http::Response response = http::Response::json(failure.status, std::move(body));
        if (failure.status == 503)
            response.headers.push_back({"Retry-After", "2"});
        return response;
    }
    w.beginObject().member("code", failure.status);
    w.member("detail", "Request validation error in [" + request.method + "] " + request.path)
        .member("path", request.path);
    w.member("traceback", failure.detail).key("errors").beginArray();
    for (const rules::FieldProblem &problem : failure.problems) {
        w.beginObject().memberRaw("loc", problem.location).member("msg", problem.message).member("type", problem.type);
        if (!problem.context.empty())
            w.memberRaw("ctx", problem.context);
        w.endObject();
    }
    w.endArray().endObject();
    return http::Response::json(failure.status, std::move(body));
}

jsontext::Value parseBody(const Call &call)
{
    jsontext::Value made = parseBody(call.request);
    if (call.shape)
        call.shape->settle(made);
    return made;
}

jsontext::Value parseBody(const http::Request &request)
{
    if (request.body.empty())
        return nullptr;
    auto parsed = jsontext::parse(request.body);
    if (!parsed) {
        rules::Failure failure = rules::badRequest("JSON decode error: " + parsed.error().detail.toStdString());
        std::string context;
        jsontext::Writer(context).beginObject().member("error", parsed.error().detail.toStdString()).endObject();
        failure.problems.push_back({R"(["body",1])", "JSON decode error", "json_invalid", std::move(context)});
        rules::refuse(std::move(failure));
    }
    refuseUnstorable(request.body, *parsed);
    return std::move(*parsed);
}

std::string entityIdParam(const Call &call, std::string_view name)
{
    std::string id = canonicalEntityId(call.param(name));
    if (!id.empty())
        return id;
    rules::Failure failure = rules::badRequest(std::string(name) + ": the value is not an id");
    const std::string place = "[\"path\",\"" + jsontext::snakeCase(name) + "\"]";
    if (call.param(name).size() < plainIdSize)
        failure.problems.push_back({place, "ensure this value has at least 32 characters",
                                    "value_error.any_str.min_length", R"({"limit_value":32})"});
    else
        failure.problems.push_back({place, "the value is not an id", "value_error.str.regex"});
    rules::refuse(std::move(failure));
}

http::Response idResponse(int status, std::string_view id)
{
    std::string body;
    jsontext::Writer(body).beginObject().member("id", id).endObject();
    return http::Response::json(status, std::move(body));
}

void Api::identify(Call &call, database::Connection &db, Access access)
{
    call.store = &m_store;
    refusePacked(call.request);
    if (access == Access::Public) {
        try {
            if (auto identity = m_authenticator.identify(db, call.request))
                call.user = std::move(identity->user);
        } catch (const rules::Refusal &) {
            call.user = nullptr; // a public route does not mind credentials that do not hold
        }
    } else {
        auto identity = m_authenticator.identify(db, call.request);
        if (!identity)
            rules::refuse({401, "not-logged-in", "Access token is missing", {}});
        call.user = std::move(identity->user);
        call.tokenHash = std::move(identity->tokenHash);
        if ((access == Access::Manager && !call.user->isManager) || (access == Access::Admin && !call.user->isAdmin))
            rules::refuse(rules::forbidden(access == Access::Admin ? "Only administrators may do this"
                                                                   : "Only managers may do this"));
    }
    call.actor.user = call.user;
    readSender(call.request, call.actor);
    if (access != Access::Public && access != Access::NewProject && !call.param("project").empty())
        enterProject(call, db);
}

void Api::enterProject(Call &call, database::Connection &db)
{
    const std::string &name = call.param("project");
    call.project = m_store.project(db, name);
    if (!call.project)
        rules::refuse(rules::notFound("Project " + name + " not found"));
    if (!call.user->mayRead(call.project->row.name))
        rules::refuse(rules::forbidden("No access group assigned on this project"));
    if (!m_store.rights(db, *call.user, *call.project)->mayCall(call.request.method, call.request.path))
        rules::refuse(rules::forbidden("Your access groups do not allow this endpoint"));
}

RouteDescription &Api::read(const char *method, const char *pattern, Access access, Read handler)
{
    const auto shape = std::make_shared<BodyShape>(method, pattern);
    m_router.add(
        method, pattern,
        [this, access, shape, handler = std::move(handler)](http::Request &request, const http::Responder &reply) {
            Call call;
            call.request = std::move(request);
            call.shape = shape;
            guarded(call, m_audit, reply, [&] {
                const auto connection = m_store.read();
                call.db = &*connection;
                identify(call, *connection, access);
                reply.send(handler(call));
            });
        });
    return m_routes.emplace_back(method, pattern, access, false, shape);
}

RouteDescription &Api::observe(const char *method, const char *pattern, Read handler)
{
    m_router.add(method, pattern,
                 [this, handler = std::move(handler)](http::Request &request, const http::Responder &reply) {
                     Call call;
                     call.request = std::move(request);
                     call.store = &m_store;
                     guarded(call, m_audit, reply, [&] {
                         try {
                             const auto connection = m_store.read();
                             identify(call, *connection, Access::Public);
                         } catch (const rules::Refusal &) {
                             call.user = nullptr; // nobody can be known while the database is away
                         }
                         reply.send(handler(call));
                     });
                 });
    return m_routes.emplace_back(method, pattern, Access::Public, false, std::make_shared<BodyShape>(method, pattern));
}

RouteDescription &Api::free(const char *method, const char *pattern, Access access, Free handler,
                            http::RouteOptions options, bool parsesBody)
{
    const auto shape = std::make_shared<BodyShape>(method, pattern);
    m_router.add(
        method, pattern,
        [this, access, parsesBody, shape, handler = std::move(handler)](http::Request &request,
                                                                        const http::Responder &reply) {
            const auto call = std::make_shared<Call>();
            call->request = std::move(request);
            call->shape = shape;
            guarded(*call, m_audit, reply, [&] {
                {
                    const auto connection = m_store.read();
                    identify(*call, *connection, access);
                }
                if (parsesBody)
                    call->body = parseBody(*call);
                handler(call, reply);
            });
        },
        options);
    return m_routes.emplace_back(method, pattern, access, options.bodyToFile, shape);
}

RouteDescription &Api::slow(const char *method, const char *pattern, Access access, WorkPool &pool, Free handler,
                            http::RouteOptions options)
{
    const auto shared = std::make_shared<Free>(std::move(handler));
    return free(
        method, pattern, access,
        [this, &pool, shared](const std::shared_ptr<Call> &call, const http::Responder &reply) {
            const bool isTaken = pool.post(
                [this, call, reply, shared] { guarded(*call, m_audit, reply, [&] { (*shared)(call, reply); }); });
            if (!isTaken)
                rules::refuse({503, "service-unavailable", "Too many requests at once", {}});
        },
        options);
}

RouteDescription &Api::write(const char *method, const char *pattern, Access access, Write handler,
                             http::RouteOptions options)
{
    const auto shared = std::make_shared<Write>(std::move(handler));
    return free(
        method, pattern, access,
        [this, shared](const std::shared_ptr<Call> &call, const http::Responder &reply) {
            call->change([call, shared](WriteContext &context) { return (*shared)(*call, context); },
                         [this, call, reply](rules::Outcome<http::Response> made) {
                             if (!made)
                                 m_audit.refusedRight(*call, made.error());
                             reply.send(made ? std::move(*made) : failureResponse(made.error(), call->request));
                         });
        },
        options, !options.bodyToFile);
}

} // namespace hearth::server
