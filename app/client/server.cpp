// SPDX-License-Identifier: Apache-2.0
#include "client/server.h"
#include "contract/wire.h"
#include "core/entity_id.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QUrlQuery>

namespace hearth::client
{

namespace
{
constexpr std::chrono::minutes mediaTimeout{10}; // the server may look into the whole of it before it answers

constexpr auto myTasksQuery = R"(query MyTasks($users: [String!]) {
  kanban(assigneesAny: $users) { edges { node { projectName projectCode id name label status taskType assignees
    priority dueDate folderId folderPath updatedAt } } } })";

constexpr auto taskPageQuery = R"(query TaskPage($project: String!, $after: String) {
  project(name: $project) { tasks(first: 2000, after: $after) { pageInfo { hasNextPage endCursor } edges { node {
    id name label taskType folderId assignees status active updatedAt allAttrib ownAttrib } } } } })";

/// What both questions about a folder's work read of its tasks.
constexpr auto tasksFragment = R"(fragment Work on TasksConnection { edges { node {
    id name label taskType folderId assignees status path active updatedAt allAttrib
    workfiles(first: 500) { edges { node {
      id path taskId createdBy updatedBy createdAt updatedAt allAttrib data } } } } } } )";

constexpr auto folderWorkQuery = R"(query FolderWork($project: String!, $folders: [String!]) {
  project(name: $project) { tasks(folderIds: $folders, first: 500) { ...Work } } })";

constexpr auto folderContextQuery =
    R"(query FolderContext($project: String!, $ids: [String!], $paths: [String!]) {
  project(name: $project) { folders(ids: $ids, paths: $paths) { edges { node {
    id name label path parentId parents folderType status hasTasks hasChildren hasVersions allAttrib
    tasks(first: 500) { ...Work } } } } } })";

ErrorKind kindOf(int status)
{
    switch (status) {
    case 401:
        return ErrorKind::Unauthorized;
    case 403:
        return ErrorKind::Forbidden;
    case 404:
        return ErrorKind::NotFound;
    case 409:
        return ErrorKind::Conflict;
    case 502:
    case 503:
    case 504:
        return ErrorKind::Offline;
    default:
        return status >= 500 ? ErrorKind::Internal : ErrorKind::Invalid;
    }
}

Result<QJsonDocument> parsed(const Response &response)
{
    const Result<Response> good = checked(response);
    if (!good)
        return fail(good.error());
    if (response.body.trimmed().isEmpty())
        return QJsonDocument();
    QJsonParseError problem;
    QJsonDocument document = QJsonDocument::fromJson(response.body, &problem);
    if (problem.error != QJsonParseError::NoError && response.body.trimmed() != "null")
        return fail(ErrorKind::Invalid,
                    QStringLiteral("%1 answers, but not as a studio server does.").arg(response.url.host()),
                    problem.errorString());
    return document;
}

Result<QJsonObject> objectOf(const Response &response)
{
    const Result<QJsonDocument> document = parsed(response);
    return document ? Result<QJsonObject>(document->object()) : fail(document.error());
}

template <typename T>
Result<T> readAs(const Response &response)
{
    const Result<QJsonObject> object = objectOf(response);
    return object ? json::read<T>(*object) : Result<T>(fail(object.error()));
}

/// The list under a key of the answer.
template <typename T>
Result<std::vector<T>> readList(const Response &response, const char *key)
{
    const Result<QJsonObject> object = objectOf(response);
    if (!object)
        return fail(object.error());
    std::vector<T> list;
    QString where;
    if (!json::readValue(object->value(QLatin1String(key)), list, where))
        return fail(ErrorKind::Invalid,
                    QStringLiteral("The field \"%1.%2\" has an unexpected form.").arg(QLatin1String(key), where));
    return list;
}

QJsonArray nodesOf(const QJsonValue &connection)
{
    QJsonArray nodes;
    for (const QJsonValue &edge : connection.toObject().value(QLatin1String("edges")).toArray())
        nodes.append(edge.toObject().value(QLatin1String("node")));
    return nodes;
}

/// GraphQL gives attributes and data as JSON text; the REST form is what everybody else reads.
QJsonObject decoded(QJsonObject node)
{
    node.insert(QStringLiteral("attrib"),
                QJsonDocument::fromJson(node.take(QLatin1String("allAttrib")).toString().toUtf8()).object());
    if (node.value(QLatin1String("data")).isString())
        node.insert(QStringLiteral("data"),
                    QJsonDocument::fromJson(node.value(QLatin1String("data")).toString().toUtf8()).object());
    return node;
}

Result<FolderWork> readTasks(const QJsonValue &tasks)
{
    FolderWork work;
    for (const QJsonValue &taskNode : nodesOf(tasks)) {
        QJsonObject node = decoded(taskNode.toObject());
        const QJsonValue files = node.take(QLatin1String("workfiles"));
        Result<contract::Task> task = json::read<contract::Task>(node);
        if (!task)
            return fail(task.error());
        work.tasks.push_back(std::move(*task));
        for (const QJsonValue &fileNode : nodesOf(files)) {
            Result<contract::Workfile> file = json::read<contract::Workfile>(decoded(fileNode.toObject()));
            if (!file)
                return fail(file.error());
            work.workfiles.push_back(std::move(*file));
        }
    }
    return work;
}

Result<FolderWork> readFolderWork(const QJsonObject &answer)
{
    return readTasks(answer.value(QLatin1String("project")).toObject().value(QLatin1String("tasks")));
}

Result<TaskPage> readTaskPage(const QJsonObject &answer)
{
    const QJsonValue tasks = answer.value(QLatin1String("project")).toObject().value(QLatin1String("tasks"));
    Result<FolderWork> work = readTasks(tasks);
    if (!work)
        return fail(work.error());
    const QJsonObject page = tasks.toObject().value(QLatin1String("pageInfo")).toObject();
    const bool hasMore = page.value(QLatin1String("hasNextPage")).toBool();
    return TaskPage{std::move(work->tasks), hasMore ? page.value(QLatin1String("endCursor")).toString() : QString()};
}

Result<FolderContext> readFolderContext(const QJsonObject &answer)
{
    const QJsonArray found = nodesOf(answer.value(QLatin1String("project")).toObject().value(QLatin1String("folders")));
    if (found.isEmpty())
        return fail(ErrorKind::NotFound, QStringLiteral("The project has no such folder."));
    QJsonObject node = decoded(found.first().toObject());
    Result<FolderWork> work = readTasks(node.take(QLatin1String("tasks")));
    if (!work)
        return fail(work.error());
    Result<contract::Folder> folder = json::read<contract::Folder>(node);
    if (!folder)
        return fail(folder.error());
    return FolderContext{std::move(*folder), std::move(*work)};
}

Result<QJsonObject> graphqlData(const QJsonObject &answer)
{
    const QJsonArray errors = answer.value(QLatin1String("errors")).toArray();
    if (!errors.isEmpty()) {
        const QJsonObject first = errors.first().toObject();
        const int status =
            first.value(QLatin1String("extensions")).toObject().value(QLatin1String("status")).toInt(400);
        return fail(kindOf(status), first.value(QLatin1String("message")).toString());
    }
    return answer.value(QLatin1String("data")).toObject();
}

QString projectPath(const QString &project, const QString &rest = {})
{
    return QStringLiteral("/api/projects/") + project + rest;
}

QString withQuery(const QString &path, const QList<std::pair<QString, QString>> &items)
{
    QUrlQuery query;
    for (const auto &[name, value] : items)
        if (!value.isEmpty())
            query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    return path + u'?' + query.toString(QUrl::FullyEncoded);
}
} // namespace

Result<Response> checked(const Response &response)
{
    if (response.status < 400)
        return response;
    const QJsonObject body = QJsonDocument::fromJson(response.body).object();
    const QString detail = body.value(QLatin1String("detail")).toString();
    return fail(kindOf(response.status),
                detail.isEmpty() ? QStringLiteral("The server answers with status %1.").arg(response.status) : detail,
                QString::fromUtf8(response.body.left(2000)));
}

Server::Server(Transport &transport, QUrl base, Identity identity, Credentials credentials)
    : m_transport(&transport), m_base(std::move(base)), m_identity(std::move(identity)),
      m_credentials(std::move(credentials))
{
}

Request Server::request(const QByteArray &method, const QString &path) const
{
    Request made;
    made.method = method;
    made.url = QUrl(m_base.toString(QUrl::StripTrailingSlash) + path);
    made.headers = {{"Content-Type", "application/json"},
                    {contract::siteIdHeader, m_identity.siteId.toLatin1()},
                    {contract::versionHeader, m_identity.version.toLatin1()},
                    {contract::platformHeader, m_identity.platform.toLatin1()},
                    {contract::hostnameHeader, m_identity.hostname.toLatin1()},
                    {"referer", m_base.toEncoded()}};
    if (!m_credentials.token.isEmpty()) {
        const QByteArray token = m_credentials.token.reveal().toLatin1();
        made.headers.append(m_credentials.isServiceKey
                                ? std::pair<QByteArray, QByteArray>("X-Api-Key", token)
                                : std::pair<QByteArray, QByteArray>("Authorization", "Bearer " + token));
    }
    return made;
}

Job<QJsonObject> Server::call(const QByteArray &method, const QString &path, const QJsonObject &body) const
{
    Request made = request(method, path);
    if (method != "GET" && method != "DELETE")
        made.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return thenJob<QJsonObject>(m_transport->send(std::move(made)), objectOf);
}

Job<Response> Server::exchange(const QByteArray &method, const QString &path, const QByteArray &body,
                               const QList<std::pair<QByteArray, QByteArray>> &headers) const
{
    Request made = request(method, path);
    made.body = body;
    made.headers += headers;
    return m_transport->send(std::move(made));
}

Job<QJsonObject> Server::graphql(const QString &query, const QJsonObject &variables) const
{
    const QJsonObject body{{QStringLiteral("query"), query}, {QStringLiteral("variables"), variables}};
    return thenJob<QJsonObject>(call("POST", QStringLiteral("/graphql"), body), graphqlData);
}

Job<ServerInfo> Server::info() const
{
    return thenJob<ServerInfo>(
        call("GET", QStringLiteral("/api/info")), [](const QJsonObject &body) -> Result<ServerInfo> {
            ServerInfo made{body.value(QLatin1String("version")).toString(), std::nullopt};
            if (made.version.isEmpty())
                return fail(ErrorKind::Invalid, QStringLiteral("This address answers, but it is not a studio server."));
            if (body.value(QLatin1String("user")).isObject()) {
                Result<contract::User> user = json::read<contract::User>(body.value(QLatin1String("user")).toObject());
                if (!user)
                    return fail(user.error());
                made.user = std::move(*user);
            }
            return made;
        });
}

Job<contract::User> Server::me() const
{
    return thenJob<contract::User>(m_transport->send(request("GET", QStringLiteral("/api/users/me"))),
                                   readAs<contract::User>);
}

Job<LoginAnswer> Server::login(const QString &name, const Secret &password) const
{
    const QJsonObject body{{QStringLiteral("name"), name}, {QStringLiteral("password"), password.reveal()}};
    return thenJob<LoginAnswer>(
        call("POST", QStringLiteral("/api/auth/login"), body), [](const QJsonObject &answer) -> Result<LoginAnswer> {
            Result<contract::User> user = json::read<contract::User>(answer.value(QLatin1String("user")).toObject());
            if (!user)
                return fail(user.error());
            return LoginAnswer{Secret(answer.value(QLatin1String("token")).toString()), *user};
        });
}

namespace
{
Job<> withoutValue(const Job<QJsonObject> &job)
{
    return thenJob<void>(job, [](const QJsonObject &) -> Result<> { return {}; });
}
} // namespace

Job<> Server::logout() const
{
    return withoutValue(call("POST", QStringLiteral("/api/auth/logout")));
}

Job<> Server::changePassword(const QString &user, const Secret &password) const
{
    return withoutValue(call("PATCH", QStringLiteral("/api/users/%1/password").arg(user),
                             {{QStringLiteral("password"), password.reveal()}}));
}

Job<std::vector<contract::Project>> Server::projects() const
{
    return thenJob<std::vector<contract::Project>>(
        m_transport->send(request("GET", QStringLiteral("/api/projects?active=true"))),
        [](const Response &response) { return readList<contract::Project>(response, "projects"); });
}

Job<contract::Project> Server::project(const QString &name) const
{
    return thenJob<contract::Project>(m_transport->send(request("GET", projectPath(name))), readAs<contract::Project>);
}

Job<std::vector<contract::Folder>> Server::folders(const QString &project, bool withAttributes) const
{
    const QString path =
        projectPath(project, withAttributes ? QStringLiteral("/folders?attrib=true") : QStringLiteral("/folders"));
    return thenJob<std::vector<contract::Folder>>(
        m_transport->send(request("GET", path)),
        [](const Response &response) { return readList<contract::Folder>(response, "folders"); });
}

Job<contract::Task> Server::task(const QString &project, const QString &id) const
{
    return thenJob<contract::Task>(
        m_transport->send(request("GET", projectPath(project, QStringLiteral("/tasks/") + id))),
        readAs<contract::Task>);
}

Job<contract::Workfile> Server::workfile(const QString &project, const QString &id) const
{
    return thenJob<contract::Workfile>(
        m_transport->send(request("GET", projectPath(project, QStringLiteral("/workfiles/") + id))),
        readAs<contract::Workfile>);
}

Job<std::vector<MyTask>> Server::myTasks(const QString &user) const
{
    return thenJob<std::vector<MyTask>>(
        graphql(QString::fromLatin1(myTasksQuery), {{QStringLiteral("users"), QJsonArray{user}}}),
        [](const QJsonObject &data) -> Result<std::vector<MyTask>> {
            std::vector<MyTask> tasks;
            QString where;
            if (!json::readValue(nodesOf(data.value(QLatin1String("kanban"))), tasks, where))
                return fail(ErrorKind::Invalid, QStringLiteral("The field \"%1\" has an unexpected form.").arg(where));
            return tasks;
        });
}

Job<TaskPage> Server::tasks(const QString &project, const QString &after) const
{
    const QJsonObject variables{
        {QStringLiteral("project"), project},
        {QStringLiteral("after"), after.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(after)}};
    return thenJob<TaskPage>(graphql(QLatin1String(taskPageQuery), variables), readTaskPage);
}

Job<FolderWork> Server::folderWork(const QString &project, const QString &folderId) const
{
    return thenJob<FolderWork>(
        graphql(QLatin1String(tasksFragment) + QLatin1String(folderWorkQuery),
                {{QStringLiteral("project"), project}, {QStringLiteral("folders"), QJsonArray{folderId}}}),
        readFolderWork);
}

Job<FolderContext> Server::folderContext(const QString &project, const QString &idOrPath) const
{
    QJsonObject variables{{QStringLiteral("project"), project}};
    if (isEntityId(idOrPath.toStdString()))
        variables.insert(QStringLiteral("ids"), QJsonArray{idOrPath});
    else
        variables.insert(QStringLiteral("paths"), QJsonArray{idOrPath.startsWith(u'/') ? idOrPath.mid(1) : idOrPath});
    return thenJob<FolderContext>(graphql(QLatin1String(tasksFragment) + QLatin1String(folderContextQuery), variables),
                                  readFolderContext);
}

Job<QJsonArray> Server::operations(const QString &project, const QJsonArray &operations) const
{
    return thenJob<QJsonArray>(
        call("POST", projectPath(project, QStringLiteral("/operations")), {{QStringLiteral("operations"), operations}}),
        [](const QJsonObject &answer) -> Result<QJsonArray> {
            const QJsonArray results = answer.value(QLatin1String("operations")).toArray();
            for (const QJsonValue &result : results) {
                const QJsonObject one = result.toObject();
                if (!one.value(QLatin1String("success")).toBool())
                    return fail(kindOf(one.value(QLatin1String("status")).toInt(400)),
                                one.value(QLatin1String("detail")).toString());
            }
            return results;
        });
}

Job<QJsonObject> Server::createProject(const QString &name, const QString &code, const QJsonObject &anatomy) const
{
    return call("POST", QStringLiteral("/api/projects"),
                {{QStringLiteral("name"), name}, {QStringLiteral("code"), code}, {QStringLiteral("anatomy"), anatomy}});
}

Job<QJsonObject> Server::anatomyPreset(const QString &name) const
{
    return call("GET", QStringLiteral("/api/anatomy/presets/") + name);
}

Job<> Server::deleteProject(const QString &name) const
{
    return withoutValue(call("DELETE", projectPath(name)));
}

Job<contract::BundleList> Server::bundles() const
{
    return thenJob<contract::BundleList>(m_transport->send(request("GET", QStringLiteral("/api/bundles"))),
                                         readAs<contract::BundleList>);
}

Job<std::vector<contract::Addon>> Server::addons() const
{
    return thenJob<std::vector<contract::Addon>>(
        m_transport->send(request("GET", QStringLiteral("/api/addons?details=1"))),
        [](const Response &response) { return readList<contract::Addon>(response, "addons"); });
}

Job<std::vector<contract::DependencyPackage>> Server::dependencyPackages() const
{
    return thenJob<std::vector<contract::DependencyPackage>>(
        m_transport->send(request("GET", QStringLiteral("/api/desktop/dependencyPackages"))),
        [](const Response &response) { return readList<contract::DependencyPackage>(response, "packages"); });
}

Job<QJsonObject> Server::settings(const QString &bundle, const QString &variant, const QString &project) const
{
    const QString path = withQuery(QStringLiteral("/api/settings"), {{QStringLiteral("bundle_name"), bundle},
                                                                     {QStringLiteral("variant"), variant},
                                                                     {QStringLiteral("project_name"), project},
                                                                     {QStringLiteral("site_id"), m_identity.siteId}});
    return thenJob<QJsonObject>(call("GET", path), [](const QJsonObject &answer) -> Result<QJsonObject> {
        QJsonObject byName;
        for (const QJsonValue &addon : answer.value(QLatin1String("addons")).toArray())
            byName.insert(addon.toObject().value(QLatin1String("name")).toString(),
                          addon.toObject().value(QLatin1String("settings")));
        return byName;
    });
}

Job<QMap<QString, QString>> Server::siteRoots(const QString &project) const
{
    const QString path =
        withQuery(projectPath(project, QStringLiteral("/siteRoots")),
                  {{QStringLiteral("site_id"), m_identity.siteId}, {QStringLiteral("platform"), m_identity.platform}});
    return thenJob<QMap<QString, QString>>(call("GET", path),
                                           [](const QJsonObject &answer) -> Result<QMap<QString, QString>> {
                                               QMap<QString, QString> roots;
                                               for (auto it = answer.begin(); it != answer.end(); ++it)
                                                   roots.insert(it.key(), it.value().toString());
                                               return roots;
                                           });
}

Job<> Server::setSiteRoots(const QString &project, const QString &siteId, const QMap<QString, QString> &roots) const
{
    QJsonObject body;
    for (auto it = roots.begin(); it != roots.end(); ++it)
        body.insert(it.key(), it.value().isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(it.value()));
    return withoutValue(call("PUT", projectPath(project, QStringLiteral("/roots/") + siteId), body));
}

Job<> Server::upload(const QByteArray &method, const QString &path, const QByteArray &content) const
{
    Request made = request(method, path);
    made.headers[0].second = "application/octet-stream";
    made.body = content;
    made.timeout = std::chrono::minutes(2);
    return thenJob<void>(m_transport->send(std::move(made)), [](const Response &response) -> Result<> {
        const Result<Response> good = checked(response);
        return good ? Result<>{} : fail(good.error());
    });
}

Job<QJsonObject> Server::uploadMedia(const QString &path, const QByteArray &content, const QByteArray &type) const
{
    Request made = request("POST", path);
    made.headers[0].second = type;
    made.body = content;
    made.timeout = mediaTimeout;
    return thenJob<QJsonObject>(m_transport->send(std::move(made)), objectOf);
}

Job<Response> Server::uploadFile(const QByteArray &method, const QString &path, const QString &file,
                                 const QByteArray &type) const
{
    Request made = request(method, path);
    made.headers[0].second = type.isEmpty() ? QByteArray("application/octet-stream") : type;
    if (!type.isEmpty())
        made.headers.emplaceBack("x-file-name", QUrl::toPercentEncoding(QFileInfo(file).fileName()));
    made.bodyFile = file;
    made.timeout = type.isEmpty() ? std::chrono::minutes(2) : mediaTimeout;
    return m_transport->send(std::move(made));
}

Job<Response> Server::download(const QString &path, qint64 fromByte, DownloadStart start, DownloadSink sink) const
{
    Request made = request("GET", path);
    if (fromByte > 0)
        made.headers.emplaceBack("Range", "bytes=" + QByteArray::number(fromByte) + "-");
    // A compressed body would have another length than the one that is promised.
    made.headers.emplaceBack("Accept-Encoding", "identity");
    return m_transport->download(std::move(made), std::move(start), std::move(sink));
}

} // namespace hearth::client
