// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "repository/events.h"

#include <string_view>

namespace hearth::server
{

/// Value of an event's field by its camelCase name, as filters ask for it; null for an unknown one and for an empty
/// text.
[[nodiscard]] jsontext::Value eventField(const repository::EventRow &event, const repository::EventIds &ids,
                                         std::string_view field);

} // namespace hearth::server
