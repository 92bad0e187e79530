// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/error.h"
#include "core/secret.h"
#include "http/server.h"

#include <QJsonObject>
#include <atomic>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace hearth::tray_local
{

/// What GET /tray answers.
struct TrayFacts {
    QString user;
    QString bundle;
    QString studioBundle;
    bool isDev = false;
    bool isStaging = false;
    QMap<QString, QString> addons; ///< name to version
    QString installerVersion;
};

struct HostLogMessage {
    QString host;
    QString action; ///< connecting, initialized, add, close
    QString text;
};

/// Who is behind the endpoint. Called on IO threads; must not block.
struct EndpointCallbacks {
    std::function<TrayFacts()> facts;
    std::function<void(const QString &title, const QString &text)> message;
    std::function<void(const HostLogMessage &)> hostLog;
    /// Admits and serves a host's connection (see HostEndpoint).
    std::function<void(const http::Request &, const std::shared_ptr<http::WebSocket> &)> hostOpened;
    /// A launch asked for by another program of this user that knows the secret; the answer may come later.
    std::function<void(const QJsonObject &request, std::function<void(const Result<QJsonObject> &)> answer)> launch;
    /// Another start wants this one to show itself.
    std::function<void()> present;
};

/// The tray's address on this machine. Loopback only; requests with a foreign Host or Origin are refused. GET /tray,
/// POST /tray/message, /ws/host_listener and icons answer without a secret, as existing tools expect; what they send
/// is shown as plain text, limited in size and rate. Everything else asks for the per-run secret.
/// Source: desktop contract 1.3.
class LocalEndpoint
{
public:
    /// Errors: Conflict, Forbidden when no port can be had. \param resourcesFolder holds icons below res/
    [[nodiscard]] static Result<std::unique_ptr<LocalEndpoint>> start(EndpointCallbacks callbacks,
                                                                      QString resourcesFolder, const Clock &clock);
    ~LocalEndpoint();

    [[nodiscard]] QString url() const;
    [[nodiscard]] QString hostUrl() const; ///< ws://…/hearth/host
    [[nodiscard]] const Secret &secret() const { return m_secret; }

private:
    LocalEndpoint(EndpointCallbacks callbacks, QString resourcesFolder, const Clock &clock);
    void addRoutes();
    void addTrustedRoutes();
    void addSockets();
    [[nodiscard]] http::Router::Handler guarded(http::Router::Handler handler);
    [[nodiscard]] http::Router::Handler trusted(http::Router::Handler handler);
    [[nodiscard]] bool takeRate();

    EndpointCallbacks m_callbacks;
    QString m_resources;
    const Clock &m_clock;
    Secret m_secret;
    http::Router m_router;
    [[nodiscard]] std::uint16_t ownPort() const;

    std::atomic<std::uint16_t> m_port{0};
    std::unique_ptr<http::Server> m_server;
    std::chrono::steady_clock::time_point m_started;
    std::mutex m_rateMutex;
    double m_tokens = 20; ///< messages that may come at once
    std::chrono::steady_clock::time_point m_refilled;
};

/// True for requests from this machine's own programs and pages. Pure.
[[nodiscard]] bool isOwnHost(std::string_view hostHeader, std::uint16_t port);
[[nodiscard]] bool isOwnOrigin(std::string_view originHeader);

/// Plain text of what a stranger sent: no markup, no control characters, at most so many characters. Pure.
[[nodiscard]] QString plainText(const QString &text, qsizetype longest);

} // namespace hearth::tray_local
