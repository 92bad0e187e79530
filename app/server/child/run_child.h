// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace hearth::server
{

/// A program that reads foreign content for us: it gets no environment, no network, no second process, and can change
/// no file; what it has to say comes through its standard output.
struct ChildOrder {
    std::vector<std::string> command;          ///< the first is an absolute path
    std::chrono::milliseconds patience{20000}; ///< wall clock
    std::uint64_t memoryBytes = 512ull * 1024 * 1024;
    std::uint64_t processorSeconds = 20;
    std::size_t outputLimit = 8 * 1024 * 1024; ///< bytes
};

struct ChildOutcome {
    enum class End {
        Good,
        Missing,  ///< there is no such program, or it cannot be confined here
        Failed,   ///< ended with another code than 0, or by a signal
        TimedOut, ///< ended by us
        TooMuch,  ///< ended by us, for writing more than it may
    };
    End end = End::Missing;
    std::string output;    ///< standard output
    std::string complaint; ///< last part of standard error, at most 4 kB

    [[nodiscard]] bool isGood() const { return end == End::Good; }
};

/// Runs a program and waits for its end. Threads: any but the IO threads.
[[nodiscard]] ChildOutcome runChild(const ChildOrder &order);

} // namespace hearth::server
