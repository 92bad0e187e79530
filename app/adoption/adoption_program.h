// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/server.h"
#include "server/store.h"

#include <string>
#include <vector>

namespace hearth::adoption
{

/// What `hearth-server adopt` was asked to do.
struct AdoptionOrder {
    std::string from;    ///< address of the other server
    std::string keyFile; ///< holds its administrator's key; empty: the key is in the environment's HEARTH_ADOPT_KEY
    std::string caFile;  ///< certificates trusted besides the system's; may be empty
    std::vector<std::string> projects;
    bool asJson = false;
};

/// Adopts, with a line about each step on standard error and the report on standard output; SIGINT and SIGTERM end it
/// between two steps. \returns 0 when both studios are equal now, 1 when something failed, 5 when the disk is full, 10
/// when something differs
[[nodiscard]] int runAdoption(server::Store &store, server::ApiServer &server, const AdoptionOrder &order);

} // namespace hearth::adoption
