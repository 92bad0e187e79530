// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/events.h"
#include "rules/anatomy.h"
#include "rules/failure.h"
#include "rules/user.h"

#include <string>
#include <vector>

/// What may be done to a project as a whole. All write the change log and the events in the same transaction and give
/// the events back, to be sent after the commit. Threads: the writer's.
namespace hearth::rules
{

using Events = std::vector<repository::EventRow>;

/// \param body as POST /api/projects takes it; without an anatomy the given preset (JSON object) is used
[[nodiscard]] Outcome<Events> createProject(database::Connection &db, const AttributeLibrary &library,
                                            const Actor &actor, const jsontext::Object &body,
                                            const jsontext::Object &preset);
/// \param body as PATCH /api/projects/{name} takes it
[[nodiscard]] Outcome<Events> patchProject(database::Connection &db, const AttributeLibrary &library,
                                           const Actor &actor, const ProjectInfo &project,
                                           const jsontext::Object &body);
/// Replaces all that an anatomy holds.
[[nodiscard]] Outcome<Events> setAnatomy(database::Connection &db, const AttributeLibrary &library, const Actor &actor,
                                         const ProjectInfo &project, const jsontext::Object &anatomy);
/// Gives a project another name, and another code where one is given; everything that names it follows.
[[nodiscard]] Outcome<Events> renameProject(database::Connection &db, const Actor &actor, const ProjectInfo &project,
                                            std::string_view name, std::string_view code);
[[nodiscard]] Outcome<Events> deleteProject(database::Connection &db, const Actor &actor, const ProjectInfo &project);

/// Stores an event of the studio or of a project.
[[nodiscard]] Result<repository::EventRow> storeEvent(database::Connection &db, const Actor &actor, std::string topic,
                                                      std::string project, std::string description, std::string summary,
                                                      std::string payload);

} // namespace hearth::rules
