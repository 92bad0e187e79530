// SPDX-License-Identifier: Apache-2.0
#include "tray/local/host_endpoint.h"
#include "core/entity_id.h"
#include "tray/local/host_library.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <atomic>

namespace hearth::tray_local
{

struct HostEndpoint::Connection {
    std::weak_ptr<http::WebSocket> socket;
    std::mutex mutex;
    std::optional<HostLaunch> launch;

    void send(const QJsonObject &message) const
    {
        if (const auto open = socket.lock())
            open->send(QJsonDocument(message).toJson(QJsonDocument::Compact).toStdString());
    }
    void reply(const QJsonValue &id, const Result<QJsonValue> &result) const
    {
        QJsonObject message{{"jsonrpc", "2.0"}, {"id", id}};
        if (result)
            message.insert(QStringLiteral("result"), *result);
        else
            message.insert(QStringLiteral("error"),
                           QJsonObject{{"code", httpStatus(result.error().kind)}, {"message", result.error().message}});
        send(message);
    }
};

namespace
{
QJsonObject contextOf(const HostLaunch &launch)
{
    return {{"project", launch.project},         {"folderId", launch.folderId}, {"folderPath", launch.folderPath},
            {"taskId", launch.taskId},           {"taskName", launch.taskName}, {"hostName", launch.hostName},
            {"application", launch.application}, {"user", launch.session.user}};
}

QString extensionFrom(const QJsonObject &parameters)
{
    const QString extension = parameters.value(QLatin1String("extension")).toString();
    return extension.startsWith(u'.') ? extension : u'.' + extension;
}
} // namespace

Secret HostEndpoint::admit()
{
    const Secret secret(QString::fromStdString(randomHex(32)));
    const std::lock_guard lock(m_mutex);
    m_launches.emplace(secret.reveal(), std::nullopt);
    return secret;
}

void HostEndpoint::attach(const Secret &secret, HostLaunch launch)
{
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_launches.find(secret.reveal()); found != m_launches.end())
        found->second = std::move(launch);
}

void HostEndpoint::forget(const Secret &secret)
{
    const std::lock_guard lock(m_mutex);
    m_launches.erase(secret.reveal());
}

void HostEndpoint::opened(const std::shared_ptr<http::WebSocket> &socket)
{
    auto connection = std::make_shared<Connection>();
    connection->socket = socket;
    socket->onMessage = [this, connection](std::string_view text) {
        take(connection, QByteArray(text.data(), static_cast<qsizetype>(text.size())));
    };
}

void HostEndpoint::take(const std::shared_ptr<Connection> &connection, const QByteArray &text)
{
    const QJsonObject message = QJsonDocument::fromJson(text).object();
    const Call call{message.value(QLatin1String("id")), message.value(QLatin1String("method")).toString(),
                    message.value(QLatin1String("params")).toObject()};
    if (call.method.isEmpty())
        return connection->reply(call.id, fail(ErrorKind::Invalid, QStringLiteral("This is not a JSON-RPC call.")));
    if (call.method == QLatin1String("hello"))
        return hello(*connection, call);
    std::optional<HostLaunch> launch;
    {
        const std::lock_guard lock(connection->mutex);
        launch = connection->launch;
    }
    if (!launch)
        return connection->reply(call.id, fail(ErrorKind::Unauthorized, QStringLiteral("Say hello first.")));
    m_pool.post([this, connection, call, launch = std::move(*launch)] {
        if (call.method == QLatin1String("publish"))
            return publish(connection, call, launch);
        connection->reply(call.id, answer(launch, call));
    });
}

void HostEndpoint::hello(Connection &connection, const Call &call)
{
    std::optional<HostLaunch> launch;
    {
        // A secret is a map key of 256 random bits; how long a look-up takes tells nothing of use about it.
        const std::lock_guard lock(m_mutex);
        const auto found = m_launches.find(call.parameters.value(QLatin1String("secret")).toString());
        if (found != m_launches.end())
            launch = found->second;
    }
    if (!launch) {
        connection.reply(call.id, fail(ErrorKind::Unauthorized, QStringLiteral("This launch is not known here.")));
        if (const auto socket = connection.socket.lock())
            socket->close(1008, "unknown launch");
        return;
    }
    {
        const std::lock_guard lock(connection.mutex);
        connection.launch = launch;
    }
    const QJsonObject server{{"url", launch->session.server.url().toString(QUrl::StripTrailingSlash)}};
    connection.reply(call.id, QJsonValue(QJsonObject{{"context", contextOf(*launch)}, {"server", server}}));
}

Result<QJsonValue> HostEndpoint::answer(const HostLaunch &launch, const Call &call)
{
    using Method = std::function<Result<QJsonValue>(HostEndpoint &, const HostLaunch &, const QJsonObject &)>;
    /// All there is: a method that is not listed here does not exist for hosts.
    static const std::map<QString, Method> methods{
        {QStringLiteral("context.get"),
         [](HostEndpoint &, const HostLaunch &one, const QJsonObject &) { return QJsonValue(contextOf(one)); }},
        {QStringLiteral("workfile.next"), &HostEndpoint::nextWorkfile},
        {QStringLiteral("workfile.register"), &HostEndpoint::registerWorkfile},
        {QStringLiteral("workfile.list"),
         [](HostEndpoint &own, const HostLaunch &one, const QJsonObject &) { return own.listWorkfiles(one); }},
        {QStringLiteral("load.list"),
         [](HostEndpoint &own, const HostLaunch &one, const QJsonObject &parameters) {
             return listPublished(own.m_launcher, one, parameters);
         }},
        {QStringLiteral("load.resolve"),
         [](HostEndpoint &own, const HostLaunch &one, const QJsonObject &parameters) {
             return resolvePublished(own.m_launcher, one, parameters);
         }},
        {QStringLiteral("inventory.check"),
         [](HostEndpoint &own, const HostLaunch &one, const QJsonObject &parameters) {
             return checkInventory(own.m_launcher, one, parameters);
         }},
        {QStringLiteral("log"), &HostEndpoint::takeLog}};
    const auto found = methods.find(call.method);
    if (found == methods.end())
        return fail(ErrorKind::NotFound, QStringLiteral("The method \"%1\" is not known.").arg(call.method.left(80)));
    return found->second(*this, launch, call.parameters);
}

/// Long work: progress is told as notifications, the answer when it is done. The thread is not held meanwhile.
void HostEndpoint::publish(const std::shared_ptr<Connection> &connection, const Call &call,
                           const HostLaunch &launch) const
{
    if (!openPublisher)
        return connection->reply(call.id, fail(ErrorKind::NotFound, QStringLiteral("Nothing can be published here.")));
    constexpr std::chrono::milliseconds pause{200};
    const auto last = std::make_shared<std::atomic<std::int64_t>>(0);
    publishForHost(
        openPublisher(launch), launch, call.parameters,
        [connection, last, pause](const Progress &at) {
            const std::int64_t now = std::chrono::duration_cast<std::chrono::milliseconds>(
                                         std::chrono::steady_clock::now().time_since_epoch())
                                         .count();
            if (now - last->load() < pause.count() && at.done < at.total)
                return;
            *last = now;
            connection->send({{"jsonrpc", "2.0"},
                              {"method", "publish.progress"},
                              {"params", QJsonObject{{"done", static_cast<qint64>(at.done)},
                                                     {"total", static_cast<qint64>(at.total)},
                                                     {"step", at.step}}}});
        },
        [connection, id = call.id](const Result<QJsonValue> &end) { connection->reply(id, end); });
}

Result<QJsonValue> HostEndpoint::takeLog(const HostLaunch &launch, const QJsonObject &parameters)
{
    constexpr qsizetype longest = 16'000;
    if (onLog)
        onLog(launch, parameters.value(QLatin1String("text")).toString().left(longest));
    return QJsonValue(true);
}

Result<QJsonValue> HostEndpoint::nextWorkfile(const HostLaunch &launch, const QJsonObject &parameters)
{
    const Result<launch::WorkfileView> view =
        m_workfiles.view(launch.session, launch.project, launch.folderId, launch.taskId, launch.hostName);
    if (!view)
        return fail(view.error());
    if (const Result<> there = m_workfiles.checkPlace(*view); !there)
        return fail(there.error());
    const Result<launch::WorkfilePlace> place = launch::WorkfileService::next(
        *view, extensionFrom(parameters), parameters.value(QLatin1String("comment")).toString());
    if (!place)
        return fail(place.error());
    return QJsonValue(QJsonObject{{"path", place->path}, {"version", place->version}, {"folder", view->area.folder}});
}

Result<QJsonValue> HostEndpoint::registerWorkfile(const HostLaunch &launch, const QJsonObject &parameters)
{
    const Result<launch::WorkfileView> view =
        m_workfiles.view(launch.session, launch.project, launch.folderId, launch.taskId, launch.hostName);
    if (!view)
        return fail(view.error());
    const Result<launch::WorkfileEntry> entry =
        m_workfiles.registerFile(launch.session, *view, parameters.value(QLatin1String("path")).toString(),
                                 launch.hostName, parameters.value(QLatin1String("comment")).toString());
    if (!entry)
        return fail(entry.error());
    if (onWorkfileRegistered)
        onWorkfileRegistered(launch);
    return QJsonValue(QJsonObject{{"id", entry->entityId}, {"version", entry->version}, {"path", entry->path}});
}

Result<QJsonValue> HostEndpoint::listWorkfiles(const HostLaunch &launch)
{
    const Result<launch::WorkfileView> view =
        m_workfiles.view(launch.session, launch.project, launch.folderId, launch.taskId, launch.hostName);
    if (!view)
        return fail(view.error());
    QJsonArray list;
    for (const launch::WorkfileEntry &entry : view->entries)
        list.append(QJsonObject{{"id", entry.entityId},
                                {"path", entry.path},
                                {"name", QFileInfo(entry.path).fileName()},
                                {"version", entry.version},
                                {"comment", entry.comment},
                                {"author", entry.author},
                                {"isHere", entry.isOnDisk}});
    return QJsonValue(list);
}

} // namespace hearth::tray_local
