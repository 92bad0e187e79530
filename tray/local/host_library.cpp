// SPDX-License-Identifier: Apache-2.0
#include "tray/local/host_library.h"
#include "publisher/loader/inventory.h"
#include "tray/local/host_endpoint.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace hearth::tray_local
{

namespace
{
constexpr qsizetype mostContainers = 2000;

/// A project as a host's question names it, with the roots of this machine.
struct Shelf {
    load::Library library;
    anatomy::Anatomy anatomy;
    contract::Folder folder;
};

QString projectOf(const HostLaunch &launch, const QJsonObject &parameters)
{
    return parameters.value(QLatin1String("project")).toString(launch.project);
}

/// \param folder empty: only the project is read
Result<Shelf> shelfOf(const launch::Launcher &launcher, const HostLaunch &launch, const QString &project,
                      const QString &folder = {})
{
    const Result<launch::ContextFacts> facts = launcher.readContext(launch.session, project, folder, {});
    if (!facts)
        return fail(facts.error());
    return Shelf{load::Library(launch.session.server, facts->project.name), facts->anatomy, facts->folder};
}

QJsonObject asJson(const load::Representation &one, const anatomy::Anatomy &anatomy)
{
    const QStringList files = load::filesOf(one, anatomy);
    return {{"id", one.id},
            {"versionId", one.versionId},
            {"name", one.name},
            {"path", files.value(0)},
            {"files", QJsonArray::fromStringList(files)},
            {"isHere", !files.isEmpty() && QFileInfo(files.first()).isFile()}};
}

QJsonObject asJson(const load::Version &one, const QJsonArray &representations)
{
    return {{"id", one.id},
            {"version", one.number},
            {"name", one.name()},
            {"author", one.author},
            {"status", one.status},
            {"comment", one.comment},
            {"createdAt", one.when.toString(Qt::ISODateWithMs)},
            {"representations", representations}};
}

Result<std::vector<load::Product>> productsOf(const Shelf &shelf)
{
    std::vector<load::Product> made;
    QString after;
    do {
        const Result<load::ProductPage> page = shelf.library.products({shelf.folder.id}, false, after).wait();
        if (!page)
            return fail(page.error());
        made.insert(made.end(), page->products.begin(), page->products.end());
        after = page->next;
    } while (!after.isEmpty());
    return made;
}

/// By version.
Result<QHash<QString, QJsonArray>> representationsOf(const Shelf &shelf, const QStringList &versionIds)
{
    QHash<QString, QJsonArray> made;
    const Result<load::VersionDetails> details = shelf.library.allDetails(versionIds);
    if (!details)
        return fail(details.error());
    for (const load::Representation &one : details->representations)
        made[one.versionId].append(asJson(one, shelf.anatomy));
    return made;
}

QJsonObject asJson(const load::Loaded &one, const QHash<QString, QJsonArray> &latest)
{
    QJsonObject made{{"product", one.productName},    {"type", one.productType},
                     {"folderPath", one.folderPath},  {"name", one.representation.name},
                     {"version", one.number},         {"latest", std::max(one.number, one.latest)},
                     {"isOutdated", one.isOutdated()}};
    for (const QJsonValue &newer : latest.value(one.latestVersionId))
        if (newer.toObject().value(QLatin1String("name")) == one.representation.name)
            made.insert(QStringLiteral("update"), newer);
    return made;
}
} // namespace

Result<QJsonValue> listPublished(const launch::Launcher &launcher, const HostLaunch &launch,
                                 const QJsonObject &parameters)
{
    const QString project = projectOf(launch, parameters);
    const QString folder =
        parameters.value(QLatin1String("folder")).toString(project == launch.project ? launch.folderId : QString());
    if (folder.isEmpty())
        return fail(ErrorKind::Invalid, QStringLiteral("Name a folder of the project %1.").arg(project));
    const Result<Shelf> shelf = shelfOf(launcher, launch, project, folder);
    if (!shelf)
        return fail(shelf.error());
    const Result<std::vector<load::Product>> products = productsOf(*shelf);
    if (!products)
        return fail(products.error());
    QStringList versionIds;
    for (const load::Product &product : *products)
        for (const load::Version &one : product.versions)
            versionIds.append(one.id);
    const Result<QHash<QString, QJsonArray>> representations = representationsOf(*shelf, versionIds);
    if (!representations)
        return fail(representations.error());
    QJsonArray list;
    for (const load::Product &product : *products) {
        QJsonArray versions;
        for (const load::Version &one : product.versions)
            versions.append(asJson(one, representations->value(one.id)));
        list.append(
            QJsonObject{{"id", product.id}, {"name", product.name}, {"type", product.type}, {"versions", versions}});
    }
    return QJsonValue(
        QJsonObject{{"project", shelf->library.project()}, {"folderPath", shelf->folder.path}, {"products", list}});
}

Result<QJsonValue> resolvePublished(const launch::Launcher &launcher, const HostLaunch &launch,
                                    const QJsonObject &parameters)
{
    const QString id = parameters.value(QLatin1String("representation")).toString();
    const QString version = parameters.value(QLatin1String("version")).toString();
    const QString name = parameters.value(QLatin1String("name")).toString();
    if (id.isEmpty() && (version.isEmpty() || name.isEmpty()))
        return fail(ErrorKind::Invalid, QStringLiteral("Name a representation, or a version and a name."));
    const Result<Shelf> shelf = shelfOf(launcher, launch, projectOf(launch, parameters));
    if (!shelf)
        return fail(shelf.error());
    if (!id.isEmpty()) {
        const Result<std::vector<load::Loaded>> found = load::loaded(shelf->library, {id}).wait();
        if (!found)
            return fail(found.error());
        if (!found->empty())
            return QJsonValue(asJson(found->front().representation, shelf->anatomy));
    } else {
        const Result<load::VersionDetails> details = shelf->library.allDetails({version});
        if (!details)
            return fail(details.error());
        for (const load::Representation &one : details->representations)
            if (one.name == name)
                return QJsonValue(asJson(one, shelf->anatomy));
    }
    return fail(ErrorKind::NotFound, QStringLiteral("This representation is not published any more."));
}

Result<QJsonValue> checkInventory(const launch::Launcher &launcher, const HostLaunch &launch,
                                  const QJsonObject &parameters)
{
    QStringList ids;
    for (const QJsonValue &one : parameters.value(QLatin1String("representations")).toArray())
        ids.append(one.toString());
    ids.removeDuplicates();
    if (ids.size() > mostContainers)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("More than %1 at once cannot be asked for.").arg(mostContainers));
    if (ids.isEmpty())
        return QJsonValue(QJsonObject{});
    const Result<Shelf> shelf = shelfOf(launcher, launch, projectOf(launch, parameters));
    const Result<std::vector<load::Loaded>> found =
        shelf ? load::loaded(shelf->library, ids).wait() : fail(shelf.error());
    if (!found)
        return fail(found.error());
    QStringList newer;
    for (const load::Loaded &one : *found)
        if (one.isOutdated())
            newer.append(one.latestVersionId);
    newer.removeDuplicates();
    const Result<QHash<QString, QJsonArray>> latest = representationsOf(*shelf, newer);
    if (!latest)
        return fail(latest.error());
    QJsonObject made;
    for (const load::Loaded &one : *found)
        made.insert(one.representation.id, asJson(one, *latest));
    return QJsonValue(made);
}

} // namespace hearth::tray_local
