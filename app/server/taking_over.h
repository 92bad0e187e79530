// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "server/store.h"

#include <string>
#include <vector>

namespace hearth::server
{

/// What of another server's studio cannot be written through the API, since there it would be new: entities and
/// activities keep their ids, times and makers, and nobody is told of them. Threads: any but the writer's own.
class TakingOver
{
public:
    explicit TakingOver(Store &store);

    struct Left {
        std::string what; ///< "folder <id>", "activity <id>"
        std::string why;
    };
    struct Done {
        std::size_t count = 0;
        std::vector<Left> left; ///< what was refused
    };

    /// Operations as a bulk request has them, with createdAt, updatedAt, createdBy and updatedBy in their data. Each is
    /// done or left by itself. Errors: NotFound for a project that is not there, NoSpace, Offline for a database that
    /// is away, Internal; nothing was done then.
    [[nodiscard]] Result<Done> apply(const std::string &project, jsontext::Array operations);
    /// Activities as GraphQL gives them: activityId, activityType, entityType, entityId, author, body, tags,
    /// activityData, createdAt, updatedAt. One that is there already is made anew. Errors: as above.
    [[nodiscard]] Result<Done> addActivities(const std::string &project, const jsontext::Array &activities);
    [[nodiscard]] Result<> removeActivity(const std::string &project, const std::string &id);

private:
    using Work = std::function<void(WriteContext &, const std::shared_ptr<const rules::ProjectInfo> &)>;
    [[nodiscard]] Result<> write(const std::string &project, Work work);

    Store &m_store;
    const rules::Actor m_actor;
};

} // namespace hearth::server
