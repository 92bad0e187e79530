// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/anatomy_text.h"
#include "anatomy/anatomy.h"

#include <array>

namespace hearth::studio_admin
{

namespace
{
constexpr std::array<const char *, 4> commonKeys{"version_padding", "version", "frame_padding", "frame"};
constexpr std::array<const char *, 6> groups{"work", "publish", "hero", "delivery", "staging", "others"};
constexpr std::array<const char *, 3> parts{"directory", "file", "value"};

QString textOf(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toInt()) : value.toString();
}

QJsonObject withPart(QJsonObject templates, const TemplateText &text)
{
    QJsonArray list = templates.value(text.category).toArray();
    for (qsizetype n = 0; n < list.size(); ++n) {
        QJsonObject item = list.at(n).toObject();
        if (item.value(QLatin1String("name")).toString() != text.name)
            continue;
        item.insert(text.part, text.text);
        list.replace(n, item);
    }
    templates.insert(text.category, list);
    return templates;
}

QJsonObject byName(const QJsonArray &list)
{
    QJsonObject made;
    for (const QJsonValue &value : list) {
        QJsonObject item = value.toObject();
        made.insert(item.take(QLatin1String("name")).toString(), item);
    }
    return made;
}

TemplatePreview preview(const anatomy::Anatomy &filled, const QJsonObject &templates, const TemplateText &text,
                        const QJsonObject &data, Platform platform)
{
    if (text.category == QLatin1String("common") || text.part == QLatin1String("value")) {
        const QJsonObject item = text.category == QLatin1String("common")
                                     ? QJsonObject()
                                     : templates.value(text.category).toObject().value(text.name).toObject();
        const Result<QString> resolved =
            anatomy::resolveReferences(text.text, item, templates.value(QLatin1String("common")).toObject());
        if (!resolved)
            return {platform, {}, resolved.error().message};
        const anatomy::Filled made = anatomy::fill(*resolved, data);
        return made.isSolved ? TemplatePreview{platform, made.text, {}}
                             : TemplatePreview{platform,
                                               {},
                                               QStringLiteral("{%1} is not known here.")
                                                   .arg((made.missing + made.invalid).join(QStringLiteral("}, {")))};
    }
    if (text.part == QLatin1String("directory")) {
        const Result<QString> folder = filled.directory(text.category, text.name, data);
        return folder ? TemplatePreview{platform, *folder, {}} : TemplatePreview{platform, {}, folder.error().message};
    }
    const Result<anatomy::FilledPath> path = filled.path(text.category, text.name, data);
    if (path)
        return {platform, path->path(), {}};
    // A fault of the folder stands beside the folder's text.
    if (!filled.directory(text.category, text.name, data))
        return {platform, {}, {}};
    return {platform, {}, path.error().message};
}
} // namespace

std::vector<TemplateText> templateTexts(const QJsonObject &anatomy)
{
    const QJsonObject templates = anatomy.value(QLatin1String("templates")).toObject();
    std::vector<TemplateText> made;
    for (const char *key : commonKeys)
        if (templates.contains(QLatin1String(key)))
            made.push_back({QStringLiteral("common"), QString::fromLatin1(key), QStringLiteral("value"),
                            textOf(templates.value(QLatin1String(key)))});
    for (const char *group : groups) {
        for (const QJsonValue &value : templates.value(QLatin1String(group)).toArray()) {
            const QJsonObject item = value.toObject();
            for (const char *part : parts)
                if (item.contains(QLatin1String(part)))
                    made.push_back({QString::fromLatin1(group), item.value(QLatin1String("name")).toString(),
                                    QString::fromLatin1(part), textOf(item.value(QLatin1String(part)))});
        }
    }
    return made;
}

QJsonObject withTemplateTexts(QJsonObject anatomy, const std::vector<TemplateText> &texts)
{
    QJsonObject templates = anatomy.value(QLatin1String("templates")).toObject();
    for (const TemplateText &text : texts) {
        if (text.category != QLatin1String("common")) {
            templates = withPart(templates, text);
            continue;
        }
        bool isNumber = false;
        const int number = text.text.toInt(&isNumber);
        const bool wasNumber = templates.value(text.name).isDouble();
        templates.insert(text.name, wasNumber && isNumber ? QJsonValue(number) : QJsonValue(text.text));
    }
    anatomy.insert(QStringLiteral("templates"), templates);
    return anatomy;
}

std::vector<TemplateText> changedTexts(const QJsonObject &seen, const QJsonObject &wanted)
{
    const std::vector<TemplateText> before = templateTexts(seen);
    std::vector<TemplateText> made;
    for (const TemplateText &text : templateTexts(wanted))
        if (std::find(before.begin(), before.end(), text) == before.end())
            made.push_back(text);
    return made;
}

TextMerge mergedTexts(const QJsonObject &seen, const QJsonObject &wanted, const QJsonObject &stored)
{
    const auto at = [](const std::vector<TemplateText> &texts, const TemplateText &place) {
        const auto found = std::find_if(texts.begin(), texts.end(), [&place](const TemplateText &one) {
            return one.category == place.category && one.name == place.name && one.part == place.part;
        });
        return found == texts.end() ? std::nullopt : std::optional(found->text);
    };
    const std::vector<TemplateText> before = templateTexts(seen);
    const std::vector<TemplateText> now = templateTexts(stored);
    const std::vector<TemplateText> mine = changedTexts(seen, wanted);
    TextMerge made{withTemplateTexts(stored, mine), {}};
    for (TemplateText text : mine) {
        const std::optional<QString> theirs = at(now, text);
        if (theirs && (theirs == at(before, text) || theirs == text.text))
            continue;
        text.text = theirs.value_or(QString());
        made.contested.push_back(text);
    }
    return made;
}

QJsonObject configOf(const QJsonObject &anatomy)
{
    const QJsonObject given = anatomy.value(QLatin1String("templates")).toObject();
    QJsonObject common;
    for (const char *key : commonKeys)
        if (given.contains(QLatin1String(key)))
            common.insert(QLatin1String(key), given.value(QLatin1String(key)));
    QJsonObject templates{{"common", common}};
    for (const char *group : groups)
        templates.insert(QLatin1String(group), byName(given.value(QLatin1String(group)).toArray()));
    return {{"roots", byName(anatomy.value(QLatin1String("roots")).toArray())}, {"templates", templates}};
}

QJsonObject sampleData(const PreviewContext &context)
{
    QStringList parents = context.folderPath.split(u'/', Qt::SkipEmptyParts);
    const QString folder = parents.isEmpty() ? QString() : parents.takeLast();
    const QString hierarchy = parents.join(u'/');
    return {{"project", QJsonObject{{"name", context.projectName}, {"code", context.projectCode}}},
            {"folder", QJsonObject{{"name", folder},
                                   {"type", context.folderType},
                                   {"path", u'/' + context.folderPath},
                                   {"parents", QJsonArray::fromStringList(parents)}}},
            {"hierarchy", hierarchy},
            {"parent", parents.isEmpty() ? context.projectName : parents.last()},
            {"task", QJsonObject{{"name", context.taskName},
                                 {"type", context.taskType},
                                 {"short", context.taskType.left(3).toLower()}}},
            {"user", QJsonObject{{"name", context.userName}}},
            {"username", context.userName},
            {"host", QJsonObject{{"name", "blender"}}},
            {"app", "blender"},
            {"product", QJsonObject{{"name", "modelMain"}, {"type", "model"}, {"basetype", "model"}}},
            {"version", 1},
            {"frame", 1001},
            {"udim", 1001},
            {"output", "preview"},
            {"representation", "blend"},
            {"ext", "blend"},
            {"comment", "first"},
            {"originalBasename", "original"},
            {"originalDirname", "incoming"},
            {"fps", 25},
            {"resolution_width", 1920},
            {"resolution_height", 1080},
            {"yyyy", "2026"},
            {"yy", "26"},
            {"mm", "11"},
            {"dd", "21"}};
}

std::vector<TemplatePreview> previews(const QJsonObject &anatomy, const TemplateText &text, const QJsonObject &data)
{
    const QJsonObject config = configOf(withTemplateTexts(anatomy, {text}));
    const QJsonObject templates = config.value(QLatin1String("templates")).toObject();
    std::vector<TemplatePreview> made;
    for (const Platform platform : {Platform::Windows, Platform::Linux, Platform::Darwin})
        made.push_back(preview(anatomy::Anatomy(config, platform), templates, text, data, platform));
    return made;
}

std::vector<std::pair<TemplateText, QString>> templateProblems(const QJsonObject &anatomy, const QJsonObject &data)
{
    std::vector<std::pair<TemplateText, QString>> made;
    for (const TemplateText &text : templateTexts(anatomy))
        for (const TemplatePreview &one : previews(anatomy, text, data))
            if (!one.problem.isEmpty()) {
                made.emplace_back(text, one.problem);
                break;
            }
    return made;
}

} // namespace hearth::studio_admin
