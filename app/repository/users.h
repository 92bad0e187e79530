// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"

#include <optional>
#include <string>
#include <vector>

namespace hearth::repository
{

struct UserRow {
    std::string name;
    std::string attrib = "{}"; ///< JSON object
    std::string data = "{}";   ///< JSON object; never holds password or key
    bool active = true;
    std::string password; ///< Argon2id text; empty when none
    std::string apiKey;   ///< keyed hash; empty when none
    std::string createdAt;
    std::string updatedAt;
};

struct SessionRow {
    std::string token; ///< keyed hash
    std::string userName;
    double created = 0;        ///< seconds since 1970
    double lastUsed = 0;       ///< seconds since 1970
    std::string client = "{}"; ///< JSON object
};

/// Names are found in any case.
[[nodiscard]] Result<std::optional<UserRow>> userByName(database::Connection &db, std::string_view name);
[[nodiscard]] Result<std::optional<UserRow>> userByApiKey(database::Connection &db, std::string_view keyHash);
[[nodiscard]] Result<std::vector<UserRow>> allUsers(database::Connection &db);
[[nodiscard]] Result<> putUser(database::Connection &db, const UserRow &user);
[[nodiscard]] Result<bool> removeUser(database::Connection &db, std::string_view name);
/// Gives a user another name wherever the old one is stored but in documents' bodies.
[[nodiscard]] Result<> renameUser(database::Connection &db, std::string_view from, std::string_view to);

[[nodiscard]] Result<std::optional<SessionRow>> sessionByToken(database::Connection &db, std::string_view tokenHash);
[[nodiscard]] Result<std::vector<SessionRow>> sessionsSince(database::Connection &db, double lastUsed);
[[nodiscard]] Result<std::vector<SessionRow>> sessionsOf(database::Connection &db, std::string_view userName);
[[nodiscard]] Result<> putSession(database::Connection &db, const SessionRow &session);
[[nodiscard]] Result<bool> removeSession(database::Connection &db, std::string_view tokenHash);
[[nodiscard]] Result<> removeSessionsOf(database::Connection &db, std::string_view userName);
[[nodiscard]] Result<> removeSessionsBefore(database::Connection &db, double lastUsed);

} // namespace hearth::repository
