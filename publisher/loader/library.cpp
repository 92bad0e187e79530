// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/library.h"
#include "core/entity_id.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <iterator>

namespace hearth::load
{

namespace
{
// A server that is not told how much it may answer leaves the rest out without a word.
constexpr int pageSize = 1000;
constexpr qsizetype idsAtOnce = 200;

const char *const productFields =
    "pageInfo { endCursor hasNextPage } edges { node { id name folderId productType "
    "productBaseType status attrib { productGroup } folder { path } "
    "versions(first: 10000) { edges { node { id version author status tags taskId thumbnailId "
    "createdAt hasReviewables allAttrib } } } } }";

QString productQuery(const QString &arguments, const QString &variables)
{
    return QStringLiteral("query Products($project: String!, %1) { project(name: $project) { products(%2) { %3 } } }")
        .arg(variables, arguments, QLatin1String(productFields));
}

const QString detailsQuery = QStringLiteral(
    "query Details($project: String!, $versions: [String!], $first: Int, $after: String) { "
    "project(name: $project) { representations(versionIds: $versions, first: $first, after: $after) { "
    "pageInfo { endCursor hasNextPage } edges { node { id versionId name context allAttrib "
    "files { name path size hash hashType } } } } "
    "versions(ids: $versions, first: $first) { edges { node { id links(first: 200) { edges { direction linkType "
    "entityType entityId node { ... on VersionNode { version product { name latestVersion { version } "
    "folder { path } } } } } } } } } } }");

QJsonArray edgesOf(const QJsonObject &answer, const char *connection)
{
    return answer.value(QLatin1String("project"))
        .toObject()
        .value(QLatin1String(connection))
        .toObject()
        .value(QLatin1String("edges"))
        .toArray();
}

// Where the next page begins; empty after the last one.
QString nextPage(const QJsonObject &answer, const char *connection)
{
    const QJsonObject page = answer.value(QLatin1String("project"))
                                 .toObject()
                                 .value(QLatin1String(connection))
                                 .toObject()
                                 .value(QLatin1String("pageInfo"))
                                 .toObject();
    return page.value(QLatin1String("hasNextPage")).toBool() ? page.value(QLatin1String("endCursor")).toString()
                                                             : QString();
}

QJsonObject parsed(const QJsonValue &text)
{
    return text.isObject() ? text.toObject() : QJsonDocument::fromJson(text.toString().toUtf8()).object();
}

QStringList texts(const QJsonValue &list)
{
    QStringList made;
    for (const QJsonValue &one : list.toArray())
        made.append(one.toString());
    return made;
}

QString withSlash(const QString &path)
{
    return path.startsWith(u'/') || path.isEmpty() ? path : u'/' + path;
}

Version readVersion(const QJsonObject &node, const QString &productId)
{
    Version made;
    made.id = node.value(QLatin1String("id")).toString();
    made.productId = productId;
    made.number = node.value(QLatin1String("version")).toInt();
    made.author = node.value(QLatin1String("author")).toString();
    made.status = node.value(QLatin1String("status")).toString();
    made.tags = texts(node.value(QLatin1String("tags")));
    made.taskId = node.value(QLatin1String("taskId")).toString();
    made.thumbnailId = node.value(QLatin1String("thumbnailId")).toString();
    made.when = QDateTime::fromString(node.value(QLatin1String("createdAt")).toString(), Qt::ISODateWithMs);
    made.hasReviewables = node.value(QLatin1String("hasReviewables")).toBool();
    made.attrib = parsed(node.value(QLatin1String("allAttrib")));
    made.comment = made.attrib.value(QLatin1String("comment")).toString();
    return made;
}

/// Newest first; a hero stands before the number it was made from.
bool isNewer(const Version &a, const Version &b)
{
    const int first = std::abs(a.number);
    const int second = std::abs(b.number);
    return first != second ? first > second : a.isHero() && !b.isHero();
}

Product readProduct(const QJsonObject &node)
{
    Product made;
    made.id = node.value(QLatin1String("id")).toString();
    made.folderId = node.value(QLatin1String("folderId")).toString();
    made.folderPath = withSlash(node.value(QLatin1String("folder")).toObject().value(QLatin1String("path")).toString());
    made.name = node.value(QLatin1String("name")).toString();
    made.type = node.value(QLatin1String("productType")).toString();
    made.baseType = node.value(QLatin1String("productBaseType")).toString(made.type);
    made.status = node.value(QLatin1String("status")).toString();
    made.group = node.value(QLatin1String("attrib")).toObject().value(QLatin1String("productGroup")).toString();
    const QJsonArray versions =
        node.value(QLatin1String("versions")).toObject().value(QLatin1String("edges")).toArray();
    for (const QJsonValue &edge : versions)
        made.versions.push_back(readVersion(edge.toObject().value(QLatin1String("node")).toObject(), made.id));
    std::sort(made.versions.begin(), made.versions.end(), isNewer);
    return made;
}

Representation readRepresentation(const QJsonObject &node)
{
    Representation made;
    made.id = node.value(QLatin1String("id")).toString();
    made.versionId = node.value(QLatin1String("versionId")).toString();
    made.name = node.value(QLatin1String("name")).toString();
    const QJsonObject attrib = parsed(node.value(QLatin1String("allAttrib")));
    made.pathTemplate = attrib.value(QLatin1String("template")).toString();
    made.path = attrib.value(QLatin1String("path")).toString();
    made.context = parsed(node.value(QLatin1String("context")));
    for (const QJsonValue &file : node.value(QLatin1String("files")).toArray()) {
        const QJsonObject one = file.toObject();
        const QJsonValue size = one.value(QLatin1String("size"));
        made.files.push_back({one.value(QLatin1String("name")).toString(), one.value(QLatin1String("path")).toString(),
                              size.isString() ? size.toString().toLongLong() : size.toInteger(),
                              one.value(QLatin1String("hash")).toString(),
                              one.value(QLatin1String("hashType")).toString()});
    }
    return made;
}

std::optional<Lineage> readLink(const QJsonObject &edge)
{
    if (edge.value(QLatin1String("entityType")).toString() != QLatin1String("version"))
        return std::nullopt;
    const QJsonObject node = edge.value(QLatin1String("node")).toObject();
    const QJsonObject product = node.value(QLatin1String("product")).toObject();
    Lineage made;
    made.linkType = edge.value(QLatin1String("linkType")).toString();
    made.isInput = edge.value(QLatin1String("direction")).toString() == QLatin1String("in");
    made.versionId = edge.value(QLatin1String("entityId")).toString();
    made.productName = product.value(QLatin1String("name")).toString();
    made.folderPath =
        withSlash(product.value(QLatin1String("folder")).toObject().value(QLatin1String("path")).toString());
    made.number = node.value(QLatin1String("version")).toInt();
    made.latest = product.value(QLatin1String("latestVersion")).toObject().value(QLatin1String("version")).toInt();
    return made;
}

QJsonArray forEach(const QStringList &versionIds, const QString &type, const QJsonObject &data)
{
    QJsonArray made;
    for (const QString &id : versionIds) {
        QJsonObject one{
            {"id", QString::fromStdString(newEntityId())}, {"type", type}, {"entityType", "version"}, {"entityId", id}};
        if (!data.isEmpty())
            one.insert(QStringLiteral("data"), data);
        made.append(one);
    }
    return made;
}

QString projectPath(const QString &project)
{
    return QStringLiteral("/api/projects/") + project;
}
} // namespace

const Version *Product::latest() const
{
    const auto found = std::find_if(versions.begin(), versions.end(), [](const Version &one) { return !one.isHero(); });
    if (found != versions.end())
        return &*found;
    return versions.empty() ? nullptr : &versions.front();
}

Result<ProductPage> readProductPage(const QJsonObject &answer)
{
    const QJsonObject project = answer.value(QLatin1String("project")).toObject();
    if (!project.value(QLatin1String("products")).isObject())
        return fail(ErrorKind::Invalid, QStringLiteral("The server's list of products cannot be read."));
    ProductPage made;
    for (const QJsonValue &edge : edgesOf(answer, "products"))
        made.products.push_back(readProduct(edge.toObject().value(QLatin1String("node")).toObject()));
    made.next = nextPage(answer, "products");
    return made;
}

Result<VersionDetails> readVersionDetails(const QJsonObject &answer)
{
    if (!answer.value(QLatin1String("project")).isObject())
        return fail(ErrorKind::Invalid, QStringLiteral("The server's answer about a version cannot be read."));
    VersionDetails made;
    made.next = nextPage(answer, "representations");
    for (const QJsonValue &edge : edgesOf(answer, "representations"))
        made.representations.push_back(readRepresentation(edge.toObject().value(QLatin1String("node")).toObject()));
    for (const QJsonValue &edge : edgesOf(answer, "versions")) {
        const QJsonObject node = edge.toObject().value(QLatin1String("node")).toObject();
        const QJsonArray links = node.value(QLatin1String("links")).toObject().value(QLatin1String("edges")).toArray();
        for (const QJsonValue &link : links)
            if (const auto one = readLink(link.toObject()))
                made.lineage.push_back(*one);
    }
    return made;
}

Job<ProductPage> Library::products(const QStringList &folderIds, bool withFoldersBelow, const QString &after) const
{
    const QJsonObject variables{{"project", m_project},
                                {"folders", QJsonArray::fromStringList(folderIds)},
                                {"below", withFoldersBelow},
                                {"first", pageSize},
                                {"after", after.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(after)}};
    static const QString query =
        productQuery(QStringLiteral("folderIds: $folders, includeFolderChildren: $below, first: $first, after: $after"),
                     QStringLiteral("$folders: [String!], $below: Boolean!, $first: Int, $after: String"));
    return thenJob<ProductPage>(m_server.graphql(query, variables), readProductPage);
}

Job<ProductPage> Library::productsById(const QStringList &ids) const
{
    static const QString query =
        productQuery(QStringLiteral("ids: $ids, first: $first"), QStringLiteral("$ids: [String!], $first: Int"));
    return thenJob<ProductPage>(
        m_server.graphql(
            query, {{"project", m_project}, {"ids", QJsonArray::fromStringList(ids)}, {"first", int(ids.size()) + 1}}),
        readProductPage);
}

Job<VersionDetails> Library::details(const QStringList &versionIds, const QString &after) const
{
    const QJsonObject variables{{"project", m_project},
                                {"versions", QJsonArray::fromStringList(versionIds)},
                                {"first", pageSize},
                                {"after", after.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(after)}};
    return thenJob<VersionDetails>(m_server.graphql(detailsQuery, variables), readVersionDetails);
}

Result<VersionDetails> Library::allDetails(const QStringList &versionIds) const
{
    VersionDetails made;
    for (qsizetype at = 0; at < versionIds.size(); at += idsAtOnce) {
        QString after;
        do {
            const bool isFirst = after.isEmpty();
            Result<VersionDetails> page = details(versionIds.mid(at, idsAtOnce), after).wait();
            if (!page)
                return page;
            std::move(page->representations.begin(), page->representations.end(),
                      std::back_inserter(made.representations));
            if (isFirst) // every page tells them again
                std::move(page->lineage.begin(), page->lineage.end(), std::back_inserter(made.lineage));
            after = page->next;
        } while (!after.isEmpty());
    }
    return made;
}

Job<QJsonArray> Library::setStatus(const QStringList &versionIds, const QString &status) const
{
    return m_server.operations(m_project, forEach(versionIds, QStringLiteral("update"), {{"status", status}}));
}

Job<QJsonArray> Library::remove(const QStringList &versionIds) const
{
    return m_server.operations(m_project, forEach(versionIds, QStringLiteral("delete"), {}));
}

Job<QByteArray> Library::thumbnail(const QString &versionId) const
{
    const auto bytes = std::make_shared<QByteArray>();
    return thenJob<QByteArray>(
        m_server.download(
            projectPath(m_project) + QStringLiteral("/versions/%1/thumbnail").arg(versionId), 0,
            [](const client::Response &head, qint64) -> Result<> {
                return head.headers.contains("x-thumbnail-id")
                           ? Result<>{}
                           : fail(ErrorKind::NotFound, QStringLiteral("This version has no picture."));
            },
            [bytes](const QByteArray &part) -> Result<> {
                constexpr qsizetype most = 16 * 1024 * 1024;
                if (bytes->size() + part.size() > most)
                    return fail(ErrorKind::Invalid, QStringLiteral("The picture of this version is too large."));
                bytes->append(part);
                return {};
            }),
        [bytes](const client::Response &) -> Result<QByteArray> { return *bytes; });
}

Result<QString> placeOf(const Representation &representation, const anatomy::Anatomy &anatomy)
{
    if (representation.pathTemplate.isEmpty()) {
        if (representation.files.empty())
            return fail(ErrorKind::Invalid,
                        QStringLiteral("The representation %1 lists no files.").arg(representation.name));
        return anatomy.absolute(representation.files.front().rootless);
    }
    QJsonObject data = representation.context;
    QJsonObject roots;
    for (auto it = anatomy.roots().begin(); it != anatomy.roots().end(); ++it)
        roots.insert(it.key(), it.value());
    data.insert(QStringLiteral("root"), roots);
    const anatomy::Filled filled = anatomy::fill(representation.pathTemplate, data);
    const QString path = anatomy::normalizedPath(filled.text);
    if (!filled.isSolved)
        return fail(ErrorKind::Invalid, QStringLiteral("The path of %1 needs {%2}, which it was not published with.")
                                            .arg(representation.name, filled.missing.join(QStringLiteral("}, {"))));
    if (path.split(u'/').contains(QStringLiteral("..")) || !anatomy.rootless(path))
        return fail(ErrorKind::Invalid,
                    QStringLiteral("The path of %1 lies outside of the project's folders.").arg(representation.name));
    return path;
}

QStringList filesOf(const Representation &representation, const anatomy::Anatomy &anatomy)
{
    QStringList made;
    for (const PublishedFile &file : representation.files) {
        const QString path = anatomy::normalizedPath(anatomy.absolute(file.rootless));
        if (!path.split(u'/').contains(QStringLiteral("..")) && anatomy.rootless(path))
            made.append(path);
    }
    if (made.isEmpty())
        if (const Result<QString> place = placeOf(representation, anatomy))
            made.append(*place);
    return made;
}

} // namespace hearth::load
