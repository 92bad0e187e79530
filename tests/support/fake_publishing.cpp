// SPDX-License-Identifier: Apache-2.0
#include "support/fake_publishing.h"
#include "publisher/sample_context.h"

#include <QFileInfo>
#include <QPainter>
#include <QTimer>

namespace hearth::tests
{

using namespace publisher_ui;
using ui_kit::Done;

namespace
{
template <typename Call>
void later(QObject *context, Call call)
{
    QTimer::singleShot(0, context, std::move(call));
}

/// The files as a folder would hold them: names by folder, sorted into sequences by the real rules.
std::vector<publish::FileGroup> groupsOf(const QStringList &paths)
{
    QMap<QString, QStringList> folders;
    for (const QString &path : paths)
        folders[QFileInfo(path).path()].append(QFileInfo(path).fileName());
    std::vector<publish::FileGroup> groups;
    for (auto it = folders.cbegin(); it != folders.cend(); ++it)
        for (publish::FileGroup &one : publish::groupFiles(it.key(), it.value()))
            groups.push_back(std::move(one));
    return groups;
}
} // namespace

std::shared_ptr<publish::PublishContext> heroContext()
{
    auto made = std::make_shared<publish::PublishContext>(support::sampleContext());
    made->folder.id = QStringLiteral("hero");
    made->folder.name = QStringLiteral("hero");
    made->folder.path = QStringLiteral("/assets/hero");
    made->task.name = QStringLiteral("modeling");
    made->task.taskType = QStringLiteral("Modeling");
    publish::ExistingProduct model{
        QStringLiteral("p1"), QStringLiteral("modelMain"), QStringLiteral("model"), QStringLiteral("model"), {}};
    for (int number = 1; number <= 3; ++number)
        model.versions.push_back({QString::number(number), number});
    made->products.push_back(model);
    return made;
}

FakePublishing::FakePublishing(QObject *parent) : PublishSource(parent) {}

void FakePublishing::open(const launcher_ui::Context &place, Done<PublishPlace> done)
{
    asked.append(QStringLiteral("open ") + place.folderId);
    if (isSilent)
        return;
    if (openProblem)
        return later(this, [done, problem = *openProblem] { done(fail(problem)); });
    const PublishPlace made{heroContext(), mayNot.isEmpty(), mayNot};
    later(this, [done, made] { done(made); });
}

void FakePublishing::collect(const PublishPlace &place, const QStringList &paths, const QString &type,
                             Done<Instances> done)
{
    asked.append(QStringLiteral("collect %1").arg(paths.size()));
    const Result<Instances> made = publish::makeInstances(*place.context, groupsOf(paths), type);
    later(this, [done, made] { done(made); });
}

void FakePublishing::check(const PublishPlace &place, const Instances &instances, Done<publish::Checked> done)
{
    asked.append(QStringLiteral("check %1").arg(instances.size()));
    publish::Checked made;
    for (const publish::Instance &instance : instances)
        for (const publish::Representation &one : instance.representations)
            for (qsizetype n = 0; n < one.files.names.size(); ++n)
                made.sources.insert(one.files.path(n), {!gone.contains(one.files.path(n)), 4'200'000});
    made.problems = publish::validate(*place.context, instances, made.sources);
    made.problems.insert(made.problems.end(), moreProblems.begin(), moreProblems.end());
    later(this, [done, made] { done(made); });
}

void FakePublishing::picture(const QString &, Done<QImage> done)
{
    QImage image(320, 180, QImage::Format_RGB32);
    image.fill(QColor::fromHsv(24, 120, 170));
    later(this, [done, image] { done(image); });
}

publish::ReadReport FakePublishing::sampleReport()
{
    using publish::StepState;
    publish::ReadReport made{QStringLiteral("lantern/assets/hero/modeling"),
                             QDateTime(QDate(2026, 11, 20), QTime(18, 2)),
                             {},
                             {QStringLiteral("modelMain"), QStringLiteral("renderBeauty")},
                             {}};
    made.steps = {
        {QStringLiteral("Collect files"),
         QStringLiteral("Makes products of what was dropped."),
         StepState::Passed,
         12,
         {{{}, QStringLiteral("INFO"), QStringLiteral("2 products of 241 files"), {}, {}}}},
        {QStringLiteral("Validate frames"),
         QStringLiteral("Every frame of a sequence must be there."),
         StepState::Failed,
         5,
         {{QStringLiteral("renderBeauty"),
           QStringLiteral("ERROR"),
           QStringLiteral("Missing frames: beauty.####.exr lacks 1017-1019. Render them, or publish without them."),
           {},
           {QStringLiteral("Publish the whole range"), QStringLiteral("Accept the gaps")}}}},
        {QStringLiteral("Validate names"),
         {},
         StepState::Warned,
         1,
         {{QStringLiteral("modelMain"), QStringLiteral("WARNING"), QStringLiteral("The name has capitals."), {}, {}}}},
        {QStringLiteral("Extract thumbnails"), {}, StepState::Skipped, 0, {}},
        {QStringLiteral("Integrate"),
         QStringLiteral("Copies, registers, renames."),
         StepState::Passed,
         3400,
         {{QStringLiteral("modelMain"),
           QStringLiteral("DEBUG"),
           QStringLiteral("copied hero_modelMain_v004.glb"),
           {},
           {}},
          {QStringLiteral("modelMain"), QStringLiteral("INFO"), QStringLiteral("modelMain v004 was made"), {}, {}}}}};
    return made;
}

void FakePublishing::report(const QString &file, Done<publish::ReadReport> done)
{
    asked.append(QStringLiteral("show ") + file);
    later(this, [done] { done(sampleReport()); });
}

bool FakePublishing::publish(const launcher_ui::Context &at, const PublishPlace &, const Instances &instances)
{
    if (m_run && m_run->isRunning())
        return false;
    asked.append(QStringLiteral("publish %1").arg(instances.size()));
    published = instances;
    m_run = PublishRun{at, instances, {}, {}, std::nullopt};
    m_run->clock.start();
    Q_EMIT runChanged();
    return true;
}

void FakePublishing::setProgress(Progress progress)
{
    if (m_run)
        m_run->progress = std::move(progress);
    Q_EMIT runChanged();
}

void FakePublishing::finish(const std::optional<Error> &problem, const QStringList &warnings)
{
    publish::Published made;
    made.problem = problem;
    made.warnings = warnings;
    made.reportFile = QStringLiteral("/home/anna/.local/share/AYON/publish_report_viewer/report.json");
    if (!problem)
        for (const publish::Instance &one : m_run->instances) {
            made.versions.push_back({one.id, one.productName, 4, QStringLiteral("v-") + one.productName,
                                     QStringLiteral("/projects/lantern/assets/hero/publish/%1/%2/v004")
                                         .arg(one.productType, one.productName),
                                     static_cast<qsizetype>(one.representations.size())});
            made.bytes += 4'200'000;
        }
    m_run->end = made;
    Q_EMIT runChanged();
}

void FakePublishing::stop()
{
    asked.append(QStringLiteral("stop"));
    finish(Error{ErrorKind::Cancelled, QStringLiteral("Stopped. Nothing was published."), {}});
}

void FakePublishing::forgetRun()
{
    if (m_run && !m_run->isRunning())
        m_run.reset();
}

} // namespace hearth::tests
