// SPDX-License-Identifier: Apache-2.0
#include "launcher/application.h"
#include "contract/profile.h"

#include <QJsonArray>

#include <algorithm>

namespace hearth::launch
{

namespace
{
QStringList stringList(const QJsonValue &value)
{
    QStringList list;
    for (const QJsonValue &one : value.toArray())
        if (!one.toString().isEmpty())
            list.append(one.toString());
    return list;
}

QMap<QString, QStringList> byPlatform(const QJsonValue &value)
{
    QMap<QString, QStringList> made;
    for (const Platform platform : {Platform::Windows, Platform::Linux, Platform::Darwin})
        made.insert(platformName(platform), stringList(value.toObject().value(platformName(platform))));
    return made;
}

Application readVariant(const QString &group, const QJsonObject &groupSettings, const QJsonObject &variant)
{
    Application made;
    made.group = group;
    made.variant = variant.value(QLatin1String("name")).toString();
    made.groupLabel = groupSettings.value(QLatin1String("label")).toString(group);
    if (const QString label = variant.value(QLatin1String("group_label")).toString(); !label.isEmpty())
        made.groupLabel = label;
    made.variantLabel = variant.value(QLatin1String("label")).toString(made.variant);
    made.hostName = groupSettings.value(QLatin1String("host_name")).toString();
    made.executables = byPlatform(variant.value(QLatin1String("executables")));
    made.arguments = byPlatform(variant.value(QLatin1String("arguments")));
    made.groupEnvironment = groupSettings.value(QLatin1String("environment"));
    made.variantEnvironment = variant.value(QLatin1String("environment"));
    made.redirectOutput = variant.value(QLatin1String("redirect_output")).toBool(true);
    return made;
}

void appendGroup(std::vector<Application> &list, const QString &name, const QJsonObject &group)
{
    if (!group.value(QLatin1String("enabled")).toBool(true) || name.isEmpty() || name.contains(u'/'))
        return;
    for (const QJsonValue &variant : group.value(QLatin1String("variants")).toArray()) {
        Application made = readVariant(name, group, variant.toObject());
        if (!made.variant.isEmpty() && !made.variant.contains(u'/'))
            list.push_back(std::move(made));
    }
}

ApplicationKind readKind(const QJsonObject &object)
{
    ApplicationKind kind;
    kind.icon = object.value(QLatin1String("icon")).toString();
    kind.iconColor = object.value(QLatin1String("icon_color")).toString();
    kind.extensions = stringList(object.value(QLatin1String("extensions")));
    kind.desktopEntries = stringList(object.value(QLatin1String("desktop_entries")));
    kind.versionArguments = stringList(object.value(QLatin1String("version_arguments")));
    kind.versionPattern = object.value(QLatin1String("version_pattern")).toString();
    kind.emptyFile = object.value(QLatin1String("empty_file")).toString();
    kind.openArguments = stringList(object.value(QLatin1String("open_arguments")));
    return kind;
}

bool toolFits(const QJsonObject &tool, const Application &application)
{
    const QStringList hosts = stringList(tool.value(QLatin1String("host_names")));
    const QStringList variants = stringList(tool.value(QLatin1String("app_variants")));
    return (hosts.isEmpty() || hosts.contains(application.hostName)) &&
           (variants.isEmpty() || variants.contains(application.fullName()));
}
} // namespace

Result<ApplicationDefinitions> readDefinitions(const QJsonObject &document)
{
    ApplicationDefinitions made;
    made.settings = document.value(QLatin1String("settings")).toObject();
    if (made.settings.value(QLatin1String("applications")).toObject().isEmpty())
        return fail(ErrorKind::Invalid, QStringLiteral("The application definitions hold no applications."));
    const QJsonObject kinds = document.value(QLatin1String("kinds")).toObject();
    for (auto it = kinds.begin(); it != kinds.end(); ++it)
        made.kinds.insert(it.key(), readKind(it.value().toObject()));
    return made;
}

std::vector<Application> applicationsFromSettings(const QJsonObject &settings)
{
    std::vector<Application> list;
    const QJsonObject groups = settings.value(QLatin1String("applications")).toObject();
    for (auto it = groups.begin(); it != groups.end(); ++it) {
        if (it.key() == QLatin1String("additional_apps")) {
            for (const QJsonValue &extra : it.value().toArray())
                appendGroup(list, extra.toObject().value(QLatin1String("name")).toString(), extra.toObject());
        } else {
            appendGroup(list, it.key(), it.value().toObject());
        }
    }
    return list;
}

std::vector<Application> allowedFor(const std::vector<Application> &applications, const QJsonArray &profiles,
                                    const QString &taskType)
{
    if (profiles.isEmpty())
        return applications;
    const QString key = QStringLiteral("task_types");
    const auto profile = contract::bestProfile(profiles, {key}, {{key, taskType}});
    if (!profile)
        return {};
    if (profile->value(QLatin1String("allow_type")).toString() == QLatin1String("all_applications"))
        return applications;
    const QStringList names = stringList(profile->value(QLatin1String("applications")));
    std::vector<Application> allowed;
    std::copy_if(applications.begin(), applications.end(), std::back_inserter(allowed),
                 [&names](const Application &one) { return names.contains(one.fullName()); });
    return allowed;
}

TaskTools toolsFor(const QJsonObject &settings, const Application &application, const QMap<QString, QString> &context)
{
    TaskTools made;
    const QJsonArray profiles =
        settings.value(QLatin1String("project_tools")).toObject().value(QLatin1String("profiles")).toArray();
    const auto profile = contract::bestProfile(
        profiles, {QStringLiteral("folder_paths"), QStringLiteral("task_types"), QStringLiteral("task_names")},
        context);
    if (!profile)
        return made;
    QStringList wanted = stringList(profile->value(QLatin1String("tools")));
    wanted.sort();
    QMap<QString, QJsonValue> groups;
    QMap<QString, QJsonValue> variants;
    for (const QJsonValue &group : settings.value(QLatin1String("tool_groups")).toArray()) {
        const QString groupName = group.toObject().value(QLatin1String("name")).toString();
        for (const QJsonValue &variant : group.toObject().value(QLatin1String("variants")).toArray()) {
            const QString fullName = groupName + u'/' + variant.toObject().value(QLatin1String("name")).toString();
            if (!wanted.contains(fullName) || !toolFits(variant.toObject(), application))
                continue;
            groups.insert(groupName, group.toObject().value(QLatin1String("environment")));
            variants.insert(fullName, variant.toObject().value(QLatin1String("environment")));
        }
    }
    for (const auto &map : {groups, variants})
        for (auto it = map.begin(); it != map.end(); ++it)
            made.environments.push_back({it.key(), it.value()});
    made.names = variants.keys();
    return made;
}

const ApplicationKind *kindOf(const ApplicationDefinitions &definitions, const Application &application)
{
    auto found = definitions.kinds.constFind(application.group);
    if (found == definitions.kinds.constEnd())
        found = definitions.kinds.constFind(application.hostName);
    return found == definitions.kinds.constEnd() ? nullptr : &*found;
}

} // namespace hearth::launch
