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

bool isHex(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string sha256Of(const std::string &text)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char *>(text.data()), text.size());
    std::string made(digest.size() * 2 + 1, '\0');
    sodium_bin2hex(made.data(), made.size(), digest.data(), digest.size());
    made.pop_back();
    return made;
}

// `hash:salt:pepper`, of which the pepper may be anything.
bool matchesAdopted(std::string_view stored, const std::string &password)
{
    const auto first = stored.find(':');
    const std::string_view hash = stored.substr(0, first);
    const std::string made = sha256Of(password + std::string(stored.substr(first)));
    return hash.size() == made.size() && sodium_memcmp(hash.data(), made.data(), made.size()) == 0;
}

} // namespace

std::string PasswordHasher::adopted(std::string_view hashAndSalt, std::string_view pepper)
{
    const auto colon = hashAndSalt.find(':');
    if (colon != crypto_hash_sha256_BYTES * 2 || !isHex(hashAndSalt.substr(0, colon)) ||
        !isHex(hashAndSalt.substr(colon + 1)))
        return {};
    return std::string(adoptedMark).append(hashAndSalt).append(":").append(pepper);
}

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
    const std::string &against = hash.empty() || isAdopted(hash) ? nobody : hash;
    const bool matches = isReady() && crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
    if (isReady() && isAdopted(hash))
        return matchesAdopted(std::string_view(hash).substr(adoptedMark.size()), password);
    return matches && !hash.empty();
}

} // namespace hearth::server
