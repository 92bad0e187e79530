// SPDX-License-Identifier: Apache-2.0
#include "server/list_access.h"

#include <algorithm>

namespace hearth::server
{
namespace
{

using jsontext::Object;
using jsontext::Value;

bool isInTeam(const rules::ProjectInfo &project, std::string_view team, const std::string &user)
{
    const Object data = jsontext::parseObject(project.row.data);
    for (const Value &one : jsontext::items(jsontext::array(data, "teams")))
        if (one.is_object() && jsontext::text(one.get_object(), "name") == team)
            for (const Value &member : jsontext::items(jsontext::array(one.get_object(), "members")))
                if (member.is_object() && jsontext::text(member.get_object(), "name") == user)
                    return true;
    return false;
}

bool isMeant(const rules::User &user, const rules::ProjectInfo *project, std::string_view key)
{
    if (key == user.name() || key == "user:" + user.name())
        return true;
    if (key == "__guests__")
        return user.isGuest;
    if (user.isGuest)
        return false;
    if (key == "__everyone__")
        return true;
    if (!project)
        return false;
    if (key.starts_with("team:"))
        return isInTeam(*project, key.substr(5), user.name());
    const auto groups = user.accessGroups.find(project->row.name);
    return key.starts_with("group:") && groups != user.accessGroups.end() &&
           std::find(groups->second.begin(), groups->second.end(), key.substr(6)) != groups->second.end();
}

} // namespace

int accessLevel(const rules::User &user, const rules::ProjectInfo *project, std::string_view owner,
                std::string_view access)
{
    if (user.isManager || owner == user.name())
        return MayManage;
    const Object named = jsontext::parseObject(access);
    if (named.empty())
        return user.isGuest ? NoAccess : MayManage;
    int level = NoAccess;
    for (const auto &member : named)
        if (member.value().is_int64() && isMeant(user, project, {member.key().data(), member.key().size()}))
            level = std::max(level, static_cast<int>(member.value().get_int64()));
    return level;
}

} // namespace hearth::server
