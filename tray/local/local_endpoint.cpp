// SPDX-License-Identifier: Apache-2.0
#include "tray/local/local_endpoint.h"
#include "core/entity_id.h"

#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <openssl/crypto.h>

namespace hearth::tray_local
{

namespace
{
constexpr std::uint64_t longestMessage = 16 * 1024; // bytes
constexpr double messagesPerSecond = 5;

std::string jsonText(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

http::Response refusal(int status, const char *reason)
{
    return http::Response::json(status, jsonText({{"error", QLatin1String(reason)}, {"success", false}}));
}

bool sameSecret(std::string_view given, const QString &secret)
{
    const QByteArray expected = secret.toLatin1();
    return given.size() == static_cast<std::size_t>(expected.size()) &&
           CRYPTO_memcmp(given.data(), expected.constData(), given.size()) == 0;
}

QJsonObject trayAnswer(const TrayFacts &facts, double runningSeconds)
{
    QJsonObject addons;
    for (auto it = facts.addons.begin(); it != facts.addons.end(); ++it)
        addons.insert(it.key(), it.value());
    return {{"username", facts.user},
            {"bundle", facts.bundle},
            {"studio_bundle", facts.studioBundle},
            {"dev_mode", facts.isDev},
            {"staging_mode", facts.isStaging},
            {"addons", addons},
            {"installer_version", facts.installerVersion},
            {"running_time", runningSeconds}};
}
} // namespace

bool isOwnHost(std::string_view hostHeader, std::uint16_t port)
{
    const std::string tail = ":" + std::to_string(port);
    return hostHeader == "127.0.0.1" + tail || hostHeader == "localhost" + tail;
}

bool isOwnOrigin(std::string_view origin)
{
    if (origin.empty())
        return true;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!origin.starts_with(scheme))
            continue;
        std::string_view host = origin.substr(scheme.size());
        const auto colon = host.find(':');
        if (colon != std::string_view::npos &&
            host.find_first_not_of("0123456789", colon + 1) != std::string_view::npos)
            return false;
        host = host.substr(0, colon);
        return host == "localhost" || host == "127.0.0.1";
    }
    return false;
}

QString plainText(const QString &text, qsizetype longest)
{
    QString made;
    for (const QChar c : text.left(longest))
        made += c == u'\n' || c.isPrint() ? c : QChar(u' ');
    return made;
}

LocalEndpoint::LocalEndpoint(EndpointCallbacks callbacks, QString resourcesFolder, const Clock &clock)
    : m_callbacks(std::move(callbacks)), m_resources(std::move(resourcesFolder)), m_clock(clock),
      m_secret(QString::fromStdString(randomHex(32))), m_started(clock.steadyNow()), m_refilled(m_started)
{
}

LocalEndpoint::~LocalEndpoint()
{
    if (m_server)
        m_server->drain(std::chrono::milliseconds(200));
}

Result<std::unique_ptr<LocalEndpoint>> LocalEndpoint::start(EndpointCallbacks callbacks, QString resourcesFolder,
                                                            const Clock &clock)
{
    std::unique_ptr<LocalEndpoint> made(new LocalEndpoint(std::move(callbacks), std::move(resourcesFolder), clock));
    made->addRoutes();
    made->addTrustedRoutes();
    made->addSockets();
    http::ServerOptions options;
    options.threads = 1;
    options.maxConnections = 256;
    options.webSocketMessageLimitBytes = 4 * 1024 * 1024;
    Result<std::unique_ptr<http::Server>> server = http::Server::listen(made->m_router, options);
    if (!server)
        return fail(server.error());
    made->m_server = std::move(*server);
    made->m_port = made->m_server->port();
    made->m_port.notify_all();
    return made;
}

std::uint16_t LocalEndpoint::ownPort() const
{
    m_port.wait(0); // a request may be here before start() has its server in hand
    return m_port;
}

QString LocalEndpoint::url() const
{
    return QString::fromStdString(m_server->url());
}

QString LocalEndpoint::hostUrl() const
{
    return QStringLiteral("ws://127.0.0.1:%1/hearth/host").arg(m_server->port());
}

bool LocalEndpoint::takeRate()
{
    const std::lock_guard lock(m_rateMutex);
    const auto now = m_clock.steadyNow();
    m_tokens = std::min(20.0, m_tokens + std::chrono::duration<double>(now - m_refilled).count() * messagesPerSecond);
    m_refilled = now;
    if (m_tokens < 1)
        return false;
    m_tokens -= 1;
    return true;
}

http::Router::Handler LocalEndpoint::guarded(http::Router::Handler handler)
{
    return [this, handler = std::move(handler)](http::Request &request, const http::Responder &responder) {
        if (!isOwnHost(request.header("host"), ownPort()) || !isOwnOrigin(request.header("origin")))
            return responder.send(refusal(403, "Only programs on this machine are answered."));
        handler(request, responder);
    };
}

http::Router::Handler LocalEndpoint::trusted(http::Router::Handler handler)
{
    return guarded([this, handler = std::move(handler)](http::Request &request, const http::Responder &responder) {
        if (!sameSecret(request.header("x-hearth-secret"), m_secret.reveal()))
            return responder.send(refusal(401, "The secret of this run is needed."));
        handler(request, responder);
    });
}

void LocalEndpoint::addTrustedRoutes()
{
    m_router.add("POST", "/hearth/launch", trusted([this](http::Request &request, const http::Responder &responder) {
                     const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object();
                     m_callbacks.launch(body, [responder](const Result<QJsonObject> &answer) {
                         if (answer)
                             return responder.send(http::Response::json(200, jsonText(*answer)));
                         responder.send(http::Response::json(
                             httpStatus(answer.error().kind),
                             jsonText({{"error", answer.error().message}, {"detail", answer.error().detail}})));
                     });
                 }),
                 {longestMessage, false});
    m_router.add("POST", "/hearth/present", trusted([this](http::Request &, const http::Responder &responder) {
                     m_callbacks.present();
                     responder.send(http::Response::json(200, R"({"success":true})"));
                 }),
                 {longestMessage, false});
    m_router.setUnknownPath(trusted([](http::Request &, const http::Responder &responder) {
        responder.send(refusal(404, "There is nothing here."));
    }));
}

void LocalEndpoint::addRoutes()
{
    m_router.add("GET", "/tray", guarded([this](http::Request &, const http::Responder &responder) {
                     const double running = std::chrono::duration<double>(m_clock.steadyNow() - m_started).count();
                     responder.send(http::Response::json(200, jsonText(trayAnswer(m_callbacks.facts(), running))));
                 }));
    m_router.add("POST", "/tray/message", guarded([this](http::Request &request, const http::Responder &responder) {
                     const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object();
                     const QString title = plainText(body.value(QLatin1String("title")).toString(), 120);
                     const QString text = plainText(body.value(QLatin1String("message")).toString(), 1000);
                     if (title.isEmpty() || text.isEmpty())
                         return responder.send(refusal(400, "A title and a message are needed."));
                     if (!takeRate())
                         return responder.send(refusal(429, "Too many messages."));
                     m_callbacks.message(title, text);
                     responder.send(http::Response::json(200, R"({"success":true})"));
                 }),
                 {longestMessage, false});
    m_router.add("GET", "/res/{path...}", guarded([this](http::Request &request, const http::Responder &responder) {
                     const QString name = QString::fromStdString(request.param("path"));
                     const QFileInfo file(m_resources + QStringLiteral("/res/") + name);
                     if (!file.canonicalFilePath().startsWith(
                             QFileInfo(m_resources + QStringLiteral("/res")).canonicalFilePath() + u'/'))
                         return responder.send(refusal(404, "There is no such icon."));
                     responder.send(http::fileResponse(request, file.canonicalFilePath().toStdString(),
                                                       http::contentTypeOf(name.toStdString())));
                 }));
}

void LocalEndpoint::addSockets()
{
    const auto admit = [this](const http::Request &request) -> std::optional<http::Response> {
        if (isOwnHost(request.header("host"), ownPort()) && isOwnOrigin(request.header("origin")))
            return std::nullopt;
        return refusal(403, "Only programs on this machine are answered.");
    };
    m_router.addWebSocket(
        "/ws/host_listener",
        {admit, [this](const http::Request &, const std::shared_ptr<http::WebSocket> &socket) {
             socket->onMessage = [this](std::string_view text) {
                 if (text.size() > longestMessage * 4)
                     return;
                 const QJsonObject body =
                     QJsonDocument::fromJson(QByteArray(text.data(), static_cast<qsizetype>(text.size()))).object();
                 const QString action = body.value(QLatin1String("action")).toString();
                 static const QStringList known{QStringLiteral("connecting"), QStringLiteral("initialized"),
                                                QStringLiteral("add"), QStringLiteral("close")};
                 if (known.contains(action) && m_callbacks.hostLog)
                     m_callbacks.hostLog({plainText(body.value(QLatin1String("host")).toString(), 120), action,
                                          plainText(body.value(QLatin1String("text")).toString(), 16'000)});
             };
         }});
    m_router.addWebSocket("/hearth/host",
                          {admit, [this](const http::Request &request, const std::shared_ptr<http::WebSocket> &socket) {
                               m_callbacks.hostOpened(request, socket);
                           }});
}

} // namespace hearth::tray_local
