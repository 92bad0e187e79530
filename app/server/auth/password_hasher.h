// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/work_pool.h"

#include <string>

namespace hearth::server
{

/// Argon2id on threads of its own, since one computation takes tens of milliseconds and 64 MB. Threads: any.
class PasswordHasher
{
public:
    /// Runs on one of the pool's threads. False when too much waits already.
    [[nodiscard]] bool post(std::function<void()> work) { return m_pool.post(std::move(work)); }

    /// Blocks for the computation. An empty text when there is not enough memory.
    [[nodiscard]] static std::string hash(const std::string &password);
    /// Takes as long for an unknown user (an empty hash) as for a known one.
    [[nodiscard]] static bool verify(const std::string &hash, const std::string &password);

private:
    WorkPool m_pool; ///< not shared: a long upload must not keep anybody from signing in
};

} // namespace hearth::server
