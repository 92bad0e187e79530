// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/platform.h"

#include <QJsonObject>
#include <QMap>
#include <QStringList>

#include <vector>

namespace hearth::launch
{

/// One version of an application as the settings define it.
struct Application {
    QString group;   ///< "blender"
    QString variant; ///< "3-4"
    QString groupLabel;
    QString variantLabel;
    QString hostName;                       ///< empty: it has no host integration
    QMap<QString, QStringList> executables; ///< by platform
    QMap<QString, QStringList> arguments;
    QJsonValue groupEnvironment;
    QJsonValue variantEnvironment;
    bool redirectOutput = true;

    [[nodiscard]] QString fullName() const { return group + u'/' + variant; }
    [[nodiscard]] QString label() const
    {
        return variantLabel.isEmpty() ? groupLabel : groupLabel + u' ' + variantLabel;
    }
};

/// What Hearth knows of a group of applications besides the settings.
struct ApplicationKind {
    QString icon;           ///< Material glyph name
    QString iconColor;      ///< #rrggbb
    QStringList extensions; ///< with dot; the first one is what New makes
    QStringList desktopEntries;
    QStringList versionArguments; ///< empty: the version is never asked for
    QString versionPattern;       ///< its first group is the version
    QString emptyFile;            ///< name in resources/applications/empty; empty: no empty file can be made
    QStringList openArguments;    ///< {file} stands for the work file; default is the path alone
};

/// The built-in definitions: settings in the shape of the contract, and what is known of each group.
struct ApplicationDefinitions {
    QJsonObject settings; ///< as GET /api/settings gives them for the addon "applications"
    QMap<QString, ApplicationKind> kinds;
};

/// Errors: Invalid. \param document resources/applications/applications.json
[[nodiscard]] Result<ApplicationDefinitions> readDefinitions(const QJsonObject &document);

/// Every application of the settings that is enabled. Pure.
[[nodiscard]] std::vector<Application> applicationsFromSettings(const QJsonObject &settings);

/// The settings' profiles say which applications a task may use. Pure. \param profiles project_applications.profiles
[[nodiscard]] std::vector<Application> allowedFor(const std::vector<Application> &applications,
                                                  const QJsonArray &profiles, const QString &taskType);

/// Environments of the tools a task uses, tool groups first, each sorted. Pure.
struct ToolEnvironment {
    QString name; ///< "group/variant" or the group
    QJsonValue environment;
};
struct TaskTools {
    QStringList names; ///< full names, sorted
    std::vector<ToolEnvironment> environments;
};
[[nodiscard]] TaskTools toolsFor(const QJsonObject &settings, const Application &application,
                                 const QMap<QString, QString> &context);

/// The name of a host's glyph and colour, its extensions: by group, then by host. Nothing for an unknown one.
[[nodiscard]] const ApplicationKind *kindOf(const ApplicationDefinitions &definitions, const Application &application);

} // namespace hearth::launch
