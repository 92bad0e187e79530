// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/answers.h"
#include "studio_admin/bundle_difference.h"

/// Bundles of a studio. All of these block; never on the GUI thread. Errors: the server's, with its own words.
namespace hearth::studio_admin
{

struct BundleIssue {
    bool isError = true;
    QString addon;
    QString message;
    bool operator==(const BundleIssue &) const = default;
};

[[nodiscard]] Result<std::vector<BundleIssue>> checkBundle(const client::Server &server,
                                                           const contract::Bundle &bundle);
/// Errors besides: Conflict (the name is taken), Invalid (the addons do not fit together).
[[nodiscard]] Result<> createBundle(const client::Server &server, const contract::Bundle &bundle);
/// The bundle of that name in a list. Errors: NotFound, naming those that are there.
[[nodiscard]] Result<contract::Bundle> bundleNamed(const contract::BundleList &list, const QString &name);
/// All bundles, the archived ones too.
[[nodiscard]] Result<contract::BundleList> allBundles(const client::Server &server);
/// Changes which addons a bundle holds. \param seen the bundle as it was when the change was begun
/// Errors besides: Conflict (somebody changed it since; nothing was written, the message says what), Invalid.
[[nodiscard]] Result<> updateBundle(const client::Server &server, const contract::Bundle &seen,
                                    const contract::Bundle &wanted);
[[nodiscard]] Result<> setArchived(const client::Server &server, const QString &name, bool isArchived);
/// Errors besides: Invalid, while it is in production or staging.
[[nodiscard]] Result<> removeBundle(const client::Server &server, const contract::Bundle &bundle);
/// Why a bundle cannot be deleted or archived now; empty: it can. Pure.
[[nodiscard]] QString problemOfRemoving(const contract::Bundle &bundle);
[[nodiscard]] contract::Bundle copyOf(const contract::Bundle &bundle, const QString &name);

enum class BundleStage { Production, Staging };
[[nodiscard]] Result<> setStage(const client::Server &server, const QString &name, BundleStage stage);

/// The bundle that was in production before, out of the server's own history, so that every machine says the same.
/// Errors besides: NotFound.
[[nodiscard]] Result<QString> wayBack(const client::Server &server, const contract::BundleList &list);

} // namespace hearth::studio_admin
