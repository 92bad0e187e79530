// SPDX-License-Identifier: Apache-2.0
#include "structure/structure_file.h"
#include "structure/name_pattern.h"

#include <QDate>

namespace hearth::structure
{

namespace
{
tl::unexpected<Error> wrong(const QString &where, const QString &what)
{
    return fail(ErrorKind::Invalid, QStringLiteral("%1: %2").arg(where, what));
}

/// Nothing but known keys, each of its kind.
Result<> checkKeys(const QJsonObject &object, const QMap<QString, QJsonValue::Type> &known, const QString &where)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        const auto found = known.find(it.key());
        if (found == known.end())
            return wrong(where, QStringLiteral("\"%1\" is not known. Known are %2.")
                                    .arg(it.key(), QStringList(known.keys()).join(QStringLiteral(", "))));
        if (it->type() != *found)
            return wrong(where, QStringLiteral("\"%1\" has an unexpected form.").arg(it.key()));
    }
    return {};
}

Result<std::vector<WantedTask>> readTask(const QJsonObject &object, const QString &where)
{
    if (const Result<> good = checkKeys(object,
                                        {{QStringLiteral("name"), QJsonValue::String},
                                         {QStringLiteral("type"), QJsonValue::String},
                                         {QStringLiteral("status"), QJsonValue::String},
                                         {QStringLiteral("due"), QJsonValue::String},
                                         {QStringLiteral("assignees"), QJsonValue::Array},
                                         {QStringLiteral("attrib"), QJsonValue::Object}},
                                        where);
        !good)
        return fail(good.error());
    WantedTask task;
    task.type = object.value(QLatin1String("type")).toString();
    task.status = object.value(QLatin1String("status")).toString();
    task.attrib = object.value(QLatin1String("attrib")).toObject();
    if (object.contains(QLatin1String("assignees"))) {
        task.assignees.emplace();
        for (const QJsonValue &one : object.value(QLatin1String("assignees")).toArray())
            task.assignees->append(one.toString());
    }
    if (const QString day = object.value(QLatin1String("due")).toString(); !day.isEmpty()) {
        const Result<QString> due = dueDate(day);
        if (!due)
            return wrong(where, due.error().message);
        task.attrib.insert(QStringLiteral("endDate"), *due);
    }
    const Result<QStringList> names = namesOf(object.value(QLatin1String("name")).toString());
    if (!names)
        return wrong(where, names.error().message);
    std::vector<WantedTask> tasks;
    for (const QString &name : *names) {
        task.name = name;
        tasks.push_back(task);
    }
    return tasks;
}

Result<std::vector<WantedFolder>> readFolder(const QJsonObject &object, const QString &where)
{
    if (const Result<> good = checkKeys(object,
                                        {{QStringLiteral("path"), QJsonValue::String},
                                         {QStringLiteral("type"), QJsonValue::String},
                                         {QStringLiteral("label"), QJsonValue::String},
                                         {QStringLiteral("attrib"), QJsonValue::Object},
                                         {QStringLiteral("tasks"), QJsonValue::Array}},
                                        where);
        !good)
        return fail(good.error());
    WantedFolder folder;
    folder.type = object.value(QLatin1String("type")).toString();
    folder.label = object.value(QLatin1String("label")).toString();
    folder.attrib = object.value(QLatin1String("attrib")).toObject();
    const QJsonArray tasks = object.value(QLatin1String("tasks")).toArray();
    for (qsizetype n = 0; n < tasks.size(); ++n) {
        Result<std::vector<WantedTask>> read =
            readTask(tasks[n].toObject(), QStringLiteral("%1.tasks[%2]").arg(where).arg(n));
        if (!read)
            return fail(read.error());
        folder.tasks.insert(folder.tasks.end(), read->begin(), read->end());
    }
    const QString path = object.value(QLatin1String("path")).toString();
    if (path.split(u'/', Qt::SkipEmptyParts).isEmpty())
        return wrong(where, QStringLiteral("a folder needs its \"path\", like /shots/sh0010."));
    const Result<QStringList> paths = namesOf(path);
    if (!paths)
        return wrong(where, paths.error().message);
    std::vector<WantedFolder> folders;
    for (const QString &one : *paths) {
        folder.path = one;
        folders.push_back(folder);
    }
    return folders;
}
} // namespace

Result<QString> dueDate(const QString &day)
{
    const QDate date = QDate::fromString(day, Qt::ISODate);
    if (!date.isValid() || day.size() != 10)
        return fail(ErrorKind::Invalid, QStringLiteral("\"%1\" is not a day like 2026-12-24.").arg(day));
    return date.toString(Qt::ISODate) + QStringLiteral("T17:00:00+00:00");
}

Result<StructureFile> readStructure(const QJsonObject &document)
{
    if (const Result<> good = checkKeys(
            document, {{QStringLiteral("project"), QJsonValue::String}, {QStringLiteral("folders"), QJsonValue::Array}},
            QStringLiteral("the file"));
        !good)
        return fail(good.error());
    StructureFile file;
    file.project = document.value(QLatin1String("project")).toString();
    const QJsonArray folders = document.value(QLatin1String("folders")).toArray();
    for (qsizetype n = 0; n < folders.size(); ++n) {
        Result<std::vector<WantedFolder>> read =
            readFolder(folders[n].toObject(), QStringLiteral("folders[%1]").arg(n));
        if (!read)
            return fail(read.error());
        file.folders.insert(file.folders.end(), read->begin(), read->end());
    }
    return file;
}

} // namespace hearth::structure
