// SPDX-License-Identifier: Apache-2.0
// What may be chosen from: types, statuses and tags of a project, people, groups; and what a project uses of them.
#include "json_text/writer.h"
#include "repository/documents.h"
#include "repository/users.h"
#include "rules/builtins.h"
#include "rules/names.h"
#include "rules/rights.h"
#include "server/rest/routes.h"

#include <algorithm>
#include <map>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using jsontext::Writer;

http::Response usedTags(Call &call)
{
    std::string body;
    Writer w(body);
    w.beginObject();
    for (const repository::Kind kind : repository::allKinds) {
        w.key(std::string(repository::nameOf(kind)) + 's').beginArray();
        for (const std::string &tag : rules::need(repository::usedTags(*call.db, kind, call.project->row.id)))
            w.string(tag);
        w.endArray();
    }
    w.endObject();
    return http::Response::json(200, std::move(body));
}

Object baseTypes(const repository::ProjectRow &row)
{
    const Object config = rules::readableConfig(row);
    const Object *types = jsontext::object(config, "productBaseTypes");
    return types ? *types : Object{};
}

// The project's base types, and what its products are called besides.
http::Response productTypes(Call &call)
{
    const Object types = baseTypes(call.project->row);
    std::map<std::string, Object, std::less<>> made;
    for (const Value &item : jsontext::items(jsontext::array(types, "definitions"))) {
        const Object *type = item.if_object();
        const std::string name(type ? jsontext::text(*type, "name") : std::string_view());
        if (name.empty())
            continue;
        made[name] = Object{{"name", name},
                            {"baseType", name},
                            {"color", jsontext::text(*type, "color")},
                            {"icon", jsontext::text(*type, "icon")}};
    }
    for (const auto &used : rules::need(repository::usedProductTypes(*call.db, call.project->row.id))) {
        if (made.contains(used.name))
            continue;
        Object one{{"name", used.name}, {"baseType", used.baseType}};
        if (const auto base = made.find(used.baseType); base != made.end())
            for (const char *key : {"color", "icon"})
                one[key] = base->second.at(key);
        made[used.name] = std::move(one);
    }
    Array list;
    for (auto &[name, type] : made)
        list.push_back(std::move(type));
    const Object *standard = jsontext::object(types, "default");
    return http::Response::json(
        200, jsontext::toText(Object{{"productTypes", std::move(list)}, {"default", standard ? *standard : Object{}}}));
}

/// What the choices depend on.
struct Setting {
    const Call &call;
    std::shared_ptr<const rules::ProjectInfo> project;
    std::shared_ptr<const rules::User> user;
};

Object choice(std::string_view value, std::string_view label)
{
    return Object{{"value", value}, {"label", label.empty() ? value : label}};
}

void copyIf(const Object &from, const char *name, Object &into, const char *as)
{
    if (const std::string_view text = jsontext::text(from, name); !text.empty())
        into[as] = text;
}

Array choicesOf(const Array &items)
{
    Array made;
    for (const Value &item : items) {
        const Object *one = item.if_object();
        const std::string_view name = one ? jsontext::text(*one, "name") : std::string_view();
        if (name.empty())
            continue;
        Object entry = choice(name, {});
        copyIf(*one, "color", entry, "color");
        copyIf(*one, "icon", entry, "icon");
        copyIf(*one, "shortName", entry, "shortName");
        made.push_back(std::move(entry));
    }
    return made;
}

// Without a project those a new one starts with.
template <std::string repository::ProjectRow::*Member>
Array ofProject(const Setting &setting)
{
    if (setting.project)
        return choicesOf(jsontext::parseArray(setting.project->row.*Member));
    repository::ProjectRow row;
    rules::applyAnatomy(jsontext::parseObject(rules::builtinAnatomy()), *setting.call.store->attributes(), row);
    return choicesOf(jsontext::parseArray(row.*Member));
}

Array productBaseTypes(const Setting &setting)
{
    const Object types = baseTypes(setting.project ? setting.project->row : repository::ProjectRow());
    return choicesOf(jsontext::items(jsontext::array(types, "definitions")));
}

Array users(const Setting &setting)
{
    Array made;
    const bool seesAll =
        setting.call.user->isManager || rules::need(rules::mayListUsers(*setting.call.db, *setting.call.user));
    for (const auto &row : rules::need(repository::allUsers(*setting.call.db))) {
        const auto user = rules::readUser(row);
        if (!row.active || user->isService || (setting.project && !user->mayRead(setting.project->row.name)) ||
            (!seesAll && !setting.project && user->name() != setting.call.user->name()))
            continue;
        made.push_back(choice(user->name(), jsontext::text(user->attrib, "fullName")));
    }
    return made;
}

Array projects(const Setting &setting)
{
    Array made;
    for (const auto &row : rules::need(repository::allProjects(*setting.call.db)))
        if (setting.user->mayRead(row.name))
            made.push_back(choice(row.name, row.label));
    return made;
}

Array accessGroups(const Setting &setting)
{
    Array made;
    for (const auto &document :
         rules::need(repository::documentsOf(*setting.call.db, repository::documents::accessGroup)))
        if (document.name.find('|') == std::string::npos)
            made.push_back(choice(document.name, {}));
    return made;
}

Array anatomyPresets(const Setting &setting)
{
    Array made{choice("__builtin__", "Built in")};
    for (const auto &document :
         rules::need(repository::documentsOf(*setting.call.db, repository::documents::anatomyPreset)))
        made.push_back(choice(document.name, {}));
    return made;
}

struct Choices {
    std::string_view name;
    Array (*make)(const Setting &);
};
constexpr Choices allChoices[] = {
    {"folderTypes", ofProject<&repository::ProjectRow::folderTypes>},
    {"taskTypes", ofProject<&repository::ProjectRow::taskTypes>},
    {"statuses", ofProject<&repository::ProjectRow::statuses>},
    {"tags", ofProject<&repository::ProjectRow::tags>},
    {"linkTypes", ofProject<&repository::ProjectRow::linkTypes>},
    {"productBaseTypes", productBaseTypes},
    {"users", users},
    {"projects", projects},
    {"accessGroups", accessGroups},
    {"anatomyPresets", anatomyPresets},
};

std::shared_ptr<const rules::User> actingUser(const Call &call)
{
    const std::string name = call.text("user");
    if (name.empty() || name == call.user->name())
        return call.user;
    if (!call.user->isAdmin)
        rules::refuse(rules::forbidden("Only administrators see what others may choose"));
    auto user = call.store->user(*call.db, name);
    if (!user)
        rules::refuse(rules::notFound("User " + name + " not found"));
    return user;
}

http::Response choices(Call &call)
{
    Setting setting{call, nullptr, actingUser(call)};
    if (const std::string name = call.text("project_name"); !name.empty()) {
        setting.project = call.store->project(*call.db, name);
        if (!setting.project)
            rules::refuse(rules::notFound("Project " + name + " not found"));
        if (!setting.user->mayRead(setting.project->row.name))
            rules::refuse(rules::forbidden("No access group assigned on this project"));
    }
    const std::string &wanted = call.param("name");
    for (const Choices &one : allChoices)
        if (one.name == wanted)
            return http::Response::json(200, jsontext::toText(one.make(setting)));
    // An attribute brings its own.
    const rules::Attribute *attribute = call.store->attributes()->find(wanted);
    const Array *items = attribute ? jsontext::array(attribute->data, "enum") : nullptr;
    if (!items)
        rules::refuse(rules::notFound("Enum " + wanted + " not found"));
    return http::Response::json(200, jsontext::toText(*items));
}

} // namespace

void registerVocabularyRoutes(Api &api)
{
    api.read("GET", "/api/projects/{project}/tags", Access::User, usedTags)
        .gives("folders", "array")
        .gives("tasks", "array")
        .gives("products", "array")
        .gives("versions", "array")
        .gives("representations", "array")
        .gives("workfiles", "array");
    api.read("GET", "/api/projects/{project}/productTypes", Access::User, productTypes)
        .gives("productTypes", "array")
        .gives("default", "object");
    api.read("GET", "/api/enum/{name}", Access::User, choices).query("project_name").query("user").givesArray();
}

} // namespace hearth::server
