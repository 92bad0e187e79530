// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/store.h"

namespace hearth::server
{

/// What the server does in the background is an event: begun by a request, finished by the work.
struct BackgroundEvent {
    std::string topic;
    std::string hash; ///< the same work asked for again is the same event
    std::string description;
    std::string summary; ///< JSON object
};

/// Stores an event in progress, or sets the one of that hash back to its beginning. Within a transaction. Refuses as
/// the database does. \returns its number
[[nodiscard]] std::int64_t beginEvent(WriteContext &context, const rules::Actor &actor, const BackgroundEvent &begun);
/// Fails what was in progress when the server ended without a word. Where several servers share a database it may be
/// another's, and is left alone.
void failInterrupted(WriteContext &context);
/// Says how far it is. Not from the writer's thread.
void describeEvent(Store &store, std::int64_t seq, const std::string &description);
/// Not from the writer's thread.
void finishEvent(Store &store, std::int64_t seq, bool isGood, const std::string &description);

} // namespace hearth::server
