// SPDX-License-Identifier: Apache-2.0
#include "rules/rights.h"

#include "repository/documents.h"
#include "repository/entity_store.h"

#include <array>

namespace hearth::rules
{
namespace
{

using jsontext::Object;
using jsontext::Value;
namespace documents = repository::documents;

constexpr std::array rightNames{"create", "update", "publish", "delete"};

Result<bool> isAssigned(database::Connection &db, const User &user, std::int64_t projectId, std::string_view folderId)
{
    if (folderId.empty())
        return false;
    repository::EntityQuery query(repository::Kind::Task, projectId);
    query.where("t.folder_id = $#", std::string(folderId));
    query.where("EXISTS (SELECT 1 FROM json_each(t.assignees) a WHERE a.value = $#)", user.name());
    query.limit(1);
    const auto rows = query.all(db);
    if (!rows)
        return fail(rows.error());
    return !rows->empty();
}

bool isBelow(std::string_view path, std::string_view top, bool onlyChildren)
{
    if (!top.starts_with('/') && !top.empty() && path.starts_with('/'))
        path.remove_prefix(1);
    if (!path.starts_with(top))
        return false;
    const std::string_view rest = path.substr(top.size());
    if (onlyChildren)
        return rest.size() > 1 && rest.front() == '/' && rest.find('/', 1) == std::string_view::npos;
    return rest.empty() || rest.front() == '/';
}

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

} // namespace

Result<bool> isAllowed(database::Connection &db, const User &user, std::int64_t projectId, std::string_view project,
                       Right right, std::string_view folderPath, std::string_view folderId)
{
    if (user.isManager)
        return true;
    const auto groups = user.accessGroups.find(project);
    if (groups == user.accessGroups.end())
        return false;
    for (const std::string &group : groups->second) {
        const auto permissions = groupText(db, group, project);
        if (!permissions)
            return fail(permissions.error());
        if (permissions->contains("missing"))
            continue;
        const Object *rule = jsontext::object(*permissions, rightNames[static_cast<std::size_t>(right)]);
        if (!rule || !jsontext::flag(*rule, "enabled"))
            return true;
        const jsontext::Array *list = jsontext::array(*rule, "access_list");
        for (const Value &item : list ? *list : jsontext::Array{}) {
            if (!item.is_object())
                continue;
            const std::string_view kind = jsontext::text(item.get_object(), "access_type");
            const std::string_view top = jsontext::text(item.get_object(), "path");
            if (kind == "assigned") {
                const auto assigned = isAssigned(db, user, projectId, folderId);
                if (!assigned || *assigned)
                    return assigned;
            } else if (isBelow(folderPath, top, kind == "children")) {
                return true;
            }
        }
    }
    return false;
}

Result<bool> mayCreateProjects(database::Connection &db, const User &user)
{
    if (user.isManager)
        return true;
    const jsontext::Array *groups = jsontext::array(user.data, "defaultAccessGroups");
    for (const Value &group : groups ? *groups : jsontext::Array{}) {
        const auto permissions =
            groupText(db, group.is_string() ? std::string_view(group.get_string()) : std::string_view(), "_");
        if (!permissions)
            return fail(permissions.error());
        const Object *studio = jsontext::object(*permissions, "studio");
        if (studio && jsontext::flag(*studio, "create_projects"))
            return true;
    }
    return false;
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
