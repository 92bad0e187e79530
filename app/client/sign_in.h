// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/server.h"

#include <functional>

namespace hearth::client
{

/// A server that answered and who we are to it.
struct SignedIn {
    QUrl url;
    Credentials credentials;
    contract::User user;
    QString serverVersion;
};

/// Tries the forms of a typed address until one answers /api/info as a studio server does.
/// Errors: Offline, Timeout, Invalid (not such a server, certificate not trusted). Threads: never the GUI thread.
[[nodiscard]] Result<QUrl> findServer(Transport &transport, const QString &typed, const std::stop_token &stop = {});

/// Tells whether a key is valid and of which kind, trying it as a user's token and as a service key.
/// \param alongside asks the server what else is wanted, while the answer is on its way; called once a kind of key
/// tried Errors: Unauthorized, and those of Transport; a lost network is never Unauthorized. Threads: never the GUI
/// thread.
[[nodiscard]] Result<SignedIn> checkKey(Transport &transport, const QUrl &url, const Secret &key,
                                        const Identity &identity,
                                        const std::function<void(const Server &)> &alongside = {});

/// Signs in with a password. Errors: Forbidden (wrong name or password), and those of Transport.
[[nodiscard]] Result<SignedIn> signIn(Transport &transport, const QUrl &url, const QString &user,
                                      const Secret &password, const Identity &identity);

} // namespace hearth::client
