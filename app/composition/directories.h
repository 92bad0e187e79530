// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/platform.h"

#include <QMap>
#include <QString>

namespace hearth::composition
{

/// Where everything lies for this user on this machine. Source: bootstrap contract 1.7.
struct Directories {
    QString local;   ///< what belongs to this machine and user
    QString storage; ///< what several machines may share
    QString addons;
    QString dependencies;
    QString own; ///< Hearth's own files, beside the others'
    QString logs;
    QString serverFolder; ///< data of this computer's own server
    QString installation; ///< folder of the running program
    QString resources;
};

/// Pure. \param environment the session's \param programFolder folder of the running program
[[nodiscard]] Directories directoriesFor(const QMap<QString, QString> &environment, Platform platform,
                                         const QString &programFolder);

/// A three-word name for this machine, like "brave-calm-otter". \param random three numbers
[[nodiscard]] QString siteIdFrom(quint32 one, quint32 two, quint32 three);
/// The site id: the variable, else the file, else a new one that is kept. Empty when the folder cannot be written.
[[nodiscard]] QString ensureSiteId(const Directories &directories, const QMap<QString, QString> &environment);

} // namespace hearth::composition
