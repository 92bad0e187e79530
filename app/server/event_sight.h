// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/events.h"
#include "server/store.h"

namespace hearth::server
{

/// Whether a user may know of an event: of no project, or of one that the user may read, with the entities it is about.
/// Of what is gone the place it had decides.
[[nodiscard]] bool mayKnow(const rules::User &user, Store &store, database::Connection &db,
                           const repository::EventRow &event);
/// The same; takes out of the event the attributes that the user may not read.
[[nodiscard]] bool prepareFor(const rules::User &user, Store &store, database::Connection &db,
                              repository::EventRow &event);

} // namespace hearth::server
