// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/arguments.h"
#include "composition/directories.h"
#include "composition/policy.h"

namespace hearth::composition
{

/// One value of the effective configuration and where it came from.
struct ConfiguredValue {
    QString key;
    QString value;
    QString origin; ///< "command line", "environment AYON_SERVER_URL", "policy …", "file …", "default"
    bool isLocked = false;
    bool isSecret = false;
};

/// What this start is configured with. Order: policy where it locks, command line, environment, file, policy, default.
class Configuration
{
public:
    /// Pure. \param file content of hearth/settings.json \param lastServer of used_servers.json
    [[nodiscard]] static Configuration resolve(const Arguments &arguments, const QMap<QString, QString> &environment,
                                               const Policy &policy, const QJsonObject &file,
                                               const QString &settingsFile, const QString &lastServer,
                                               const QString &documentsFolder);

    [[nodiscard]] QString value(const QString &key) const;
    [[nodiscard]] bool isOn(const QString &key) const { return value(key) == QLatin1String("1"); }
    [[nodiscard]] int number(const QString &key) const { return value(key).toInt(); }
    /// Who fixed a value; empty when it may be changed.
    [[nodiscard]] QString lockedBy(const QString &key) const;
    [[nodiscard]] const QList<ConfiguredValue> &values() const { return m_values; }

private:
    QList<ConfiguredValue> m_values;
};

// Keys, as they stand in the file and in --print-effective-config.
namespace key
{
inline const QString serverUrl = QStringLiteral("serverUrl");
inline const QString apiKey = QStringLiteral("apiKey");
inline const QString allowedModes = QStringLiteral("allowedModes");
inline const QString updates = QStringLiteral("updates");
inline const QString updateCheckMinutes = QStringLiteral("updateCheckMinutes");
inline const QString dataFolder = QStringLiteral("dataFolder");
inline const QString projectsFolder = QStringLiteral("projectsFolder");
inline const QString theme = QStringLiteral("theme");
inline const QString studioBundle = QStringLiteral("studioBundle");
inline const QString useStaging = QStringLiteral("useStaging");
inline const QString useDev = QStringLiteral("useDev");
inline const QString headless = QStringLiteral("headless");
inline const QString logLevel = QStringLiteral("logLevel");
inline const QString caFile = QStringLiteral("caFile");
inline const QString python = QStringLiteral("python");           ///< program that runs the code of addons
inline const QString hookSeconds = QStringLiteral("hookSeconds"); ///< one call of the code of addons
/// Folders with plug-ins of the studio, as in PATH.
inline const QString pluginFolders = QStringLiteral("pluginFolders");
inline const QString openLauncherAtStart = QStringLiteral("openLauncherAtStart");
} // namespace key

} // namespace hearth::composition
