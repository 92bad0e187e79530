// SPDX-License-Identifier: Apache-2.0
#include "publisher/report.h"
#include "core/whole_file.h"

#include <QJsonArray>
#include <QUuid>

namespace hearth::publish
{

namespace
{
QString levelName(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return QStringLiteral("DEBUG");
    case LogLevel::Info:
        return QStringLiteral("INFO");
    case LogLevel::Warning:
        return QStringLiteral("WARNING");
    case LogLevel::Error:
        break;
    }
    return QStringLiteral("ERROR");
}

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonObject plainLog(const ReportStep &step, const StepResult &result, const LogEntry &entry)
{
    if (entry.isError)
        return {{"type", "error"},   {"is_validation_error", entry.isValidationError},
                {"msg", entry.text}, {"filename", step.file},
                {"lineno", ""},      {"func", step.name},
                {"traceback", ""},   {"instance_id", textOrNull(result.instanceId)}};
    return {{"type", "record"},
            {"msg", entry.text},
            {"name", step.name},
            {"lineno", 0},
            {"levelno", static_cast<int>(entry.level)},
            {"levelname", levelName(entry.level)},
            {"threadName", "MainThread"},
            {"filename", step.file.section(u'/', -1)},
            {"pathname", step.file},
            {"msecs", 0},
            {"exc_info", QJsonValue::Null},
            {"instance_id", textOrNull(result.instanceId)}};
}

QJsonObject logToJson(const ReportStep &step, const StepResult &result, const LogEntry &entry)
{
    QJsonObject made = plainLog(step, result, entry);
    if (!entry.repairs.isEmpty()) // beside what the form asks for
        made.insert(QStringLiteral("repairs"), QJsonArray::fromStringList(entry.repairs));
    return made;
}

QJsonObject stepToJson(const ReportStep &step)
{
    QJsonArray results;
    for (const StepResult &one : step.results) {
        QJsonArray logs;
        for (const LogEntry &entry : one.log)
            logs.append(logToJson(step, one, entry));
        results.append(
            QJsonObject{{"id", textOrNull(one.instanceId)}, {"logs", logs}, {"process_time", one.milliseconds}});
    }
    return {{"id", QUuid::createUuid().toString(QUuid::Id128)},
            {"name", step.name},
            {"label", step.label},
            {"order", step.order},
            {"filepath", step.file},
            {"docstring", step.text},
            {"plugin_type", step.isPerInstance ? "instance" : "context"},
            {"families", QJsonArray::fromStringList(step.families)},
            {"targets", QJsonArray{"local", "default"}},
            {"instances_data", results},
            {"actions_data", QJsonArray()},
            {"skipped", step.isSkipped},
            {"passed", step.isPassed}};
}

QJsonObject instanceToJson(const Instance &instance)
{
    return {{"name", instance.productName},
            {"label", instance.label()},
            {"product_type", instance.productType},
            {"product_base_type", instance.productBaseType},
            {"family", instance.productType},
            {"families", QJsonArray{instance.productType}},
            {"exists", true},
            {"creator_identifier", instance.creatorIdentifier},
            {"instance_id", instance.id}};
}

QString labelOf(const QString &validator)
{
    QString words;
    for (const QChar letter : validator) {
        if (letter.isUpper() && !words.isEmpty())
            words += u' ';
        words += words.isEmpty() ? letter : letter.toLower();
    }
    return words;
}
} // namespace

QStringList PublishReport::warnings() const
{
    QStringList list;
    for (const ReportStep &step : steps)
        for (const StepResult &one : step.results)
            for (const LogEntry &entry : one.log)
                if ((entry.isError && !entry.isValidationError) || entry.level == LogLevel::Warning)
                    list.append(entry.text);
    return list;
}

QJsonObject reportToJson(const PublishReport &report)
{
    QJsonArray steps;
    for (const ReportStep &one : report.steps)
        steps.append(stepToJson(one));
    QJsonObject instances;
    for (const Instance &one : report.instances)
        instances.insert(one.id, instanceToJson(one));
    return {{"id", report.id},
            {"created_at", report.created.toUTC().toString(Qt::ISODateWithMs)},
            {"report_version", "1.1.1"},
            {"context", QJsonObject{{"label", report.label}}},
            {"plugins_data", steps},
            {"instances", instances},
            {"crashed_file_paths", QJsonObject()},
            {"blocking_crashed_paths", QJsonArray()}};
}

std::vector<ReportStep> stepsOf(const std::vector<Instance> &instances, const std::vector<Problem> &problems)
{
    std::vector<ReportStep> steps;
    for (const QString &validator : validators()) {
        ReportStep step;
        step.name = validator;
        step.label = labelOf(validator);
        step.order = 1;
        step.isPerInstance = true;
        for (const Instance &instance : instances) {
            if (!instance.isActive)
                continue;
            StepResult result{instance.id, {}, 0};
            for (const Problem &problem : problems) {
                if (problem.validator != validator || problem.instanceId != instance.id)
                    continue;
                QStringList repairs;
                for (const Repair one : problem.repairs)
                    repairs.append(repairLabel(one));
                result.log.push_back({problem.isWarning ? LogLevel::Warning : LogLevel::Error,
                                      problem.title + QStringLiteral(": ") + problem.message, !problem.isWarning,
                                      !problem.isWarning, repairs});
                step.isPassed = step.isPassed && problem.isWarning;
            }
            step.results.push_back(std::move(result));
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

Result<QString> storeReport(const QString &localFolder, const QJsonObject &report)
{
    const QString file =
        localFolder + QStringLiteral("/publish_report_viewer/") + report.value(QLatin1String("id")).toString();
    const Result<> written = writeJsonFile(file, report);
    return written ? Result<QString>(file) : fail(written.error());
}

} // namespace hearth::publish
