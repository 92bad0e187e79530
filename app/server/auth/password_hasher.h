// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/work_pool.h"

#include <string>
#include <string_view>

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
    /// The stored form of a password that another server of this protocol kept as `hash:salt`, SHA-256 in hexadecimal
    /// of `password:salt:pepper`; it holds until the next login. Empty when it is not of that form.
    [[nodiscard]] static std::string adopted(std::string_view hashAndSalt, std::string_view pepper);
    /// Whether a stored hash is such a one, to be exchanged as soon as the password is known.
    [[nodiscard]] static bool isAdopted(std::string_view hash) { return hash.starts_with(adoptedMark); }
    /// Takes as long for an unknown user (an empty hash) as for a known one.
    [[nodiscard]] static bool verify(const std::string &hash, const std::string &password);

private:
    static constexpr std::string_view adoptedMark = "sha256:";
    WorkPool m_pool; ///< not shared: a long upload must not keep anybody from signing in
};

} // namespace hearth::server
