// SPDX-License-Identifier: Apache-2.0
#include "rules/rights.h"

#include "repository/documents.h"
#include "repository/entity_store.h"

#include <algorithm>
#include <array>

namespace hearth::rules
{
namespace
{

using jsontext::Object;
using jsontext::Value;
namespace documents = repository::documents;

// Sections that restrict where they are enabled, with the lists of what they leave.
constexpr std::pair<const char *, const char *> sections[] = {
    {"create", "access_list"},      {"read", "access_list"},    {"update", "access_list"},
    {"publish", "access_list"},     {"delete", "access_list"},  {"attrib_read", "attributes"},
    {"attrib_write", "attributes"}, {"attrib_write", "fields"}, {"activities", "activities"},
    {"actions", "actions"},         {"links", "link_types"},    {"endpoints", "endpoints"},
};

Result<Object> groupText(database::Connection &db, std::string_view group, std::string_view project)
{
    const auto own =
        repository::documentByName(db, documents::accessGroup, std::string(group) + '|' + std::string(project));
    if (!own)
        return fail(own.error());
    if (own->has_value())
        return jsontext::parseObject((*own)->body);
    const auto studio = repository::documentByName(db, documents::accessGroup, group);
    if (!studio)
        return fail(studio.error());
    return studio->has_value() ? jsontext::parseObject((*studio)->body) : Object{{"missing", true}};
}

// A right that belongs to no project: of the groups a user gets in every new one.
Result<bool> mayInStudio(database::Connection &db, const User &user, const char *right)
{
    if (user.isManager)
        return true;
    for (const Value &group : jsontext::items(jsontext::array(user.data, "defaultAccessGroups"))) {
        const auto permissions =
            groupText(db, group.is_string() ? std::string_view(group.get_string()) : std::string_view(), "_");
        if (!permissions)
            return fail(permissions.error());
        const Object *studio = jsontext::object(*permissions, "studio");
        if (studio && jsontext::flag(*studio, right))
            return true;
    }
    return false;
}

// A section restricts as long as every group so far restricts it; what each leaves adds up.
void addSections(Object &into, const Object &group, bool isFirst)
{
    for (const auto &[name, list] : sections) {
        const Object *given = jsontext::object(group, name);
        if (!into[name].is_object())
            into[name] = Object{{"enabled", isFirst}};
        Object &own = into[name].get_object();
        own["enabled"] = jsontext::flag(own, "enabled") && given && jsontext::flag(*given, "enabled");
        if (!own[list].is_array())
            own[list] = jsontext::Array{};
        if (given)
            for (const Value &item : jsontext::items(jsontext::array(*given, list)))
                own[list].get_array().push_back(item);
    }
}

void addLevels(Object &into, const Object &group)
{
    if (!into["project"].is_object())
        into["project"] = Object{{"anatomy", 0}, {"access", 0}, {"settings", 0}};
    Object &own = into["project"].get_object();
    if (const Object *given = jsontext::object(group, "project"))
        for (const char *area : {"anatomy", "access", "settings"})
            own[area] = std::max(jsontext::integer(own, area), jsontext::integer(*given, area));
    if (!into["studio"].is_object())
        into["studio"] = Object{{"create_projects", false}, {"list_all_users", false}};
    Object &studio = into["studio"].get_object();
    if (const Object *given = jsontext::object(group, "studio"))
        for (const char *may : {"create_projects", "list_all_users"})
            studio[may] = jsontext::flag(studio, may) || jsontext::flag(*given, may);
}

// Tasks of others are shown unless every group hides them.
void addAdvanced(Object &into, const Object &group, bool isFirst)
{
    if (!into["advanced"].is_object())
        into["advanced"] = Object{{"show_sibling_tasks", !isFirst}};
    Object &own = into["advanced"].get_object();
    const Object *given = jsontext::object(group, "advanced");
    if (!given || jsontext::flag(*given, "show_sibling_tasks", true))
        own["show_sibling_tasks"] = true;
}

} // namespace

Result<Object> permissionsIn(database::Connection &db, const User &user, std::string_view project)
{
    Object made;
    if (user.isManager) {
        addSections(made, {}, false);
        made["project"] = Object{{"anatomy", 2}, {"access", 2}, {"settings", 2}};
        made["studio"] = Object{{"create_projects", true}, {"list_all_users", true}};
        addAdvanced(made, {}, false);
        return made;
    }
    const auto groups = user.accessGroups.find(project);
    bool isFirst = true;
    if (groups != user.accessGroups.end())
        for (const std::string &group : groups->second) {
            const auto permissions = groupText(db, group, project);
            if (!permissions)
                return fail(permissions.error());
            if (permissions->contains("missing"))
                continue;
            addSections(made, *permissions, isFirst);
            addLevels(made, *permissions);
            addAdvanced(made, *permissions, isFirst);
            isFirst = false;
        }
    if (isFirst) // no group: nothing is allowed
        for (const auto &[name, list] : sections)
            made[name] = Object{{"enabled", true}, {list, jsontext::Array{}}};
    return made;
}

Result<bool> mayCreateProjects(database::Connection &db, const User &user)
{
    return mayInStudio(db, user, "create_projects");
}

Result<bool> mayListUsers(database::Connection &db, const User &user)
{
    return mayInStudio(db, user, "list_all_users");
}

Result<> storeBuiltinGroups(database::Connection &db)
{
    const auto stored = repository::documentsOf(db, documents::accessGroup);
    if (!stored)
        return fail(stored.error());
    if (!stored->empty())
        return {};
    static constexpr std::pair<const char *, const char *> groups[] = {
        {"supervisor", "{}"},
        {"artist", R"({"create":{"enabled":true,"access_list":[]},"delete":{"enabled":true,"access_list":[]}})"},
        {"freelancer",
         R"({"create":{"enabled":true,"access_list":[]},"delete":{"enabled":true,"access_list":[]},)"
         R"("update":{"enabled":true,"access_list":[]},"read":{"enabled":true,"access_list":[{"access_type":"assigned"}]},)"
         R"("publish":{"enabled":true,"access_list":[{"access_type":"assigned"}]}})"},
    };
    for (const auto &[name, body] : groups)
        if (auto put = repository::putDocument(db, documents::accessGroup, name, body); !put)
            return put;
    return {};
}

} // namespace hearth::rules
