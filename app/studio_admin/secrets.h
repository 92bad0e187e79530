// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/answers.h"

/// The studio's secrets: names can be seen, values only be written. Blocks; never on the GUI thread.
namespace hearth::studio_admin
{

[[nodiscard]] Result<QStringList> secretNames(const client::Server &server);
/// Errors: Invalid (the name), and the server's.
[[nodiscard]] Result<> setSecret(const client::Server &server, const QString &name, const Secret &value);
[[nodiscard]] Result<> removeSecret(const client::Server &server, const QString &name);

/// Where a name is written in settings, as "addon: a.b.c"; texts that are the name or hold it as a word. Pure.
/// \param settings by addon name
[[nodiscard]] QStringList usesOf(const QString &name, const QJsonObject &settings);

} // namespace hearth::studio_admin
