// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret_store.h"

#include <vector>

namespace hearth::composition
{

struct KnownServer {
    QString url;
    QString user;
    QString updated; ///< YYYY/MM/DD HH:MM:SS
};

/// The servers this user signed in to and the keys kept for them, shared with other launchers on this machine:
/// used_servers.json and the keychain entry AYON/<url>. Threads: worker threads (the keychain may wait for a person).
class KnownServers
{
public:
    KnownServers(const QString &folder, SecretStore &secrets)
        : m_file(folder + QStringLiteral("/used_servers.json")), m_secrets(secrets)
    {
    }

    [[nodiscard]] std::vector<KnownServer> all() const;
    [[nodiscard]] QString last() const;
    /// Errors: NotFound, Offline (keychain locked).
    [[nodiscard]] Result<Secret> key(const QString &url) const;
    /// Makes it the last used one and keeps its key.
    [[nodiscard]] Result<> remember(const QString &url, const QString &user, const Secret &key);
    /// Makes a known one the last used one.
    [[nodiscard]] Result<> choose(const QString &url);
    /// Drops the key and the entry; the last server becomes none.
    [[nodiscard]] Result<> forget(const QString &url);

    [[nodiscard]] SecretStore &secrets() const { return m_secrets; }

private:
    QString m_file;
    SecretStore &m_secrets;
};

} // namespace hearth::composition
