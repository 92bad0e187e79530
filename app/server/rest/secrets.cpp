// SPDX-License-Identifier: Apache-2.0
// The studio's secrets. Their values are sealed in the database and told to administrators only.
#include "core/log.h"
#include "json_text/writer.h"
#include "repository/documents.h"
#include "rules/names.h"
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

http::Response list(Call &call, SecretBox &box)
{
    std::string body;
    Writer w(body);
    w.beginArray();
    for (const auto &document : rules::need(repository::documentsOf(*call.db, documents::secret)))
        if (!document.name.starts_with("_"))
            append(w, call, document, box);
    w.endArray();
    return http::Response::json(200, std::move(body));
}

http::Response one(Call &call, SecretBox &box)
{
    const auto found = rules::need(repository::documentByName(*call.db, documents::secret, call.param("name")));
    if (!found)
        rules::refuse(rules::notFound("Secret " + call.param("name") + " not found"));
    std::string body;
    Writer w(body);
    append(w, call, *found, box);
    return http::Response::json(200, std::move(body));
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
    api.read("GET", "/api/secrets", Access::Manager, [&box](Call &call) { return list(call, box); });
    api.read("GET", "/api/secrets/{name}", Access::Manager, [&box](Call &call) { return one(call, box); });
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
