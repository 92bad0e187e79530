// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/server.h"
#include "launcher/project_roots.h"

namespace hearth::composition
{

/// What a new studio on this computer starts with.
struct StudioSetup {
    client::Server server;
    QString user;
    QString siteId;
    QString projectsFolder;                ///< stored as this site's root of every project made here
    QString packagesFolder;                ///< resources: the dependency package of the first bundle
    launch::ProjectRoots *roots = nullptr; ///< remembers where projects lie
};

/// Uploads the dependency package and makes the first production bundle. Does nothing where there is one. Blocks.
[[nodiscard]] Result<QString> makeFirstBundle(const StudioSetup &setup);

struct ProjectPresetDefinition {
    const char *id;
    const char *label;
    const char *explanation;
};
[[nodiscard]] const std::vector<ProjectPresetDefinition> &projectPresets();

/// Makes a project with the folders of a preset (film, series, game) and this site's root. Blocks.
/// Errors: Conflict (name or code taken), Invalid, those of the server; nothing is left of a project that failed.
[[nodiscard]] Result<> makeProject(const StudioSetup &setup, const QString &name, const QString &code,
                                   const QString &preset);

inline const QString sampleProjectName = QStringLiteral("lantern_sample");
/// Makes the sample project with tasks for the user. Does nothing where it is there. Blocks.
[[nodiscard]] Result<> makeSampleProject(const StudioSetup &setup);
/// Removes it, its files included, as one step. Blocks.
[[nodiscard]] Result<> removeSampleProject(const StudioSetup &setup);

/// Three letters out of a project's name that are likely to be free. Pure.
[[nodiscard]] QString proposedProjectCode(const QString &name);

} // namespace hearth::composition
