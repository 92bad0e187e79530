// SPDX-License-Identifier: Apache-2.0
// The studio's secrets. Their values are sealed in the database and told to administrators only.
#include "core/log.h"
#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/names.h"
#include "server/audit_trail.h"
#include "server/rest/routes.h"
#include "server/secret_box.h"

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
using jsontext::Writer;
namespace documents = repository::documents;

std::string valueOf(const repository::Document &document, SecretBox &box)
{
    const Object body = jsontext::parseObject(document.body);
    const std::string sealed(jsontext::text(body, "sealed"));
    if (sealed.empty())
        return std::string(jsontext::text(body, "value"));
    auto value = box.open(sealed);
    if (!value)
        rules::refuse({500,
                       "internal",
                       "The secret " + document.name + " cannot be read: its key is not in " + box.keyFile() +
                           ". The secret was kept; put the key back or set the secret anew.",
                       {}});
    return std::move(*value);
}

void append(Writer &w, const Call &call, const repository::Document &document, SecretBox &box)
{
    w.beginObject().member("name", document.name);
    if (call.user->isAdmin)
        w.member("value", valueOf(document, box));
    w.endObject();
}

using Documents = std::vector<repository::Document>;

Documents readable(database::Connection &db)
{
    Documents made = rules::need(repository::documentsOf(db, documents::secret));
    std::erase_if(made, [](const repository::Document &one) { return one.name.starts_with("_"); });
    return made;
}

Documents named(database::Connection &db, const std::string &name)
{
    auto found = rules::need(repository::documentByName(db, documents::secret, name));
    if (!found)
        rules::refuse(rules::notFound("Secret " + name + " not found"));
    return {std::move(*found)};
}

// Values are sent once it is written who read them. Where that cannot be written, because the disk is full, those who
// need a secret to work get it all the same, and the log file says so.
void tell(const std::shared_ptr<Call> &call, const http::Responder &reply, AuditTrail &audit, const Documents &found,
          std::string body)
{
    std::vector<std::string> names;
    for (const auto &document : found)
        if (call->user->isAdmin)
            names.push_back(document.name);
    names = audit.readsToWrite(*call, names);
    if (names.empty())
        return reply.send(http::Response::json(200, std::move(body)));
    call->change(
        [names](WriteContext &context) {
            AuditTrail::readSecrets(context, names);
            return http::Response::empty();
        },
        [call, reply, body = std::move(body)](const rules::Outcome<http::Response> &written) {
            if (!written)
                log::warning(log::server, "{} read secrets from {}, which could not be written into the history",
                             call->user->name(), call->request.remoteAddress);
            reply.send(http::Response::json(200, body));
        });
}

void list(const std::shared_ptr<Call> &call, const http::Responder &reply, SecretBox &box, AuditTrail &audit)
{
    const Documents found = readable(*call->store->read());
    std::string body;
    Writer w(body);
    w.beginArray();
    for (const auto &document : found)
        append(w, *call, document, box);
    w.endArray();
    tell(call, reply, audit, found, std::move(body));
}

void one(const std::shared_ptr<Call> &call, const http::Responder &reply, SecretBox &box, AuditTrail &audit)
{
    const Documents found = named(*call->store->read(), call->param("name"));
    std::string body;
    Writer w(body);
    append(w, *call, found.front(), box);
    tell(call, reply, audit, found, std::move(body));
}

void store(WriteContext &context, SecretBox &box, const std::string &name, const std::string &value)
{
    const auto sealed = box.seal(value);
    if (!sealed)
        rules::refuse(
            {500, "internal", "The secret was not stored: its key file " + box.keyFile() + " cannot be written", {}});
    rules::need(
        repository::putDocument(context.db, documents::secret, name, jsontext::toText(Object{{"sealed", *sealed}})));
}

http::Response put(Call &call, WriteContext &context, SecretBox &box)
{
    const std::string &name = call.param("name");
    if (!rules::isEntityName(name))
        rules::refuse(rules::invalidPattern("name", rules::entityNamePattern));
    const Value *value = jsontext::find(call.object(), "value");
    if (!value || !value->is_string())
        rules::refuse(rules::invalidField("value", value ? "str type expected" : "field required",
                                          value ? "type_error.str" : "value_error.missing"));
    store(context, box, name, std::string(value->get_string()));
    return http::Response::empty();
}

} // namespace

void sealSecrets(WriteContext &context, SecretBox &box)
{
    for (const auto &document : rules::need(repository::documentsOf(context.db, documents::secret)))
        if (const Object body = jsontext::parseObject(document.body); body.contains("value"))
            store(context, box, document.name, std::string(jsontext::text(body, "value")));
}

void registerSecretRoutes(Api &api, SecretBox &box)
{
    AuditTrail &audit = api.audit();
    api.free("GET", "/api/secrets", Access::Manager,
             [&](const std::shared_ptr<Call> &call, const http::Responder &reply) { list(call, reply, box, audit); });
    api.free("GET", "/api/secrets/{name}", Access::Manager,
             [&](const std::shared_ptr<Call> &call, const http::Responder &reply) { one(call, reply, box, audit); });
    api.write("PUT", "/api/secrets/{name}", Access::Admin,
              [&box](Call &call, WriteContext &context) { return put(call, context, box); })
        .needs("name")
        .needs("value");
    api.write("DELETE", "/api/secrets/{name}", Access::Admin, [](Call &call, WriteContext &context) {
        if (!rules::need(repository::removeDocument(context.db, documents::secret, call.param("name"))))
            rules::refuse(rules::notFound("Secret " + call.param("name") + " not found"));
        return http::Response::empty();
    });
}

} // namespace hearth::server
