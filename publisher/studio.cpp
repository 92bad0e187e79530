// SPDX-License-Identifier: Apache-2.0
#include "publisher/studio.h"

#include <QJsonArray>
#include <QSysInfo>

#include <algorithm>

namespace hearth::publish
{

namespace
{
constexpr auto productsQuery = R"(query Products($project: String!, $folders: [String!]!, $after: String) {
    project(name: $project) { products(folderIds: $folders, first: 500, after: $after) {
        pageInfo { hasNextPage endCursor }
        edges { node { id name productType productBaseType versionList { id version } } } } } })";

ExistingProduct productFrom(const QJsonObject &node)
{
    ExistingProduct made{node.value(QLatin1String("id")).toString(),
                         node.value(QLatin1String("name")).toString(),
                         node.value(QLatin1String("productType")).toString(),
                         node.value(QLatin1String("productBaseType")).toString(),
                         {}};
    for (const QJsonValue &one : node.value(QLatin1String("versionList")).toArray())
        made.versions.push_back({one.toObject().value(QLatin1String("id")).toString(),
                                 one.toObject().value(QLatin1String("version")).toInt()});
    return made;
}

QSet<QString> attributesOf(const QJsonObject &answer, const QString &scope)
{
    QSet<QString> names;
    for (const QJsonValue &one : answer.value(QLatin1String("attributes")).toArray())
        if (one.toObject().value(QLatin1String("scope")).toArray().contains(scope))
            names.insert(one.toObject().value(QLatin1String("name")).toString());
    return names;
}

Result<> takeFolder(PublishContext &context, const Result<client::FolderContext> &found, const Destination &destination)
{
    if (!found && found.error().kind == ErrorKind::NotFound)
        return fail(ErrorKind::NotFound,
                    QStringLiteral("The project %1 has no folder %2.").arg(destination.project, destination.folder));
    if (!found)
        return fail(found.error());
    context.folder = found->folder;
    if (!context.folder.path.startsWith(u'/'))
        context.folder.path.prepend(u'/');
    if (destination.task.isEmpty())
        return {};
    const auto &tasks = found->work.tasks;
    const auto task = std::find_if(tasks.begin(), tasks.end(), [&destination](const contract::Task &one) {
        return one.id == destination.task || one.name == destination.task;
    });
    if (task == tasks.end())
        return fail(ErrorKind::NotFound,
                    QStringLiteral("The folder %1 has no task %2.").arg(context.folder.path, destination.task));
    context.task = *task;
    return {};
}

Result<> takeSettings(PublishContext &context, const Result<QJsonObject> &settings)
{
    if (!settings && settings.error().kind != ErrorKind::NotFound)
        return fail(settings.error());
    if (settings) {
        context.coreSettings = settings->value(QLatin1String("core")).toObject();
        context.trayPublisherSettings = settings->value(QLatin1String("traypublisher")).toObject();
    }
    return {};
}
} // namespace

Result<std::vector<ExistingProduct>> readProducts(const client::Server &server, const QString &project,
                                                  const QString &folderId)
{
    std::vector<ExistingProduct> list;
    QJsonValue after = QJsonValue::Null;
    while (true) {
        const Result<QJsonObject> data =
            server
                .graphql(QLatin1String(productsQuery),
                         {{"project", project}, {"folders", QJsonArray{folderId}}, {"after", after}})
                .wait();
        if (!data)
            return fail(data.error());
        const QJsonObject page =
            data->value(QLatin1String("project")).toObject().value(QLatin1String("products")).toObject();
        for (const QJsonValue &edge : page.value(QLatin1String("edges")).toArray())
            list.push_back(productFrom(edge.toObject().value(QLatin1String("node")).toObject()));
        const QJsonObject info = page.value(QLatin1String("pageInfo")).toObject();
        const QJsonValue next = info.value(QLatin1String("endCursor"));
        if (!info.value(QLatin1String("hasNextPage")).toBool() || next == after)
            return list;
        after = next;
    }
}

Result<PublishContext> readPublishContext(const client::Server &server, const Destination &destination,
                                          const QString &user, const QMap<QString, QString> &environment)
{
    const Job<contract::Project> project = server.project(destination.project);
    const Job<QMap<QString, QString>> roots = server.siteRoots(destination.project);
    const Job<QJsonObject> settings = server.settings(destination.bundle, destination.variant, destination.project);
    const Job<QJsonObject> attributes = server.call("GET", QStringLiteral("/api/attributes"));
    const Job<client::FolderContext> folder = server.folderContext(destination.project, destination.folder);
    PublishContext context;
    context.serverUrl = server.url().toString(QUrl::StripTrailingSlash);
    context.user = user;
    context.machine = QSysInfo::machineHostName();
    context.now = QDateTime::currentDateTime();
    if (!project.wait()) // a project that is not there says more than its folder that is not
        return fail(project.wait().error());
    context.project = *project.wait();
    if (const Result<> taken = takeFolder(context, folder.wait(), destination); !taken)
        return fail(taken.error());
    if (const Result<> taken = takeSettings(context, settings.wait()); !taken)
        return fail(taken.error());
    if (!attributes.wait() || !roots.wait())
        return fail(attributes.wait() ? roots.wait().error() : attributes.wait().error());
    context.versionAttributes = attributesOf(*attributes.wait(), QStringLiteral("version"));
    context.representationAttributes = attributesOf(*attributes.wait(), QStringLiteral("representation"));
    context.anatomy = anatomy::Anatomy(context.project.config, context.platform, *roots.wait(), environment);
    Result<std::vector<ExistingProduct>> products = readProducts(server, destination.project, context.folder.id);
    if (!products)
        return fail(products.error());
    context.products = std::move(*products);
    return context;
}

Result<> ServerVersions::apply(const QString &project, const QJsonArray &operations)
{
    const Job<QJsonArray> done = m_server.operations(project, operations);
    return done.wait() ? Result<>{} : fail(done.wait().error());
}

Result<bool> ServerVersions::hasVersion(const QString &project, const QString &versionId)
{
    const Job<QJsonObject> asked =
        m_server.call("GET", QStringLiteral("/api/projects/%1/versions/%2").arg(project, versionId));
    const Result<QJsonObject> &found = asked.wait();
    if (found)
        return true;
    return found.error().kind == ErrorKind::NotFound ? Result<bool>(false) : fail(found.error());
}

Result<bool> ServerVersions::hasVersionsBelow(const QString &project, const QString &productId)
{
    const QString query =
        QStringLiteral("query Versions($project: String!, $ids: [String!]!) { project(name: $project) "
                       "{ versions(productIds: $ids, first: 1) { edges { node { id } } } } }");
    const Job<QJsonObject> asked = m_server.graphql(query, {{"project", project}, {"ids", QJsonArray{productId}}});
    const Result<QJsonObject> &data = asked.wait();
    if (!data)
        return fail(data.error());
    return !data->value(QLatin1String("project"))
                .toObject()
                .value(QLatin1String("versions"))
                .toObject()
                .value(QLatin1String("edges"))
                .toArray()
                .isEmpty();
}

} // namespace hearth::publish
