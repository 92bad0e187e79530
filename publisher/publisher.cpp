// SPDX-License-Identifier: Apache-2.0
#include "publisher/publisher.h"
#include "core/entity_id.h"
#include "core/log.h"
#include "publisher/preview_step.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QUuid>

#include <algorithm>
#include <thread>

namespace hearth::publish
{

namespace
{
constexpr log::Channel channel{"publish"};

SourceFiles lookAt(const FileSystem &disk, const std::vector<Instance> &instances)
{
    SourceFiles files;
    for (const Instance &instance : instances)
        for (const Representation &one : instance.representations)
            for (qsizetype n = 0; n < one.files.names.size(); ++n) {
                const QString path = one.files.path(n);
                const std::optional<qint64> size = disk.sizeOf(path);
                files.insert(path, {size.has_value(), size.value_or(0)});
            }
    return files;
}

NewId newIds()
{
    return [] { return QString::fromStdString(newEntityId()); };
}

PublishReport newReport(const PublishContext &context, const std::vector<Instance> &instances)
{
    PublishReport report;
    report.id = QUuid::createUuid().toString(QUuid::Id128);
    report.created = QDateTime::currentDateTimeUtc();
    report.label = context.project.name + context.folder.path +
                   (context.task.name.isEmpty() ? QString() : u'/' + context.task.name);
    report.instances = instances;
    return report;
}

ReportStep collectionStep(const std::vector<Instance> &instances)
{
    ReportStep step;
    step.name = QStringLiteral("CollectFiles");
    step.label = QStringLiteral("Collect files");
    StepResult result;
    for (const Instance &one : instances)
        for (const Representation &representation : one.representations)
            result.log.push_back({LogLevel::Info,
                                  QStringLiteral("%1: %2").arg(one.label(), representation.files.label()), false,
                                  false});
    step.results.push_back(std::move(result));
    return step;
}

ReportStep integrationStep(const Result<Integrated> &done)
{
    ReportStep step;
    step.name = QStringLiteral("IntegrateFiles");
    step.label = QStringLiteral("Integrate");
    step.order = 3;
    step.isPassed = done.has_value();
    StepResult result;
    if (!done) {
        result.log.push_back({LogLevel::Error, done.error().message, true, false});
    } else {
        for (const PlannedVersion &one : done->plan.versions)
            result.log.push_back(
                {LogLevel::Info, QStringLiteral("%1 version %2").arg(one.productName).arg(one.number), false, false});
    }
    step.results.push_back(std::move(result));
    return step;
}

std::vector<PublishedVersion> publishedIn(const Integrated &done)
{
    std::vector<PublishedVersion> list;
    for (const PlannedVersion &one : done.plan.versions) {
        PublishedVersion made{one.instanceId, one.productName, one.number, one.versionId, {}, 0};
        for (const PlannedRepresentation &representation : one.representations)
            made.files += static_cast<qsizetype>(representation.files.size());
        made.folder = QFileInfo(one.representations.front().files.front().target).path();
        list.push_back(std::move(made));
    }
    return list;
}

/// One preview's result as a line of its step.
void note(StepResult &result, const Result<> &done, const QString &good, const QString &bad)
{
    if (done)
        result.log.push_back({LogLevel::Info, good, false, false});
    else
        result.log.push_back({LogLevel::Warning, bad.arg(done.error().message), false, false});
}
} // namespace

bool Checked::isGood() const
{
    return std::all_of(problems.begin(), problems.end(), [](const Problem &one) { return one.isWarning; });
}

IntegrationSurroundings Publisher::integrationAround(VersionStore &versions, const QMap<QString, QString> &roots) const
{
    IntegrationSurroundings made{
        m_around.disk,
        &versions,
        m_server.url().toString(QUrl::StripTrailingSlash),
        m_around.ownFolder + QStringLiteral("/publishes"),
        m_around.host,
        thisProcess(),
        std::clamp(std::thread::hardware_concurrency() * 2, 4U, 16U),
        {},
        [](int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }};
    if (m_around.checkPlace && !roots.isEmpty())
        made.checkPlace = [this, roots](const QString &folder) { return m_around.checkPlace(roots, folder); };
    return made;
}

Job<PublishContext> Publisher::loadContext(const Destination &destination) const
{
    return startJob<PublishContext>(*m_around.pool, [this, destination](const JobContext<PublishContext> &) {
        return readPublishContext(m_server, destination, m_user, m_around.environment);
    });
}

Job<std::vector<Instance>> Publisher::collect(const PublishContext &context, const QStringList &paths,
                                              const QString &type, const QString &variant) const
{
    using Instances = std::vector<Instance>;
    return startJob<Instances>(
        *m_around.pool, [context, paths, type, variant](const JobContext<Instances> &job) -> Result<Instances> {
            const Result<Dropped> dropped = readDropped(paths, {}, job.stopToken());
            if (!dropped)
                return fail(dropped.error());
            if (dropped->groups.empty())
                return fail(ErrorKind::Invalid, QStringLiteral("There is nothing to publish in there."));
            return makeInstances(context, dropped->groups, type, variant);
        });
}

Result<Checked> Publisher::checkNow(const PublishContext &context, const std::vector<Instance> &instances,
                                    const std::stop_token &stop) const
{
    Checked made;
    made.sources = lookAt(*m_around.disk, instances);
    made.problems = validate(context, instances, made.sources);
    made.steps = stepsOf(instances, made.problems);
    const PluginHost host(m_around.pluginFolders, m_around.environment);
    std::vector<ReportStep> faults;
    made.plugins = host.find(faults, stop);
    std::move(faults.begin(), faults.end(), std::back_inserter(made.steps));
    std::vector<ReportStep> more = host.validate(made.plugins, context, instances, made.problems, stop);
    std::move(more.begin(), more.end(), std::back_inserter(made.steps));
    if (stop.stop_requested())
        return fail(ErrorKind::Cancelled, QStringLiteral("Stopped. Nothing was published."));
    return made;
}

Job<Checked> Publisher::check(const PublishContext &context, const std::vector<Instance> &instances) const
{
    return startJob<Checked>(*m_around.pool, [this, context, instances](const JobContext<Checked> &job) {
        return checkNow(context, instances, job.stopToken());
    });
}

Job<Published> Publisher::publish(const PublishContext &context, const std::vector<Instance> &instances) const
{
    return startJob<Published>(*m_around.pool, [this, context, instances](const JobContext<Published> &job) {
        return publishNow(context, instances, job);
    });
}

Resumed Publisher::resumeNow() const
{
    ServerVersions versions(m_server);
    return resumeOpenPublishes(integrationAround(versions, {}));
}

Job<Resumed> Publisher::resumeOpen() const
{
    return startJob<Resumed>(*m_around.pool,
                             [this](const JobContext<Resumed> &) -> Result<Resumed> { return resumeNow(); });
}

Result<Integrated> Publisher::bringIn(const PublishContext &context, const std::vector<Instance> &instances,
                                      const JobContext<Published> &job) const
{
    const Result<PublishPlan> plan = planPublish(context, instances, newIds());
    if (!plan)
        return fail(plan.error());
    ServerVersions versions(m_server);
    const IntegrationSurroundings around = integrationAround(versions, context.anatomy.roots());
    for (const QString &message : resumeOpenPublishes(around).messages)
        log::warning(channel, "{}", message.toStdString());
    PublishContext now = context;
    const Replan replan = [this, &now, &instances]() -> Result<PublishPlan> {
        Result<std::vector<ExistingProduct>> products = readProducts(m_server, now.project.name, now.folder.id);
        if (!products)
            return fail(products.error());
        now.products = std::move(*products);
        return planPublish(now, instances, newIds());
    };
    const ReportProgress progress = [&job](const PublishProgress &one) {
        job.report(one.bytesDone, one.bytesTotal,
                   QStringLiteral("%1: file %2 of %3").arg(one.step).arg(one.filesDone).arg(one.filesTotal));
    };
    return integrate(around, *plan, replan, progress, job.stopToken());
}

void Publisher::addLinks(const std::vector<Instance> &instances, const Integrated &done, PublishReport &report) const
{
    ReportStep step;
    step.name = QStringLiteral("IntegrateLinks");
    step.label = QStringLiteral("Links to what it was made from");
    step.order = 3.2;
    step.isPerInstance = true;
    for (const PlannedVersion &version : done.plan.versions)
        for (const Instance &one : instances) {
            if (one.id != version.instanceId || one.sourceVersionId.isEmpty())
                continue;
            const Job<QJsonObject> made =
                m_server.call("POST", QStringLiteral("/api/projects/%1/links").arg(done.plan.project),
                              {{"input", one.sourceVersionId},
                               {"output", version.versionId},
                               {"linkType", "generative|version|version"}});
            StepResult result{version.instanceId, {}, 0};
            note(result, made.wait() ? Result<>{} : fail(made.wait().error()), QStringLiteral("Linked"),
                 QStringLiteral("%1 is not linked to what it was made from: %2").arg(version.productName));
            step.results.push_back(std::move(result));
        }
    step.isSkipped = step.results.empty();
    report.add(std::move(step));
}

Result<Published> Publisher::publishNow(const PublishContext &context, std::vector<Instance> instances,
                                        const JobContext<Published> &job) const
{
    PublishReport report = newReport(context, instances);
    report.add(collectionStep(instances));
    Published made;
    Result<Checked> checked = checkNow(context, instances, job.stopToken());
    if (!checked)
        return fail(checked.error());
    std::move(checked->steps.begin(), checked->steps.end(), std::back_inserter(report.steps));
    if (!checked->isGood()) {
        made.problem =
            Error{ErrorKind::Invalid, QStringLiteral("Nothing was published, since the checks found problems."), {}};
        made.objections = checked->problems;
    } else {
        const QTemporaryDir scratch;
        const PluginHost host(m_around.pluginFolders, m_around.environment);
        for (ReportStep &step : host.extract(checked->plugins, context, instances, scratch.path(), job.stopToken()))
            report.add(std::move(step));
        const Result<Integrated> done = bringIn(context, instances, job);
        report.add(integrationStep(done));
        if (done) {
            made.versions = publishedIn(*done);
            made.bytes = done->bytes;
            const PreviewSurroundings around{
                {m_around.ffmpeg, m_around.environment, scratch.path()},
                &m_server,
                [&job](qint64 sent, qint64 total, const QString &step) { job.report(sent, total, step); },
                job.stopToken()};
            report.add(addPreviews(around, context, instances, done->plan));
            addLinks(instances, *done, report);
        } else {
            made.problem = done.error();
        }
    }
    if (!made.problem)
        made.warnings = report.warnings();
    made.report = reportToJson(report);
    const Result<QString> kept = storeReport(m_around.localFolder, made.report);
    if (kept)
        made.reportFile = *kept;
    else
        made.warnings.append(kept.error().message);
    return made;
}

} // namespace hearth::publish
