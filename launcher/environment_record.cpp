// SPDX-License-Identifier: Apache-2.0
#include "launcher/environment_record.h"
#include "core/whole_file.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

namespace hearth::launch
{

namespace
{
constexpr qint64 largestFile = 8 * 1024 * 1024;
const QString suffix = QStringLiteral(".environment.json");

QString masked(const QString &value, bool isSecret)
{
    return isSecret && !value.isEmpty() ? QStringLiteral("••••••••") : value;
}

QJsonObject explainedVariable(const QString &name, const PlannedVariable &planned, const Environment &session)
{
    const bool isSecret = isSecretName(name);
    QJsonArray steps;
    for (const EnvironmentStep &step : planned.steps)
        steps.append(QJsonObject{{"source", step.source},
                                 {"before", masked(step.before, isSecret)},
                                 {"after", masked(step.after, isSecret)},
                                 {"removed", step.isRemoval}});
    const bool isChanged = !planned.isSet || !session.contains(name) || session.value(name) != planned.value;
    return {{"value", planned.isSet ? QJsonValue(masked(planned.value, isSecret)) : QJsonValue(QJsonValue::Null)},
            {"secret", isSecret},
            {"changed", isChanged},
            {"steps", steps}};
}
} // namespace

QJsonObject explanationOf(const Prepared &prepared, const Environment &session, const QDateTime &when)
{
    QJsonObject variables;
    const auto &planned = prepared.plan.environment.variables();
    for (auto it = planned.begin(); it != planned.end(); ++it)
        variables.insert(it.key(), explainedVariable(it.key(), *it, session));
    return {{"ok", true},
            {"application", prepared.application.application.label()},
            {"context", prepared.facts.folder.name + QStringLiteral(" · ") + prepared.facts.task.name},
            {"when", when.toUTC().toString(Qt::ISODate)},
            {"program", prepared.plan.program},
            {"arguments", QJsonArray::fromStringList(prepared.plan.arguments)},
            {"workFolder", prepared.plan.workFolder},
            {"workfile", prepared.plan.workfile},
            {"warnings", QJsonArray::fromStringList(prepared.plan.warnings)},
            {"variables", variables}};
}

Result<> recordStart(const QString &outputFile, const QJsonObject &explanation)
{
    return writeJsonFile(outputFile + suffix, explanation, true);
}

std::vector<RecordedStart> recordedStarts(const QString &logFolder, std::size_t most)
{
    std::vector<RecordedStart> made;
    for (const QFileInfo &info :
         QDir(logFolder).entryInfoList({u'*' + suffix}, QDir::Files, QDir::Time | QDir::LocaleAware)) {
        if (made.size() == most)
            break;
        const Result<QJsonObject> one = readExplanation(info.filePath());
        if (one)
            made.push_back({info.filePath(), one->value(QLatin1String("application")).toString(),
                            one->value(QLatin1String("context")).toString(),
                            QDateTime::fromString(one->value(QLatin1String("when")).toString(), Qt::ISODate)});
    }
    return made;
}

Result<QJsonObject> readExplanation(const QString &file)
{
    const QFileInfo info(file);
    if (!info.isFile())
        return fail(ErrorKind::NotFound, QStringLiteral("%1 is not there any more.").arg(file));
    const auto refuse = [&file] {
        return fail(ErrorKind::Invalid, QStringLiteral("%1 is no saved environment. \"Save this environment…\" and "
                                                       "\"hearth launch --explain --json\" make one.")
                                            .arg(file));
    };
    if (info.size() > largestFile)
        return refuse();
    Result<QJsonObject> read = readJsonFile(file);
    if (!read || !read->value(QLatin1String("variables")).isObject())
        return refuse();
    return read;
}

int forgetOldStarts(const QString &logFolder, int kept)
{
    int removed = 0;
    const QFileInfoList outputs =
        QDir(logFolder).entryInfoList({QStringLiteral("*_output_*.txt")}, QDir::Files, QDir::Time);
    for (const QFileInfo &info : outputs.mid(kept)) {
        removed += QFile::remove(info.filePath()) ? 1 : 0;
        removed += QFile::remove(info.filePath() + suffix) ? 1 : 0;
    }
    return removed;
}

} // namespace hearth::launch
