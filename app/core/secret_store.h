// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/secret.h"

namespace hearth
{

/// Where secrets are kept between starts. Entries are found by service and account.
/// Errors: NotFound (no such entry), Offline (no keychain, or it is locked), Forbidden (not found elsewhere, and it may
/// be in a keychain that stays locked). Threads: any; a call may wait for a person to unlock the keychain, so never on
/// the GUI thread.
class SecretStore
{
public:
    virtual ~SecretStore() = default;
    [[nodiscard]] virtual Result<Secret> read(const QString &service, const QString &account) = 0;
    [[nodiscard]] virtual Result<> write(const QString &service, const QString &account, const Secret &secret) = 0;
    [[nodiscard]] virtual Result<> remove(const QString &service, const QString &account) = 0;
    /// Finds out where secrets will go, without asking a person for anything; note() tells it from then on.
    virtual void look() {}
    /// A visible note on where secrets go when it is not the keychain; empty otherwise.
    [[nodiscard]] virtual QString note() const { return {}; }
};

} // namespace hearth
