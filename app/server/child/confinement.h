// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace hearth::server
{

/// Takes from the calling process, which is about to start another program, what that program must not have: network,
/// processes of its own, writing to files. Only async-signal-safe calls. False where the kernel cannot do it.
[[nodiscard]] bool confineThisProcess(std::uint64_t memoryBytes, std::uint64_t processorSeconds);

} // namespace hearth::server
