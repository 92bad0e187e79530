// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

/// Names that both ends of the wire must spell alike.
namespace hearth::contract
{

inline constexpr const char *siteIdHeader = "x-ayon-site-id";
inline constexpr const char *versionHeader = "x-ayon-version";
inline constexpr const char *platformHeader = "x-ayon-platform";
inline constexpr const char *hostnameHeader = "x-ayon-hostname";
inline constexpr const char *senderHeader = "x-sender";

/// The reference server version whose contract is spoken; clients choose features by it.
inline constexpr const char *serverVersion = "1.15.18";

[[nodiscard]] bool isProjectName(const QString &name);
/// Folder, task, product and representation names.
[[nodiscard]] bool isEntityName(const QString &name);
/// Names of installers and dependency packages: no separators, no leading dot.
[[nodiscard]] bool isFileName(const QString &name);

} // namespace hearth::contract
