// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/server.h"
#include "structure/structure_plan.h"

namespace hearth::structure
{

/// Reads what a project has. Blocks; never on the GUI thread. Errors: those of the server.
[[nodiscard]] Result<StructureFacts> readFacts(const client::Server &server, const QString &project);

/// Asks which folders of a project are deactivated; the list of all folders does not tell.
[[nodiscard]] Job<QJsonObject> askInactiveFolders(const client::Server &server, const QString &project);
/// Waits for the answer. \returns ids
[[nodiscard]] Result<QSet<QString>> readInactiveFolders(const Job<QJsonObject> &asked);

/// Somebody who may work in a project.
struct KnownPerson {
    QString name;
    QString fullName; ///< may be empty
};
[[nodiscard]] Job<QJsonObject> askPeople(const client::Server &server, const QString &project);
/// Waits for the answer. \returns who is active
[[nodiscard]] Result<std::vector<KnownPerson>> readPeople(const Job<QJsonObject> &asked);

/// Sends a plan's operations, parents first, 500 a request. When a request fails, what the ones before it made is taken
/// back; when the server is lost that cannot be known, and a second run goes on. Blocks.
/// Errors: those of the server, with a word on what was taken back.
[[nodiscard]] Result<> carryOut(const client::Server &server, const QString &project, const StructurePlan &plan);

} // namespace hearth::structure
