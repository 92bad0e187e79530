// SPDX-License-Identifier: Apache-2.0
#include "contract/profile.h"
#include "publisher/publish_plan.h"

#include <QJsonArray>
#include <QLocale>

#include <array>

namespace hearth::publish
{

namespace
{
void addDate(QJsonObject &data, const QDateTime &now)
{
    static constexpr std::array<std::pair<const char *, const char *>, 16> keys{{{"d", "d"},
                                                                                 {"dd", "dd"},
                                                                                 {"ddd", "ddd"},
                                                                                 {"dddd", "dddd"},
                                                                                 {"m", "M"},
                                                                                 {"mm", "MM"},
                                                                                 {"mmm", "MMM"},
                                                                                 {"mmmm", "MMMM"},
                                                                                 {"yy", "yy"},
                                                                                 {"yyyy", "yyyy"},
                                                                                 {"H", "H"},
                                                                                 {"HH", "HH"},
                                                                                 {"M", "m"},
                                                                                 {"MM", "mm"},
                                                                                 {"S", "s"},
                                                                                 {"SS", "ss"}}};
    for (const auto &[key, format] : keys)
        data.insert(QLatin1String(key), QLocale::c().toString(now, QLatin1String(format)));
    const int hour = now.time().hour() % 12 == 0 ? 12 : now.time().hour() % 12;
    data.insert(QStringLiteral("h"), QString::number(hour));
    data.insert(QStringLiteral("hh"), QStringLiteral("%1").arg(hour, 2, 10, QLatin1Char('0')));
    data.insert(QStringLiteral("ht"), now.time().hour() < 12 ? QStringLiteral("AM") : QStringLiteral("PM"));
}

void addFolder(QJsonObject &data, const PublishContext &context)
{
    QStringList parents = context.folder.path.split(u'/', Qt::SkipEmptyParts);
    if (!parents.isEmpty())
        parents.removeLast();
    data.insert(QStringLiteral("folder"), QJsonObject{{"name", context.folder.name},
                                                      {"type", context.folder.folderType},
                                                      {"path", context.folder.path},
                                                      {"parents", QJsonArray::fromStringList(parents)}});
    data.insert(QStringLiteral("hierarchy"), parents.join(u'/'));
    data.insert(QStringLiteral("parent"), parents.isEmpty() ? context.project.name : parents.last());
    const QJsonObject attrib = context.folder.attrib;
    const std::array<std::pair<const char *, const char *>, 4> copied{{{"resolution_width", "resolutionWidth"},
                                                                       {"resolution_height", "resolutionHeight"},
                                                                       {"pixel_aspect", "pixelAspect"},
                                                                       {"fps", "fps"}}};
    for (const auto &[key, name] : copied)
        if (const QJsonValue value = attrib.value(QLatin1String(name)); !value.isUndefined() && !value.isNull())
            data.insert(QLatin1String(key), value);
}

void addFrame(QJsonObject &data, const PublishContext &context, const Instance &instance, const FileGroup &files)
{
    if (!files.isSequence())
        return;
    if (instance.isTexture() && files.couldBeTiles()) {
        data.insert(QStringLiteral("udim"), QString::number(files.frames.front()));
        return;
    }
    const int padding = context.project.config.value(QLatin1String("templates"))
                            .toObject()
                            .value(QLatin1String("common"))
                            .toObject()
                            .value(QLatin1String("frame_padding"))
                            .toInt(4);
    const int width = std::max(padding, static_cast<int>(QString::number(files.frames.back()).size()));
    data.insert(QStringLiteral("frame"), QStringLiteral("%1").arg(files.frames.front(), width, 10, QLatin1Char('0')));
}
} // namespace

QJsonObject templateData(const PublishContext &context, const Instance &instance, const Representation &representation,
                         int version)
{
    QJsonObject data{{"project", QJsonObject{{"name", context.project.name}, {"code", context.project.code}}},
                     {"user", QJsonObject{{"name", context.user}}},
                     {"username", context.user},
                     {"host", QJsonObject{{"name", context.hostName}}},
                     {"app", context.hostName},
                     {"product", QJsonObject{{"name", instance.productName},
                                             {"type", instance.productType},
                                             {"basetype", instance.productBaseType}}},
                     {"family", instance.productType},
                     {"version", version},
                     {"representation", representation.name},
                     {"ext", representation.files.extension()}};
    addFolder(data, context);
    if (!context.task.id.isEmpty()) {
        QString shortName;
        for (const contract::TypeItem &one : context.project.taskTypes)
            if (one.name == context.task.taskType)
                shortName = one.shortName;
        data.insert(QStringLiteral("task"),
                    QJsonObject{{"name", context.task.name}, {"type", context.task.taskType}, {"short", shortName}});
    }
    if (!representation.outputName.isEmpty())
        data.insert(QStringLiteral("output"), representation.outputName);
    if (!instance.comment.isEmpty())
        data.insert(QStringLiteral("comment"), instance.comment);
    data.insert(QStringLiteral("originalBasename"), representation.files.baseName());
    if (const auto folder = context.anatomy.rootless(representation.files.folder))
        data.insert(QStringLiteral("originalDirname"), folder->section(u'/', 1));
    addDate(data, context.now);
    addFrame(data, context, instance, representation.files);
    return data;
}

QString publishTemplate(const PublishContext &context, const Instance &instance)
{
    static const QStringList keys{QStringLiteral("product_base_types"), QStringLiteral("product_types"),
                                  QStringLiteral("hosts"), QStringLiteral("task_types"), QStringLiteral("task_names")};
    const QJsonArray profiles = context.coreSettings.value(QLatin1String("tools"))
                                    .toObject()
                                    .value(QLatin1String("publish"))
                                    .toObject()
                                    .value(QLatin1String("template_name_profiles"))
                                    .toArray();
    QMap<QString, QString> values{
        {keys[0], instance.productBaseType}, {keys[1], instance.productType}, {keys[2], context.hostName}};
    if (!context.task.id.isEmpty()) {
        values.insert(keys[3], context.task.taskType);
        values.insert(keys[4], context.task.name);
    }
    if (const auto best = contract::bestProfile(profiles, keys, values))
        if (const QString name = best->value(QLatin1String("template_name")).toString(); !name.isEmpty())
            return name;
    static const QStringList rendered{QStringLiteral("review"), QStringLiteral("render"), QStringLiteral("prerender")};
    const bool isRendered = profiles.isEmpty() && rendered.contains(instance.productBaseType);
    if (isRendered && context.anatomy.templateNames(QStringLiteral("publish")).contains(QStringLiteral("render")))
        return QStringLiteral("render");
    return QStringLiteral("default");
}

} // namespace hearth::publish
