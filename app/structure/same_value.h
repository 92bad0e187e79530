// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonValue>
#include <QStringList>

namespace hearth::structure
{

/// Whether two values of an attribute say the same: "…Z" and "…+00:00" are one moment. Pure.
[[nodiscard]] bool isSameValue(const QJsonValue &a, const QJsonValue &b);

/// Whether two lists name the same people, in whatever order. Pure.
[[nodiscard]] bool areSamePeople(QStringList a, QStringList b);

} // namespace hearth::structure
