// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QList>
#include <QUrl>

namespace hearth::client
{

/// The addresses to try for what a person typed, best first: a missing scheme becomes http (https for a name that is
/// not on this machine or in a private network is tried first), slashes at the end go, and where there is a path the
/// bare host comes first. Pure. Errors: Invalid.
[[nodiscard]] Result<QList<QUrl>> serverUrlCandidates(const QString &typed);

/// The base address out of the address that answered /api/info, which a redirect may have changed.
[[nodiscard]] QUrl baseOfInfoUrl(const QUrl &answered);

/// How a base address is written everywhere: no slash at the end, no default port.
[[nodiscard]] QString canonicalServerUrl(const QUrl &url);

} // namespace hearth::client
