// SPDX-License-Identifier: Apache-2.0
#include "server/auth/password_hasher.h"

#include <sodium.h>

#include <array>

namespace hearth::server
{
namespace
{

bool isReady()
{
    static const bool ready = sodium_init() >= 0;
    return ready;
}

} // namespace

std::string PasswordHasher::hash(const std::string &password)
{
    std::array<char, crypto_pwhash_STRBYTES> made{};
    if (!isReady() || crypto_pwhash_str(made.data(), password.data(), password.size(),
                                        crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return {};
    return made.data();
}

bool PasswordHasher::verify(const std::string &hash, const std::string &password)
{
    static const std::string nobody = PasswordHasher::hash("nobody");
    const std::string &against = hash.empty() ? nobody : hash;
    const bool matches = isReady() && crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
    return matches && !hash.empty();
}

} // namespace hearth::server
