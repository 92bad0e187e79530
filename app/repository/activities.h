// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/conditions.h"
#include "repository/entity.h"

#include "database/connection.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What was said and done about entities, and whom and what each of it concerns.
namespace hearth::repository
{

struct ActivityRow {
    std::int64_t order = 0;
    std::string id;
    std::string type;
    std::string entityType; ///< of what it is about, its origin
    std::string entityId;
    std::string author;
    std::string body;
    std::string tags = "[]"; ///< JSON array
    std::string data = "{}"; ///< JSON object
    std::string createdAt;
    std::string updatedAt;
};

/// One thing or user that an activity concerns. An activity has one `origin`, one `author`, and any number of
/// `mention`, `relation` and `watching`.
struct ReferenceRow {
    std::int64_t order = 0;
    std::string activityId;
    std::string type;
    std::string entityType;
    std::string entityId;   ///< of an entity
    std::string entityName; ///< of a user
    bool isActive = true;   ///< false: the user put it away
    bool isRead = false;
    std::string createdAt;
};

/// An activity as seen from one of its references.
struct FeedRow {
    std::int64_t project = 0;
    ReferenceRow reference;
    ActivityRow activity;
};

/// Errors: Conflict for an id that is taken.
/// \param mayClash whether somebody else chose the id; only then the outcome is waited for
[[nodiscard]] Result<> insertActivity(database::Connection &db, std::int64_t project, const ActivityRow &activity,
                                      bool mayClash);
[[nodiscard]] Result<> updateActivity(database::Connection &db, std::int64_t project, const ActivityRow &activity);
/// With its references.
[[nodiscard]] Result<> removeActivity(database::Connection &db, std::int64_t project, std::string_view id);
[[nodiscard]] Result<std::optional<ActivityRow>> activityById(database::Connection &db, std::int64_t project,
                                                              std::string_view id);
/// Reviewables of versions (JSON array of ids), in order of making.
[[nodiscard]] Result<std::vector<ActivityRow>> reviewablesOf(database::Connection &db, std::int64_t project,
                                                             std::string_view versions);

/// One that is there already stays as it is.
[[nodiscard]] Result<> insertReference(database::Connection &db, std::int64_t project, const ReferenceRow &reference);
[[nodiscard]] Result<std::vector<ReferenceRow>> referencesOf(database::Connection &db, std::int64_t project,
                                                             std::string_view activity);
[[nodiscard]] Result<> removeReference(database::Connection &db, std::int64_t project, std::int64_t order);

struct Watcher {
    std::string name;
    std::string activityId; ///< that says so
};
/// Who watches an entity, in the order of beginning.
[[nodiscard]] Result<std::vector<Watcher>> watchersOf(database::Connection &db, std::int64_t project,
                                                      std::string_view entityId);
/// Who is assigned to a task, or to the tasks of a folder.
[[nodiscard]] Result<std::vector<std::string>> assigneesOf(database::Connection &db, Kind kind, std::int64_t project,
                                                           std::string_view id);
/// All that an activity of an entity refers to beside it.
struct Concerned {
    std::vector<std::string> watchers;  ///< in the order of beginning
    std::vector<std::string> assignees; ///< of a folder: of its tasks
    std::vector<std::string> versions;  ///< of a task: made in it, in the order of making
};
[[nodiscard]] Result<Concerned> concernedBy(database::Connection &db, Kind kind, std::int64_t project,
                                            std::string_view id);

/// How many there are of each day ("2026-01-31") from the first on.
[[nodiscard]] Result<std::map<std::string, std::int64_t>> activityCounts(database::Connection &db, std::int64_t project,
                                                                         std::string_view first);

/// Whether a user has read what concerns the user, or put it away; with all references of the same activities.
/// \param orders JSON array of numbers of references; empty text: all of the user in the project
[[nodiscard]] Result<> markInbox(database::Connection &db, std::int64_t project, std::string_view user,
                                 std::string_view orders, bool isActive, bool isRead);

/// Selects references with their activities; conditions are over the aliases x (reference) and a (activity).
class FeedQuery : public Conditions<FeedQuery>
{
public:
    FeedQuery &newestFirst();
    FeedQuery &limit(std::int64_t rows);
    [[nodiscard]] Result<std::vector<FeedRow>> all(database::Connection &db) const;
    [[nodiscard]] Result<> each(database::Connection &db, const std::function<void(FeedRow &)> &onRow) const;

private:
    std::string m_order = " ORDER BY x.created_at, x.creation_order";
    std::string m_limit;
};

} // namespace hearth::repository
