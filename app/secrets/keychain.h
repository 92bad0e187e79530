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

/// What can be said of the keychain without asking a person to unlock it.
enum class KeychainState { Absent, Locked, Open };
[[nodiscard]] KeychainState keychainState(std::chrono::milliseconds patience = std::chrono::seconds(3));

/// Secrets in one file, each encrypted with a key that lies beside it readable by this user alone. Weaker than a
/// keychain, which its note says. \param folder made when it is missing
[[nodiscard]] std::unique_ptr<SecretStore> encryptedFile(const QString &folder);

/// The keychain, or the encrypted file when there is no keychain or it stays locked. A person is asked to unlock it
/// once in a run. What is found in the file while the keychain is open is moved into it. \param mayAsk false where no
/// person can see the question: a locked keychain is passed over then
[[nodiscard]] std::unique_ptr<SecretStore>
keychainOrFile(const QString &folder, bool mayAsk = true,
               std::chrono::milliseconds patience = std::chrono::seconds(20));

} // namespace hearth::secrets
