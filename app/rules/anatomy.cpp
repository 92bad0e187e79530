// SPDX-License-Identifier: Apache-2.0
#include "rules/anatomy.h"

#include "rules/builtins.h"
#include "rules/failure.h"
#include "rules/names.h"

#include <algorithm>
#include <array>
#include <map>

namespace hearth::rules
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

std::string_view view(const boost::json::string &text)
{
    return {text.data(), text.size()};
}

const Array &list(const Object &from, std::string_view name)
{
    static const Array none;
    const Array *found = jsontext::array(from, name);
    return found ? *found : none;
}

// Items keep their order; the name they had before is not stored.
std::string namedItems(const Object &anatomy, std::string_view name, bool mustHaveOne)
{
    Array made;
    for (const Value &item : list(anatomy, name)) {
        if (!item.is_object() || jsontext::text(item.get_object(), "name").empty())
            refuse(badRequest("An item of " + std::string(name) + " has no name"));
        Object copy = item.get_object();
        copy.erase("original_name");
        made.push_back(std::move(copy));
    }
    if (mustHaveOne && made.empty())
        refuse(badRequest("A project needs at least one of " + std::string(name)));
    return jsontext::toText(made);
}

std::string linkTypes(const Object &anatomy)
{
    Array made;
    for (const Value &item : list(anatomy, "link_types")) {
        const Object *given = item.if_object();
        if (!given)
            continue;
        const std::string kind(jsontext::text(*given, "link_type"));
        const std::string input(jsontext::text(*given, "input_type"));
        const std::string output(jsontext::text(*given, "output_type"));
        Object settings;
        for (const char *key : {"color", "style"})
            if (const Value *value = given->if_contains(key); value && !value->is_null())
                settings[key] = *value;
        made.push_back(Object{{"name", kind + '|' + input + '|' + output},
                              {"linkType", kind},
                              {"inputType", input},
                              {"outputType", output},
                              {"data", settings}});
    }
    return jsontext::toText(made);
}

Object groupedTemplates(const Object &given)
{
    Object made;
    Object common;
    for (const char *key : {"version_padding", "version", "frame_padding", "frame"})
        if (const Value *value = given.if_contains(key))
            common[key] = *value;
    made["common"] = std::move(common);
    for (const char *group : {"work", "publish", "hero", "delivery", "staging", "others"}) {
        Object items;
        for (const Value &item : list(given, group)) {
            if (!item.is_object())
                continue;
            Object copy = item.get_object();
            const std::string name(jsontext::text(copy, "name"));
            copy.erase("name");
            items[name] = std::move(copy);
        }
        const bool isMain = std::string_view(group) == "work" || std::string_view(group) == "publish" ||
                            std::string_view(group) == "hero";
        if (isMain && !items.contains("default"))
            refuse(badRequest("The templates \"" + std::string(group) + "\" need a default"));
        if (!items.empty())
            made[group] = std::move(items);
    }
    return made;
}

Object roots(const Object &anatomy)
{
    Object made;
    for (const Value &item : list(anatomy, "roots")) {
        if (!item.is_object())
            continue;
        const std::string name(jsontext::text(item.get_object(), "name"));
        if (!isProjectName(name))
            refuse(badRequest("\"" + name + "\" cannot be the name of a root"));
        Object places;
        for (const char *platform : {"windows", "linux", "darwin"})
            places[platform] = jsontext::text(item.get_object(), platform);
        made[name] = std::move(places);
    }
    return made;
}

Object namingExceptions(const Object &anatomy)
{
    Object made;
    const Object standard{{"capitalization", "lower"}, {"separator", "_"}};
    if (const Object *given = jsontext::object(anatomy, "entity_naming"))
        for (const auto &member : *given)
            if (!standard.contains(member.key()) || standard.at(member.key()) != member.value())
                made[member.key()] = member.value();
    return made;
}

Array withOriginalNames(std::string_view stored)
{
    Array made;
    for (Value &item : jsontext::parseArray(stored)) {
        Object copy = item.as_object();
        copy["original_name"] = copy["name"];
        made.push_back(std::move(copy));
    }
    return made;
}

Array linkTypesForAnatomy(std::string_view stored)
{
    Array made;
    for (const Value &item : jsontext::parseArray(stored)) {
        const Object &own = item.as_object();
        const Object *settings = jsontext::object(own, "data");
        Object copy{{"link_type", own.at("linkType")},
                    {"input_type", own.at("inputType")},
                    {"output_type", own.at("outputType")}};
        copy["color"] = settings && settings->contains("color") ? settings->at("color") : Value(nullptr);
        copy["style"] = settings && settings->contains("style") ? settings->at("style") : Value("solid");
        made.push_back(std::move(copy));
    }
    return made;
}

Object listedTemplates(const Object &config)
{
    const Object *stored = jsontext::object(config, "templates");
    Object made;
    const Object *common = stored ? jsontext::object(*stored, "common") : nullptr;
    if (common)
        for (const auto &member : *common)
            made[member.key()] = member.value();
    for (const char *group : {"work", "publish", "hero", "delivery", "staging", "others"}) {
        Array items;
        const Object *own = stored ? jsontext::object(*stored, group) : nullptr;
        std::map<std::string, const Value *> byName; // presets list templates by name, "default" wherever that puts it
        if (own)
            for (const auto &member : *own)
                byName[std::string(member.key())] = &member.value();
        for (const auto &[name, value] : byName) {
            Object item{{"name", name}};
            if (const Object *rest = value->if_object())
                for (const auto &field : *rest)
                    item[field.key()] = field.value();
            items.push_back(std::move(item));
        }
        made[group] = std::move(items);
    }
    return made;
}

Array listedRoots(const Object &config)
{
    Array made;
    if (const Object *stored = jsontext::object(config, "roots"))
        for (const auto &member : *stored) {
            Object item{{"name", member.key()}};
            if (const Object *places = member.value().if_object())
                for (const auto &place : *places)
                    item[place.key()] = place.value();
            made.push_back(std::move(item));
        }
    return made;
}

Object listedAttributes(const repository::ProjectRow &row, const AttributeLibrary &library)
{
    const Object own = jsontext::parseObject(row.attrib);
    Object made;
    for (const Attribute &attribute : library.all())
        if (attribute.hasScope("project")) {
            const Value *value = own.if_contains(attribute.name);
            made[attribute.name] = value ? *value : Value(nullptr);
        }
    return made;
}

} // namespace

void applyAnatomy(const Object &anatomy, const AttributeLibrary &library, repository::ProjectRow &row)
{
    row.folderTypes = namedItems(anatomy, "folder_types", true);
    row.taskTypes = namedItems(anatomy, "task_types", true);
    row.statuses = namedItems(anatomy, "statuses", true);
    row.tags = namedItems(anatomy, "tags", false);
    row.linkTypes = linkTypes(anatomy);
    Object config = jsontext::parseObject(row.config);
    config["roots"] = roots(anatomy);
    if (const Object *templates = jsontext::object(anatomy, "templates"))
        config["templates"] = groupedTemplates(*templates);
    config["entityNaming"] = namingExceptions(anatomy);
    if (const Object *types = jsontext::object(anatomy, "product_base_types"))
        config["productBaseTypes"] = *types;
    row.config = jsontext::toText(config);
    if (const Object *given = jsontext::object(anatomy, "attributes")) {
        Object own;
        for (const auto &member : library.checked("project", *given))
            if (!member.value().is_null())
                own[member.key()] = member.value();
        row.attrib = jsontext::toText(own);
    }
}

Object readableConfig(const repository::ProjectRow &row)
{
    Object config = jsontext::parseObject(row.config);
    for (const char *key : {"roots", "templates", "entityNaming"})
        if (!config.contains(key))
            config[key] = Object{};
    static const Object standard = jsontext::parseObject(builtinAnatomy());
    Value &types = config["productBaseTypes"];
    if (!types.is_object())
        types = Object{};
    for (const char *key : {"default", "definitions"})
        if (!types.get_object().contains(key))
            types.get_object()[key] = standard.at("product_base_types").at(key);
    return config;
}

Object anatomyOf(const repository::ProjectRow &row, const AttributeLibrary &library)
{
    const Object config = readableConfig(row);
    Object naming{{"capitalization", "lower"}, {"separator", "_"}};
    if (const Object *own = jsontext::object(config, "entityNaming"))
        for (const auto &member : *own)
            naming[member.key()] = member.value();
    Object made;
    made["entity_naming"] = std::move(naming);
    made["roots"] = listedRoots(config);
    made["templates"] = listedTemplates(config);
    made["attributes"] = listedAttributes(row, library);
    made["folder_types"] = withOriginalNames(row.folderTypes);
    made["task_types"] = withOriginalNames(row.taskTypes);
    made["link_types"] = linkTypesForAnatomy(row.linkTypes);
    made["statuses"] = withOriginalNames(row.statuses);
    made["tags"] = withOriginalNames(row.tags);
    made["product_base_types"] = config.at("productBaseTypes");
    return made;
}

bool ProjectInfo::hasFolderType(std::string_view name) const
{
    return std::find(folderTypes.begin(), folderTypes.end(), name) != folderTypes.end();
}
bool ProjectInfo::hasTaskType(std::string_view name) const
{
    return std::find(taskTypes.begin(), taskTypes.end(), name) != taskTypes.end();
}

const Status *ProjectInfo::status(std::string_view name) const
{
    for (const Status &one : statuses)
        if (one.name == name)
            return &one;
    return nullptr;
}

std::string ProjectInfo::defaultStatus(std::string_view entityType) const
{
    for (const Status &one : statuses)
        if (one.scope.empty() || std::find(one.scope.begin(), one.scope.end(), entityType) != one.scope.end())
            return one.name;
    return statuses.empty() ? std::string() : statuses.front().name;
}

std::shared_ptr<const ProjectInfo> projectInfo(repository::ProjectRow row, const AttributeLibrary &library)
{
    auto made = std::make_shared<ProjectInfo>();
    for (const Value &item : jsontext::parseArray(row.folderTypes))
        made->folderTypes.emplace_back(jsontext::text(item.as_object(), "name"));
    for (const Value &item : jsontext::parseArray(row.taskTypes))
        made->taskTypes.emplace_back(jsontext::text(item.as_object(), "name"));
    for (const Value &item : jsontext::parseArray(row.statuses)) {
        Status status{std::string(jsontext::text(item.as_object(), "name")),
                      std::string(jsontext::text(item.as_object(), "state")),
                      {}};
        if (const Array *scope = jsontext::array(item.as_object(), "scope"))
            for (const Value &one : *scope)
                if (one.is_string())
                    status.scope.emplace_back(view(one.get_string()));
        made->statuses.push_back(std::move(status));
    }
    const Object values = library.ofProject(row.attrib);
    made->effective = jsontext::toText(values);
    made->inheritable = library.inheritable(values);
    made->row = std::move(row);
    return made;
}

} // namespace hearth::rules
