// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

namespace hearth::server
{

/// What the server says of itself.
struct ServerInfo {
    /// The protocol's version, since clients choose what they use by it; ours is the build part.
    std::string version = "1.15.18+hearth";
    std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
    std::string helpFolder; ///< pages served below /help/; may be empty
    std::string diskFolder; ///< where room must not run out

    [[nodiscard]] double uptime() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    }
};

} // namespace hearth::server
