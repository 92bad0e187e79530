// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"
#include "json_text/document.h"
#include "repository/conditions.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What every write did, appended in the transaction of the write, and what else a studio wants to know afterwards:
/// logins, refusals, secrets that were read. Never a password, a key, a token or a secret's value.
namespace hearth::repository
{

/// One entry as it is appended; address and request come from the connection's origin.
struct ChangeRow {
    std::string_view at;
    std::int64_t project = 0; ///< 0: the studio
    std::string_view entityType;
    std::string_view entityId;
    std::string_view action; ///< create, update, delete; login, logout, refused, read
    std::string_view before; ///< JSON object of the fields that changed, or of the whole row when it is deleted
    std::string_view after;
    std::string_view user;
    std::string_view sender;
};

[[nodiscard]] Result<> appendChange(database::Connection &db, const ChangeRow &change);

/// What a change is about.
struct Subject {
    std::int64_t project = 0;
    std::string_view type;
    std::string_view id;
};
/// Appends now what the connection's origin did; values are kept without secrets. Nothing is appended for an update
/// that changes nothing. \param action create, update or delete
[[nodiscard]] Result<> logChange(database::Connection &db, const Subject &subject, std::string_view action,
                                 const jsontext::Object &before, const jsontext::Object &after);
/// Create, update or delete by what is there: nullptr stands for nothing.
[[nodiscard]] Result<> logDifference(database::Connection &db, const Subject &subject, const jsontext::Object *before,
                                     const jsontext::Object *after);

/// One entry as it is read.
struct LoggedChange {
    std::int64_t seq = 0;
    std::string at;
    std::int64_t project = 0;
    std::string entityType;
    std::string entityId;
    std::string action;
    std::string before; ///< JSON object
    std::string after;  ///< JSON object
    std::string user;
    std::string sender;
    std::string address;
    std::string request;
};

/// What to look for; empty members do not matter.
struct ChangeFilter {
    std::string user;
    std::optional<std::int64_t> project;
    std::string entityType;
    std::string entityId;
    std::string action;
    std::string since; ///< stamp; at or after
    std::string until; ///< stamp; at or before
    std::string text;  ///< somewhere in id or values, in any case
};

/// A stretch of the log, newest first.
struct ChangePage {
    std::vector<LoggedChange> changes;
    std::int64_t nextBefore = 0; ///< where to go on; 0: there is nothing older
};
/// Entries with a number below `before` (0: all), newest first, at most `limit`. The log has no index but its number,
/// so one call looks through at most `lookedThrough` entries: a page may be short or empty and still name where to go
/// on.
[[nodiscard]] Result<ChangePage> changesBefore(database::Connection &db, const ChangeFilter &filter,
                                               std::int64_t before, std::int64_t limit);
inline constexpr std::int64_t lookedThrough = 200'000;

} // namespace hearth::repository
