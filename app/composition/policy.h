// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/json_fields.h"

namespace hearth::composition
{

/// What an administrator has fixed for this machine, in /etc/hearth/policy.json. Every field may be absent.
struct Policy {
    QString serverUrl;
    bool serverUrlLocked = false;
    QStringList allowedModes; ///< "connect", "here"; empty: both
    QString updates;          ///< "auto", "skip" or "block"; empty: the person's choice
    QString dataFolder;
    QString projectsFolder;
    static constexpr auto fields()
    {
        return std::tuple{json::field("serverUrl", &Policy::serverUrl),
                          json::field("serverUrlLocked", &Policy::serverUrlLocked),
                          json::field("allowedModes", &Policy::allowedModes),
                          json::field("updates", &Policy::updates),
                          json::field("dataFolder", &Policy::dataFolder),
                          json::field("projectsFolder", &Policy::projectsFolder)};
    }
    QString file; ///< where it was read; empty: there is none
};

/// Reads the policy; an absent file is an empty policy. Errors: Invalid (a damaged policy is never taken for none).
[[nodiscard]] Result<Policy> readPolicy(const QString &file);

} // namespace hearth::composition
