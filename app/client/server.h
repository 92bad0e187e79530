// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/transport.h"
#include "contract/distribution.h"
#include "contract/entities.h"
#include "core/secret.h"

#include <QJsonArray>
#include <QJsonObject>

namespace hearth::client
{

/// Who calls: sent with every request.
struct Identity {
    QString siteId;
    QString version;
    QString platform;
    QString hostname;
};

struct Credentials {
    Secret token;
    bool isServiceKey = false; ///< sent as X-Api-Key instead of Bearer
};

struct ServerInfo {
    QString version;
    std::optional<contract::User> user; ///< absent: not signed in
};

/// A task of mine anywhere in the studio.
struct MyTask {
    QString projectName;
    QString projectCode;
    QString id;
    QString name;
    QString label;
    QString status;
    QString taskType;
    QStringList assignees;
    QString priority;
    QString dueDate;
    QString folderId;
    QString folderPath;
    QString updatedAt;
    static constexpr auto fields()
    {
        return std::tuple{json::field("projectName", &MyTask::projectName),
                          json::field("projectCode", &MyTask::projectCode),
                          json::field("id", &MyTask::id),
                          json::field("name", &MyTask::name),
                          json::field("label", &MyTask::label),
                          json::field("status", &MyTask::status),
                          json::field("taskType", &MyTask::taskType),
                          json::field("assignees", &MyTask::assignees),
                          json::field("priority", &MyTask::priority),
                          json::field("dueDate", &MyTask::dueDate),
                          json::field("folderId", &MyTask::folderId),
                          json::field("folderPath", &MyTask::folderPath),
                          json::field("updatedAt", &MyTask::updatedAt)};
    }
};

struct TaskPage {
    std::vector<contract::Task> tasks;
    QString next; ///< cursor of what follows; empty: this was the last page
};

/// The tasks of one folder with their work files, in one request.
struct FolderWork {
    std::vector<contract::Task> tasks;
    std::vector<contract::Workfile> workfiles;
};

struct FolderContext {
    contract::Folder folder;
    FolderWork work;
};

struct LoginAnswer {
    Secret token;
    contract::User user;
};

/// One compatible server, local or the studio's. Every call is one request unless its comment says otherwise.
/// Errors besides those of Transport: Unauthorized, Forbidden, NotFound, Conflict, Invalid with the server's own words.
/// Threads: any.
class Server
{
public:
    Server(Transport &transport, QUrl base, Identity identity, Credentials credentials = {});

    [[nodiscard]] const QUrl &url() const { return m_base; }
    [[nodiscard]] const Credentials &credentials() const { return m_credentials; }

    [[nodiscard]] Job<ServerInfo> info() const;
    [[nodiscard]] Job<contract::User> me() const;
    [[nodiscard]] Job<LoginAnswer> login(const QString &name, const Secret &password) const;
    [[nodiscard]] Job<> logout() const;
    [[nodiscard]] Job<> changePassword(const QString &user, const Secret &password) const;

    [[nodiscard]] Job<std::vector<contract::Project>> projects() const;
    [[nodiscard]] Job<contract::Project> project(const QString &name) const;
    [[nodiscard]] Job<std::vector<contract::Folder>> folders(const QString &project, bool withAttributes = false) const;
    [[nodiscard]] Job<contract::Task> task(const QString &project, const QString &id) const;
    [[nodiscard]] Job<std::vector<MyTask>> myTasks(const QString &user) const;
    /// One page of a project's tasks with their attributes. \param after the cursor of the page before; empty: the
    /// first
    [[nodiscard]] Job<TaskPage> tasks(const QString &project, const QString &after) const;
    [[nodiscard]] Job<FolderWork> folderWork(const QString &project, const QString &folderId) const;
    /// A folder by its id or its path with the work below it. Errors: NotFound.
    [[nodiscard]] Job<FolderContext> folderContext(const QString &project, const QString &idOrPath) const;
    [[nodiscard]] Job<contract::Workfile> workfile(const QString &project, const QString &id) const;

    /// \returns the operations' results. An operation that failed is the job's error.
    [[nodiscard]] Job<QJsonArray> operations(const QString &project, const QJsonArray &operations) const;
    [[nodiscard]] Job<QJsonObject> createProject(const QString &name, const QString &code,
                                                 const QJsonObject &anatomy) const;
    [[nodiscard]] Job<QJsonObject> anatomyPreset(const QString &name) const;
    [[nodiscard]] Job<> deleteProject(const QString &name) const;

    [[nodiscard]] Job<contract::BundleList> bundles() const;
    [[nodiscard]] Job<std::vector<contract::Addon>> addons() const;
    [[nodiscard]] Job<std::vector<contract::DependencyPackage>> dependencyPackages() const;
    /// The settings of every addon of a bundle by addon name. \param project may be empty
    [[nodiscard]] Job<QJsonObject> settings(const QString &bundle, const QString &variant,
                                            const QString &project) const;
    [[nodiscard]] Job<QMap<QString, QString>> siteRoots(const QString &project) const;
    [[nodiscard]] Job<> setSiteRoots(const QString &project, const QString &siteId,
                                     const QMap<QString, QString> &roots) const;

    /// Any other call below /api. A body is sent as JSON. \returns the answer's object; empty for an empty answer
    [[nodiscard]] Job<QJsonObject> call(const QByteArray &method, const QString &path,
                                        const QJsonObject &body = {}) const;
    /// The same with headers of the call's own and the answer as it came, whatever its status.
    [[nodiscard]] Job<Response> exchange(const QByteArray &method, const QString &path, const QByteArray &body = {},
                                         const QList<std::pair<QByteArray, QByteArray>> &headers = {}) const;
    [[nodiscard]] Job<QJsonObject> graphql(const QString &query, const QJsonObject &variables) const;
    [[nodiscard]] Job<> upload(const QByteArray &method, const QString &path, const QByteArray &content) const;
    /// An image or a movie. \param path below the server, with its query
    [[nodiscard]] Job<QJsonObject> uploadMedia(const QString &path, const QByteArray &content,
                                               const QByteArray &type) const;
    /// Sends a file as it is, however long. Progress in bytes; the answer as it came, whatever its status.
    /// \param type of an image or a movie, which is sent with its name; empty: bytes
    [[nodiscard]] Job<Response> uploadFile(const QByteArray &method, const QString &path, const QString &file,
                                           const QByteArray &type = {}) const;
    /// Any file of the server. \param path from the base, with its leading slash \param fromByte resumes there
    [[nodiscard]] Job<Response> download(const QString &path, qint64 fromByte, DownloadStart start,
                                         DownloadSink sink) const;

    [[nodiscard]] Transport &transport() const { return *m_transport; }
    [[nodiscard]] const Identity &identity() const { return m_identity; }

private:
    [[nodiscard]] Request request(const QByteArray &method, const QString &path) const;

    Transport *m_transport;
    QUrl m_base;
    Identity m_identity;
    Credentials m_credentials;
};

/// An answer with an error status as an Error with the server's own words.
[[nodiscard]] Result<Response> checked(const Response &response);

} // namespace hearth::client
