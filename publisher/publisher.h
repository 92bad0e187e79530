// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/dropped_files.h"
#include "publisher/plugin.h"
#include "publisher/preview.h"
#include "publisher/studio.h"

namespace hearth::publish
{

/// What surrounds publishing. Everything outlives the publisher and its jobs.
struct PublisherSurroundings {
    WorkerPool *pool;
    FileSystem *disk;
    QString localFolder; ///< reports go below it
    QString ownFolder;   ///< journals and scratch files go below it
    QStringList pluginFolders;
    QMap<QString, QString> environment;
    QString host; ///< this machine's name
    QString ffmpeg;
    /// Looks whether the drive a folder is to lie on is there; may be empty.
    std::function<Result<>(const QMap<QString, QString> &roots, const QString &folder)> checkPlace{};
};

/// What speaks against publishing, with what was looked at.
struct Checked {
    std::vector<Problem> problems;
    SourceFiles sources;
    std::vector<Plugin> plugins;
    std::vector<ReportStep> steps;
    [[nodiscard]] bool isGood() const;
};

struct PublishedVersion {
    QString instanceId;
    QString productName;
    int number = 0;
    QString versionId;
    QString folder; ///< where its first file is
    qsizetype files = 0;
};

/// How a publish ended. There is always a report.
struct Published {
    std::vector<PublishedVersion> versions;
    qint64 bytes = 0;
    QStringList warnings;
    std::optional<Error> problem;    ///< nothing was published, for this reason
    std::vector<Problem> objections; ///< what the checks said, when they were the reason
    QJsonObject report;
    QString reportFile; ///< empty when it could not be kept
};

/// Publishes files, for windows and commands alike: load, collect, edit the instances, check, repair, publish. Threads:
/// any; jobs run on the pool, values go in and come out. Their progress is in bytes while files are copied or sent.
/// A stop leaves nothing until the studio has the versions; afterwards they stay, and pictures that are still to be
/// sent are left out with a warning.
class Publisher
{
public:
    Publisher(PublisherSurroundings around, client::Server server, QString user)
        : m_around(std::move(around)), m_server(std::move(server)), m_user(std::move(user))
    {
    }

    [[nodiscard]] Job<PublishContext> loadContext(const Destination &destination) const;
    /// \param type, \param variant as for makeInstances
    [[nodiscard]] Job<std::vector<Instance>> collect(const PublishContext &context, const QStringList &paths,
                                                     const QString &type = {}, const QString &variant = {}) const;
    [[nodiscard]] Job<Checked> check(const PublishContext &context, const std::vector<Instance> &instances) const;
    /// Checks once more, then publishes. An end without versions is a value, so that its report is there.
    [[nodiscard]] Job<Published> publish(const PublishContext &context, const std::vector<Instance> &instances) const;
    /// Finishes or undoes what crashed publishes left. At each start, and before each publish by itself.
    [[nodiscard]] Job<Resumed> resumeOpen() const;
    /// The same on the calling thread.
    [[nodiscard]] Resumed resumeNow() const;

private:
    [[nodiscard]] Result<Checked> checkNow(const PublishContext &context, const std::vector<Instance> &instances,
                                           const std::stop_token &stop) const;
    [[nodiscard]] Result<Published> publishNow(const PublishContext &context, std::vector<Instance> instances,
                                               const JobContext<Published> &job) const;
    [[nodiscard]] Result<Integrated> bringIn(const PublishContext &context, const std::vector<Instance> &instances,
                                             const JobContext<Published> &job) const;
    void addLinks(const std::vector<Instance> &instances, const Integrated &done, PublishReport &report) const;
    [[nodiscard]] IntegrationSurroundings integrationAround(VersionStore &versions,
                                                            const QMap<QString, QString> &roots) const;

    PublisherSurroundings m_around;
    client::Server m_server;
    QString m_user;
};

} // namespace hearth::publish
