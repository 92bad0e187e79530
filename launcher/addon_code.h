// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

namespace hearth::launch
{

/// What of an addon's code takes part in a launch, as far as its text says so.
struct AddonCode {
    QString name;   ///< of its folder, without the version
    QString folder; ///< absolute
    bool addsEnvironment = false;
    QStringList hooks; ///< names of the classes
    [[nodiscard]] bool takesPart() const { return addsEnvironment || !hooks.isEmpty(); }
};

/// The names of the launch hooks a Python text defines. Pure.
[[nodiscard]] QStringList hookClasses(const QString &text);
/// Whether a Python text adds to the environment of its host. Pure.
[[nodiscard]] bool addsEnvironment(const QString &text);

/// Reads an unpacked addon, without running anything of it. Files above 1 MiB and more than 4,000 files are left out.
/// What the core and applications addons do at a launch Hearth does itself, so these two take no part.
[[nodiscard]] AddonCode readAddonCode(const QString &folder);

} // namespace hearth::launch
