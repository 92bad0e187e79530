// SPDX-License-Identifier: Apache-2.0
#include "desktop/loader_adapter.h"
#include "composition/publishing.h"
#include "contract/permissions.h"
#include "core/whole_file.h"
#include "desktop/studio_values.h"
#include "publisher/loader/plugin_request.h"
#include "publisher/plugin.h"

#include <QBuffer>
#include <QDesktopServices>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QImageReader>
#include <QJsonArray>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace hearth::desktop
{

using namespace loader_ui;
using ui_kit::Done;

namespace
{
constexpr int largestPicture = 512; // pixels, longest side
constexpr qint64 largestPictureBytes = 16 * 1024 * 1024;

/// Decoded no larger than it is shown, whatever the file says of itself.
Result<QImage> decoded(const QByteArray &bytes)
{
    QBuffer buffer;
    buffer.setData(bytes);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    if (const QSize size = reader.size(); size.width() > largestPicture || size.height() > largestPicture)
        reader.setScaledSize(size.scaled(largestPicture, largestPicture, Qt::KeepAspectRatio));
    const QImage image = reader.read();
    return image.isNull()
               ? fail(ErrorKind::Invalid, QStringLiteral("The picture cannot be read."), reader.errorString())
               : Result<QImage>(image);
}

/// Where a picture is kept; empty where a name of the server's is none for a file. A new picture has a new id.
/// Source: desktop contract 0.1.
QString keptPicture(const QString &localFolder, const QString &project, const QString &thumbnailId)
{
    static const QRegularExpression word(QStringLiteral("^[A-Za-z0-9_]{1,128}$"));
    const bool isSafe = word.match(project).hasMatch() && word.match(thumbnailId).hasMatch();
    return isSafe ? QStringLiteral("%1/thumbnails/%2/%3").arg(localFolder, project, thumbnailId) : QString();
}

/// Pictures fetched more than three days ago go, and the oldest ones above 2 GiB.
void forgetOldPictures(const QString &localFolder)
{
    constexpr int days = 3;
    constexpr qint64 mostBytes = 2LL * 1024 * 1024 * 1024;
    QFileInfoList files;
    QDirIterator all(localFolder + QStringLiteral("/thumbnails"), QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        all.next();
        files.append(all.fileInfo());
    }
    std::sort(files.begin(), files.end(),
              [](const QFileInfo &a, const QFileInfo &b) { return a.lastModified() > b.lastModified(); });
    const QDateTime oldest = QDateTime::currentDateTime().addDays(-days);
    qint64 kept = 0;
    for (const QFileInfo &file : files) {
        kept += file.size();
        if (kept > mostBytes || file.lastModified() < oldest)
            QFile::remove(file.filePath());
    }
}

ShownRepresentation shown(const load::Representation &one, const anatomy::Anatomy &anatomy)
{
    ShownRepresentation made{one, load::filesOf(one, anatomy), false, 0};
    made.isHere = !made.files.isEmpty() && QFileInfo(made.files.first()).isFile();
    for (const load::PublishedFile &file : one.files)
        made.bytes += file.bytes;
    return made;
}
} // namespace

/// Projects with their anatomy, read once. Threads: any.
class LoaderAdapter::ProjectMemory
{
public:
    Result<launch::ContextFacts> facts(const launch::Launcher &launcher, const launch::StudioSession &session,
                                       const QString &project)
    {
        if (auto known = find(project))
            return *known;
        Result<launch::ContextFacts> read = launcher.readContext(session, project, {}, {});
        const std::lock_guard lock(m_mutex);
        if (read)
            m_facts.insert_or_assign(project, *read);
        return read;
    }
    std::optional<launch::ContextFacts> find(const QString &project) const
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_facts.find(project);
        return found == m_facts.end() ? std::nullopt : std::optional(found->second);
    }
    void clear()
    {
        const std::lock_guard lock(m_mutex);
        m_facts.clear();
    }

private:
    mutable std::mutex m_mutex;
    std::map<QString, launch::ContextFacts> m_facts;
};

/// The studio's own loaders, described once a bundle. Threads: any.
class LoaderAdapter::Plugins
{
public:
    explicit Plugins(const composition::Desktop &desktop) : m_desktop(desktop) {}
    [[nodiscard]] publish::PluginHost hostOf(const launch::BundlePaths &bundle) const
    {
        return {composition::pluginFolders(m_desktop, bundle), m_desktop.environment};
    }
    std::vector<publish::Plugin> all(const launch::BundlePaths &bundle)
    {
        const std::lock_guard lock(m_mutex);
        const QStringList places = bundle.addonFolders + bundle.developerFolders;
        if (!m_found || m_places != places) {
            std::vector<publish::ReportStep> faults; // the publisher's report names them
            m_found = hostOf(bundle).find(faults, {});
            m_places = places;
        }
        return *m_found;
    }

private:
    const composition::Desktop &m_desktop;
    std::mutex m_mutex;
    std::optional<std::vector<publish::Plugin>> m_found;
    QStringList m_places; ///< of the bundle they were found for
};

LoaderAdapter::LoaderAdapter(StudioState &state, QObject *parent)
    : LoaderSource(parent), m_state(state), m_projects(std::make_shared<ProjectMemory>()),
      m_plugins(std::make_shared<Plugins>(state.desktop()))
{
    connect(&state, &StudioState::opened, this, [this] {
        m_projects->clear();
        m_state.runHere<void>(
            this,
            [folder = m_state.desktop().directories.local](const launch::Launcher &,
                                                           const launch::StudioSession &) -> Result<> {
                forgetOldPictures(folder);
                return {};
            },
            [](const Result<> &) {});
    });
}

void LoaderAdapter::products(const QString &project, const QString &folderId, bool withFoldersBelow, OnPage onPage)
{
    askPage(project, {folderId}, withFoldersBelow, {}, ++m_question, onPage);
}

void LoaderAdapter::askPage(const QString &project, const QStringList &folders, bool withFoldersBelow,
                            const QString &after, int question, const OnPage &onPage)
{
    m_state.run<load::ProductPage>(
        this,
        [=, memory = m_projects](const launch::Launcher &launcher,
                                 const launch::StudioSession &session) -> Result<load::ProductPage> {
            const Job<load::ProductPage> page =
                load::Library(session.server, project).products(folders, withFoldersBelow, after);
            static_cast<void>(memory->facts(launcher, session, project)); // asked while the list is on its way
            return page.wait();
        },
        [=, this](const Result<load::ProductPage> &page) {
            if (question != m_question)
                return;
            const QString next = page ? page->next : QString();
            onPage(page);
            if (!next.isEmpty())
                askPage(project, folders, withFoldersBelow, next, question, onPage);
        });
}

void LoaderAdapter::version(const QString &project, const QString &versionId, Done<ShownVersion> done)
{
    m_state.run<ShownVersion>(
        this,
        [=, memory = m_projects](const launch::Launcher &launcher,
                                 const launch::StudioSession &session) -> Result<ShownVersion> {
            const Job<load::VersionDetails> details = load::Library(session.server, project).details({versionId});
            const Result<launch::ContextFacts> facts = memory->facts(launcher, session, project);
            if (!facts || !details.wait())
                return fail(facts ? details.wait().error() : facts.error());
            ShownVersion made;
            for (const load::Representation &one : details.wait()->representations)
                made.representations.push_back(shown(one, facts->anatomy));
            made.lineage = details.wait()->lineage;
            return made;
        },
        std::move(done));
}

void LoaderAdapter::picture(const QString &project, const QString &versionId, const QString &thumbnailId,
                            Done<QImage> done)
{
    const QString file = keptPicture(m_state.desktop().directories.local, project, thumbnailId);
    m_state.run<QImage>(
        this,
        [=](const launch::Launcher &, const launch::StudioSession &session) -> Result<QImage> {
            if (const Result<QByteArray> bytes = readFile(file, largestPictureBytes))
                if (Result<QImage> image = decoded(*bytes))
                    return image;
            const Result<QByteArray> bytes = load::Library(session.server, project).thumbnail(versionId).wait();
            if (!bytes)
                return fail(bytes.error());
            Result<QImage> image = decoded(*bytes);
            if (image && !file.isEmpty() && QDir().mkpath(QFileInfo(file).path()))
                static_cast<void>(writeFile(file, *bytes)); // only a cache
            return image;
        },
        std::move(done));
}

std::vector<launcher_ui::Status> LoaderAdapter::versionStatuses(const QString &project) const
{
    std::vector<launcher_ui::Status> made;
    const auto facts = m_projects->find(project);
    if (!facts)
        return made;
    for (const contract::TypeItem &one : facts->project.statuses)
        if (one.scope.isEmpty() || one.scope.contains(QStringLiteral("version")))
            made.push_back({one.name, one.shortName, one.icon, QColor(one.color), {}});
    return made;
}

void LoaderAdapter::rights(const QString &project, const QString &folderId, Done<LoaderRights> done)
{
    m_state.run<LoaderRights>(
        this,
        [=, memory = m_projects](const launch::Launcher &launcher,
                                 const launch::StudioSession &session) -> Result<LoaderRights> {
            const Job<QJsonObject> asked = session.server.call("GET", QStringLiteral("/api/users/me/permissions"));
            const Result<launch::ContextFacts> facts = memory->facts(launcher, session, project);
            const Result<client::FolderContext> folder = session.server.folderContext(project, folderId).wait();
            if (!facts || !folder || !asked.wait())
                return fail(!facts ? facts.error() : !folder ? folder.error() : asked.wait().error());
            const contract::Permissions permissions(*asked.wait());
            bool isAssigned = false;
            for (const contract::Task &task : folder->work.tasks)
                isAssigned = isAssigned || task.assignees.contains(session.user);
            QString path = folder->folder.path;
            if (!path.startsWith(u'/'))
                path.prepend(u'/');
            return LoaderRights{permissions.may(contract::Right::Publish, project, path, isAssigned),
                                permissions.may(contract::Right::Delete, project, path, isAssigned),
                                facts->anatomy.templateNames(QStringLiteral("delivery"))};
        },
        std::move(done));
}

void LoaderAdapter::setStatus(const QString &project, const QStringList &versionIds, const QString &status, Done<> done)
{
    m_state.run<void>(
        this,
        [=](const launch::Launcher &, const launch::StudioSession &session) -> Result<> {
            const Result<QJsonArray> set = load::Library(session.server, project).setStatus(versionIds, status).wait();
            return set ? Result<>{} : fail(set.error());
        },
        std::move(done));
}

void LoaderAdapter::open(const QString &file, Done<> done)
{
    const QString extension = u'.' + QFileInfo(file).suffix().toLower();
    m_state.runHere<bool>(
        this,
        [file, extension](const launch::Launcher &launcher, const launch::StudioSession &) -> Result<bool> {
            const launch::LaunchSurroundings &around = launcher.surroundings();
            for (const launch::InstalledApplication &one : around.installed->find(
                     launch::applicationsFromSettings(around.definitions->settings), *around.definitions)) {
                const launch::ApplicationKind *kind = launch::kindOf(*around.definitions, one.application);
                if (!kind || !kind->extensions.contains(extension))
                    continue;
                const launch::OwnInstallation own =
                    launch::ownInstallation(around.installation.folder, around.installation.resourcesFolder);
                process::StartRequest request;
                request.program = one.executable;
                request.arguments = {file};
                request.environment = launch::cleanedEnvironment(around.session, own, around.platform);
                request.workingFolder = QFileInfo(file).path();
                const Result<process::ProcessIdentity> started = around.starter->startDetached(request);
                return started ? Result<bool>(true) : fail(started.error());
            }
            return false;
        },
        [file, done](const Result<bool> &isStarted) {
            if (!isStarted)
                return done(fail(isStarted.error()));
            if (*isStarted || QDesktopServices::openUrl(QUrl::fromLocalFile(file)))
                return done({});
            done(fail(ErrorKind::NotFound, tr("No program here opens %1.").arg(QFileInfo(file).fileName())));
        });
}

void LoaderAdapter::reveal(const QString &file, Done<> done)
{
    const QString folder = QFileInfo(file).path();
    const bool isShown = QFileInfo(folder).isDir() && QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
    QMetaObject::invokeMethod(
        this,
        [done, isShown, folder] {
            done(isShown ? Result<>{} : fail(ErrorKind::Internal, tr("%1 cannot be shown.").arg(folder)));
        },
        Qt::QueuedConnection);
}

void LoaderAdapter::plugins(const QString &productType, const QString &representation,
                            Done<std::vector<LoadPlugin>> done)
{
    m_state.runHere<std::vector<LoadPlugin>>(
        this,
        [=, plugins = m_plugins](const launch::Launcher &,
                                 const launch::StudioSession &session) -> Result<std::vector<LoadPlugin>> {
            std::vector<LoadPlugin> made;
            for (const publish::Plugin &one : plugins->all(session.bundle))
                if (one.isFor(productType, representation))
                    made.push_back({one.file, one.label});
            return made;
        },
        std::move(done));
}

void LoaderAdapter::runPlugin(const QString &plugin, const QString &project, const load::Product &product,
                              const load::Version &version, const ShownRepresentation &representation,
                              Done<QString> done)
{
    const QJsonObject request =
        load::pluginRequest(project, product, version, representation.representation, representation.files);
    m_state.runHere<QString>(
        this,
        [plugin, request, plugins = m_plugins](const launch::Launcher &,
                                               const launch::StudioSession &session) -> Result<QString> {
            for (const publish::Plugin &one : plugins->all(session.bundle))
                if (one.file == plugin)
                    return plugins->hostOf(session.bundle).load(one, request, {});
            return fail(ErrorKind::NotFound, tr("This plug-in is not there any more."));
        },
        std::move(done));
}

void LoaderAdapter::planDelivery(const QString &project, const QString &versionId, const QString &templateName,
                                 const QString &folder, Done<load::DeliveryPlan> done)
{
    m_state.run<load::DeliveryPlan>(
        this,
        [=, memory = m_projects](const launch::Launcher &launcher,
                                 const launch::StudioSession &session) -> Result<load::DeliveryPlan> {
            const Result<load::VersionDetails> details = load::Library(session.server, project).allDetails({versionId});
            const Result<launch::ContextFacts> facts = memory->facts(launcher, session, project);
            if (!facts || !details)
                return fail(facts ? details.error() : facts.error());
            return load::planDelivery(details->representations, facts->anatomy, templateName, folder);
        },
        std::move(done));
}

Job<> LoaderAdapter::deliver(const load::DeliveryPlan &plan)
{
    return startJob<void>(m_state.desktop().pool, [plan](JobContext<void> &job) {
        return load::deliver(plan, job.stopToken(),
                             [&job](const Progress &at) { job.report(at.done, at.total, at.step); });
    });
}

void LoaderAdapter::planRemoval(const QString &project, const std::vector<load::Product> &products, int kept,
                                Done<load::RemovalPlan> done)
{
    m_state.run<load::RemovalPlan>(
        this,
        [=, memory = m_projects](const launch::Launcher &launcher,
                                 const launch::StudioSession &session) -> Result<load::RemovalPlan> {
            load::RemovalPlan plan = load::planRemoval(products, kept);
            QStringList all;
            for (const load::Product &product : products)
                for (const load::Version &one : product.versions)
                    all.append(one.id);
            if (plan.versionIds.isEmpty())
                return plan;
            const Result<load::VersionDetails> details = load::Library(session.server, project).allDetails(all);
            const Result<launch::ContextFacts> facts = memory->facts(launcher, session, project);
            if (!facts || !details)
                return fail(facts ? details.error() : facts.error());
            load::addFiles(plan, *details, facts->anatomy);
            return plan;
        },
        std::move(done));
}

void LoaderAdapter::remove(const QString &project, const load::RemovalPlan &plan, Done<load::Removed> done)
{
    m_state.run<load::Removed>(
        this,
        [=, memory = m_projects](const launch::Launcher &launcher,
                                 const launch::StudioSession &session) -> Result<load::Removed> {
            const Result<launch::ContextFacts> facts = memory->facts(launcher, session, project);
            return facts ? load::removeVersions(load::Library(session.server, project), plan, facts->anatomy)
                         : fail(facts.error());
        },
        std::move(done));
}

void LoaderAdapter::noteEvent(const QString &topic, const QString &project)
{
    if (topic.startsWith(QLatin1String("entity.project")))
        m_projects->clear();
    for (const char *kind : {"entity.product", "entity.version", "entity.representation"})
        if (topic.startsWith(QLatin1String(kind)))
            Q_EMIT versionsChanged(project);
}

} // namespace hearth::desktop
