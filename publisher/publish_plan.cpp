// SPDX-License-Identifier: Apache-2.0
#include "publisher/publish_plan.h"

#include <QJsonArray>

#include <array>

namespace hearth::publish
{

namespace
{
/// What readers look for in a representation's context, used by the template or not.
constexpr std::array alwaysInContext{"project",        "hierarchy", "folder", "task",  "product", "version",
                                     "representation", "username",  "output", "frame", "udim"};

QJsonObject contextOf(const anatomy::FilledPath &filled, const QJsonObject &data)
{
    QJsonObject context = filled.used;
    for (const char *name : alwaysInContext)
        if (const QJsonValue value = data.value(QLatin1String(name)); !value.isUndefined())
            context.insert(QLatin1String(name), value);
    context.insert(QStringLiteral("user"), QJsonObject{{"name", data.value(QLatin1String("username"))}});
    context.insert(QStringLiteral("ext"), data.value(QLatin1String("ext")));
    return context;
}

class Planner
{
public:
    Planner(const PublishContext &context, const NewId &newId) : m_context(context), m_newId(newId) {}

    Result<PlannedVersion> version(const Instance &instance)
    {
        PlannedVersion made;
        made.instanceId = instance.id;
        made.productName = instance.productName;
        made.number = instance.version.value_or(m_context.nextVersion(instance));
        made.isNumberFixed = instance.version.has_value();
        if (m_context.isTaken(instance.productName, made.number))
            return fail(ErrorKind::Conflict, QStringLiteral("%1 has a version %2 already. Choose another number.")
                                                 .arg(instance.productName)
                                                 .arg(made.number));
        const ExistingProduct *existing = m_context.product(instance.productName);
        made.makesProduct = existing == nullptr;
        made.productId = existing ? existing->id : m_newId();
        made.versionId = m_newId();
        if (made.makesProduct)
            made.productData = QJsonObject{{"id", made.productId},
                                           {"name", instance.productName},
                                           {"productType", instance.productType},
                                           {"productBaseType", instance.productBaseType},
                                           {"folderId", m_context.folder.id},
                                           {"attrib", QJsonObject{}},
                                           {"data", QJsonObject{}}};
        made.versionData = versionData(instance, made);
        for (const Representation &one : instance.representations) {
            Result<PlannedRepresentation> planned = representation(instance, one, made.number);
            if (!planned)
                return fail(planned.error());
            made.representations.push_back(std::move(*planned));
        }
        return made;
    }

private:
    [[nodiscard]] QJsonObject versionValues(const Instance &instance) const
    {
        const FileGroup &files = instance.representations.front().files;
        QJsonObject values = instance.versionData;
        values.insert(QStringLiteral("families"), QJsonArray{instance.productType});
        values.insert(QStringLiteral("time"), m_context.now.toUTC().toString(QStringLiteral("yyyyMMdd'T'hhmmss'Z'")));
        values.insert(QStringLiteral("author"), m_context.user);
        values.insert(QStringLiteral("machine"), m_context.machine);
        if (const QString source = instance.workfile.value_or(files.path(0)); !source.isEmpty())
            values.insert(QStringLiteral("source"), m_context.anatomy.rootless(source).value_or(source));
        if (!instance.comment.isEmpty())
            values.insert(QStringLiteral("comment"), instance.comment);
        static constexpr std::array inherited{"fps",       "frameStart",      "frameEnd",         "handleStart",
                                              "handleEnd", "resolutionWidth", "resolutionHeight", "pixelAspect"};
        for (const char *name : inherited)
            if (const QJsonValue value = m_context.folder.attrib.value(QLatin1String(name));
                !value.isNull() && !value.isUndefined() && !values.contains(QLatin1String(name)))
                values.insert(QLatin1String(name), value);
        if (files.isSequence() && !(instance.isTexture() && files.couldBeTiles())) {
            values.insert(QStringLiteral("frameStart"), files.frames.front());
            values.insert(QStringLiteral("frameEnd"), files.frames.back());
        }
        return values;
    }

    [[nodiscard]] QJsonObject versionData(const Instance &instance, const PlannedVersion &version) const
    {
        QJsonObject attrib;
        QJsonObject data{{"host_name", m_context.hostName}};
        const QJsonObject values = versionValues(instance);
        for (auto it = values.begin(); it != values.end(); ++it)
            (m_context.versionAttributes.contains(it.key()) ? attrib : data).insert(it.key(), it.value());
        QJsonObject made{{"id", version.versionId},  {"version", version.number}, {"productId", version.productId},
                         {"author", m_context.user}, {"attrib", attrib},          {"data", data}};
        if (!m_context.task.id.isEmpty())
            made.insert(QStringLiteral("taskId"), m_context.task.id);
        return made;
    }

    Result<PlannedRepresentation> representation(const Instance &instance, const Representation &one, int version)
    {
        const QString category = QStringLiteral("publish");
        const QString name = publishTemplate(m_context, instance);
        QJsonObject data = templateData(m_context, instance, one, version);
        const Result<anatomy::FilledPath> first = m_context.anatomy.path(category, name, data);
        const Result<QString> text = m_context.anatomy.pathTemplate(category, name);
        const Result<QString> fileText = m_context.anatomy.fileTemplate(category, name);
        if (!first || !text || !fileText)
            return fail(!first ? first.error() : text.error());
        PlannedRepresentation made{m_newId(), one.name, *text, contextOf(*first, data), one.tags, {}};
        const QString rootlessFolder = first->rootless.chopped(first->file.size() + 1);
        const QString key = data.contains(QLatin1String("udim")) ? QStringLiteral("udim") : QStringLiteral("frame");
        const auto width = data.value(key).toString().size();
        made.files.reserve(static_cast<std::size_t>(one.files.names.size()));
        for (qsizetype n = 0; n < one.files.names.size(); ++n) {
            QString file = first->file;
            if (n > 0) {
                const qint64 frame = one.files.frames[static_cast<std::size_t>(n)];
                data.insert(key, QStringLiteral("%1").arg(frame, static_cast<int>(width), 10, QLatin1Char('0')));
                file = anatomy::fill(*fileText, data).text;
            }
            made.files.push_back(
                {m_newId(), one.files.path(n), first->directory + u'/' + file, rootlessFolder + u'/' + file});
        }
        return made;
    }

    const PublishContext &m_context;
    const NewId &m_newId;
};

QJsonObject creation(const QString &type, const QString &id, const QJsonObject &data)
{
    return {{"id", id}, {"type", "create"}, {"entityType", type}, {"entityId", id}, {"data", data}};
}

QJsonObject representationData(const PlannedRepresentation &one, const QString &versionId, const FileContent *contents)
{
    QJsonArray files;
    for (std::size_t n = 0; n < one.files.size(); ++n) {
        const PlannedFile &file = one.files[n];
        files.append(QJsonObject{{"id", file.id},
                                 {"name", file.target.section(u'/', -1)},
                                 {"path", file.rootless},
                                 {"size", contents[n].size},
                                 {"hash", contents[n].sha256},
                                 {"hash_type", "sha256"},
                                 {"hashType", "sha256"}});
    }
    QJsonObject made{{"id", one.id},
                     {"versionId", versionId},
                     {"name", one.name},
                     {"files", files},
                     {"attrib", QJsonObject{{"path", one.files.front().target}, {"template", one.templateText}}},
                     {"data", QJsonObject{{"context", one.context}}}};
    if (!one.tags.isEmpty())
        made.insert(QStringLiteral("tags"), QJsonArray::fromStringList(one.tags));
    return made;
}

QJsonObject removal(const QString &type, const QString &id)
{
    return {{"id", id}, {"type", "delete"}, {"entityType", type}, {"entityId", id}};
}
} // namespace

std::vector<PlannedFile> PublishPlan::files() const
{
    std::vector<PlannedFile> all;
    for (const PlannedVersion &version : versions)
        for (const PlannedRepresentation &one : version.representations)
            all.insert(all.end(), one.files.begin(), one.files.end());
    return all;
}

Result<PublishPlan> planPublish(const PublishContext &context, const std::vector<Instance> &instances,
                                const NewId &newId)
{
    PublishPlan plan;
    plan.project = context.project.name;
    Planner planner(context, newId);
    for (const Instance &instance : instances) {
        if (!instance.isActive || instance.representations.empty())
            continue;
        Result<PlannedVersion> version = planner.version(instance);
        if (!version)
            return fail(version.error());
        plan.versions.push_back(std::move(*version));
    }
    if (plan.versions.empty())
        return fail(ErrorKind::Invalid, QStringLiteral("There is nothing to publish."));
    return plan;
}

QJsonArray operationsOf(const PublishPlan &plan, const std::vector<FileContent> &contents)
{
    QJsonArray operations;
    std::size_t done = 0;
    for (const PlannedVersion &version : plan.versions) {
        if (version.makesProduct)
            operations.append(creation(QStringLiteral("product"), version.productId, version.productData));
        operations.append(creation(QStringLiteral("version"), version.versionId, version.versionData));
        for (const PlannedRepresentation &one : version.representations) {
            operations.append(creation(QStringLiteral("representation"), one.id,
                                       representationData(one, version.versionId, contents.data() + done)));
            done += one.files.size();
        }
    }
    return operations;
}

QJsonArray withdrawal(const QStringList &versionIds, const QStringList &productIds)
{
    QJsonArray operations;
    for (const QString &id : versionIds)
        operations.append(removal(QStringLiteral("version"), id));
    for (const QString &id : productIds)
        operations.append(removal(QStringLiteral("product"), id));
    return operations;
}

} // namespace hearth::publish
