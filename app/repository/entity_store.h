// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"
#include "repository/conditions.h"
#include "repository/entity.h"

#include <functional>
#include <string>
#include <vector>

namespace hearth::repository
{

/// Which rows of an entity table. Conditions are over the table's alias (f, t, p, v, r, w; joined reads also those of
/// the parents); `$1` is the project.
class EntityQuery : public Conditions<EntityQuery>
{
public:
    EntityQuery(Kind kind, std::int64_t project, bool isJoined = false);

    EntityQuery &withIds(const std::vector<std::string> &ids);
    /// Only what lies in one of the folders; a folder lies in itself. \param folderIds JSON array
    EntityQuery &withinFolders(std::string folderIds);
    /// Of tasks only those assigned to the user, of workfiles only those of such tasks; all of other kinds.
    EntityQuery &assignedTo(const std::string &user);
    /// \param orderBy a fixed text; the default is the creation order
    EntityQuery &order(const char *orderBy, bool isDescending = false);
    /// By a column of the alias, and by the creation order among equals. \param ranks where there are some, these
    /// values come first, in this order, and then the others
    EntityQuery &sort(const char *column, const std::vector<std::string> &ranks, bool isDescending);
    EntityQuery &limit(std::int64_t rows, std::int64_t offset = 0);

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] Result<std::vector<Entity>> all(database::Connection &db) const;
    [[nodiscard]] Result<> each(database::Connection &db, const std::function<void(Entity &)> &onRow) const;
    /// The same until the function says false.
    [[nodiscard]] Result<> eachWhile(database::Connection &db, const std::function<bool(Entity &)> &onRow) const;

private:
    Kind m_kind;
    bool m_isJoined;
    std::string m_order;
    std::string m_limit;
};

/// Errors of all: as the database's. Conflict means that a unique index refused the row.
/// \param isPosted does not wait for the outcome; a later statement tells of a Conflict, see Connection::postChange
[[nodiscard]] Result<> insertEntity(database::Connection &db, Kind kind, std::int64_t project, const Entity &entity,
                                    bool isPosted = false);
/// \param mayClash whether anything changed that has to be the only one of its kind; only then the outcome is waited
/// for
[[nodiscard]] Result<> updateEntity(database::Connection &db, Kind kind, std::int64_t project, const Entity &entity,
                                    bool mayClash = true);
/// \returns whether there was such a row
[[nodiscard]] Result<bool> removeEntity(database::Connection &db, Kind kind, std::int64_t project, std::string_view id);
[[nodiscard]] Result<std::optional<Entity>> entityById(database::Connection &db, Kind kind, std::int64_t project,
                                                       std::string_view id, bool isJoined = false);

/// Folders with all that are above them, in no order.
[[nodiscard]] Result<> eachWithAncestors(database::Connection &db, std::int64_t project,
                                         const std::vector<std::string> &folderIds,
                                         const std::function<void(Entity &)> &onRow);

/// JSON array of texts, the form in which lists go into `IN (SELECT value FROM json_each($#))`.
[[nodiscard]] std::string jsonList(const std::vector<std::string> &values);

} // namespace hearth::repository
