// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"

#include <QString>

#include <vector>

namespace hearth::launcher_ui
{

/// What the accent button will do, written out.
struct LaunchChoice {
    bool isPossible = false;
    QString words;      ///< "Open v003 in Blender 3.4"
    QString secondLine; ///< the key, or why not
    QString warning;    ///< shown as a line above the button; empty: none
    QString glyph;
    QString application; ///< full name
    QString workfile;    ///< path; empty: no file
    bool isNewest = true;
};

/// Several versions of one application behind one tile, newest use first.
struct ApplicationTile {
    QString group;
    QString label;
    QString glyph;
    QColor color;
    std::vector<Application> variants; ///< never empty; the first is what a click starts
};

/// Works out what Enter does. Pure.
/// \param selected path of the workfile chosen on the right; empty: the newest
LaunchChoice launchChoice(const Context &context, const std::vector<Workfile> &workfiles, const QString &selected,
                          const std::vector<Application> &applications);

/// The same for one application chosen by its tile.
LaunchChoice launchChoiceFor(const Application &application, const std::vector<Workfile> &workfiles,
                             const QString &selected);

/// Installed applications grouped, the most recently used first; the one on the accent button is left out. Pure.
std::vector<ApplicationTile> applicationTiles(const std::vector<Application> &applications, const QString &primary);

} // namespace hearth::launcher_ui
