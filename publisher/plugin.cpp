// SPDX-License-Identifier: Apache-2.0
#include "publisher/plugin.h"
#include "contract/wire.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace hearth::publish
{

namespace
{
constexpr auto describeLimit = std::chrono::seconds(10);
constexpr auto longestLimit = std::chrono::minutes(30);

QJsonObject instanceToJson(const Instance &instance)
{
    QJsonArray representations;
    for (const Representation &one : instance.representations) {
        QJsonArray files;
        for (qsizetype n = 0; n < one.files.names.size(); ++n)
            files.append(one.files.path(n));
        representations.append(QJsonObject{{"name", one.name},
                                           {"ext", one.files.extension()},
                                           {"outputName", one.outputName},
                                           {"files", files},
                                           {"tags", QJsonArray::fromStringList(one.tags)}});
    }
    return {{"id", instance.id},
            {"productType", instance.productType},
            {"productBaseType", instance.productBaseType},
            {"productName", instance.productName},
            {"variant", instance.variant},
            {"comment", instance.comment},
            {"representations", representations}};
}

QJsonObject contextToJson(const PublishContext &context)
{
    return {{"project", QJsonObject{{"name", context.project.name}, {"code", context.project.code}}},
            {"folder", QJsonObject{{"path", context.folder.path},
                                   {"name", context.folder.name},
                                   {"type", context.folder.folderType},
                                   {"attrib", context.folder.attrib}}},
            {"task", QJsonObject{{"name", context.task.name}, {"type", context.task.taskType}}},
            {"user", context.user}};
}

QStringList texts(const QJsonValue &list)
{
    QStringList made;
    for (const QJsonValue &one : list.toArray())
        made.append(one.toString());
    return made;
}

ReportStep stepOf(const Plugin &plugin, double order)
{
    ReportStep step;
    step.name = plugin.name;
    step.label = plugin.label;
    step.order = order;
    step.text = plugin.text;
    step.file = plugin.file;
    step.isPerInstance = true;
    if (!plugin.families.isEmpty())
        step.families = plugin.families;
    return step;
}

LogEntry fault(const Plugin &plugin, const QString &words)
{
    return {LogLevel::Error, QStringLiteral("The plug-in %1 failed: %2").arg(plugin.label, words), true, false};
}

void takeLog(StepResult &result, const QJsonObject &answer)
{
    for (const QString &line : texts(answer.value(QLatin1String("log"))))
        result.log.push_back({LogLevel::Info, line, false, false});
}

void takeProblems(const Plugin &plugin, const QString &instanceId, const QJsonObject &answer, StepResult &result,
                  std::vector<Problem> &problems)
{
    for (const QJsonValue &one : answer.value(QLatin1String("problems")).toArray()) {
        const QJsonObject object = one.toObject();
        const bool isWarning = object.value(QLatin1String("isWarning")).toBool();
        const QString title = object.value(QLatin1String("title")).toString(plugin.label);
        const QString message = object.value(QLatin1String("message")).toString();
        problems.push_back({plugin.name, instanceId, title, message, {}, isWarning});
        result.log.push_back({isWarning ? LogLevel::Warning : LogLevel::Error, title + QStringLiteral(": ") + message,
                              !isWarning, !isWarning});
    }
}

/// Nothing from outside the folder it was given; all the files of one representation are one thing.
Result<FileGroup> extractedFiles(const QJsonObject &representation, const QString &folder)
{
    QStringList names;
    for (const QString &name : texts(representation.value(QLatin1String("files")))) {
        const QFileInfo info(QDir(folder).filePath(name));
        if (info.canonicalPath() != QFileInfo(folder).canonicalFilePath() || !info.isFile() || info.isSymLink())
            return fail(ErrorKind::Invalid,
                        QStringLiteral("it names %1, which it did not make in the folder it was given").arg(name));
        names.append(info.fileName());
    }
    const std::vector<FileGroup> groups = groupFiles(folder, names);
    if (groups.size() != 1)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("the files of a representation are not one file or one sequence"));
    return groups.front();
}

Result<> takeRepresentations(const QJsonObject &answer, Instance &instance, const QString &folder)
{
    for (const QJsonValue &one : answer.value(QLatin1String("representations")).toArray()) {
        const QJsonObject object = one.toObject();
        const Result<FileGroup> files = extractedFiles(object, folder);
        if (!files)
            return fail(files.error());
        const QString name = object.value(QLatin1String("name")).toString();
        const QString output = object.value(QLatin1String("outputName")).toString();
        for (const QString &word : {name, output})
            if (!word.isEmpty() && !contract::isEntityName(word))
                return fail(ErrorKind::Invalid, QStringLiteral("\"%1\" cannot be a representation's name").arg(word));
        for (const Representation &other : instance.representations)
            if (other.name == name)
                return fail(ErrorKind::Invalid, QStringLiteral("there is a representation %1 already").arg(name));
        addRepresentation(instance, *files);
        Representation &made = instance.representations.back();
        made.tags = texts(object.value(QLatin1String("tags")));
        if (!output.isEmpty())
            made.outputName = output;
        if (!name.isEmpty())
            made.name = name;
    }
    return {};
}
} // namespace

bool Plugin::isFor(const Instance &instance) const
{
    return instance.isActive &&
           (families.isEmpty() || families.contains(QLatin1String("*")) || families.contains(instance.productType) ||
            families.contains(instance.productBaseType));
}

QStringList PluginHost::files() const
{
    QStringList list;
    for (const QString &folder : m_folders)
        for (const QFileInfo &info : QDir(folder).entryInfoList(QDir::Files, QDir::Name))
            if (!isPassing(info.fileName()) &&
                (info.suffix() == QLatin1String("py") || (info.isExecutable() && info.suffix() != QLatin1String("md"))))
                list.append(info.absoluteFilePath());
    return list;
}

Result<QJsonObject> PluginHost::call(const QString &file, const QJsonObject &request, std::chrono::milliseconds limit,
                                     const std::stop_token &stop) const
{
    BoundedRequest bounded;
    const bool isPython = file.endsWith(QLatin1String(".py"));
    bounded.program = isPython ? QStringLiteral("/usr/bin/python3") : file;
    if (isPython)
        bounded.arguments = {file};
    bounded.environment = m_environment;
    bounded.workingFolder = QFileInfo(file).absolutePath();
    bounded.input = QJsonDocument(request).toJson(QJsonDocument::Compact);
    bounded.limit = limit;
    const Result<BoundedResult> done = runBounded(bounded, stop);
    if (!done)
        return fail(done.error());
    const QString said = QString::fromUtf8(done->errors.trimmed().right(2000));
    if (done->exitCode != 0)
        return fail(ErrorKind::Internal, QStringLiteral("it ended with %1. %2").arg(done->exitCode).arg(said), said);
    const QJsonDocument answer = QJsonDocument::fromJson(done->output);
    if (!answer.isObject())
        return fail(
            ErrorKind::Invalid,
            QStringLiteral("what it said is no JSON object: %1").arg(QString::fromUtf8(done->output.left(200))));
    return answer.object();
}

std::vector<Plugin> PluginHost::find(std::vector<ReportStep> &faults, const std::stop_token &stop) const
{
    std::vector<Plugin> found;
    for (const QString &file : files()) {
        Plugin plugin;
        plugin.file = file;
        plugin.name = plugin.label = QFileInfo(file).completeBaseName();
        const Result<QJsonObject> told = call(file, {{"call", "describe"}}, describeLimit, stop);
        if (!told) {
            ReportStep step = stepOf(plugin, 0);
            step.isPassed = false;
            step.results.push_back({{}, {fault(plugin, told.error().message)}, 0});
            faults.push_back(std::move(step));
            continue;
        }
        plugin.name = told->value(QLatin1String("name")).toString(plugin.name);
        plugin.label = told->value(QLatin1String("label")).toString(plugin.name);
        plugin.text = told->value(QLatin1String("description")).toString();
        plugin.families = texts(told->value(QLatin1String("families")));
        const QStringList calls = texts(told->value(QLatin1String("calls")));
        plugin.validates = calls.contains(QLatin1String("validate"));
        plugin.extracts = calls.contains(QLatin1String("extract"));
        plugin.loads = calls.contains(QLatin1String("load"));
        plugin.representations = texts(told->value(QLatin1String("representations")));
        if (const double seconds = told->value(QLatin1String("timeLimit")).toDouble(); seconds > 0)
            plugin.limit = std::min(std::chrono::milliseconds(longestLimit),
                                    std::chrono::milliseconds(static_cast<qint64>(std::min(seconds, 1e6) * 1000)));
        found.push_back(std::move(plugin));
    }
    return found;
}

bool Plugin::isFor(const QString &productType, const QString &representation) const
{
    return loads && (families.isEmpty() || families.contains(productType)) &&
           (representations.isEmpty() || representations.contains(representation));
}

Result<QString> PluginHost::load(const Plugin &plugin, QJsonObject request, const std::stop_token &stop) const
{
    request.insert(QStringLiteral("call"), QStringLiteral("load"));
    const Result<QJsonObject> told = call(plugin.file, request, plugin.limit, stop);
    if (!told)
        return fail(told.error().kind, QStringLiteral("%1: %2").arg(plugin.label, told.error().message),
                    told.error().detail);
    const QString problem = told->value(QLatin1String("problem")).toString();
    if (!problem.isEmpty())
        return fail(ErrorKind::Invalid, QStringLiteral("%1: %2").arg(plugin.label, problem));
    const QString message = told->value(QLatin1String("message")).toString();
    return message.isEmpty()
               ? fail(ErrorKind::Invalid, QStringLiteral("%1 does not say what it did.").arg(plugin.label))
               : Result<QString>(message);
}

std::vector<ReportStep> PluginHost::validate(const std::vector<Plugin> &plugins, const PublishContext &context,
                                             const std::vector<Instance> &instances, std::vector<Problem> &problems,
                                             const std::stop_token &stop) const
{
    std::vector<ReportStep> steps;
    for (const Plugin &plugin : plugins) {
        if (!plugin.validates)
            continue;
        ReportStep step = stepOf(plugin, 1.4);
        for (const Instance &instance : instances) {
            if (!plugin.isFor(instance) || stop.stop_requested())
                continue;
            QElapsedTimer timer;
            timer.start();
            StepResult result{instance.id, {}, 0};
            const Result<QJsonObject> told = call(
                plugin.file,
                {{"call", "validate"}, {"instance", instanceToJson(instance)}, {"context", contextToJson(context)}},
                plugin.limit, stop);
            if (told) {
                takeLog(result, *told);
                takeProblems(plugin, instance.id, *told, result, problems);
            } else {
                result.log.push_back(fault(plugin, told.error().message));
            }
            step.isPassed = step.isPassed && std::none_of(result.log.begin(), result.log.end(),
                                                          [](const LogEntry &entry) { return entry.isError; });
            result.milliseconds = static_cast<double>(timer.elapsed());
            step.results.push_back(std::move(result));
        }
        step.isSkipped = step.results.empty();
        steps.push_back(std::move(step));
    }
    return steps;
}

std::vector<ReportStep> PluginHost::extract(const std::vector<Plugin> &plugins, const PublishContext &context,
                                            std::vector<Instance> &instances, const QString &scratch,
                                            const std::stop_token &stop) const
{
    std::vector<ReportStep> steps;
    int number = 0;
    for (const Plugin &plugin : plugins) {
        if (!plugin.extracts)
            continue;
        ReportStep step = stepOf(plugin, 2);
        for (Instance &instance : instances) {
            if (!plugin.isFor(instance) || stop.stop_requested())
                continue;
            QElapsedTimer timer;
            timer.start();
            const QString folder = scratch + u'/' + QString::number(++number);
            QDir().mkpath(folder);
            StepResult result{instance.id, {}, 0};
            const Result<QJsonObject> told = call(plugin.file,
                                                  {{"call", "extract"},
                                                   {"instance", instanceToJson(instance)},
                                                   {"context", contextToJson(context)},
                                                   {"stagingDir", folder}},
                                                  plugin.limit, stop);
            Instance extended = instance;
            const Result<> taken = told ? takeRepresentations(*told, extended, folder) : Result<>(fail(told.error()));
            if (taken) {
                takeLog(result, *told);
                instance = std::move(extended);
            } else {
                result.log.push_back(fault(plugin, taken.error().message));
                step.isPassed = false;
            }
            result.milliseconds = static_cast<double>(timer.elapsed());
            step.results.push_back(std::move(result));
        }
        step.isSkipped = step.results.empty();
        steps.push_back(std::move(step));
    }
    return steps;
}

} // namespace hearth::publish
