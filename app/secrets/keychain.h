// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret_store.h"

#include <chrono>
#include <memory>

namespace hearth::secrets
{

/// The desktop's Secret Service with the attributes other launchers look for (service, username, application).
/// Errors: Offline when there is no such service or the keychain stays locked. Source: bootstrap contract, credentials.
/// \param patience how long a person may take to unlock it
[[nodiscard]] std::unique_ptr<SecretStore> secretService(std::chrono::milliseconds patience = std::chrono::seconds(20));

/// Secrets in one file, each encrypted with a key that lies beside it readable by this user alone. Weaker than a
/// keychain, which its note says. \param folder made when it is missing
[[nodiscard]] std::unique_ptr<SecretStore> encryptedFile(const QString &folder);

/// The keychain, or the encrypted file when there is no keychain. What is found in the file while the keychain works
/// is moved into it.
[[nodiscard]] std::unique_ptr<SecretStore>
keychainOrFile(const QString &folder, std::chrono::milliseconds patience = std::chrono::seconds(20));

} // namespace hearth::secrets
