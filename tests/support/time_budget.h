// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace hearth::support
{

/// The milliseconds that something may take in this build: sanitizers slow everything down about tenfold.
constexpr std::int64_t allowed(std::int64_t milliseconds)
{
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
    return milliseconds * 10;
#else
    return milliseconds;
#endif
}

} // namespace hearth::support
