// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/router.h"
#include "json_text/document.h"
#include "server/audit_trail.h"
#include "server/auth/authenticator.h"
#include "server/body_shape.h"
#include "server/route_book.h"
#include "server/store.h"
#include "server/work_pool.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace hearth::server
{

/// One request on its way, with what is known of it.
struct Call {
    http::Request request;
    std::shared_ptr<const rules::User> user;           ///< nullptr without a login, on public routes only
    std::string tokenHash;                             ///< of the session in use
    std::shared_ptr<const rules::ProjectInfo> project; ///< of a route with `{project}`
    jsontext::Value body;                              ///< of a write; null when there is none
    std::shared_ptr<const BodyShape> shape;            ///< what the route's body has to be
    rules::Actor actor;
    Store *store = nullptr;
    database::Connection *db = nullptr; ///< of a read, for as long as the handler runs

    /// What the user may do in the route's project, and what of it the user may read. In a write as its transaction has
    /// it, which nothing keeps.
    [[nodiscard]] std::shared_ptr<const rules::ProjectRights> rights(database::Connection &from) const;
    [[nodiscard]] std::shared_ptr<const rules::ReadScope> scope(database::Connection &from) const;
    /// Who asks, as the change log says it.
    [[nodiscard]] database::Origin origin() const;
    /// A write on behalf of this request.
    void change(Store::Work work, Store::Done done) const { store->write(origin(), std::move(work), std::move(done)); }
    [[nodiscard]] const std::string &param(std::string_view name) const { return request.param(name); }
    /// The body as an object. Refuses another one.
    [[nodiscard]] const jsontext::Object &object() const;
    /// A `true`, `True` or `1` of the query.
    [[nodiscard]] bool flag(std::string_view name, bool otherwise = false) const;
    [[nodiscard]] std::optional<bool> optionalFlag(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const { return request.query(name).value_or(std::string()); }
};

/// Registers routes with their access and turns what handlers refuse into replies.
class Api
{
public:
    using Read = std::function<http::Response(Call &)>;
    using Write = std::function<http::Response(Call &, WriteContext &)>;
    using Free = std::function<void(std::shared_ptr<Call>, const http::Responder &)>;

    Api(http::Router &router, Store &store, Authenticator &authenticator, AuditTrail &audit)
        : m_router(router), m_store(store), m_authenticator(authenticator), m_audit(audit)
    {
    }

    /// Answered at once on the IO thread with a read connection.
    RouteDescription &read(const char *method, const char *pattern, Access access, Read handler);
    /// As `read` for everybody, but answered also while there is no database; the call has no connection.
    RouteDescription &observe(const char *method, const char *pattern, Read handler);
    /// Runs on the writer's thread in a transaction; answered after the commit.
    RouteDescription &write(const char *method, const char *pattern, Access access, Write handler,
                            http::RouteOptions options = {});
    /// Answers whenever it likes. The body is parsed when `parsesBody`.
    RouteDescription &free(const char *method, const char *pattern, Access access, Free handler,
                           http::RouteOptions options = {}, bool parsesBody = false);
    /// As `free`, on a thread of the pool, for what takes longer than an IO thread may. The pool outlives the routes.
    RouteDescription &slow(const char *method, const char *pattern, Access access, WorkPool &pool, Free handler,
                           http::RouteOptions options = {});

    /// Every route that was registered here, in that order.
    [[nodiscard]] const std::deque<RouteDescription> &routes() const { return m_routes; }

    [[nodiscard]] http::Router &router() { return m_router; }
    [[nodiscard]] Store &store() { return m_store; }
    [[nodiscard]] Authenticator &authenticator() { return m_authenticator; }
    [[nodiscard]] AuditTrail &audit() { return m_audit; }

private:
    void identify(Call &call, database::Connection &db, Access access);
    void enterProject(Call &call, database::Connection &db);

    http::Router &m_router;
    Store &m_store;
    Authenticator &m_authenticator;
    AuditTrail &m_audit;
    std::deque<RouteDescription> m_routes; ///< a deque, so that a description stays where it is
};

/// The reply for a failure, in the protocol's form.
[[nodiscard]] http::Response failureResponse(const rules::Failure &failure, const http::Request &request);
/// Parses a JSON body; refuses what is none, and what no database keeps.
[[nodiscard]] jsontext::Value parseBody(const http::Request &request);
/// Parses the body of a call and holds it against the route's shape.
[[nodiscard]] jsontext::Value parseBody(const Call &call);
/// Refuses (400) a path value that is no entity id; gives its canonical form.
[[nodiscard]] std::string entityIdParam(const Call &call, std::string_view name);
[[nodiscard]] http::Response idResponse(int status, std::string_view id);

} // namespace hearth::server
