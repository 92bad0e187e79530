// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <cstdint>
#include <functional>
#include <string>

namespace hearth::server
{

/// Brings files of the network. Threads: any.
class UrlSource
{
public:
    virtual ~UrlSource() = default;
    /// How many bytes are here, and how many there are in all, 0 for unknown. \returns an error to break off
    using GoOn = std::function<Result<>(std::int64_t done, std::int64_t total)>;
    /// Writes what lies at an address of http or https into a file. Follows to other addresses, never to a less safe
    /// scheme. Errors: as of client::Transport; NotFound, Forbidden, Invalid for an answer that is not the file;
    /// NoSpace, Internal for the file. What is in the file then is of no use.
    [[nodiscard]] virtual Result<> fetch(const std::string &url, const std::string &file, const GoOn &goOn) = 0;
};

} // namespace hearth::server
