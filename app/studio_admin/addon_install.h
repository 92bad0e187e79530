// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/server.h"

namespace hearth::studio_admin
{

/// What the server said at the end.
struct InstallOutcome {
    QString eventId;
    QString description;
};

/// Sends an addon's zip and waits until the server has put it in place. Progress in bytes sent. Blocks; never on the
/// GUI thread. Errors: Cancelled (while it is being sent nothing is kept), Forbidden, Conflict (not an addon), Timeout
/// (the server goes on; its list of addons tells), Invalid with the server's reason.
[[nodiscard]] Result<InstallOutcome> installAddon(const client::Server &server, const QString &zipFile,
                                                  const std::stop_token &stop = {},
                                                  const std::function<void(const Progress &)> &progress = {});

/// Errors: NotFound, Forbidden.
[[nodiscard]] Result<> removeAddon(const client::Server &server, const QString &name, const QString &version);

} // namespace hearth::studio_admin
