// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <optional>
#include <string>

namespace hearth::server
{

/// Seals the studio's secrets with a key that lies in a file of its own, so that a copy of the database alone does not
/// give them away. The file is made with the first secret, readable by the server's user only. Threads: any.
class SecretBox
{
public:
    explicit SecretBox(std::string keyFile) : m_keyFile(std::move(keyFile)) {}

    /// \returns text for the database; nullopt when the key can be neither read nor made
    [[nodiscard]] std::optional<std::string> seal(const std::string &secret);
    /// nullopt for another key's text, a damaged one, and where there is no key.
    [[nodiscard]] std::optional<std::string> open(const std::string &sealed);
    [[nodiscard]] const std::string &keyFile() const { return m_keyFile; }

private:
    [[nodiscard]] std::string key(bool isMade);
    std::mutex m_mutex;
    const std::string m_keyFile;
    std::string m_key;
};

} // namespace hearth::server
