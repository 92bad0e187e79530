// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity.h"
#include "repository/events.h"
#include "rules/anatomy.h"
#include "rules/failure.h"
#include "rules/user.h"

#include <string>
#include <vector>

namespace hearth::rules
{

enum class OperationType { Create, Update, Delete };

struct Operation {
    std::string id; ///< the caller's name for it, echoed in the result
    OperationType type = OperationType::Create;
    repository::Kind kind = repository::Kind::Folder;
    std::string entityId; ///< empty: the server makes one
    jsontext::Object data;
    bool isForced = false;
    std::string asUser;
    /// Of a moved batch: when and by whom; an empty time is now.
    struct Origin {
        std::string createdAt;
        std::string updatedAt;
        std::string createdBy;
        std::string updatedBy;
    } origin;
};

struct OperationResult {
    std::string id;
    OperationType type = OperationType::Create;
    repository::Kind kind = repository::Kind::Folder;
    std::string entityId;
    int status = 0;
    std::optional<Failure> failure;
};

struct Batch {
    std::vector<Operation> operations;
    bool canFail = false;
    bool raiseOnError = false;
    /// Taken over from another server: entities keep their times and makers, nobody is told, and no activities are
    /// made, since those come from there as well. The change log has it.
    bool isMoved = false;
};

struct BatchResult {
    std::vector<OperationResult> results; ///< ends with the failed one where one failure ends all
    bool success = true;
    std::vector<repository::EventRow> events;  ///< stored; to be sent after the commit
    std::vector<repository::EventRow> passing; ///< not stored; to be sent after the commit
    [[nodiscard]] bool mustCommit(bool canFail) const { return success || canFail; }
};

/// Reads the body of a bulk request and refuses what cannot be run at all. The body's data move into the operations.
[[nodiscard]] Outcome<Batch> readBatch(jsontext::Object body);
/// `{"operations": […], "success": …}`
[[nodiscard]] std::string batchText(const BatchResult &result);

/// Does the operations in order, each seeing those before it. Where one may not fail, the first failure ends the batch
/// and the caller must roll back; else a failed operation leaves nothing and the rest goes on. Writes the change log
/// and the events in the same transaction. Threads: the writer's.
[[nodiscard]] BatchResult applyBatch(database::Connection &db, const ProjectInfo &project,
                                     const AttributeLibrary &library, const Actor &actor, Batch &batch);

/// Derives paths and attributes of all folders below the project's root anew, after the project's attributes changed.
[[nodiscard]] Outcome<> deriveAllFolders(database::Connection &db, const ProjectInfo &project,
                                         const AttributeLibrary &library);

} // namespace hearth::rules
