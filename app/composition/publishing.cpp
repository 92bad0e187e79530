// SPDX-License-Identifier: Apache-2.0
#include "composition/publishing.h"

#include <QSysInfo>

namespace hearth::composition
{

namespace
{
publish::PublisherSurroundings surroundings(Desktop &desktop, publish::FileSystem &disk)
{
    publish::PublisherSurroundings made;
    made.pool = &desktop.pool;
    made.disk = &disk;
    made.localFolder = desktop.directories.local;
    made.ownFolder = desktop.directories.own;
    made.pluginFolders = pluginFolders(desktop);
    made.environment = desktop.environment;
    made.host = QSysInfo::machineHostName();
    made.ffmpeg = publish::findFfmpeg();
    made.checkPlace = [roots = desktop.roots.get()](const QMap<QString, QString> &places, const QString &folder) {
        return roots->check(places, folder);
    };
    return made;
}
} // namespace

QStringList pluginFolders(const Desktop &desktop)
{
    return {desktop.directories.resources + QStringLiteral("/publish_plugins"),
            desktop.directories.own + QStringLiteral("/publish_plugins")};
}

StudioPublisher::StudioPublisher(Desktop &desktop, const OpenStudio &studio)
    : StudioPublisher(desktop, studioSession(desktop, studio))
{
}

StudioPublisher::StudioPublisher(Desktop &desktop, const launch::StudioSession &session)
    : m_disk(publish::systemFileSystem()), m_bundle(session.bundle),
      m_publisher(surroundings(desktop, *m_disk), session.server, session.user)
{
}

publish::Destination StudioPublisher::destination(const QString &project, const QString &folder,
                                                  const QString &task) const
{
    return {project, folder, task, m_bundle.studioBundle, m_bundle.variant};
}

publish::Resumed resumePublishes(Desktop &desktop, const OpenStudio &studio)
{
    const StudioPublisher publisher(desktop, studio);
    return publisher.publisher().resumeNow();
}

} // namespace hearth::composition
