// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace hearth::repository
{

/// A time as it is stored and sent: "2026-01-31T10:20:30.123456+00:00". Texts of this form sort by time.
[[nodiscard]] std::string stampOf(std::chrono::system_clock::time_point time);
[[nodiscard]] inline std::string stampNow()
{
    return stampOf(std::chrono::system_clock::now());
}

/// Reads an ISO 8601 time, with or without an offset (then UTC), and writes it in our form; empty when it is none.
[[nodiscard]] std::string canonicalStamp(std::string_view text);

} // namespace hearth::repository
