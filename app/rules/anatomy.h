// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "repository/projects.h"
#include "rules/attributes.h"

#include <memory>
#include <string>
#include <vector>

namespace hearth::rules
{

/// Writes an anatomy (snake_case, as presets hold it) into a project's row. Throws Refusal for one that no project can
/// have.
void applyAnatomy(const jsontext::Object &anatomy, const AttributeLibrary &library, repository::ProjectRow &row);
/// The anatomy of a project, in the form of a preset.
[[nodiscard]] jsontext::Object anatomyOf(const repository::ProjectRow &row, const AttributeLibrary &library);
/// A project's `config` with what is always there on reading.
[[nodiscard]] jsontext::Object readableConfig(const repository::ProjectRow &row);

struct Status {
    std::string name;
    std::string state;
    std::vector<std::string> scope;
};

/// A project as the rules need it, at one moment; never changes. Threads: any.
struct ProjectInfo {
    repository::ProjectRow row;
    std::vector<std::string> folderTypes;
    std::vector<std::string> taskTypes;
    std::vector<Status> statuses;
    std::string effective;   ///< attributes of the project itself; JSON object
    std::string inheritable; ///< what root folders get; JSON object

    [[nodiscard]] bool hasFolderType(std::string_view name) const;
    [[nodiscard]] bool hasTaskType(std::string_view name) const;
    [[nodiscard]] const Status *status(std::string_view name) const;
    /// First status for the entity type, else the first of all.
    [[nodiscard]] std::string defaultStatus(std::string_view entityType) const;
};

[[nodiscard]] std::shared_ptr<const ProjectInfo> projectInfo(repository::ProjectRow row,
                                                             const AttributeLibrary &library);

} // namespace hearth::rules
