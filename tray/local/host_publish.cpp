// SPDX-License-Identifier: Apache-2.0
#include "tray/local/host_publish.h"
#include "tray/local/host_endpoint.h"

#include <QFileInfo>
#include <QJsonArray>

namespace hearth::tray_local
{

namespace
{
constexpr qsizetype mostInstances = 500;

Result<std::vector<publish::FileGroup>> filesOf(const QJsonObject &one)
{
    QMap<QString, QStringList> folders;
    for (const QJsonValue &file : one.value(QLatin1String("files")).toArray()) {
        const QFileInfo path(file.toString());
        if (!path.isAbsolute())
            return fail(ErrorKind::Invalid, QStringLiteral("\"%1\" is no absolute path.").arg(file.toString()));
        folders[path.path()].append(path.fileName());
    }
    std::vector<publish::FileGroup> made;
    for (auto it = folders.cbegin(); it != folders.cend(); ++it)
        for (publish::FileGroup &group : publish::groupFiles(it.key(), it.value()))
            made.push_back(std::move(group));
    return made.empty() ? fail(ErrorKind::Invalid, QStringLiteral("There are no files to publish."))
                        : Result<std::vector<publish::FileGroup>>(std::move(made));
}

Result<QJsonValue> told(const Result<publish::Published> &end)
{
    if (!end)
        return fail(end.error());
    if (end->problem) {
        QStringList why{end->problem->message};
        for (const publish::Problem &one : end->objections)
            why.append(one.message);
        return fail(end->problem->kind, why.join(u' '), end->reportFile);
    }
    QJsonArray versions;
    for (const publish::PublishedVersion &one : end->versions)
        versions.append(QJsonObject{{"product", one.productName},
                                    {"version", one.number},
                                    {"id", one.versionId},
                                    {"folder", one.folder},
                                    {"files", one.files}});
    return QJsonValue(QJsonObject{
        {"versions", versions}, {"warnings", QJsonArray::fromStringList(end->warnings)}, {"report", end->reportFile}});
}
} // namespace

Result<std::vector<publish::Instance>> hostInstances(const publish::PublishContext &context, const HostLaunch &launch,
                                                     const QJsonObject &parameters)
{
    const QJsonArray wanted = parameters.value(QLatin1String("instances")).toArray();
    if (wanted.isEmpty() || wanted.size() > mostInstances)
        return fail(ErrorKind::Invalid, QStringLiteral("There is nothing to publish, or too much at once."));
    std::vector<publish::Instance> made;
    for (const QJsonValue &value : wanted) {
        const QJsonObject one = value.toObject();
        const auto text = [&one](const char *key) { return one.value(QLatin1String(key)).toString(); };
        const Result<std::vector<publish::FileGroup>> files = filesOf(one);
        if (!files)
            return fail(files.error());
        Result<std::vector<publish::Instance>> instances =
            publish::makeInstances(context, *files, text("productType"), text("variant"));
        if (!instances)
            return fail(instances.error());
        for (publish::Instance &instance : *instances) {
            instance.comment = text("comment");
            instance.thumbnail = text("thumbnail");
            instance.workfile = text("workfile");
            instance.versionData.insert(QStringLiteral("ayon_app_name"), launch.application);
            made.push_back(std::move(instance));
        }
    }
    return made;
}

void publishForHost(const HostPublisher &with, const HostLaunch &launch, const QJsonObject &parameters,
                    const ProgressToHost &progress, const ReplyToHost &reply)
{
    const Job<publish::PublishContext> context = with.publisher->loadContext(with.destination);
    context.onFinished([with, launch, parameters, progress, reply](const Result<publish::PublishContext> &read) {
        if (!read)
            return reply(fail(read.error()));
        publish::PublishContext place = *read;
        place.hostName = launch.hostName;
        const Result<std::vector<publish::Instance>> instances = hostInstances(place, launch, parameters);
        if (!instances)
            return reply(fail(instances.error()));
        const Job<publish::Published> job = with.publisher->publish(place, *instances);
        job.onProgress(progress);
        job.onFinished([with, reply](const Result<publish::Published> &end) { reply(told(end)); });
    });
}

} // namespace hearth::tray_local
