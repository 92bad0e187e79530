// SPDX-License-Identifier: Apache-2.0
#include "desktop/publish_command.h"
#include "composition/publishing.h"
#include "core/entity_id.h"
#include "desktop/commands.h"
#include "publisher/report_reading.h"

#include <QJsonArray>

#include <atomic>
#include <csignal>
#include <cstdio>

#include <unistd.h>

namespace hearth::desktop
{

namespace
{
using composition::CommandOptions;
using composition::Desktop;
constexpr int stoppedExit = 130;

std::atomic<bool> isStopAsked{false};

void askToStop(int)
{
    isStopAsked = true;
}

void print(const QString &text)
{
    std::fputs((text + u'\n').toUtf8().constData(), stdout);
}

void warn(const QString &text)
{
    std::fprintf(stderr, "hearth: %s\n", text.toUtf8().constData());
}

bool wantsJson(const Desktop &desktop, const CommandOptions &options)
{
    return desktop.arguments.json || options.has(QStringLiteral("--json"));
}

void printJson(const QJsonObject &object)
{
    print(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

/// Waits for a job in a program without an event loop; Ctrl+C stops it.
template <typename T>
Result<T> waitFor(const Job<T> &job)
{
    struct Signal {
        std::mutex mutex;
        std::condition_variable changed;
        bool isDone = false;
    };
    const auto signal = std::make_shared<Signal>();
    job.onFinished([signal](const Result<T> &) {
        const std::lock_guard lock(signal->mutex);
        signal->isDone = true;
        signal->changed.notify_all();
    });
    std::unique_lock lock(signal->mutex);
    while (!signal->changed.wait_for(lock, std::chrono::milliseconds(100), [&signal] { return signal->isDone; }))
        if (isStopAsked)
            job.stop();
    return job.wait();
}

void showProgress(const Progress &now)
{
    constexpr double megabyte = 1e6;
    std::fprintf(stderr, "\r\033[K%s", now.step.toUtf8().constData());
    if (now.total > 0)
        std::fprintf(stderr, ", %.1f of %.1f MB", static_cast<double>(now.done) / megabyte,
                     static_cast<double>(now.total) / megabyte);
}

QJsonArray problemsAsJson(const std::vector<publish::Problem> &problems)
{
    QJsonArray list;
    for (const publish::Problem &one : problems) {
        QJsonArray repairs;
        for (const publish::Repair how : one.repairs)
            repairs.append(publish::repairLabel(how));
        list.append(QJsonObject{{"check", one.validator},
                                {"title", one.title},
                                {"message", one.message},
                                {"warning", one.isWarning},
                                {"repairs", repairs}});
    }
    return list;
}

void tellProblems(const std::vector<publish::Problem> &problems)
{
    for (const publish::Problem &one : problems)
        warn(QStringLiteral("%1: %2").arg(one.title, one.message));
}

/// The instances as the command line wants them. Errors: Invalid.
Result<> edit(std::vector<publish::Instance> &instances, const CommandOptions &options)
{
    const QString number = options.value(QStringLiteral("--version"));
    bool isNumber = true;
    const int version = number.isEmpty() ? 0 : number.toInt(&isNumber);
    if (!isNumber || version < 0)
        return fail(ErrorKind::Invalid, QStringLiteral("\"%1\" is no version number.").arg(number));
    for (publish::Instance &one : instances) {
        if (!number.isEmpty())
            one.version = version;
        one.comment = options.value(QStringLiteral("--comment"));
        one.thumbnail = options.value(QStringLiteral("--thumbnail"));
        one.acceptsGaps = options.has(QStringLiteral("--accept-gaps"));
        one.acceptsFrameRange = options.has(QStringLiteral("--accept-range"));
        if (options.has(QStringLiteral("--reviewable")) || options.has(QStringLiteral("--no-reviewable")))
            one.isReviewed = options.has(QStringLiteral("--reviewable"));
    }
    return {};
}

int tellPlan(const Desktop &desktop, const CommandOptions &options, const publish::PublishContext &context,
             const std::vector<publish::Instance> &instances, const publish::Checked &checked)
{
    const Result<publish::PublishPlan> plan =
        publish::planPublish(context, instances, [] { return QString::fromStdString(newEntityId()); });
    QJsonArray versions;
    for (const publish::PlannedVersion &one : plan ? plan->versions : std::vector<publish::PlannedVersion>{}) {
        QJsonArray files;
        for (const publish::PlannedRepresentation &representation : one.representations)
            for (const publish::PlannedFile &file : representation.files)
                files.append(QJsonObject{{"source", file.source}, {"target", file.target}});
        versions.append(QJsonObject{{"product", one.productName}, {"version", one.number}, {"files", files}});
        if (!wantsJson(desktop, options))
            print(QStringLiteral("would publish %1 version %2, files: %3, first %4")
                      .arg(one.productName)
                      .arg(one.number)
                      .arg(files.size())
                      .arg(files.first().toObject().value(QLatin1String("target")).toString()));
    }
    const bool isGood = plan && checked.isGood();
    if (wantsJson(desktop, options))
        printJson(
            {{"ok", isGood}, {"done", false}, {"versions", versions}, {"problems", problemsAsJson(checked.problems)}});
    tellProblems(checked.problems);
    if (!plan && checked.problems.empty())
        warn(plan.error().message);
    warn(QStringLiteral("Nothing was published."));
    return isGood ? 0 : 1;
}

int tellEnd(const Desktop &desktop, const CommandOptions &options, const publish::Published &done)
{
    QJsonArray versions;
    for (const publish::PublishedVersion &one : done.versions) {
        versions.append(QJsonObject{{"product", one.productName},
                                    {"version", one.number},
                                    {"id", one.versionId},
                                    {"folder", one.folder},
                                    {"files", one.files}});
        if (!wantsJson(desktop, options))
            print(QStringLiteral("Published %1 version %2, files: %3, in %4.")
                      .arg(one.productName)
                      .arg(one.number)
                      .arg(one.files)
                      .arg(one.folder));
    }
    if (wantsJson(desktop, options))
        printJson({{"ok", !done.problem},
                   {"done", !done.problem},
                   {"versions", versions},
                   {"bytes", done.bytes},
                   {"error", done.problem ? QJsonValue(done.problem->message) : QJsonValue(QJsonValue::Null)},
                   {"problems", problemsAsJson(done.objections)},
                   {"warnings", QJsonArray::fromStringList(done.warnings)},
                   {"report", done.reportFile}});
    tellProblems(done.objections);
    for (const QString &one : done.warnings)
        warn(one);
    if (!done.problem)
        return 0;
    warn(done.problem->message);
    if (!done.reportFile.isEmpty())
        warn(QStringLiteral("The report is in %1.").arg(done.reportFile));
    return done.problem->kind == ErrorKind::Cancelled ? stoppedExit : 1;
}

QJsonObject asJson(const publish::ReadReport &report)
{
    QJsonArray steps;
    for (const publish::ReadStep &step : report.steps) {
        QJsonArray lines;
        for (const publish::ReadLine &line : step.lines)
            lines.append(QJsonObject{{"product", line.instance},
                                     {"level", line.level},
                                     {"text", line.text},
                                     {"repairs", QJsonArray::fromStringList(line.repairs)}});
        steps.append(QJsonObject{{"label", step.label},
                                 {"state", publish::stateWord(step.state)},
                                 {"milliseconds", step.milliseconds},
                                 {"lines", lines}});
    }
    return {{"ok", true},
            {"label", report.label},
            {"created", report.created.toString(Qt::ISODateWithMs)},
            {"products", QJsonArray::fromStringList(report.instances)},
            {"failed", report.count(publish::StepState::Failed)},
            {"warnings", report.count(publish::StepState::Warned)},
            {"steps", steps}};
}

/// A report of any program that writes the form, step by step.
int showReport(const Desktop &desktop, const CommandOptions &options)
{
    const Result<publish::ReadReport> report = publish::readReportFile(options.positional().at(1));
    if (!report)
        return reportFailure(desktop, report.error());
    if (desktop.arguments.json || options.has(QStringLiteral("--json"))) {
        print(QString::fromUtf8(QJsonDocument(asJson(*report)).toJson(QJsonDocument::Compact)));
        return 0;
    }
    print(report->label);
    for (const publish::ReadStep &step : report->steps) {
        print(QStringLiteral("%1 %2 %3")
                  .arg(publish::stateWord(step.state), -8)
                  .arg(publish::durationWords(step.milliseconds), 8)
                  .arg(step.label));
        for (const publish::ReadLine &line : step.lines) {
            print(QStringLiteral("    %1%2")
                      .arg(line.instance.isEmpty() ? QString() : line.instance + QStringLiteral(": "), line.text));
            if (!line.repairs.isEmpty())
                print(QStringLiteral("    repair: %1").arg(line.repairs.join(QStringLiteral(", "))));
        }
    }
    return 0;
}

int publishFiles(Desktop &desktop, const CommandOptions &options)
{
    const Result<composition::OpenStudio> studio = composition::openConfiguredStudio(desktop);
    if (!studio)
        return reportFailure(desktop, studio.error());
    const composition::StudioPublisher studioPublisher(desktop, *studio);
    const publish::Publisher &publisher = studioPublisher.publisher();
    const QString product = options.value(QStringLiteral("--product"));
    const auto failed = [&desktop](const Error &error) {
        return reportFailure(desktop, error, error.kind == ErrorKind::Cancelled ? stoppedExit : 1);
    };
    const Result<publish::PublishContext> context = waitFor(publisher.loadContext(studioPublisher.destination(
        options.value(QStringLiteral("--project"), desktop.arguments.project),
        options.value(QStringLiteral("--folder")), options.value(QStringLiteral("--task")))));
    if (!context)
        return failed(context.error());
    Result<std::vector<publish::Instance>> instances =
        waitFor(publisher.collect(*context, options.positional(), product.section(u'/', 0, 0),
                                  options.value(QStringLiteral("--variant"), product.section(u'/', 1))));
    if (!instances)
        return failed(instances.error());
    if (const Result<> edited = edit(*instances, options); !edited)
        return reportFailure(desktop, edited.error(), 2);
    if (options.has(QStringLiteral("--dry-run"))) {
        const Result<publish::Checked> checked = waitFor(publisher.check(*context, *instances));
        return checked ? tellPlan(desktop, options, *context, *instances, *checked) : failed(checked.error());
    }
    const Job<publish::Published> job = publisher.publish(*context, *instances);
    const bool isTerminal = ::isatty(STDERR_FILENO) != 0;
    if (isTerminal)
        job.onProgress(showProgress);
    const Result<publish::Published> done = waitFor(job);
    if (isTerminal)
        std::fputs("\r\033[K", stderr);
    return done ? tellEnd(desktop, options, *done) : failed(done.error());
}
} // namespace

const QStringList &publishValues()
{
    static const QStringList list{QStringLiteral("--project"), QStringLiteral("--folder"),
                                  QStringLiteral("--task"),    QStringLiteral("--product"),
                                  QStringLiteral("--variant"), QStringLiteral("--version"),
                                  QStringLiteral("--comment"), QStringLiteral("--thumbnail")};
    return list;
}

const QStringList &publishFlags()
{
    static const QStringList list{QStringLiteral("--dry-run"),     QStringLiteral("--json"),
                                  QStringLiteral("--accept-gaps"), QStringLiteral("--accept-range"),
                                  QStringLiteral("--reviewable"),  QStringLiteral("--no-reviewable")};
    return list;
}

int publishCommand(Desktop &desktop, const CommandOptions &options)
{
    if (options.positional().value(0) == QLatin1String("report") && options.positional().size() == 2)
        return showReport(desktop, options);
    if (options.positional().isEmpty() || options.value(QStringLiteral("--folder")).isEmpty() ||
        options.value(QStringLiteral("--project"), desktop.arguments.project).isEmpty())
        return reportFailure(desktop,
                             {ErrorKind::Invalid,
                              QStringLiteral("hearth publish FILE… --project P --folder /PATH [--task T] "
                                             "[--product TYPE[/VARIANT]]; hearth --help tells more."),
                              {}},
                             2);
    struct sigaction action {
    };
    action.sa_handler = askToStop;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    return publishFiles(desktop, options);
}

} // namespace hearth::desktop
