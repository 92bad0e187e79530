// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "repository/events.h"

#include <string_view>

#include <array>

namespace hearth::server
{

/// What a filter may ask of an event.
inline constexpr std::array<std::string_view, 17> eventFields{
    "id",        "hash",   "topic",   "project",     "projectName", "user",    "userName",  "sender",   "senderType",
    "dependsOn", "status", "retries", "description", "summary",     "payload", "createdAt", "updatedAt"};

/// Value of an event's field by its camelCase name, as filters ask for it; null for an unknown one and for an empty
/// text.
[[nodiscard]] jsontext::Value eventField(const repository::EventRow &event, const repository::EventIds &ids,
                                         std::string_view field);

} // namespace hearth::server
