// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "anatomy/anatomy.h"
#include "client/server.h"
#include "publisher/loader/published.h"

namespace hearth::load
{

/// A page of what folders hold.
struct ProductPage {
    std::vector<Product> products;
    QString next; ///< what to ask for after it; empty: this was the last
};

/// Everything about versions that a person looks at.
struct VersionDetails {
    std::vector<Representation> representations;
    std::vector<Lineage> lineage;
    QString next; ///< what to ask for after these representations; empty: these were the last
};

/// What was published in one project. Every call is one request. Errors: those of the server. Threads: any.
class Library
{
public:
    Library(client::Server server, QString project) : m_server(std::move(server)), m_project(std::move(project)) {}

    /// Products with their versions. \param folderIds at least one \param after next of the page before; empty: the
    /// first
    [[nodiscard]] Job<ProductPage> products(const QStringList &folderIds, bool withFoldersBelow,
                                            const QString &after = {}) const;
    /// Products by their ids, with their versions.
    [[nodiscard]] Job<ProductPage> productsById(const QStringList &ids) const;
    /// One page of the representations of some versions, and the versions' links. \param after as of products
    [[nodiscard]] Job<VersionDetails> details(const QStringList &versionIds, const QString &after = {}) const;
    /// All of them, in as many requests as it takes. Blocks; never on the GUI thread.
    [[nodiscard]] Result<VersionDetails> allDetails(const QStringList &versionIds) const;
    [[nodiscard]] Job<QJsonArray> setStatus(const QStringList &versionIds, const QString &status) const;
    /// The picture of a version. Errors besides: NotFound (it has none).
    [[nodiscard]] Job<QByteArray> thumbnail(const QString &versionId) const;
    /// Takes versions away, their representations with them.
    [[nodiscard]] Job<QJsonArray> remove(const QStringList &versionIds) const;

    [[nodiscard]] const QString &project() const { return m_project; }
    [[nodiscard]] const client::Server &server() const { return m_server; }

private:
    client::Server m_server;
    QString m_project;
};

/// The first file of a representation on this machine: its template filled with its context and this site's roots,
/// else the rootless path of the file. Errors: Invalid (the template needs what the context lacks, or leaves its root).
/// Pure. Source: desktop contract 4.5.
[[nodiscard]] Result<QString> placeOf(const Representation &representation, const anatomy::Anatomy &anatomy);
/// All files of a representation on this machine, in their order.
[[nodiscard]] QStringList filesOf(const Representation &representation, const anatomy::Anatomy &anatomy);

/// What the answers say. Pure; nothing is trusted to be there. Errors: Invalid.
[[nodiscard]] Result<ProductPage> readProductPage(const QJsonObject &answer);
[[nodiscard]] Result<VersionDetails> readVersionDetails(const QJsonObject &answer);

} // namespace hearth::load
