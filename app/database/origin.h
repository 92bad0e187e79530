// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hearth::database
{

/// Who asked for what a transaction does, and from where. Whoever begins the work says it, a log of changes reads it.
struct Origin {
    std::string user; ///< empty: the program itself
    std::string sender;
    std::string address; ///< of the peer, without a port
    std::string request; ///< the request's id
};

} // namespace hearth::database
