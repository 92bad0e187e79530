// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace hearth
{

/// Where time comes from; tests pass one that they move by hand.
class Clock
{
public:
    virtual ~Clock() = default;
    /// Wall clock, UTC.
    [[nodiscard]] virtual std::chrono::system_clock::time_point now() const = 0;
    /// Never jumps; for intervals.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point steadyNow() const = 0;
};

class SystemClock final : public Clock
{
public:
    std::chrono::system_clock::time_point now() const override { return std::chrono::system_clock::now(); }
    std::chrono::steady_clock::time_point steadyNow() const override { return std::chrono::steady_clock::now(); }
};

} // namespace hearth
