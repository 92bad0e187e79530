// SPDX-License-Identifier: Apache-2.0
#include "server/route_book.h"

#include "json_text/document.h"
#include "rules/names.h"
#include "server/route_bodies.h"

#include <algorithm>
#include <map>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

// What elements of paths are called tells what they look like.
Object schemaOfPathElement(std::string_view name)
{
    static constexpr std::pair<std::string_view, const char *> patterns[] = {
        {"project", "^[a-zA-Z0-9_]+$"}, {"id", "^[0-9a-f]{32}$"}, {"site", "^[a-z0-9-]+$"}};
    Object made{{"type", "string"}, {"minLength", 1}};
    for (const auto &[known, pattern] : patterns)
        if (known == name)
            made["pattern"] = pattern;
    return made;
}

Object schemaOfType(const std::string &type)
{
    if (type == "any")
        return {};
    Object made{{"type", type}};
    if (type == "array")
        made["items"] = Object{};
    return made;
}

Object parameter(std::string_view name, const char *place, bool isNeeded, Object schema)
{
    return Object{{"name", name}, {"in", place}, {"required", isNeeded}, {"schema", std::move(schema)}};
}

struct Path {
    std::string text; ///< as OpenAPI writes it
    Array parameters;
};

Path pathOf(std::string_view pattern)
{
    Path made;
    while (!pattern.empty()) {
        const auto open = std::min(pattern.find('{'), pattern.size());
        made.text += pattern.substr(0, open);
        pattern.remove_prefix(open);
        if (pattern.empty())
            break;
        const auto close = pattern.find('}');
        std::string_view name = pattern.substr(1, close - 1);
        if (name.ends_with("..."))
            name.remove_suffix(3);
        (made.text += '{').append(name) += '}';
        made.parameters.push_back(parameter(name, "path", true, schemaOfPathElement(name)));
        pattern.remove_prefix(close + 1);
    }
    return made;
}

std::string operationId(std::string_view method, std::string_view path)
{
    std::string made = rules::lowered(method);
    for (const char c : path)
        if (c == '/' || c == '.')
            made += '_';
        else if (c != '{' && c != '}')
            made += c;
    return made;
}

Object content(const char *type, Object schema)
{
    return Object{{type, Object{{"schema", std::move(schema)}}}};
}

Object errorResponse(const char *description)
{
    return Object{{"description", description},
                  {"content", content("application/json", Object{{"$ref", "#/components/schemas/Error"}})}};
}

const char *accessText(Access access)
{
    switch (access) {
    case Access::Public:
        return "For everybody";
    case Access::Manager:
        return "For managers";
    case Access::Admin:
        return "For administrators";
    case Access::User:
    case Access::NewProject:
        break;
    }
    return "For everybody who is signed in";
}

template <typename Fields>
Object objectSchema(const Fields &fields, bool isAnswer)
{
    Object properties;
    Array needed;
    for (const auto &field : fields) {
        properties[field.name] = schemaOfType(field.type);
        if (field.isNeeded || isAnswer)
            needed.emplace_back(field.name);
    }
    Object made{{"type", "object"}};
    if (!properties.empty())
        made["properties"] = std::move(properties);
    if (!needed.empty())
        made["required"] = std::move(needed);
    return made;
}

} // namespace

RouteDescription &RouteDescription::query(std::string name, std::string type)
{
    m_query.push_back({std::move(name), std::move(type), false});
    return *this;
}

RouteDescription &RouteDescription::header(std::string name)
{
    m_headers.push_back({std::move(name), "string", true});
    return *this;
}

RouteDescription &RouteDescription::needs(std::string name, std::string type)
{
    m_shape->add(name, type);
    m_body.push_back({std::move(name), std::move(type), true});
    return *this;
}

RouteDescription &RouteDescription::takes(std::string name, std::string type)
{
    m_shape->add(name, type);
    m_body.push_back({std::move(name), std::move(type), false});
    return *this;
}

RouteDescription &RouteDescription::takesArray()
{
    m_takesArray = true;
    return *this;
}

RouteDescription &RouteDescription::gives(std::string name, std::string type)
{
    m_answer.push_back({std::move(name), std::move(type), true});
    return *this;
}

RouteDescription &RouteDescription::givesArray()
{
    m_givesArray = true;
    return *this;
}

jsontext::Object bodySchema(const RouteDescription &route)
{
    auto members = route.m_body;
    for (const BodyMember &member : bodyOf(route.m_method, route.m_pattern)) {
        const auto isSame = [&member](const auto &known) { return known.name == member.name; };
        if (std::none_of(members.begin(), members.end(), isSame))
            members.push_back({std::string(member.name), std::string(member.type), member.isNeeded});
    }
    return objectSchema(members, false);
}

std::string openApiText(const std::deque<RouteDescription> &routes, std::string_view version)
{
    std::map<std::string, Object> paths;
    for (const RouteDescription &route : routes) {
        Path path = pathOf(route.m_pattern);
        for (const auto &field : route.m_query)
            path.parameters.push_back(parameter(field.name, "query", false, schemaOfType(field.type)));
        for (const auto &field : route.m_headers)
            path.parameters.push_back(parameter(field.name, "header", true, schemaOfType(field.type)));
        Object operation{{"operationId", operationId(route.m_method, path.text)},
                         {"summary", accessText(route.m_access)},
                         {"parameters", std::move(path.parameters)}};
        operation["security"] = route.m_access == Access::Public
                                    ? Array{}
                                    : Array{Object{{"apiKey", Array{}}}, Object{{"session", Array{}}}};
        if (route.m_takesBytes)
            operation["requestBody"] = Object{
                {"content", content("application/octet-stream", Object{{"type", "string"}, {"format", "binary"}})}};
        else if (route.m_method == "POST" || route.m_method == "PUT" || route.m_method == "PATCH")
            operation["requestBody"] =
                Object{{"content",
                        content("application/json", route.m_takesArray ? schemaOfType("array") : bodySchema(route))}};
        Object done{{"description", "Done"}};
        if (route.m_givesArray)
            done["content"] = content("application/json", schemaOfType("array"));
        else if (!route.m_answer.empty())
            done["content"] = content("application/json", objectSchema(route.m_answer, true));
        Object responses{{"2XX", std::move(done)},
                         {"3XX", Object{{"description", "It is elsewhere, or as it was"}}},
                         {"4XX", errorResponse("Refused; the detail says why")}};
        responses["5XX"] = errorResponse("Not possible here or now");
        operation["responses"] = std::move(responses);
        paths[path.text][rules::lowered(route.m_method)] = std::move(operation);
    }
    Object all;
    for (auto &[path, operations] : paths)
        all[path] = std::move(operations);
    const Object error{{"type", "object"},
                       {"properties", Object{{"code", schemaOfType("integer")}, {"detail", schemaOfType("string")}}},
                       {"required", Array{"detail"}}};
    const Object security{{"apiKey", Object{{"type", "apiKey"}, {"in", "header"}, {"name", "x-api-key"}}},
                          {"session", Object{{"type", "http"}, {"scheme", "bearer"}}}};
    return jsontext::toText(
        Object{{"openapi", "3.0.3"},
               {"info", Object{{"title", "Hearth"}, {"version", version}}},
               {"paths", std::move(all)},
               {"components", Object{{"schemas", Object{{"Error", error}}}, {"securitySchemes", security}}}});
}

} // namespace hearth::server
