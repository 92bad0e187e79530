// SPDX-License-Identifier: Apache-2.0
// The studio adapter's work files: list, make, register, reveal.
#include "desktop/studio_adapter.h"
#include "desktop/studio_values.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

namespace hearth::desktop
{

using namespace launcher_ui;

namespace
{
QString groupOf(const QString &application)
{
    return application.section(u'/', 0, 0);
}

/// The extension New makes for an application, and its host.
launch::NewWorkfile wantedFor(const composition::Desktop &desktop, const QString &application)
{
    launch::NewWorkfile made;
    made.hostName = groupOf(application);
    made.extension = desktop.definitions.kinds.value(groupOf(application)).extensions.value(0);
    return made;
}

Result<> opened(bool isOpened, const QString &path)
{
    if (isOpened)
        return {};
    return fail(ErrorKind::Internal, QObject::tr("%1 cannot be shown: no file browser answers here.").arg(path));
}

void later(QObject *context, std::function<void()> call)
{
    QMetaObject::invokeMethod(context, std::move(call), Qt::QueuedConnection);
}
} // namespace

void StudioAdapter::workfiles(const Context &context, Reply<std::vector<Workfile>> reply)
{
    if (const auto known = m_workfiles.find(context.taskId); known != m_workfiles.end())
        later(this, [reply, list = known->second] { reply(list, Freshness::Known); });
    m_state.run<std::vector<Workfile>>(
        this,
        [question = m_contexts->about(context)](const launch::Launcher &launcher,
                                                const launch::StudioSession &session) -> Result<std::vector<Workfile>> {
            Result<launch::ContextFacts> facts = question.answer(launcher, session);
            if (!facts)
                return fail(facts.error());
            const Result<launch::WorkfileView> view =
                launch::WorkfileService(launcher).viewOf(std::move(*facts), session.user);
            if (!view)
                return fail(view.error());
            std::vector<Workfile> list;
            for (const launch::WorkfileEntry &entry : view->entries)
                list.push_back(shownWorkfile(entry, *launcher.surroundings().definitions, session.user));
            return list;
        },
        [this, id = context.taskId, reply](const Result<std::vector<Workfile>> &result) {
            if (result)
                m_workfiles[id] = *result;
            reply(result, Freshness::Fresh);
        });
}

void StudioAdapter::templates(const Context &context, const QString &application,
                              Done<std::vector<WorkfileTemplate>> done)
{
    m_state.run<std::vector<WorkfileTemplate>>(
        this,
        [context, application](const launch::Launcher &launcher,
                               const launch::StudioSession &session) -> Result<std::vector<WorkfileTemplate>> {
            const QString host = groupOf(application);
            const Result<QJsonObject> settings =
                session.server.settings(session.bundle.studioBundle, session.bundle.variant, context.project).wait();
            if (!settings)
                return fail(settings.error());
            const QJsonArray configured = settings->value(host)
                                              .toObject()
                                              .value(QLatin1String("workfile_builder"))
                                              .toObject()
                                              .value(QLatin1String("custom_templates"))
                                              .toArray();
            std::vector<WorkfileTemplate> list;
            for (const QJsonValue &one : configured) {
                const QString path = one.toObject()
                                         .value(QLatin1String("path"))
                                         .toObject()
                                         .value(platformName(currentPlatform()))
                                         .toString();
                if (QFileInfo(path).isFile())
                    list.push_back({path, QFileInfo(path).fileName(), path});
            }
            // A studio without settings for it keeps templates in a folder beside its projects.
            const launch::ApplicationKind kind = launcher.surroundings().definitions->kinds.value(host);
            const Result<QMap<QString, QString>> roots = session.server.siteRoots(context.project).wait();
            for (const QString &root : roots ? roots->values() : QList<QString>())
                for (const QFileInfo &file : QDir(root + QStringLiteral("/templates")).entryInfoList(QDir::Files))
                    if (kind.extensions.contains(u'.' + file.suffix()))
                        list.push_back({file.absoluteFilePath(), file.fileName(), file.absolutePath()});
            return list;
        },
        std::move(done));
}

void StudioAdapter::previewWorkfile(const NewWorkfile &wanted, Done<WorkfilePreview> done)
{
    const launch::NewWorkfile kind = wantedFor(m_state.desktop(), wanted.application);
    m_state.run<WorkfilePreview>(
        this,
        [wanted, kind](const launch::Launcher &launcher,
                       const launch::StudioSession &session) -> Result<WorkfilePreview> {
            const Result<launch::WorkfileView> view = launch::WorkfileService(launcher).view(
                session, wanted.context.project, wanted.context.folderId, wanted.context.taskId, kind.hostName);
            if (!view)
                return fail(view.error());
            const Result<launch::WorkfilePlace> place =
                launch::WorkfileService::next(*view, kind.extension, wanted.comment);
            if (!place)
                return fail(place.error());
            return WorkfilePreview{place->path, place->version};
        },
        std::move(done));
}

void StudioAdapter::changeWorkfiles(const Context &context, const QString &hostName, WorkfileChange change,
                                    Done<Workfile> done)
{
    m_state.run<Workfile>(
        this,
        [context, hostName, change = std::move(change)](const launch::Launcher &launcher,
                                                        const launch::StudioSession &session) -> Result<Workfile> {
            const launch::WorkfileService service(launcher);
            const Result<launch::WorkfileView> view =
                service.view(session, context.project, context.folderId, context.taskId, hostName);
            if (!view)
                return fail(view.error());
            const Result<launch::WorkfileEntry> made = change(service, session, *view);
            if (!made)
                return fail(made.error());
            return shownWorkfile(*made, *launcher.surroundings().definitions, session.user);
        },
        [this, context, done = std::move(done)](const Result<Workfile> &result) {
            m_contexts->forgetFolder(); // whoever is told may read the list at once
            done(result);
            Q_EMIT workfilesChanged(context.project, context.taskId);
        });
}

void StudioAdapter::makeWorkfile(const Context &context, const launch::NewWorkfile &wanted, Done<Workfile> done)
{
    changeWorkfiles(
        context, wanted.hostName,
        [wanted](const launch::WorkfileService &service, const launch::StudioSession &session,
                 const launch::WorkfileView &view) { return service.make(session, view, wanted); },
        std::move(done));
}

void StudioAdapter::createWorkfile(const NewWorkfile &wanted, Done<Workfile> done)
{
    launch::NewWorkfile making = wantedFor(m_state.desktop(), wanted.application);
    making.comment = wanted.comment;
    making.copyFrom = wanted.templateId;
    makeWorkfile(wanted.context, making, [this, wanted, done](const Result<Workfile> &result) {
        done(result);
        if (result && wanted.openAfterwards)
            launch({wanted.context, wanted.application, result->path, true}, [this](const Result<> &started) {
                if (!started)
                    setNotice({QStringLiteral("launch"),
                               Severity::Problem,
                               tr("The application did not start"),
                               started.error().message,
                               started.error().detail,
                               {},
                               true});
            });
    });
}

void StudioAdapter::saveAsNextVersion(const Context &context, const Workfile &workfile, const QString &comment,
                                      Done<Workfile> done)
{
    makeWorkfile(context, {u'.' + QFileInfo(workfile.path).suffix(), workfile.application, comment, workfile.path},
                 std::move(done));
}

void StudioAdapter::duplicateWorkfile(const Context &context, const Workfile &workfile, Done<Workfile> done)
{
    saveAsNextVersion(context, workfile, tr("copy of v%1").arg(workfile.version, 3, 10, QLatin1Char('0')),
                      std::move(done));
}

void StudioAdapter::registerWorkfile(const Context &context, const Workfile &workfile, Done<Workfile> done)
{
    changeWorkfiles(
        context, workfile.application,
        [workfile](const launch::WorkfileService &service, const launch::StudioSession &session,
                   const launch::WorkfileView &view) {
            return service.registerFile(session, view, workfile.path, workfile.application, workfile.comment);
        },
        std::move(done));
}

void StudioAdapter::revealWorkfile(const Workfile &workfile, Done<> done)
{
    const QString folder = QFileInfo(workfile.path).absolutePath();
    later(this, [folder, done] { done(opened(QDesktopServices::openUrl(QUrl::fromLocalFile(folder)), folder)); });
}

void StudioAdapter::fetchWorkfile(const Context &, const Workfile &workfile, Done<Workfile> done)
{
    later(this, [workfile, done] {
        done(fail(
            ErrorKind::NotFound,
            tr("%1 lies on another machine. It can be opened here once its folder is reachable.").arg(workfile.name)));
    });
}

void StudioAdapter::exploreFolder(const Context &context, Done<> done)
{
    m_state.run<QString>(
        this,
        [context](const launch::Launcher &launcher, const launch::StudioSession &session) -> Result<QString> {
            const Result<launch::WorkfileView> view =
                launch::WorkfileService(launcher).view(session, context.project, context.folderId, context.taskId);
            if (!view)
                return fail(view.error());
            if (const Result<> made = launcher.makeWorkFolder(view->facts.anatomy, view->area.folder); !made)
                return fail(made.error());
            return view->area.folder;
        },
        [done](const Result<QString> &folder) {
            done(folder ? opened(QDesktopServices::openUrl(QUrl::fromLocalFile(*folder)), *folder)
                        : fail(folder.error()));
        });
}

} // namespace hearth::desktop
