// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.h"

namespace hearth::http
{

/// What a proxy in front says of the real client: address and https. Believed only from the named addresses; of several
/// hops the last one that is no such proxy counts. Pure.
void applyForwarding(Request &request, const std::vector<std::string> &trustedProxies);

/// Takes a base path ("/studio") off the front of the request's path, where it stands there. Pure.
void leaveBasePath(Request &request, const std::string &basePath);

/// Tells requests apart in logs; 16 hexadecimal letters that nobody needs to be unable to guess.
[[nodiscard]] std::string newRequestId();

/// Whether an address is this machine itself. Pure.
[[nodiscard]] bool isLoopback(std::string_view address);

} // namespace hearth::http
