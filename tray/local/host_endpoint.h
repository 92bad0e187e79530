// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job.h"
#include "http/web_socket.h"
#include "launcher/workfile_service.h"
#include "tray/local/host_publish.h"

#include <QJsonObject>

#include <chrono>
#include <map>

namespace hearth::tray_local
{

/// What a host's secret stands for: the context one application was started in.
struct HostLaunch {
    launch::StudioSession session;
    QString project;
    QString folderId;
    QString folderPath;
    QString taskId;
    QString taskName;
    QString hostName;
    QString application;
};

/// Serves the code that runs inside applications: JSON-RPC 2.0 text frames, first message hello with the launch's
/// secret. A secret works for one launch; a host that lost its connection may come back with it.
/// Threads: connections call in on IO threads, work runs on the pool.
class HostEndpoint
{
public:
    HostEndpoint(WorkerPool &pool, const launch::Launcher &launcher)
        : m_pool(pool), m_launcher(launcher), m_workfiles(launcher)
    {
    }

    /// Registers a launch. \returns its secret, 32 bytes as hex
    [[nodiscard]] Secret admit();
    /// The context of an admitted launch, once it is known; hello waits for it.
    void attach(const Secret &secret, HostLaunch launch);
    void forget(const Secret &secret);

    /// A connection was opened.
    void opened(const std::shared_ptr<http::WebSocket> &socket);

    /// Called on a pool thread after a host registered a work file.
    std::function<void(const HostLaunch &)> onWorkfileRegistered;
    /// Where a launch publishes. Called on a pool thread; empty: publishing is refused.
    std::function<HostPublisher(const HostLaunch &)> openPublisher;
    /// Lines a host wants in the log of its process.
    std::function<void(const HostLaunch &, const QString &)> onLog;

private:
    struct Connection;
    struct Call {
        QJsonValue id;
        QString method;
        QJsonObject parameters;
    };
    void take(const std::shared_ptr<Connection> &connection, const QByteArray &text);
    void hello(Connection &connection, const Call &call);
    [[nodiscard]] Result<QJsonValue> answer(const HostLaunch &launch, const Call &call);
    void publish(const std::shared_ptr<Connection> &connection, const Call &call, const HostLaunch &launch) const;
    [[nodiscard]] Result<QJsonValue> nextWorkfile(const HostLaunch &launch, const QJsonObject &parameters);
    [[nodiscard]] Result<QJsonValue> registerWorkfile(const HostLaunch &launch, const QJsonObject &parameters);
    [[nodiscard]] Result<QJsonValue> listWorkfiles(const HostLaunch &launch);
    [[nodiscard]] Result<QJsonValue> takeLog(const HostLaunch &launch, const QJsonObject &parameters);

    WorkerPool &m_pool;
    const launch::Launcher &m_launcher;
    launch::WorkfileService m_workfiles;
    std::mutex m_mutex;
    std::map<QString, std::optional<HostLaunch>> m_launches;
};

} // namespace hearth::tray_local
