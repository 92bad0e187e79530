// SPDX-License-Identifier: Apache-2.0
#include "publisher/preview_step.h"

#include <algorithm>

namespace hearth::publish
{

namespace
{
class Previews
{
public:
    explicit Previews(const PreviewSurroundings &around, const QString &project) : m_around(around), m_project(project)
    {
    }

    StepResult of(const Instance &instance, const PlannedVersion &version)
    {
        m_result = StepResult{version.instanceId, {}, 0};
        m_name = version.productName;
        const auto isWanted = [](const PlannedRepresentation &one) {
            return one.tags.contains(QLatin1String("webreview"));
        };
        const QString picture = thumbnailSource(instance);
        const bool hasReviewable =
            std::any_of(version.representations.begin(), version.representations.end(), isWanted);
        if (m_around.stop.stop_requested() && (!picture.isEmpty() || hasReviewable))
            leaveOut();
        else if (!picture.isEmpty())
            addThumbnail(version, picture);
        for (const PlannedRepresentation &one : version.representations)
            if (isWanted(one) && !m_around.stop.stop_requested())
                addReviewable(version, one);
        return std::move(m_result);
    }

private:
    void addThumbnail(const PlannedVersion &version, const QString &source)
    {
        m_around.progress(0, 0, QStringLiteral("Thumbnail of %1").arg(m_name));
        const Result<QByteArray> jpeg = makeThumbnail(m_around.tools, source, m_around.stop);
        note(jpeg ? uploadThumbnail(*m_around.server, m_project, version.versionId, *jpeg, m_around.stop)
                  : fail(jpeg.error()),
             QStringLiteral("Thumbnail of %1").arg(source), QStringLiteral("%1 has no thumbnail: %2").arg(m_name));
    }

    void addReviewable(const PlannedVersion &version, const PlannedRepresentation &one)
    {
        const QString step = QStringLiteral("Sending %1 for review").arg(m_name);
        m_around.progress(0, 0, step);
        const UploadProgress told = [this, &step](qint64 sent, qint64 total) { m_around.progress(sent, total, step); };
        note(uploadReviewable(*m_around.server, m_project, version.versionId, one.files.front().target, m_name, told,
                              m_around.stop),
             QStringLiteral("Reviewable %1").arg(one.name),
             QStringLiteral("%1 cannot be reviewed in a browser: %2").arg(m_name));
    }

    /// One preview's result as a line of the step.
    void note(const Result<> &done, const QString &good, const QString &bad)
    {
        if (done)
            m_result.log.push_back({LogLevel::Info, good, false, false});
        else if (done.error().kind == ErrorKind::Cancelled)
            leaveOut();
        else
            m_result.log.push_back({LogLevel::Warning, bad.arg(done.error().message), false, false});
    }

    /// After a stop: the version stays, since the studio has it.
    void leaveOut()
    {
        m_result.log.push_back({LogLevel::Warning,
                                QStringLiteral("%1 is published, but without its pictures: they were left out, since "
                                               "it was stopped.")
                                    .arg(m_name),
                                false, false});
    }

    const PreviewSurroundings &m_around;
    const QString &m_project;
    QString m_name;
    StepResult m_result;
};
} // namespace

ReportStep addPreviews(const PreviewSurroundings &around, const PublishContext &context,
                       const std::vector<Instance> &instances, const PublishPlan &plan)
{
    ReportStep step;
    step.name = QStringLiteral("IntegratePreviews");
    step.label = QStringLiteral("Thumbnails and reviewables");
    step.order = 3.1;
    step.isPerInstance = true;
    Previews previews(around, context.project.name);
    for (const PlannedVersion &version : plan.versions) {
        const auto instance = std::find_if(instances.begin(), instances.end(),
                                           [&version](const Instance &one) { return one.id == version.instanceId; });
        if (instance != instances.end())
            step.results.push_back(previews.of(*instance, version));
    }
    return step;
}

} // namespace hearth::publish
