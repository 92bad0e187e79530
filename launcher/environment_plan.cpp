// SPDX-License-Identifier: Apache-2.0
#include "launcher/environment_plan.h"

#include <QDir>
#include <QRegularExpression>
#include <QSet>

namespace hearth::launch
{

namespace
{
/// Made for Hearth's Qt, Python or package, useless or harmful in another program.
const QSet<QString> &droppedNames()
{
    static const QSet<QString> names{"PYTHONHOME",
                                     "PYTHONSTARTUP",
                                     "PYTHONEXECUTABLE",
                                     "PYTHONPLATLIBDIR",
                                     "PYTHONUSERBASE",
                                     "VIRTUAL_ENV",
                                     "QT_PLUGIN_PATH",
                                     "QML_IMPORT_PATH",
                                     "QML2_IMPORT_PATH",
                                     "QT_QPA_PLATFORM_PLUGIN_PATH",
                                     "QT_QPA_FONTDIR",
                                     "QT_API",
                                     "QT_STYLE_OVERRIDE",
                                     "QT_QPA_GENERIC_PLUGINS",
                                     "APPDIR",
                                     "APPIMAGE",
                                     "ARGV0",
                                     "OWD",
                                     "LD_AUDIT",
                                     "QT_LOGGING_RULES",
                                     "QT_DEBUG_PLUGINS",
                                     "__PYVENV_LAUNCHER__",
                                     "QTWEBENGINEPROCESS_PATH",
                                     "QT_LINUX_ACCESSIBILITY_ALWAYS_ON"};
    return names;
}

/// Set anew for every launch; what an outer launch left must not leak into this one.
bool belongsToALaunch(const QString &name)
{
    return name.startsWith(QLatin1String("AYON_")) || name.startsWith(QLatin1String("AVALON_")) ||
           name.startsWith(QLatin1String("HEARTH_")) || name == QLatin1String("USE_AYON_SERVER");
}

bool isInside(const QString &path, const QStringList &folders, Platform platform)
{
    const auto sensitivity = platform == Platform::Windows ? Qt::CaseInsensitive : Qt::CaseSensitive;
    const QString clean = QDir::cleanPath(path);
    for (const QString &folder : folders) {
        const QString base = QDir::cleanPath(folder);
        if (base.size() > 1 && (clean.compare(base, sensitivity) == 0 || clean.startsWith(base + u'/', sensitivity)))
            return true;
    }
    return false;
}

bool isPathList(const QString &name)
{
    return name == QLatin1String("PATH") || name.endsWith(QLatin1String("PATH")) ||
           name.endsWith(QLatin1String("PATHS")) || name == QLatin1String("XDG_DATA_DIRS") ||
           name == QLatin1String("XDG_CONFIG_DIRS") || name == QLatin1String("LD_PRELOAD") ||
           name == QLatin1String("DYLD_INSERT_LIBRARIES");
}

QString withoutOwn(const QString &name, const QString &value, const QStringList &folders, Platform platform)
{
    const bool isPreload = name == QLatin1String("LD_PRELOAD");
    const QChar separator = pathListSeparator(platform);
    static const QRegularExpression preloadSeparator(QStringLiteral("[ :]"));
    const QStringList parts = isPreload ? value.split(preloadSeparator) : value.split(separator);
    QStringList kept;
    for (const QString &part : parts)
        if (!isInside(part, folders, platform) && !(part.isEmpty() && isPreload))
            kept.append(part);
    return kept.size() == parts.size() ? value : kept.join(isPreload ? QChar(u' ') : separator);
}
} // namespace

void EnvironmentPlan::start(const Environment &base, const QString &source)
{
    for (auto it = base.begin(); it != base.end(); ++it)
        set(it.key(), it.value(), source);
}

void EnvironmentPlan::set(const QString &name, const QString &value, const QString &source)
{
    PlannedVariable &variable = m_variables[name];
    if (!variable.steps.empty() && variable.isSet && variable.value == value)
        return;
    variable.steps.push_back({source, variable.isSet ? variable.value : QString(), value, false});
    variable.value = value;
    variable.isSet = true;
}

void EnvironmentPlan::remove(const QString &name, const QString &source)
{
    const auto found = m_variables.find(name);
    if (found == m_variables.end() || !found->isSet)
        return;
    found->steps.push_back({source, found->value, {}, true});
    found->value.clear();
    found->isSet = false;
}

void EnvironmentPlan::appendPath(const QString &name, const QString &path, const QString &source)
{
    const QChar separator = pathListSeparator(m_platform);
    const QString before = value(name);
    if (before.split(separator).contains(path))
        return;
    set(name, before.isEmpty() ? path : before + separator + path, source);
}

void EnvironmentPlan::prependPath(const QString &name, const QString &path, const QString &source)
{
    const QChar separator = pathListSeparator(m_platform);
    const QString before = value(name);
    if (before.split(separator).contains(path))
        return;
    set(name, before.isEmpty() ? path : path + separator + before, source);
}

QString EnvironmentPlan::value(const QString &name) const
{
    return m_variables.value(name).value;
}

bool EnvironmentPlan::has(const QString &name) const
{
    const auto found = m_variables.find(name);
    return found != m_variables.end() && found->isSet;
}

Environment EnvironmentPlan::environment() const
{
    Environment made;
    for (auto it = m_variables.begin(); it != m_variables.end(); ++it)
        if (it->isSet)
            made.insert(it.key(), it->value);
    return made;
}

bool isSecretName(const QString &name)
{
    static const QRegularExpression pattern(
        QStringLiteral("(^|_)(API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?)(_|$)"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern.match(name).hasMatch();
}

OwnInstallation ownInstallation(const QString &programFolder, const QString &resourcesFolder)
{
    static const QSet<QString> system{QStringLiteral("/"), QStringLiteral("/usr"), QStringLiteral("/usr/local"),
                                      QStringLiteral("/opt")};
    const QString prefix = QDir::cleanPath(programFolder + QStringLiteral("/.."));
    if (system.contains(prefix))
        return {{resourcesFolder}};
    return {{prefix, resourcesFolder}};
}

Environment cleanedEnvironment(const Environment &parent, const OwnInstallation &own, Platform platform)
{
    Environment made;
    for (auto it = parent.begin(); it != parent.end(); ++it) {
        const QString &name = it.key();
        if (droppedNames().contains(name) || belongsToALaunch(name))
            continue;
        // A screen-less platform is meant for Hearth's own tests and tools, never for an application.
        if (name == QLatin1String("QT_QPA_PLATFORM") &&
            (it.value().startsWith(QLatin1String("offscreen")) || it.value().startsWith(QLatin1String("minimal"))))
            continue;
        const QString value = isPathList(name) ? withoutOwn(name, it.value(), own.folders, platform) : it.value();
        if (isInside(value, own.folders, platform) || (value.isEmpty() && !it.value().isEmpty()))
            continue;
        made.insert(name, value);
    }
    return made;
}

} // namespace hearth::launch
