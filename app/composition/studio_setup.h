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
    QString projectsFolder;                ///< the default place of new projects' files
    QString packagesFolder;                ///< resources: the dependency package of the first bundle
    launch::ProjectRoots *roots = nullptr; ///< remembers where projects lie
    bool isOthersToo = false;              ///< the server is not this computer's own
};

/// Uploads the dependency package and makes the first production bundle. Does nothing where there is one. Blocks.
[[nodiscard]] Result<QString> makeFirstBundle(const StudioSetup &setup);

struct ProjectPresetDefinition {
    const char *id;
    const char *label;
    const char *explanation;
};
[[nodiscard]] const std::vector<ProjectPresetDefinition> &projectPresets();

struct NewProject {
    QString name;
    QString code;
    QString preset; ///< film, series, game
    QString folder; ///< where its files live; empty: as proposedProjectsFolder says
};

/// Where the files of a new project live when nobody says otherwise: the projects folder here, the preset's root of
/// this system on a studio's server. Blocks. Errors: those of the server.
[[nodiscard]] Result<QString> proposedProjectsFolder(const StudioSetup &setup);

/// What would speak against a project; makes nothing. Blocks.
/// Errors: Conflict (name or code taken), Invalid, Forbidden, those of the server.
[[nodiscard]] Result<> checkProject(const StudioSetup &setup, const NewProject &wanted);

/// Makes a project with the folders of a preset. Its files' place is this site's root on this computer's own server and
/// the anatomy's root of this system, for everybody, on a studio's. Blocks.
/// Errors: Conflict (name or code taken), Invalid, those of the server; nothing is left of a project that failed.
[[nodiscard]] Result<> makeProject(const StudioSetup &setup, const NewProject &wanted);

inline const QString sampleProjectName = QStringLiteral("lantern_sample");
/// Makes the sample project with tasks for the user. Does nothing where it is there. Blocks.
[[nodiscard]] Result<> makeSampleProject(const StudioSetup &setup);
/// Removes it, its files included, as one step. Blocks.
[[nodiscard]] Result<> removeSampleProject(const StudioSetup &setup);

/// Three letters out of a project's name that are likely to be free. Pure.
[[nodiscard]] QString proposedProjectCode(const QString &name);

} // namespace hearth::composition
