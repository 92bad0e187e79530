// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/settings_edit.h"

#include <QDateTime>

namespace hearth::studio_admin
{

/// Who changed something last, out of the server's own events.
struct LastChange {
    Layer layer = Layer::Studio;
    QString user;
    QDateTime when;
};

/// One for each layer up to the place's that was changed since the server keeps its events. Blocks.
/// Errors: the server's.
[[nodiscard]] Result<std::vector<LastChange>> lastChanges(const client::Server &server, const SettingsPlace &place);

/// "anna, 21 Nov 2026 18:02" in local time. Pure.
[[nodiscard]] QString words(const LastChange &change);

} // namespace hearth::studio_admin
