// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/media/media_store.h"
#include "server/media/media_tools.h"
#include "server/work_pool.h"

namespace hearth::server
{

/// What the routes of thumbnails, files and reviewables share.
struct Media {
    MediaStore store;
    MediaTools tools;
    WorkPool pool; ///< ends first: its work uses the other two
};

} // namespace hearth::server
