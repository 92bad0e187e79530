// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMap>
#include <QString>

namespace hearth::desktop
{

/// Takes secrets and personal paths out of a text before anybody else sees it. Pure.
/// \param home the person's home folder, replaced by ~ \param user the person's login name, replaced in paths
[[nodiscard]] QString scrubbed(QString text, const QString &home, const QString &user);

} // namespace hearth::desktop
