// SPDX-License-Identifier: Apache-2.0
#include "publisher/report_reading.h"
#include "core/whole_file.h"

#include <QJsonArray>
#include <QMap>

#include <algorithm>

namespace hearth::publish
{

namespace
{
QString text(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

QString levelOf(const QJsonObject &log)
{
    return text(log, "type") == QLatin1String("error") ? QStringLiteral("ERROR") : text(log, "levelname");
}

ReadLine lineOf(const QJsonObject &log, const QMap<QString, QString> &labels, const QString &instanceId)
{
    ReadLine made;
    const QString own = text(log, "instance_id");
    made.instance = labels.value(own.isEmpty() ? instanceId : own);
    made.level = levelOf(log);
    made.text = text(log, "msg");
    made.detail = text(log, "traceback");
    for (const QJsonValue &one : log.value(QLatin1String("repairs")).toArray())
        made.repairs.append(one.toString());
    return made;
}

bool hasLevel(const ReadStep &step, const char *level)
{
    return std::any_of(step.lines.begin(), step.lines.end(),
                       [level](const ReadLine &one) { return one.level == QLatin1String(level); });
}

ReadStep stepOf(const QJsonObject &plugin, const QMap<QString, QString> &labels)
{
    ReadStep made;
    made.label = text(plugin, "label").isEmpty() ? text(plugin, "name") : text(plugin, "label");
    made.text = text(plugin, "docstring");
    for (const QJsonValue &value : plugin.value(QLatin1String("instances_data")).toArray()) {
        const QJsonObject one = value.toObject();
        made.milliseconds += one.value(QLatin1String("process_time")).toDouble();
        for (const QJsonValue &log : one.value(QLatin1String("logs")).toArray())
            made.lines.push_back(lineOf(log.toObject(), labels, text(one, "id")));
    }
    const bool isFailed = !plugin.value(QLatin1String("passed")).toBool(true) || hasLevel(made, "ERROR");
    made.state = plugin.value(QLatin1String("skipped")).toBool() ? StepState::Skipped
                 : isFailed                                      ? StepState::Failed
                 : hasLevel(made, "WARNING")                     ? StepState::Warned
                                                                 : StepState::Passed;
    return made;
}
} // namespace

int ReadReport::count(StepState state) const
{
    return static_cast<int>(
        std::count_if(steps.begin(), steps.end(), [state](const ReadStep &one) { return one.state == state; }));
}

double ReadReport::milliseconds() const
{
    double sum = 0;
    for (const ReadStep &one : steps)
        sum += one.milliseconds;
    return sum;
}

Result<ReadReport> readReport(const QJsonObject &report)
{
    if (!text(report, "report_version").startsWith(QLatin1String("1.")))
        return fail(ErrorKind::Invalid, QStringLiteral("That is no publish report of version 1."));
    ReadReport made;
    made.label = report.value(QLatin1String("context")).toObject().value(QLatin1String("label")).toString();
    made.created = QDateTime::fromString(text(report, "created_at"), Qt::ISODateWithMs);
    QMap<QString, QString> labels;
    const QJsonObject instances = report.value(QLatin1String("instances")).toObject();
    for (auto it = instances.begin(); it != instances.end(); ++it) {
        const QJsonObject one = it->toObject();
        labels.insert(it.key(), text(one, "label").isEmpty() ? text(one, "name") : text(one, "label"));
    }
    made.instances = labels.values();
    std::vector<std::pair<double, ReadStep>> steps;
    for (const QJsonValue &value : report.value(QLatin1String("plugins_data")).toArray())
        steps.emplace_back(value.toObject().value(QLatin1String("order")).toDouble(), stepOf(value.toObject(), labels));
    std::stable_sort(steps.begin(), steps.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    for (auto &[order, step] : steps)
        made.steps.push_back(std::move(step));
    const QJsonObject crashed = report.value(QLatin1String("crashed_file_paths")).toObject();
    for (auto it = crashed.begin(); it != crashed.end(); ++it)
        made.crashed.append(it.key() + QStringLiteral(": ") + it->toString());
    return made;
}

Result<ReadReport> readReportFile(const QString &file)
{
    const Result<QJsonObject> report = readJsonFile(file);
    return report ? readReport(*report) : fail(report.error());
}

QString stateWord(StepState state)
{
    switch (state) {
    case StepState::Warned:
        return QStringLiteral("warning");
    case StepState::Failed:
        return QStringLiteral("failed");
    case StepState::Skipped:
        return QStringLiteral("skipped");
    case StepState::Passed:
        break;
    }
    return QStringLiteral("passed");
}

QString durationWords(double milliseconds)
{
    constexpr double second = 1000;
    return milliseconds < second ? QStringLiteral("%1 ms").arg(qRound(milliseconds))
                                 : QStringLiteral("%1 s").arg(milliseconds / second, 0, 'f', 1);
}

} // namespace hearth::publish
