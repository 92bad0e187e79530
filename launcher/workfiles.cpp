// SPDX-License-Identifier: Apache-2.0
#include "launcher/workfiles.h"

#include <QDirIterator>
#include <QJsonArray>

#include <algorithm>

namespace hearth::launch
{

namespace
{
constexpr std::size_t mostFiles = 20'000;

bool hasExtension(const QString &path, const QStringList &extensions)
{
    return std::any_of(extensions.begin(), extensions.end(),
                       [&path](const QString &extension) { return path.endsWith(extension, Qt::CaseInsensitive); });
}

void readName(WorkfileEntry &entry, const WorkArea &area)
{
    const QString name = entry.path.section(u'/', -1);
    if (const auto parts = anatomy::matchWorkfile(name, area.fileTemplate, area.templateData, area.platform)) {
        entry.version = parts->version;
        if (entry.comment.isEmpty())
            entry.comment = parts->comment;
    }
}

WorkfileEntry fromEntity(const contract::Workfile &entity, const anatomy::Anatomy &anatomy)
{
    WorkfileEntry entry;
    entry.entityId = entity.id;
    entry.rootless = entity.path;
    entry.path = anatomy.absolute(entity.path);
    entry.comment = entity.data.value(QLatin1String("comment")).toString();
    entry.hostName = entity.data.value(QLatin1String("host_name")).toString();
    entry.author = entity.updatedBy.isEmpty() ? entity.createdBy : entity.updatedBy;
    entry.changed = QDateTime::fromString(entity.updatedAt, Qt::ISODateWithMs);
    return entry;
}

QString pairText(const QTime &time, const char *format)
{
    return time.toString(QLatin1String(format));
}
} // namespace

std::vector<QString> scanWorkFolder(const QString &folder)
{
    std::vector<QString> files;
    QDirIterator it(folder, QDir::Files | QDir::Readable);
    while (it.hasNext() && files.size() < mostFiles)
        files.push_back(it.next());
    return files;
}

std::vector<WorkfileEntry> mergeWorkfiles(const std::vector<contract::Workfile> &entities,
                                          const std::vector<std::pair<QString, QDateTime>> &files,
                                          const anatomy::Anatomy &anatomy, const WorkArea &area,
                                          const QStringList &knownExtensions)
{
    std::vector<WorkfileEntry> merged;
    QMap<QString, std::size_t> byPath;
    for (const contract::Workfile &entity : entities) {
        WorkfileEntry entry = fromEntity(entity, anatomy);
        readName(entry, area);
        byPath.insert(entry.path, merged.size());
        merged.push_back(std::move(entry));
    }
    for (const auto &[path, changed] : files) {
        if (const auto known = byPath.find(path); known != byPath.end()) {
            merged[*known].isOnDisk = true;
            merged[*known].changed = changed;
            continue;
        }
        if (!hasExtension(path, knownExtensions))
            continue;
        WorkfileEntry entry;
        entry.path = path;
        entry.rootless = anatomy.rootless(path).value_or(path);
        entry.changed = changed;
        entry.isOnDisk = true;
        readName(entry, area);
        merged.push_back(std::move(entry));
    }
    std::stable_sort(merged.begin(), merged.end(), [](const WorkfileEntry &one, const WorkfileEntry &other) {
        return one.version != other.version ? one.version > other.version : one.changed > other.changed;
    });
    return merged;
}

const WorkfileEntry *lastWorkfile(const std::vector<WorkfileEntry> &entries, const QStringList &extensions)
{
    for (const WorkfileEntry &entry : entries)
        if (entry.isOnDisk && entry.version > 0 && hasExtension(entry.path, extensions))
            return &entry;
    return nullptr;
}

int nextVersion(const std::vector<WorkfileEntry> &entries, int startVersion)
{
    int highest = startVersion - 1;
    for (const WorkfileEntry &entry : entries)
        highest = std::max(highest, entry.version);
    return highest + 1;
}

QJsonObject templateData(const TemplateContext &context, const QDateTime &now)
{
    const QStringList parts = context.folderPath.split(u'/', Qt::SkipEmptyParts);
    const QStringList parents = parts.mid(0, parts.size() - 1);
    QString taskShort;
    for (const contract::TypeItem &type : context.project.taskTypes)
        if (type.name == context.taskType)
            taskShort = type.shortName;
    QJsonObject data{
        {"project", QJsonObject{{"name", context.project.name}, {"code", context.project.code}}},
        {"folder", QJsonObject{{"name", parts.isEmpty() ? QString() : parts.last()},
                               {"type", context.folderType},
                               {"path", context.folderPath},
                               {"parents", QJsonArray::fromStringList(parents)}}},
        {"hierarchy", parents.join(u'/')},
        {"parent", parents.isEmpty() ? context.project.name : parents.last()},
        {"task", QJsonObject{{"name", context.taskName}, {"type", context.taskType}, {"short", taskShort}}},
        {"user", QJsonObject{{"name", context.user}}},
        {"username", context.user},
        {"host", QJsonObject{{"name", context.hostName}}},
        {"app", context.appName},
        {"studio", QJsonObject{{"name", QString()}, {"code", QString()}}}};
    const QList<std::pair<const char *, const char *>> dates{
        {"d", "d"},   {"dd", "dd"},   {"ddd", "ddd"},   {"dddd", "dddd"}, {"m", "M"},
        {"mm", "MM"}, {"mmm", "MMM"}, {"mmmm", "MMMM"}, {"yy", "yy"},     {"yyyy", "yyyy"}};
    for (const auto &[key, format] : dates)
        data.insert(QLatin1String(key), now.date().toString(QLatin1String(format)));
    const QList<std::pair<const char *, const char *>> times{{"H", "H"},   {"HH", "HH"}, {"M", "m"},
                                                             {"MM", "mm"}, {"S", "s"},   {"SS", "ss"}};
    for (const auto &[key, format] : times)
        data.insert(QLatin1String(key), pairText(now.time(), format));
    return data;
}

} // namespace hearth::launch
