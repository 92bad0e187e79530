// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QList>
#include <QSslError>
#include <QString>

namespace hearth::client
{

/// Says in words why a server's certificate is refused and what to do about it. Pure. \param problems what was found;
/// empty when the other side does not speak TLS at all
[[nodiscard]] Error certificateError(const QString &host, const QList<QSslError> &problems);

} // namespace hearth::client
