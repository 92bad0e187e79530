// SPDX-License-Identifier: Apache-2.0
#include "rules/attributes.h"

#include "repository/documents.h"
#include "rules/names.h"
#include "rules/operations.h"
#include "server/rest/routes.h"

#include <algorithm>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;
namespace documents = repository::documents;

// Every project's derived values follow the new definitions at once.
void definitionsChanged(WriteContext &context, bool isNarrower)
{
    if (isNarrower)
        rules::need(repository::putDocument(context.db, documents::server, rules::AttributeLibrary::definitionsChanged,
                                            "true"));
    context.attributesChanged();
    const auto library = rules::need(rules::AttributeLibrary::load(context.db));
    for (auto &row : rules::need(repository::allProjects(context.db))) {
        context.touch(row.id);
        if (auto derived = rules::deriveAllFolders(context.db, *rules::projectInfo(std::move(row), *library), *library);
            !derived)
            rules::refuse(derived.error());
    }
}

void store(WriteContext &context, const std::string &name, const Object &given, bool isPatch)
{
    if (!rules::isAttributeName(name))
        rules::refuse(rules::invalidPattern("name", rules::attributeNamePattern));
    Object definition;
    const auto stored = rules::need(repository::documentByName(context.db, documents::attribute, name));
    if (stored)
        definition = jsontext::parseObject(stored->body);
    if (isPatch && !stored)
        rules::refuse(rules::notFound("Attribute " + name + " not found"));
    if (isPatch)
        jsontext::mergeDeep(definition, given);
    else
        for (const auto &member : given)
            definition.insert_or_assign(member.key(), member.value());
    if (const Object *data = jsontext::object(definition, "data"); data && jsontext::find(*data, "type"))
        if (const std::string_view type = jsontext::text(*data, "type"); !rules::isAttributeType(type))
            rules::refuse(
                rules::invalidField("data.type", "unexpected value: '" + std::string(type) + "'", "value_error.const"));
    if (!jsontext::find(given, "position") && !stored)
        definition["position"] =
            static_cast<std::int64_t>(rules::need(repository::documentsOf(context.db, documents::attribute)).size());
    rules::need(repository::putDocument(context.db, documents::attribute, name,
                                        rules::attributeText(rules::readAttribute(name, definition))));
}

http::Response put(Call &call, WriteContext &context, bool isPatch)
{
    store(context, call.param("name"), call.object(), isPatch);
    definitionsChanged(context, true);
    return http::Response::empty();
}

http::Response putAll(Call &call, WriteContext &context)
{
    const jsontext::Array *given = jsontext::array(call.object(), "attributes");
    std::vector<std::string> names;
    for (const Value &item : given ? *given : jsontext::Array{}) {
        if (!item.is_object())
            rules::refuse(rules::invalidField("attributes", "value is not a valid dict", "type_error.dict"));
        names.emplace_back(jsontext::text(item.get_object(), "name"));
        store(context, names.back(), item.get_object(), false);
    }
    if (jsontext::flag(call.object(), "deleteMissing"))
        for (const auto &document : rules::need(repository::documentsOf(context.db, documents::attribute)))
            if (std::find(names.begin(), names.end(), document.name) == names.end())
                (void)rules::need(repository::removeDocument(context.db, documents::attribute, document.name));
    definitionsChanged(context, true);
    return http::Response::empty();
}

} // namespace

void registerAttributeRoutes(Api &api)
{
    api.read("GET", "/api/attributes", Access::User, [](Call &call) {
        return http::Response::json(200, "{\"attributes\":" + call.store->attributes()->fullText() + '}');
    });
    api.write("PUT", "/api/attributes", Access::Admin, putAll)
        .needs("attributes", "array")
        .takes("deleteMissing", "boolean");
    api.read("GET", "/api/attributes/{name}", Access::User, [](Call &call) {
        const auto library = call.store->attributes();
        const auto *attribute = library->find(call.param("name"));
        if (!attribute)
            rules::refuse(rules::notFound("Attribute " + call.param("name") + " not found"));
        return http::Response::json(200, rules::attributeText(*attribute));
    });
    api.write("PUT", "/api/attributes/{name}", Access::Admin,
              [](Call &call, WriteContext &context) { return put(call, context, false); })
        .needs("data", "object")
        .needs("scope", "array")
        .takes("position", "integer")
        .takes("builtin", "boolean");
    api.write("PATCH", "/api/attributes/{name}", Access::Admin,
              [](Call &call, WriteContext &context) { return put(call, context, true); })
        .takes("data", "object")
        .takes("scope", "array")
        .takes("position", "integer");
    api.write("DELETE", "/api/attributes/{name}", Access::Admin, [](Call &call, WriteContext &context) {
        if (!rules::need(repository::removeDocument(context.db, documents::attribute, call.param("name"))))
            rules::refuse(rules::notFound("Attribute " + call.param("name") + " not found"));
        definitionsChanged(context, true);
        return http::Response::empty();
    });
}

} // namespace hearth::server
