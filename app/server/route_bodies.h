// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace hearth::server
{

struct BodyMember {
    std::string_view name;
    std::string_view type; ///< string, integer, number, boolean, array, object, or any
    bool isNeeded = false;
};

/// What the protocol lets a route's JSON body have; empty for a route that it does not know. Pure.
[[nodiscard]] std::vector<BodyMember> bodyOf(std::string_view method, std::string_view pattern);

} // namespace hearth::server
