// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/url_source.h"

#include <memory>

namespace hearth::server_program
{

/// Over Qt Network, whose thread is started with the first file. Needs a QCoreApplication. \param caFile certificates
/// trusted besides the system's; may be empty
[[nodiscard]] std::shared_ptr<server::UrlSource> networkSource(std::string caFile);

} // namespace hearth::server_program
