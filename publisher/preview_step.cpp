// SPDX-License-Identifier: Apache-2.0
#include "publisher/preview_step.h"
#include "publisher/reviewable.h"

#include <QTemporaryDir>

#include <algorithm>

namespace hearth::publish
{

namespace
{
class Previews
{
public:
    Previews(const PreviewSurroundings &around, const PublishContext &context) : m_around(around), m_context(context) {}

    StepResult of(const Instance &instance, const PlannedVersion &version)
    {
        m_result = StepResult{version.instanceId, {}, 0};
        m_name = version.productName;
        const QString picture = thumbnailSource(instance);
        const std::vector<ReviewSource> reviews = reviewSources(m_context, instance, version);
        if (m_around.stop.stop_requested() && (!picture.isEmpty() || !reviews.empty()))
            leaveOut();
        else if (!picture.isEmpty())
            addThumbnail(version, picture);
        for (const ReviewSource &one : reviews)
            if (!m_around.stop.stop_requested())
                addReviewable(version, one);
        return std::move(m_result);
    }

private:
    void addThumbnail(const PlannedVersion &version, const QString &source)
    {
        m_around.progress(0, 0, QStringLiteral("Thumbnail of %1").arg(m_name));
        const Result<QByteArray> jpeg = makeThumbnail(m_around.tools, source, m_around.stop);
        note(jpeg ? uploadThumbnail(*m_around.server, m_context.project.name, version.versionId, *jpeg, m_around.stop)
                  : fail(jpeg.error()),
             QStringLiteral("Thumbnail of %1").arg(source), QStringLiteral("%1 has no thumbnail: %2").arg(m_name));
    }

    void addReviewable(const PlannedVersion &version, const ReviewSource &source)
    {
        note(sendReviewable(version, source), QStringLiteral("Reviewable %1").arg(source.representation),
             QStringLiteral("%1 cannot be reviewed in a browser: %2").arg(m_name));
    }

    Result<> sendReviewable(const PlannedVersion &version, const ReviewSource &source)
    {
        const QTemporaryDir scratch(m_around.tools.scratchFolder.isEmpty()
                                        ? QString()
                                        : m_around.tools.scratchFolder + QStringLiteral("/XXXXXX"));
        const FrameProgress making = [this](qint64 done, qint64 total) {
            const QString step = QStringLiteral("Making the reviewable of %1: frame %2").arg(m_name).arg(done);
            m_around.progress(0, 0, total > 0 ? step + QStringLiteral(" of %1").arg(total) : step);
        };
        Result<QString> file = makeReviewable(m_around.tools, source, scratch.path(), making, m_around.stop);
        if (!file)
            return fail(file.error());
        if (source.files.front() != *file) { // under a name that tells what it shows
            const QString named =
                scratch.path() + QStringLiteral("/%1_v%2.mp4").arg(m_name).arg(version.number, 3, 10, QLatin1Char('0'));
            if (QFile::rename(*file, named))
                file = named;
        }
        const QString step = QStringLiteral("Sending %1 for review").arg(m_name);
        m_around.progress(0, 0, step);
        const UploadProgress sending = [this, step](qint64 sent, qint64 total) {
            m_around.progress(sent, total, step);
        };
        return uploadReviewable(*m_around.server, m_context.project.name, version.versionId, *file, m_name, sending,
                                m_around.stop);
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
                                QStringLiteral("%1 is published. Pictures of it that were not sent yet were left out, "
                                               "since it was stopped.")
                                    .arg(m_name),
                                false, false});
    }

    const PreviewSurroundings &m_around;
    const PublishContext &m_context;
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
    Previews previews(around, context);
    for (const PlannedVersion &version : plan.versions) {
        const auto instance = std::find_if(instances.begin(), instances.end(),
                                           [&version](const Instance &one) { return one.id == version.instanceId; });
        if (instance != instances.end())
            step.results.push_back(previews.of(*instance, version));
    }
    return step;
}

} // namespace hearth::publish
