// SPDX-License-Identifier: Apache-2.0
#include "updater/plan.h"
#include "contract/wire.h"

#include <QCryptographicHash>
#include <QRegularExpression>

#include <algorithm>

namespace hearth::update
{

namespace
{
bool isAddonName(const QString &name)
{
    static const QRegularExpression pattern(QStringLiteral("^[a-zA-Z0-9_]([a-zA-Z0-9_.+-]*[a-zA-Z0-9_])?$"));
    return pattern.match(name).hasMatch() && !name.contains(QLatin1String(".."));
}

void addAddon(Plan &plan, const contract::Addon &addon, const QString &version, const PlanFolders &folders)
{
    const auto found = addon.versions.constFind(version);
    if (found == addon.versions.constEnd() || found->isBroken) {
        plan.problems.append(QStringLiteral("The bundle %1 names the addon %2 %3, which the server does not have.")
                                 .arg(plan.bundle, addon.name, version));
        return;
    }
    if (!found->clientSourceInfo)
        return;
    PlanItem item;
    item.kind = QStringLiteral("addon");
    item.name = addon.name;
    item.version = version;
    item.folder = folders.addons + u'/' + addon.name + u'_' + version;
    item.sources = *found->clientSourceInfo;
    item.checksum = found->checksum.toLower();
    item.checksumAlgorithm = found->checksumAlgorithm.isEmpty() ? QStringLiteral("sha256") : found->checksumAlgorithm;
    item.filename = item.sources.empty() || item.sources.front().filename.isEmpty() ? QStringLiteral("client.zip")
                                                                                    : item.sources.front().filename;
    plan.items.push_back(std::move(item));
}

void addAddons(Plan &plan, const contract::Bundle &bundle, const std::vector<contract::Addon> &addons,
               const PlanFolders &folders)
{
    for (const contract::Addon &addon : addons) {
        const QString version = bundle.addons.value(addon.name);
        const contract::DevelopmentAddon source = bundle.addonDevelopment.value(addon.name);
        if (version.isEmpty() || (bundle.isDev && source.enabled))
            continue;
        if (isAddonName(addon.name) && isAddonName(version))
            addAddon(plan, addon, version, folders);
        else
            plan.problems.append(
                QStringLiteral("The addon name \"%1 %2\" cannot be a folder name.").arg(addon.name, version));
    }
    for (auto it = bundle.addons.begin(); it != bundle.addons.end(); ++it) {
        const bool isKnown = std::any_of(addons.begin(), addons.end(),
                                         [&it](const contract::Addon &addon) { return addon.name == it.key(); });
        if (!it.value().isEmpty() && !isKnown)
            plan.problems.append(QStringLiteral("The bundle %1 names the addon %2 %3, which the server does not have.")
                                     .arg(plan.bundle, it.key(), it.value()));
    }
}

void addDevelopment(Plan &plan, const contract::Bundle &bundle)
{
    for (auto it = bundle.addonDevelopment.begin(); bundle.isDev && it != bundle.addonDevelopment.end(); ++it) {
        if (!it->enabled || bundle.addons.value(it.key()).isEmpty())
            continue;
        PlanItem item;
        item.kind = QStringLiteral("development");
        item.name = it.key();
        item.developmentPath = it->path;
        plan.items.push_back(std::move(item));
    }
}

void addDependencies(Plan &plan, const contract::Bundle &bundle,
                     const std::vector<contract::DependencyPackage> &packages, const PlanFolders &folders,
                     Platform platform)
{
    const QString wanted = bundle.dependencyPackages.value(platformName(platform));
    if (wanted.isEmpty())
        return;
    const auto found =
        std::find_if(packages.begin(), packages.end(),
                     [&wanted](const contract::DependencyPackage &one) { return one.filename == wanted; });
    if (found == packages.end() || !contract::isFileName(wanted)) {
        plan.problems.append(
            QStringLiteral("The bundle %1 names the dependency package %2, which the server does not have.")
                .arg(plan.bundle, wanted));
        return;
    }
    PlanItem item;
    item.kind = QStringLiteral("dependency");
    item.name = wanted;
    item.filename = wanted;
    item.folder = folders.dependencyPackages + u'/' + wanted;
    item.size = found->size;
    item.checksum = found->checksum.toLower();
    item.checksumAlgorithm = found->checksumAlgorithm.isEmpty() ? QStringLiteral("sha256") : found->checksumAlgorithm;
    item.sources = found->sources;
    plan.items.push_back(std::move(item));
}

QMap<QString, QString> versionsOf(const Plan &plan)
{
    QMap<QString, QString> made;
    for (const PlanItem &item : plan.items)
        made.insert(item.name, item.kind == QLatin1String("development") ? item.developmentPath : item.version);
    return made;
}
} // namespace

QString Plan::fingerprint() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData((bundle + u'\n' + variant + u'\n').toUtf8());
    for (const PlanItem &item : items)
        hash.addData((item.kind + u'|' + item.name + u'|' + item.version + u'|' + item.checksum + u'|' +
                      item.developmentPath + u'\n')
                         .toUtf8());
    return QString::fromLatin1(hash.result().toHex());
}

Plan makePlan(const BundleChoice &choice, const std::vector<contract::Addon> &addons,
              const std::vector<contract::DependencyPackage> &packages, const PlanFolders &folders, Platform platform)
{
    Plan plan;
    plan.bundle = choice.bundle.name;
    plan.variant = choice.variant;
    plan.isStaging = choice.isStaging;
    plan.isDev = choice.isDev;
    plan.installerVersion = choice.bundle.installerVersion;
    addAddons(plan, choice.bundle, addons, folders);
    addDevelopment(plan, choice.bundle);
    addDependencies(plan, choice.bundle, packages, folders, platform);
    return plan;
}

QStringList planDifferences(const Plan &before, const Plan &after)
{
    const QMap<QString, QString> old = versionsOf(before);
    const QMap<QString, QString> now = versionsOf(after);
    QStringList lines;
    for (auto it = now.begin(); it != now.end(); ++it)
        if (!old.contains(it.key()))
            lines.append(QStringLiteral("%1 %2 is new").arg(it.key(), it.value()).simplified());
        else if (old.value(it.key()) != it.value())
            lines.append(QStringLiteral("%1 %2 → %3").arg(it.key(), old.value(it.key()), it.value()));
    for (auto it = old.begin(); it != old.end(); ++it)
        if (!now.contains(it.key()))
            lines.append(QStringLiteral("%1 %2 is gone").arg(it.key(), it.value()).simplified());
    return lines;
}

} // namespace hearth::update
