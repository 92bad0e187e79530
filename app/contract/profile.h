// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>

#include <optional>

namespace hearth::contract
{

/// The best of a list of profiles for a context, the settings' way of saying "for these". Pure.
/// \param keys the filter lists a profile may have, in their declared order
/// \param context a value per key; a key without one matches only profiles that do not ask for it
/// \returns nothing when no profile matches. Source: desktop contract 0.6
[[nodiscard]] std::optional<QJsonObject> bestProfile(const QJsonArray &profiles, const QStringList &keys,
                                                     const QMap<QString, QString> &context);

} // namespace hearth::contract
