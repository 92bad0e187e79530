// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/inventory.h"

#include <QJsonArray>

namespace hearth::load
{

namespace
{
const QString query =
    QStringLiteral("query Loaded($project: String!, $ids: [String!], $first: Int) { project(name: $project) { "
                   "representations(ids: $ids, first: $first) { edges { node { id versionId name context allAttrib "
                   "files { name path size hash hashType } version { version product { name productType "
                   "folder { path } latestVersion { id version } } } } } } } }");
}

Result<std::vector<Loaded>> readLoaded(const QJsonObject &answer)
{
    const Result<VersionDetails> details = readVersionDetails(answer);
    if (!details)
        return fail(details.error());
    const QJsonArray edges = answer.value(QLatin1String("project"))
                                 .toObject()
                                 .value(QLatin1String("representations"))
                                 .toObject()
                                 .value(QLatin1String("edges"))
                                 .toArray();
    std::vector<Loaded> made;
    for (std::size_t n = 0; n < details->representations.size(); ++n) {
        const QJsonObject version = edges.at(static_cast<qsizetype>(n))
                                        .toObject()
                                        .value(QLatin1String("node"))
                                        .toObject()
                                        .value(QLatin1String("version"))
                                        .toObject();
        const QJsonObject product = version.value(QLatin1String("product")).toObject();
        const QJsonObject latest = product.value(QLatin1String("latestVersion")).toObject();
        QString path = product.value(QLatin1String("folder")).toObject().value(QLatin1String("path")).toString();
        if (!path.isEmpty() && !path.startsWith(u'/'))
            path.prepend(u'/');
        made.push_back({details->representations[n], product.value(QLatin1String("name")).toString(),
                        product.value(QLatin1String("productType")).toString(), path,
                        version.value(QLatin1String("version")).toInt(), latest.value(QLatin1String("id")).toString(),
                        latest.value(QLatin1String("version")).toInt()});
    }
    return made;
}

Job<std::vector<Loaded>> loaded(const Library &library, const QStringList &representationIds)
{
    return thenJob<std::vector<Loaded>>(
        library.server().graphql(query, {{"project", library.project()},
                                         {"ids", QJsonArray::fromStringList(representationIds)},
                                         {"first", int(representationIds.size()) + 1}}),
        readLoaded);
}

} // namespace hearth::load
