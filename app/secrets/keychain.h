// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret_store.h"

#include <memory>

namespace hearth::secrets
{

/// The desktop's Secret Service with the attributes other launchers look for (service, username, application).
/// Errors: Offline when there is no such service or the keychain stays locked. Source: bootstrap contract, credentials.
[[nodiscard]] std::unique_ptr<SecretStore> secretService();

/// Secrets in one file, each encrypted with a key that lies beside it readable by this user alone. Weaker than a
/// keychain, which its note says. \param folder made when it is missing
[[nodiscard]] std::unique_ptr<SecretStore> encryptedFile(const QString &folder);

/// The keychain, or the encrypted file when there is no keychain. What is found in the file while the keychain works
/// is moved into it.
[[nodiscard]] std::unique_ptr<SecretStore> keychainOrFile(const QString &folder);

} // namespace hearth::secrets
