// SPDX-License-Identifier: Apache-2.0
#include "desktop/search_adapter.h"
#include "core/log.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>

namespace hearth::desktop
{

using launcher_ui::HitKind;
using launcher_ui::SearchHit;
using search::Entry;
using search::Kind;

namespace
{
constexpr int pageSize = 1000;
constexpr int quietMs = 2000; // after the last change of a burst
constexpr int fullDays = 7;   // what was deleted while nobody looked goes then
constexpr std::size_t mostHits = 40;

const QString query =
    QStringLiteral("query Names($project: String!, $first: Int, $tasks: String, $products: String, $files: String, "
                   "$filter: String) { project(name: $project) { "
                   "tasks(first: $first, after: $tasks, filter: $filter) { pageInfo { endCursor hasNextPage } edges { "
                   "node { id name label taskType active updatedAt folderId folder { path } } } } "
                   "products(first: $first, after: $products, filter: $filter) { pageInfo { endCursor hasNextPage } "
                   "edges { node { id name productType active updatedAt folderId folder { path } } } } "
                   "workfiles(first: $first, after: $files) { pageInfo { endCursor hasNextPage } edges { node { id "
                   "name path taskId updatedAt task { name folderId folder { path } } } } } } }");

QString compact(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QString textOf(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

QString folderPath(const QJsonObject &node)
{
    const QString path = textOf(node.value(QLatin1String("folder")).toObject(), "path");
    return path.startsWith(u'/') ? path : u'/' + path;
}

QString shownPath(const QString &project, const QString &path)
{
    QString made = path.mid(1);
    return project + QStringLiteral(" / ") + made.replace(u'/', QStringLiteral(" / "));
}

Entry taskEntry(const QString &project, const QJsonObject &node)
{
    const QString path = folderPath(node);
    return {
        Kind::Task,
        project,
        textOf(node, "id"),
        textOf(node, "name"),
        shownPath(project, path),
        QStringLiteral("task_alt"),
        compact({{"folderId", textOf(node, "folderId")}, {"folderPath", path}, {"taskName", textOf(node, "name")}})};
}

Entry productEntry(const QString &project, const QJsonObject &node)
{
    const QString path = folderPath(node);
    return {Kind::Product,
            project,
            textOf(node, "id"),
            textOf(node, "name"),
            shownPath(project, path) + QStringLiteral(" · ") + textOf(node, "productType"),
            QStringLiteral("deployed_code"),
            compact({{"folderId", textOf(node, "folderId")}, {"folderPath", path}})};
}

Entry workfileEntry(const QString &project, const QJsonObject &node)
{
    const QJsonObject task = node.value(QLatin1String("task")).toObject();
    const QString path = folderPath(task);
    return {Kind::Workfile,
            project,
            textOf(node, "id"),
            textOf(node, "path").section(u'/', -1),
            shownPath(project, path) + QStringLiteral(" · ") + textOf(task, "name"),
            QStringLiteral("insert_drive_file"),
            compact({{"folderId", textOf(task, "folderId")},
                     {"folderPath", path},
                     {"taskId", textOf(node, "taskId")},
                     {"taskName", textOf(task, "name")},
                     {"file", textOf(node, "path")}})};
}

using Maker = Entry (*)(const QString &, const QJsonObject &);
struct Connection {
    const char *name;
    const char *cursor; ///< of the query's variables
    Maker make;
};
constexpr std::array<Connection, 3> connections{Connection{"tasks", "tasks", taskEntry},
                                                Connection{"products", "products", productEntry},
                                                Connection{"workfiles", "files", workfileEntry}};

/// Cursors of what has more pages; false when nothing has.
bool moveOn(const QJsonObject &answer, QJsonObject &variables)
{
    bool hasMore = false;
    const QJsonObject project = answer.value(QLatin1String("project")).toObject();
    for (const Connection &one : connections) {
        const QJsonObject page =
            project.value(QLatin1String(one.name)).toObject().value(QLatin1String("pageInfo")).toObject();
        const QString end = textOf(page, "endCursor");
        hasMore = hasMore || page.value(QLatin1String("hasNextPage")).toBool();
        if (!end.isEmpty())
            variables.insert(QLatin1String(one.cursor), end);
    }
    return hasMore;
}

Result<> fillFolders(search::SearchIndex &index, const client::Server &server, const QString &project)
{
    const Result<std::vector<contract::Folder>> folders = server.folders(project).wait();
    if (!folders)
        return fail(folders.error());
    std::vector<Entry> entries;
    QSet<QString> ids;
    for (const contract::Folder &one : *folders) {
        const QString path = one.path.startsWith(u'/') ? one.path : u'/' + one.path;
        ids.insert(one.id);
        entries.push_back({Kind::Folder, project, one.id, one.label.isEmpty() ? one.name : one.label,
                           shownPath(project, path), QStringLiteral("folder"), compact({{"folderPath", path}})});
    }
    const Result<> put = index.put(entries);
    return put ? index.keepOnly(Kind::Folder, project, ids) : put;
}

using IdsByKind = std::map<Kind, QSet<QString>>;

/// All pages of a query. \returns the ids that came
Result<IdsByKind> fillPages(search::SearchIndex &index, const client::Server &server, QJsonObject variables,
                            QString &newest, const std::stop_token &stop)
{
    IdsByKind ids{{Kind::Task, {}}, {Kind::Product, {}}, {Kind::Workfile, {}}};
    for (bool hasMore = true; hasMore;) {
        const Result<QJsonObject> answer = server.graphql(query, variables).wait();
        if (!answer || stop.stop_requested())
            return answer ? fail(ErrorKind::Cancelled) : fail(answer.error());
        const std::vector<Entry> entries = entriesOf(textOf(variables, "project"), *answer, newest);
        for (const Entry &one : entries)
            ids[one.kind].insert(one.id);
        if (const Result<> put = index.put(entries); !put)
            return fail(put.error());
        hasMore = moveOn(*answer, variables);
    }
    return ids;
}

/// Everything of a project, or what has changed since the stamp.
Result<> fillProject(search::SearchIndex &index, const client::Server &server, const QString &project,
                     const std::stop_token &stop)
{
    if (const Result<> folders = fillFolders(index, server, project); !folders)
        return folders;
    const QString kept = index.stamp(project).value_or(QString());
    const QDate full = QDate::fromString(kept.section(u'|', 0, 0), Qt::ISODate);
    const QDate today = QDate::currentDate();
    const bool isFull = !full.isValid() || full.addDays(fullDays) < today;
    QString newest = isFull ? QString() : kept.section(u'|', 1);
    QJsonObject variables{{"project", project}, {"first", pageSize}};
    if (!isFull && !newest.isEmpty())
        variables.insert(QStringLiteral("filter"),
                         compact({{"conditions", QJsonArray{QJsonObject{
                                                     {"key", "updatedAt"}, {"operator", "gte"}, {"value", newest}}}}}));
    const Result<IdsByKind> ids = fillPages(index, server, variables, newest, stop);
    if (!ids)
        return fail(ids.error());
    if (isFull)
        for (const auto &[kind, present] : *ids)
            if (const Result<> gone = index.keepOnly(kind, project, present); !gone)
                return gone;
    return index.setStamp(project, (isFull ? today : full).toString(Qt::ISODate) + u'|' + newest);
}

Result<> fillAll(search::SearchIndex &index, const client::Server &server, const QSet<QString> &wanted,
                 const std::stop_token &stop)
{
    const Result<std::vector<contract::Project>> projects = server.projects().wait();
    if (!projects)
        return fail(projects.error());
    std::vector<Entry> entries;
    QSet<QString> names;
    for (const contract::Project &one : *projects) {
        names.insert(one.name);
        entries.push_back({Kind::Project, one.name, one.name, one.label.isEmpty() ? one.name : one.label, one.code,
                           QStringLiteral("movie"), QStringLiteral("{}")});
    }
    if (const Result<> put = index.put(entries); !put)
        return put;
    if (const Result<> kept = index.keepProjects(names); !kept)
        return kept;
    for (const contract::Project &one : *projects)
        if (one.active && (wanted.isEmpty() || wanted.contains(one.name)))
            if (const Result<> filled = fillProject(index, server, one.name, stop); !filled)
                return filled;
    return {};
}
} // namespace

std::vector<Entry> entriesOf(const QString &project, const QJsonObject &answer, QString &stamp)
{
    std::vector<Entry> made;
    const QJsonObject all = answer.value(QLatin1String("project")).toObject();
    for (const Connection &one : connections)
        for (const QJsonValue &edge :
             all.value(QLatin1String(one.name)).toObject().value(QLatin1String("edges")).toArray()) {
            const QJsonObject node = edge.toObject().value(QLatin1String("node")).toObject();
            if (!node.value(QLatin1String("active")).toBool(true) || textOf(node, "id").isEmpty())
                continue;
            made.push_back(one.make(project, node));
            stamp = std::max(stamp, textOf(node, "updatedAt"));
        }
    return made;
}

SearchHit hitOf(const Entry &entry)
{
    static const QHash<Kind, HitKind> kinds{
        {Kind::Application, HitKind::Application}, {Kind::Action, HitKind::Action}, {Kind::Project, HitKind::Project},
        {Kind::Folder, HitKind::Folder},           {Kind::Task, HitKind::Task},     {Kind::Product, HitKind::Product},
        {Kind::Workfile, HitKind::Workfile}};
    static const QHash<Kind, QString> keys{
        {Kind::Application, QStringLiteral("app/")},  {Kind::Action, QStringLiteral("action/")},
        {Kind::Project, QStringLiteral("project/")},  {Kind::Folder, QStringLiteral("folder/")},
        {Kind::Task, QStringLiteral("task/")},        {Kind::Product, QStringLiteral("product/")},
        {Kind::Workfile, QStringLiteral("workfile/")}};
    const QJsonObject payload = QJsonDocument::fromJson(entry.payload.toUtf8()).object();
    SearchHit made;
    made.key = keys.value(entry.kind) + entry.id;
    made.kind = kinds.value(entry.kind);
    made.title = entry.title;
    made.secondLine = entry.path;
    made.glyph = entry.glyph;
    made.context.project = entry.project;
    made.context.folderId = entry.kind == Kind::Folder ? entry.id : textOf(payload, "folderId");
    made.context.folderPath = textOf(payload, "folderPath");
    made.context.taskId = entry.kind == Kind::Task ? entry.id : textOf(payload, "taskId");
    made.context.taskName = textOf(payload, "taskName");
    made.detail = entry.kind == Kind::Application ? entry.id : textOf(payload, "file");
    return made;
}

SearchAdapter::SearchAdapter(StudioState &state, QObject *parent) : QObject(parent), m_state(state)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(quietMs);
    connect(&m_soon, &QTimer::timeout, this, &SearchAdapter::fill);
    connect(&state, &StudioState::opened, this, &SearchAdapter::open);
}

SearchAdapter::~SearchAdapter()
{
    m_stop.request_stop();
}

void SearchAdapter::open()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_changed.clear();
    const QString folder = m_state.desktop().directories.own + QStringLiteral("/search");
    const QByteArray name = QCryptographicHash::hash((m_state.serverUrl() + u'|' + m_state.session().user).toUtf8(),
                                                     QCryptographicHash::Sha256)
                                .toHex()
                                .left(16);
    m_index.reset();
    using Opened = std::shared_ptr<search::SearchIndex>;
    m_state.runHere<Opened>(
        this,
        [folder, file = folder + u'/' + QString::fromLatin1(name) + QStringLiteral(".db")](
            const launch::Launcher &, const launch::StudioSession &) -> Result<Opened> {
            if (!QDir().mkpath(folder))
                return fail(ErrorKind::Internal, QStringLiteral("The folder %1 cannot be made.").arg(folder));
            Result<std::unique_ptr<search::SearchIndex>> made = search::SearchIndex::open(file);
            return made ? Result<Opened>(std::move(*made)) : fail(made.error());
        },
        [this, stop = m_stop.get_token()](const Result<Opened> &opened) {
            if (stop.stop_requested()) // another studio was opened meanwhile
                return;
            if (!opened)
                return log::warning(log::desktop, "the search index cannot be opened: {} {}",
                                    opened.error().message.toStdString(), opened.error().detail.toStdString());
            m_index = *opened;
            m_isFilling = false;
            m_soon.start();
        });
}

void SearchAdapter::fill()
{
    if (!m_index || m_isFilling)
        return;
    m_isFilling = true;
    const QSet<QString> wanted = std::exchange(m_changed, {});
    m_state.run<void>(
        this,
        [index = m_index, wanted, gone = std::exchange(m_gone, {}),
         stop = m_stop.get_token()](const launch::Launcher &, const launch::StudioSession &session) -> Result<> {
            for (const Entry &one : gone)
                if (const Result<> removed = index->remove(one.kind, one.project, one.id); !removed)
                    return removed;
            return fillAll(*index, session.server, wanted, stop);
        },
        [this, stop = m_stop.get_token()](const Result<> &filled) {
            if (stop.stop_requested()) // of a studio that is closed
                return;
            m_isFilling = false;
            if (!filled && filled.error().kind != ErrorKind::Cancelled)
                log::warning(log::desktop, "the search index was not filled: {}", filled.error().message.toStdString());
            if (!m_changed.isEmpty())
                m_soon.start();
        });
}

void SearchAdapter::find(const QString &typed, const QString &project, ui_kit::Done<std::vector<SearchHit>> done)
{
    m_state.runHere<std::vector<SearchHit>>(
        this,
        [index = m_index, typed, project](const launch::Launcher &,
                                          const launch::StudioSession &) -> Result<std::vector<SearchHit>> {
            std::vector<SearchHit> hits;
            if (!index)
                return hits;
            const Result<std::vector<Entry>> found = index->find(typed, project, mostHits);
            if (!found)
                return fail(found.error());
            for (const Entry &one : *found)
                hits.push_back(hitOf(one));
            return hits;
        },
        std::move(done));
}

void SearchAdapter::noteEvent(const QJsonObject &event)
{
    static const QHash<QString, Kind> kinds{{QStringLiteral("folder"), Kind::Folder},
                                            {QStringLiteral("task"), Kind::Task},
                                            {QStringLiteral("product"), Kind::Product},
                                            {QStringLiteral("workfile"), Kind::Workfile}};
    const QStringList topic = textOf(event, "topic").split(u'.');
    if (!m_index || topic.value(0) != QLatin1String("entity"))
        return;
    const QString project = textOf(event, "project");
    if (topic.value(2) == QLatin1String("deleted") && kinds.contains(topic.value(1)))
        m_gone.push_back({kinds.value(topic.value(1)),
                          project,
                          textOf(event.value(QLatin1String("summary")).toObject(), "entityId"),
                          {},
                          {},
                          {},
                          {}});
    m_changed.insert(project);
    m_soon.start();
}

void SearchAdapter::setApplications(const std::vector<launcher_ui::Application> &applications)
{
    if (!m_index)
        return;
    std::vector<Entry> entries;
    QSet<QString> names;
    for (const launcher_ui::Application &one : applications)
        if (one.isInstalled) {
            names.insert(one.fullName);
            entries.push_back({Kind::Application,
                               {},
                               one.fullName,
                               (one.groupLabel + u' ' + one.variantLabel).trimmed(),
                               tr("Open it in the chosen task"),
                               one.icon,
                               QStringLiteral("{}")});
        }
    m_state.runHere<void>(
        this,
        [index = m_index, entries, names](const launch::Launcher &, const launch::StudioSession &) -> Result<> {
            const Result<> put = index->put(entries);
            return put ? index->keepOnly(Kind::Application, {}, names) : put;
        },
        [](const Result<> &) {}); // they are found as long as the index answers
}

} // namespace hearth::desktop
