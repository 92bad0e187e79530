// SPDX-License-Identifier: Apache-2.0
#include "composition/publishing.h"

#include <QSysInfo>

namespace hearth::composition
{

namespace
{
const QString pluginFolder = QStringLiteral("/publish_plugins");

publish::PublisherSurroundings surroundings(Desktop &desktop, const launch::BundlePaths &bundle,
                                            publish::FileSystem &disk)
{
    publish::PublisherSurroundings made;
    made.pool = &desktop.pool;
    made.disk = &disk;
    made.localFolder = desktop.directories.local;
    made.ownFolder = desktop.directories.own;
    made.pluginFolders = pluginFolders(desktop, bundle);
    made.environment = desktop.environment;
    made.host = QSysInfo::machineHostName();
    made.ffmpeg = publish::findFfmpeg();
    made.checkPlace = [roots = desktop.roots.get()](const QMap<QString, QString> &places, const QString &folder) {
        return roots->check(places, folder);
    };
    return made;
}
} // namespace

QStringList pluginFolders(const Desktop &desktop, const launch::BundlePaths &bundle)
{
    QStringList made{desktop.directories.resources + pluginFolder};
    for (const QString &addon : bundle.addonFolders + bundle.developerFolders)
        made.append(addon + pluginFolder);
    made +=
        desktop.configuration.value(key::pluginFolders).split(pathListSeparator(currentPlatform()), Qt::SkipEmptyParts);
    made.append(desktop.directories.own + pluginFolder);
    return made;
}

StudioPublisher::StudioPublisher(Desktop &desktop, const OpenStudio &studio)
    : StudioPublisher(desktop, studioSession(desktop, studio))
{
}

StudioPublisher::StudioPublisher(Desktop &desktop, const launch::StudioSession &session)
    : m_disk(publish::systemFileSystem()), m_bundle(session.bundle),
      m_publisher(surroundings(desktop, session.bundle, *m_disk), session.server, session.user)
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
