// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/source.h"
#include "server/auth/session_shelf.h"
#include "server/store.h"
#include "server_program/server_data.h"
#include "server_program/server_options.h"

#include <functional>
#include <memory>

namespace hearth::server_program
{

/// What an error of a database is called and how the program ends on it.
[[nodiscard]] DataProblem problemOf(const Error &error);

/// The database that the options name. \param file of the data folder, where no other is named. Errors: Invalid for an
/// address that is none.
[[nodiscard]] Result<std::shared_ptr<const database::Source>> storageOf(const ServerOptions &options,
                                                                        const std::string &file);

/// The ways to the other servers on a database, as the options name them. Errors: Invalid for an address that is none.
[[nodiscard]] Result<server::Store::Neighbours> neighboursOf(const ServerOptions &options,
                                                             const std::shared_ptr<const database::Source> &source);

/// The shelf of Redis, for a studio's sessions; nullptr without one.
[[nodiscard]] std::shared_ptr<server::SessionShelf> sessionsOf(const ServerOptions &options, const std::string &studio);

/// Opens the store; while its database cannot be reached it waits, and tries again every second. \param waitSeconds at
/// most. \param pause waits for a second; false ends the waiting. Errors: as of `Store::open`.
[[nodiscard]] Result<std::unique_ptr<server::Store>> openStore(const std::shared_ptr<const database::Source> &source,
                                                               const server::Store::Neighbours &neighbours,
                                                               int waitSeconds, const std::function<bool()> &pause);

} // namespace hearth::server_program
