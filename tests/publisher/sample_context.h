// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/whole_file.h"
#include "publisher/instance.h"

namespace hearth::support
{

/// A shot of a project with the templates every project begins with.
inline publish::PublishContext sampleContext(Platform platform = Platform::Linux, const QString &root = {})
{
    publish::PublishContext context;
    context.serverUrl = QStringLiteral("http://studio.invalid");
    context.project.name = QStringLiteral("lantern");
    context.project.code = QStringLiteral("lan");
    context.project.config =
        readJsonFile(qEnvironmentVariable("HEARTH_SOURCE_DIR") + QStringLiteral("/tests/publisher/project_config.json"))
            .value();
    context.project.taskTypes.emplace_back();
    context.project.taskTypes.back().name = QStringLiteral("Compositing");
    context.project.taskTypes.back().shortName = QStringLiteral("comp");
    context.folder.id = QString(32, u'f');
    context.folder.name = QStringLiteral("sh010");
    context.folder.path = QStringLiteral("/shots/sq01/sh010");
    context.folder.folderType = QStringLiteral("Shot");
    context.folder.attrib = {{"fps", 25.0}, {"frameStart", 1001}, {"frameEnd", 1001}};
    context.task.id = QString(32, u'a');
    context.task.name = QStringLiteral("comp");
    context.task.taskType = QStringLiteral("Compositing");
    context.user = QStringLiteral("anna");
    context.machine = QStringLiteral("desk7");
    context.platform = platform;
    const QMap<QString, QString> roots =
        root.isEmpty() ? QMap<QString, QString>{} : QMap<QString, QString>{{QStringLiteral("work"), root}};
    context.anatomy = anatomy::Anatomy(context.project.config, platform, roots);
    context.versionAttributes = {QStringLiteral("families"), QStringLiteral("source"), QStringLiteral("comment"),
                                 QStringLiteral("machine"),  QStringLiteral("fps"),    QStringLiteral("frameStart"),
                                 QStringLiteral("frameEnd")};
    context.now = QDateTime(QDate(2026, 5, 4), QTime(13, 2, 1), Qt::UTC);
    return context;
}

inline QStringList frameNames(const QString &head, int first, int last, const QString &tail, int padding = 4)
{
    QStringList names;
    for (int frame = first; frame <= last; ++frame)
        names.append(head + QStringLiteral("%1").arg(frame, padding, 10, QLatin1Char('0')) + tail);
    return names;
}

} // namespace hearth::support
