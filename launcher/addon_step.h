// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "launcher/environment_plan.h"

#include <QStringList>

#include <functional>
#include <optional>

namespace hearth::launch
{

/// What one piece of an addon's code changed.
struct AddonStep {
    QString addon;
    QString what; ///< "implementation environment", or the hook's class
    Environment set;
    QStringList removed;
    std::optional<QStringList> arguments; ///< all of them, where they changed

    /// Words for the explainer: "addon blender: AddLastWorkfile".
    [[nodiscard]] QString source() const { return QStringLiteral("addon %1: %2").arg(addon, what); }
};

/// Puts what changed into the plan, with where it comes from. Pure.
void apply(EnvironmentPlan &plan, const AddonStep &step);

/// Asks the code of addons what it adds to an environment.
using AddonEnvironment = std::function<Result<std::vector<AddonStep>>(const Environment &environment)>;

} // namespace hearth::launch
