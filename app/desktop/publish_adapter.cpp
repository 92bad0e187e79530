// SPDX-License-Identifier: Apache-2.0
#include "desktop/publish_adapter.h"
#include "contract/permissions.h"

#include <QFileInfo>
#include <QImageReader>
#include <QUrl>

#include <algorithm>

namespace hearth::desktop
{

using namespace publisher_ui;
using ui_kit::Done;

namespace
{
constexpr int largestPicture = 512; // pixels, longest side

Result<QImage> readPicture(const QString &file)
{
    QImageReader reader(file);
    reader.setAutoTransform(true);
    if (const QSize size = reader.size(); size.width() > largestPicture || size.height() > largestPicture)
        reader.setScaledSize(size.scaled(largestPicture, largestPicture, Qt::KeepAspectRatio));
    const QImage image = reader.read();
    return image.isNull() ? fail(ErrorKind::Invalid,
                                 PublishAdapter::tr("%1 cannot be shown here.").arg(QFileInfo(file).fileName()),
                                 reader.errorString())
                          : Result<QImage>(image);
}

/// Whether this person may publish there, with the reason where not.
Result<PublishPlace> placeWithRights(const launch::StudioSession &session,
                                     const std::shared_ptr<const publish::PublishContext> &context)
{
    const Job<QJsonObject> asked = session.server.call("GET", QStringLiteral("/api/users/me/permissions"));
    const Result<client::FolderContext> folder =
        session.server.folderContext(context->project.name, context->folder.id).wait();
    if (!folder || !asked.wait())
        return fail(!folder ? folder.error() : asked.wait().error());
    const bool isAssigned =
        std::any_of(folder->work.tasks.begin(), folder->work.tasks.end(),
                    [&session](const contract::Task &one) { return one.assignees.contains(session.user); });
    PublishPlace made{context, false, {}};
    made.mayPublish = contract::Permissions(*asked.wait())
                          .may(contract::Right::Publish, context->project.name, context->folder.path, isAssigned);
    if (!made.mayPublish)
        made.reason = PublishAdapter::tr("You may not publish to %1. Ask whoever runs the project for that right.")
                          .arg(context->folder.path);
    return made;
}
} // namespace

PublishAdapter::PublishAdapter(StudioState &state, QObject *parent) : PublishSource(parent), m_state(state)
{
    connect(&state, &StudioState::opened, this, [this] { m_publisher.reset(); });
}

void PublishAdapter::open(const launcher_ui::Context &place, Done<PublishPlace> done)
{
    // Looks for programs on the disk, so it is made there, too.
    using Opened = std::pair<std::shared_ptr<const composition::StudioPublisher>, PublishPlace>;
    m_state.run<Opened>(
        this,
        [place, &desktop = m_state.desktop()](const launch::Launcher &,
                                              const launch::StudioSession &session) -> Result<Opened> {
            const auto made = std::make_shared<const composition::StudioPublisher>(desktop, session);
            Result<publish::PublishContext> context = publish::readPublishContext(
                session.server, made->destination(place.project, place.folderId, place.taskId), session.user,
                desktop.environment);
            if (!context)
                return fail(context.error());
            const Result<PublishPlace> opened =
                placeWithRights(session, std::make_shared<const publish::PublishContext>(std::move(*context)));
            return opened ? Result<Opened>(Opened{made, *opened}) : fail(opened.error());
        },
        [this, url = m_state.serverUrl(), done = std::move(done)](const Result<Opened> &opened) {
            if (!opened)
                return done(fail(opened.error()));
            if (url == m_state.serverUrl())
                m_publisher = opened->first;
            done(opened->second);
        });
}

template <typename T, typename Start>
void PublishAdapter::start(Done<T> done, Start begin)
{
    if (!m_publisher) {
        QMetaObject::invokeMethod(
            this, [done] { done(fail(ErrorKind::Offline, tr("No studio is open."))); }, Qt::QueuedConnection);
        return;
    }
    ui_kit::whenFinished(begin(m_publisher->publisher()), this,
                         [keep = m_publisher, done](const Result<T> &result) { done(result); });
}

void PublishAdapter::collect(const PublishPlace &place, const QStringList &paths, const QString &type,
                             Done<Instances> done)
{
    start<Instances>(std::move(done),
                     [&](const publish::Publisher &one) { return one.collect(*place.context, paths, type); });
}

void PublishAdapter::check(const PublishPlace &place, const Instances &instances, Done<publish::Checked> done)
{
    start<publish::Checked>(std::move(done),
                            [&](const publish::Publisher &one) { return one.check(*place.context, instances); });
}

void PublishAdapter::picture(const QString &file, Done<QImage> done)
{
    const Job<QImage> job =
        startJob<QImage>(m_state.desktop().pool, [file](JobContext<QImage> &) { return readPicture(file); });
    ui_kit::whenFinished(job, this, [done](const Result<QImage> &image) { done(image); });
}

void PublishAdapter::report(const QString &file, Done<publish::ReadReport> done)
{
    const Job<publish::ReadReport> job = startJob<publish::ReadReport>(
        m_state.desktop().pool, [file](JobContext<publish::ReadReport> &) { return publish::readReportFile(file); });
    ui_kit::whenFinished(job, this, [done](const Result<publish::ReadReport> &report) { done(report); });
}

bool PublishAdapter::publish(const launcher_ui::Context &at, const PublishPlace &place, const Instances &instances)
{
    if (!m_publisher || (m_run && m_run->isRunning()))
        return false;
    m_run = PublishRun{at, instances, {}, {}, std::nullopt};
    m_run->clock.start();
    m_job = m_publisher->publisher().publish(*place.context, instances);
    ui_kit::whenProgressed(m_job, this, [this](const Progress &progress) {
        if (!m_run)
            return;
        if (progress.done < m_run->progress.done)
            m_run->clock.restart(); // another part has begun, at a pace of its own
        m_run->progress = progress;
    });
    ui_kit::whenFinished(m_job, this,
                         [this, keep = m_publisher](const Result<publish::Published> &end) { finish(end); });
    Q_EMIT runChanged();
    return true;
}

void PublishAdapter::finish(const Result<publish::Published> &end)
{
    if (!m_run)
        return;
    m_state.noteOutcome(end ? nullptr : &end.error());
    m_run->end = end;
    const bool isGood = end && !end->problem;
    QStringList names;
    if (isGood)
        for (const publish::PublishedVersion &one : end->versions)
            names.append(QStringLiteral("%1 v%2").arg(one.productName).arg(one.number, 3, 10, QLatin1Char('0')));
    const QString why = !end ? end.error().message : end->problem ? end->problem->message : QString();
    Q_EMIT runChanged();
    Q_EMIT ended(isGood ? tr("Published") : tr("Nothing was published"),
                 isGood ? names.join(QStringLiteral(", ")) : why);
}

void PublishAdapter::stop()
{
    m_job.stop();
}

void PublishAdapter::forgetRun()
{
    if (m_run && !m_run->isRunning())
        m_run.reset();
}

QString PublishAdapter::sentence() const
{
    return m_run && m_run->isRunning()
               ? (m_run->instances.size() == 1
                      ? tr("Publishing 1 product")
                      : tr("Publishing %n products", nullptr, static_cast<int>(m_run->instances.size())))
               : QString();
}

void PublishAdapter::noteEvent(const QString &topic, const QString &project)
{
    if (topic.startsWith(QLatin1String("entity.product")) || topic.startsWith(QLatin1String("entity.version")))
        Q_EMIT productsChanged(project);
}

tray_local::HostPublisher hostPublisher(composition::Desktop &desktop, const tray_local::HostLaunch &launch)
{
    const auto made = std::make_shared<const composition::StudioPublisher>(desktop, launch.session);
    return {std::shared_ptr<const publish::Publisher>(made, &made->publisher()),
            made->destination(launch.project, launch.folderId, launch.taskId)};
}

} // namespace hearth::desktop
