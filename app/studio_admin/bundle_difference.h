// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "contract/distribution.h"

/// What tells two bundles apart, and which one is the way back. Pure.
namespace hearth::studio_admin
{

enum class BundlePart { Addon, Launcher, Package, Source };

struct BundleDifference {
    BundlePart part = BundlePart::Addon;
    QString name;   ///< of the addon, or the platform of a package
    QString before; ///< empty: not there
    QString after;  ///< empty: not there any more
    bool operator==(const BundleDifference &) const = default;
};

/// What changes for everybody who goes from one bundle to the other, addons first, by name.
[[nodiscard]] std::vector<BundleDifference> difference(const contract::Bundle &from, const contract::Bundle &to);

/// "core 1.2.0 → 1.3.0", "core 1.3.0 is new", "core 1.2.0 goes".
[[nodiscard]] QString words(const BundleDifference &one);

/// A moment at which a bundle's flags were written down.
struct BundleMoment {
    QString bundle;
    bool isProduction = false;
};
/// The bundle that was in production before the present one and is still there; empty: none.
/// \param history newest first \param names of the bundles that are there
[[nodiscard]] QString productionBefore(const std::vector<BundleMoment> &history, const QString &current,
                                       const QStringList &names);

/// A free name made out of another one: the number at its end counted up, or "-2".
[[nodiscard]] QString nextName(const QString &name, const QStringList &taken);

} // namespace hearth::studio_admin
