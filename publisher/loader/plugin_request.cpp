// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/plugin_request.h"

#include <QJsonArray>

namespace hearth::load
{

QJsonObject pluginRequest(const QString &project, const Product &product, const Version &version,
                          const Representation &representation, const QStringList &files)
{
    QJsonArray list;
    for (qsizetype n = 0; n < files.size(); ++n) {
        const auto at = static_cast<std::size_t>(n);
        const PublishedFile known = at < representation.files.size() ? representation.files[at] : PublishedFile{};
        list.append(QJsonObject{{"path", files[n]}, {"hash", known.hash}, {"hashType", known.hashType}});
    }
    return {{"project", project},
            {"folder", product.folderPath},
            {"product", product.name},
            {"productType", product.type},
            {"version", version.number},
            {"representation", representation.name},
            {"files", list}};
}

} // namespace hearth::load
