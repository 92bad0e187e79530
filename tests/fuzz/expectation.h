// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

/// What every fuzz target is made of: the entry point's name, parts of an input, and promises that end the run.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size);

namespace hearth::fuzz
{

inline std::string_view textOf(const std::uint8_t *bytes, std::size_t size)
{
    return {reinterpret_cast<const char *>(bytes), size};
}

/// The text up to the next separator, which is taken away with it; all of it where there is none.
inline std::string_view takePart(std::string_view &rest, char separator)
{
    const std::size_t end = rest.find(separator);
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return part;
}

/// Ends the run where a promise of the program does not hold, so that the input is kept.
inline void expect(bool holds, const char *promise)
{
    if (holds)
        return;
    std::fprintf(stderr, "A promise does not hold: %s\n", promise);
    std::abort();
}

} // namespace hearth::fuzz
