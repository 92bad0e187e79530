// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/server.h"
#include "publisher/integration.h"

namespace hearth::publish
{

/// Where a publish goes.
struct Destination {
    QString project;
    QString folder; ///< id, or path with a leading slash
    QString task;   ///< id or name; empty: without a task
    QString bundle; ///< whose settings count
    QString variant;
};

/// Everything a publish needs to know of a studio, all questions at once. Blocks: worker threads only. Errors: NotFound
/// (names what is missing), those of the server.
/// \param environment for keys in root paths
[[nodiscard]] Result<PublishContext> readPublishContext(const client::Server &server, const Destination &destination,
                                                        const QString &user, const QMap<QString, QString> &environment);

/// The products of a folder with their versions. Blocks.
[[nodiscard]] Result<std::vector<ExistingProduct>> readProducts(const client::Server &server, const QString &project,
                                                                const QString &folderId);

/// The server as integration sees it.
class ServerVersions final : public VersionStore
{
public:
    explicit ServerVersions(client::Server server) : m_server(std::move(server)) {}
    Result<> apply(const QString &project, const QJsonArray &operations) override;
    Result<bool> hasVersion(const QString &project, const QString &versionId) override;
    Result<bool> hasVersionsBelow(const QString &project, const QString &productId) override;

private:
    client::Server m_server;
};

} // namespace hearth::publish
