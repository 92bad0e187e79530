// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/desktop.h"
#include "publisher/publisher.h"

namespace hearth::composition
{

/// Where plug-ins of publishing and loading lie: shipped ones, those of the bundle's addons, the studio's, this
/// person's.
[[nodiscard]] QStringList pluginFolders(const Desktop &desktop, const launch::BundlePaths &bundle);

/// The publisher of one signed-in studio with what it stands on. Lives until its jobs are done.
class StudioPublisher
{
public:
    StudioPublisher(Desktop &desktop, const OpenStudio &studio);
    StudioPublisher(Desktop &desktop, const launch::StudioSession &session);
    [[nodiscard]] const publish::Publisher &publisher() const { return m_publisher; }
    /// A place in the studio with the bundle whose settings count.
    [[nodiscard]] publish::Destination destination(const QString &project, const QString &folder,
                                                   const QString &task) const;

private:
    std::unique_ptr<publish::FileSystem> m_disk;
    launch::BundlePaths m_bundle;
    publish::Publisher m_publisher;
};

/// Finishes or undoes what crashed publishes to this studio left, as each start does. Blocks.
[[nodiscard]] publish::Resumed resumePublishes(Desktop &desktop, const OpenStudio &studio);

} // namespace hearth::composition
