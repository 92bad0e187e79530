// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "launcher/environment_plan.h"

#include <QJsonObject>

namespace hearth::launch
{

/// One source of variables of the settings, in the order they are merged.
struct EnvironmentSource {
    QString name; ///< words for a person: "Blender 3.4, application settings"
    QJsonObject variables;
};

/// A value of the settings for one platform and group ("standard", "farm"): a string, a list, an object by platform or
/// by group. Nothing when it does not apply here. Pure. Source: desktop contract 3.2.
[[nodiscard]] std::optional<QString> valueFor(const QJsonValue &value, Platform platform, const QString &group);

/// The text of an "environment" setting, which is JSON in a string. Errors: Invalid.
[[nodiscard]] Result<QJsonObject> environmentFromSetting(const QJsonValue &setting);

/// Merges the sources in order, then computes references: {KEY} is the final value of another variable, the variable's
/// own name its value before. Keys may hold references too. Unknown references stay as written.
/// Errors: Invalid for a loop, and for two keys that become the same.
[[nodiscard]] Result<> applySources(EnvironmentPlan &plan, const std::vector<EnvironmentSource> &sources,
                                    Platform platform, const QString &group = QStringLiteral("standard"));

} // namespace hearth::launch
