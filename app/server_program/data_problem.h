// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hearth::server_program
{

/// How `hearth-server` ends; part of its interface.
enum class ServerExit {
    Done = 0,
    Failed = 1,
    Usage = 2,
    PortInUse = 3,
    NotWritable = 4,
    DiskFull = 5,
    Damaged = 6,
    Newer = 7,
    InUse = 8,
    NoDatabase = 9,
    Differs = 10 ///< adopted, but not everything is equal
};

/// What a problem with the data is called and how the program ends on it.
struct DataProblem {
    ServerExit exit = ServerExit::Done;
    std::string message; ///< one line

    [[nodiscard]] bool isNone() const { return exit == ServerExit::Done; }
};

} // namespace hearth::server_program
