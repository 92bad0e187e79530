// SPDX-License-Identifier: Apache-2.0
#include "composition/configuration.h"

#include <QJsonArray>
#include <QJsonObject>

namespace hearth::composition
{

namespace
{
struct Definition {
    QString key;
    const char *variable; // nullptr: none
    QString fallback;
    QString commandLine; // given there; empty: not
    QString policy;      // empty: the policy is silent
    bool isPolicyLocking = false;
    bool isInFile = true;
};

QString textOf(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? QStringLiteral("1") : QStringLiteral("0");
    return value.isDouble() ? QString::number(value.toDouble(), 'g', 15) : value.toString();
}

QString flagText(bool isOn)
{
    return isOn ? QStringLiteral("1") : QString();
}

ConfiguredValue resolveOne(const Definition &definition, const QMap<QString, QString> &environment,
                           const Policy &policy, const QJsonObject &file, const QString &settingsFile)
{
    ConfiguredValue made;
    made.key = definition.key;
    const QString fromEnvironment =
        definition.variable ? environment.value(QLatin1String(definition.variable)) : QString();
    const QString policyOrigin = QStringLiteral("policy ") + policy.file;
    if (definition.isPolicyLocking && !definition.policy.isEmpty()) {
        made.value = definition.policy;
        made.origin = policyOrigin;
        made.isLocked = true;
    } else if (!definition.commandLine.isEmpty()) {
        made.value = definition.commandLine;
        made.origin = QStringLiteral("command line");
    } else if (!fromEnvironment.isEmpty()) {
        made.value = fromEnvironment;
        made.origin = QStringLiteral("environment ") + QLatin1String(definition.variable);
    } else if (definition.isInFile && file.contains(definition.key)) {
        made.value = textOf(file.value(definition.key));
        made.origin = QStringLiteral("file ") + settingsFile;
    } else if (!definition.policy.isEmpty()) {
        made.value = definition.policy;
        made.origin = policyOrigin;
    } else {
        made.value = definition.fallback;
        made.origin = QStringLiteral("default");
    }
    return made;
}
} // namespace

Configuration Configuration::resolve(const Arguments &arguments, const QMap<QString, QString> &environment,
                                     const Policy &policy, const QJsonObject &file, const QString &settingsFile,
                                     const QString &lastServer, const QString &documentsFolder)
{
    const QList<Definition> definitions{
        {key::serverUrl, "AYON_SERVER_URL", lastServer, {}, policy.serverUrl, policy.serverUrlLocked, false},
        {key::apiKey, "AYON_API_KEY", {}, {}, {}, false, false},
        {key::allowedModes, nullptr, QStringLiteral("connect,here"), {}, policy.allowedModes.join(u','), true, false},
        {key::updates, "AYON_AUTO_UPDATE", QStringLiteral("auto"), {}, policy.updates, true, true},
        {key::updateCheckMinutes, nullptr, QStringLiteral("5"), {}, {}, false, true},
        {key::dataFolder, nullptr, {}, {}, policy.dataFolder, true, false},
        {key::projectsFolder,
         nullptr,
         documentsFolder + QStringLiteral("/Projects"),
         {},
         policy.projectsFolder,
         true,
         true},
        {key::theme, nullptr, QStringLiteral("system"), {}, {}, false, true},
        {key::openLauncherAtStart, nullptr, QStringLiteral("1"), {}, {}, false, true},
        {key::studioBundle, "AYON_STUDIO_BUNDLE_NAME", {}, arguments.studioBundle, {}, false, false},
        {key::useStaging, "AYON_USE_STAGING", QStringLiteral("0"), flagText(arguments.useStaging), {}, false, false},
        {key::useDev, "AYON_USE_DEV", QStringLiteral("0"), flagText(arguments.useDev), {}, false, false},
        {key::headless, "AYON_HEADLESS_MODE", QStringLiteral("0"), flagText(arguments.headless), {}, false, false},
        {key::logLevel,
         "AYON_LOG_LEVEL",
         QStringLiteral("20"),
         arguments.logLevel >= 0 ? QString::number(arguments.logLevel)
         : arguments.debug       ? QStringLiteral("10")
                                 : QString(),
         {},
         false,
         false},
        {key::hookSeconds, "HEARTH_HOOK_SECONDS", QStringLiteral("60"), {}, {}, false, true},
        {key::pluginFolders, "HEARTH_PLUGIN_FOLDERS", {}, {}, {}, false, true},
        {key::python, nullptr, {}, {}, {}, false, true},
        {key::caFile, "AYON_CA_FILE", {}, {}, {}, false, true},
    };
    Configuration made;
    for (const Definition &definition : definitions)
        made.m_values.append(resolveOne(definition, environment, policy, file, settingsFile));
    for (ConfiguredValue &value : made.m_values) {
        value.isSecret = value.key == key::apiKey;
        if (value.key == key::serverUrl && value.origin == QLatin1String("default") && !value.value.isEmpty())
            value.origin = QStringLiteral("file used_servers.json");
    }
    return made;
}

QString Configuration::value(const QString &wanted) const
{
    for (const ConfiguredValue &one : m_values)
        if (one.key == wanted)
            return one.value;
    return {};
}

QString Configuration::lockedBy(const QString &wanted) const
{
    for (const ConfiguredValue &one : m_values)
        if (one.key == wanted && one.isLocked)
            return one.origin;
    return {};
}

} // namespace hearth::composition
