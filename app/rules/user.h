// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "repository/users.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hearth::rules
{

/// A user at one moment; never changes. Threads: any.
struct User {
    repository::UserRow row;
    jsontext::Object attrib;
    jsontext::Object data;
    bool isAdmin = false;   ///< also services; never guests
    bool isManager = false; ///< also admins and services
    bool isService = false;
    bool isGuest = false;
    bool isDeveloper = false;
    std::map<std::string, std::vector<std::string>, std::less<>> accessGroups; ///< project → groups

    [[nodiscard]] const std::string &name() const { return row.name; }
    [[nodiscard]] bool mayRead(std::string_view project) const
    {
        return isManager || accessGroups.find(project) != accessGroups.end();
    }
    [[nodiscard]] int exposureLevel() const { return isAdmin ? 900 : isManager ? 700 : isGuest ? 100 : 500; }
};

[[nodiscard]] std::shared_ptr<const User> readUser(repository::UserRow row);

/// Who makes a request, and what its events say about where it came from.
struct Actor {
    std::shared_ptr<const User> user;
    std::string sender;
    std::string senderType = "api";
};

} // namespace hearth::rules
