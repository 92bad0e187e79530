// SPDX-License-Identifier: Apache-2.0
#include "desktop/studio_subjects.h"
#include "studio_admin/addon_install.h"
#include "studio_admin/addon_package.h"

#include <QLocale>

#include <cstdio>
#include <unistd.h>

namespace hearth::desktop
{

namespace
{
using studio_admin::PackageFacts;

QString sizeWords(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

Result<QStringList> installedVersions(const client::Server &server, const QString &name)
{
    const Result<std::vector<contract::Addon>> all = server.addons().wait();
    if (!all)
        return fail(all.error());
    for (const contract::Addon &addon : *all)
        if (addon.name == name)
            return addon.versions.keys();
    return QStringList();
}

int listAddons(const StudioCall &call)
{
    const Result<client::Server> server = call.server();
    const Result<std::vector<contract::Addon>> all = server ? server->addons().wait() : fail(server.error());
    if (!all)
        return call.failed(all.error());
    QJsonArray list;
    QStringList lines;
    for (const contract::Addon &addon : *all) {
        QStringList versions;
        for (auto it = addon.versions.begin(); it != addon.versions.end(); ++it)
            versions.append(it->isBroken ? it.key() + QStringLiteral(" (broken)") : it.key());
        list.append(QJsonObject{{"name", addon.name},
                                {"title", addon.title},
                                {"versions", QJsonArray::fromStringList(addon.versions.keys())}});
        lines.append(QStringLiteral("%1 %2").arg(addon.name, -24).arg(versions.join(QStringLiteral(", "))));
    }
    return call.answer({{"ok", true}, {"addons", list}}, lines);
}

QJsonObject asJson(const PackageFacts &facts, const studio_admin::PackageChange &change)
{
    QJsonObject required;
    for (auto it = facts.required.begin(); it != facts.required.end(); ++it)
        required.insert(it.key(), it.value());
    return {{"ok", true},
            {"name", facts.name},
            {"version", facts.version},
            {"title", facts.title},
            {"bytes", facts.fileBytes},
            {"clientBytes", facts.clientBytes},
            {"files", facts.files},
            {"hasSettings", facts.hasSettings},
            {"hasSiteSettings", facts.hasSiteSettings},
            {"required", required},
            {"newestInstalled", change.newestInstalled},
            {"isInstalled", change.news == studio_admin::PackageNews::Again}};
}

QStringList asLines(const PackageFacts &facts, const studio_admin::PackageChange &change)
{
    QStringList lines{studio_admin::words(facts, change),
                      QStringLiteral("%1, files: %2; each machine fetches %3.")
                          .arg(sizeWords(facts.fileBytes))
                          .arg(facts.files)
                          .arg(facts.clientBytes > 0 ? sizeWords(facts.clientBytes) : QStringLiteral("nothing")),
                      facts.hasSettings ? QStringLiteral("It has settings.") : QStringLiteral("It has no settings.")};
    for (auto it = facts.required.begin(); it != facts.required.end(); ++it)
        lines.append(QStringLiteral("It needs %1 %2.").arg(it.key(), it.value()));
    return lines;
}

int inspectOrInstall(const StudioCall &call, bool isInstall)
{
    const Result<PackageFacts> facts = studio_admin::inspectPackage(call.word());
    if (!facts)
        return call.failed(facts.error());
    const Result<client::Server> server = call.server();
    const Result<QStringList> versions = server ? installedVersions(*server, facts->name) : fail(server.error());
    if (!versions)
        return call.failed(versions.error());
    const studio_admin::PackageChange change = studio_admin::changeAgainst(*facts, *versions);
    if (!isInstall)
        return call.answer(asJson(*facts, change), asLines(*facts, change));
    if (call.isDry())
        return call.done({{"name", facts->name}, {"version", facts->version}}, {}, studio_admin::words(*facts, change));
    const bool isWatched = !call.wantsJson() && isatty(STDERR_FILENO) != 0;
    const Result<studio_admin::InstallOutcome> outcome =
        studio_admin::installAddon(*server, call.word(), {}, [isWatched](const Progress &progress) {
            if (isWatched)
                std::fprintf(stderr, "\rsent %s of %s   ", qPrintable(sizeWords(progress.done)),
                             qPrintable(sizeWords(progress.total)));
        });
    if (isWatched)
        std::fputc('\n', stderr);
    return outcome ? call.done({{"name", facts->name}, {"version", facts->version}, {"eventId", outcome->eventId}},
                               outcome->description, {})
                   : call.failed(outcome.error());
}

int removeAddon(const StudioCall &call)
{
    const QString what = QStringLiteral("%1 %2").arg(call.word(0), call.word(1));
    const Result<client::Server> server = call.server();
    const Result<contract::BundleList> bundles = server ? server->bundles().wait() : fail(server.error());
    if (!bundles)
        return call.failed(bundles.error());
    for (const contract::Bundle &bundle : bundles->bundles)
        if ((bundle.isProduction || bundle.isStaging) && bundle.addons.value(call.word(0)) == call.word(1))
            return call.failed(
                {ErrorKind::Conflict,
                 QStringLiteral("%1 is in use by the bundle %2; nothing was removed.").arg(what, bundle.name),
                 {}});
    if (!call.isDry())
        if (const Result<> done = studio_admin::removeAddon(*server, call.word(0), call.word(1)); !done)
            return call.failed(done.error());
    return call.done({{"name", call.word(0)}, {"version", call.word(1)}}, QStringLiteral("%1 is removed.").arg(what),
                     QStringLiteral("%1 would be removed.").arg(what));
}
} // namespace

int studioAddonCommand(const StudioCall &call)
{
    if (call.verb() == QLatin1String("list") && call.words().isEmpty())
        return listAddons(call);
    if (call.verb() == QLatin1String("inspect") && call.words().size() == 1)
        return inspectOrInstall(call, false);
    if (call.verb() == QLatin1String("install") && call.words().size() == 1)
        return inspectOrInstall(call, true);
    if (call.verb() == QLatin1String("remove") && call.words().size() == 2)
        return removeAddon(call);
    return call.wrongUse(
        QStringLiteral("hearth studio addon list, or: addon inspect ZIP, addon install ZIP, addon remove "
                       "NAME VERSION."));
}

} // namespace hearth::desktop
