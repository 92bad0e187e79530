// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/api.h"

namespace hearth::server
{

/// Changes a project as PATCH /api/projects/{name} does, with its events. Refuses one that is not there (404).
void changeProject(Call &call, WriteContext &context, std::string_view project, const jsontext::Object &patch);
/// Refuses (403) who may not manage the people of a project: managers may, and those whose groups let them.
void checkMayManagePeople(const Call &call, database::Connection &db, const std::string &project);

} // namespace hearth::server
