// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/media/media.h"
#include "server/store.h"

#include <chrono>

namespace hearth::server
{

/// How long an upload may wait for the activity that speaks of it.
inline constexpr std::chrono::minutes unboundLifetime{5};

/// Removes what was uploaded for an activity that was never written, or that is gone; asked when the next one is.
void dropUnboundFiles(WriteContext &context, std::int64_t project, const Media &media);

} // namespace hearth::server
