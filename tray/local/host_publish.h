// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/publisher.h"

#include <QJsonObject>

namespace hearth::tray_local
{

struct HostLaunch;

/// The publisher of a launch's studio; what it stands on lives with it.
struct HostPublisher {
    std::shared_ptr<const publish::Publisher> publisher;
    publish::Destination destination;
};

/// What a host wants published: instances of files (absolute paths), type, variant, comment and thumbnail. Pure but for
/// the names' rules. Errors: Invalid.
[[nodiscard]] Result<std::vector<publish::Instance>>
hostInstances(const publish::PublishContext &context, const HostLaunch &launch, const QJsonObject &parameters);

using ReplyToHost = std::function<void(const Result<QJsonValue> &)>;
using ProgressToHost = std::function<void(const Progress &)>;

/// Publishes without holding the calling thread; the reply comes on a pool thread. Nothing published is an error that
/// says why, with what the checks found.
void publishForHost(const HostPublisher &with, const HostLaunch &launch, const QJsonObject &parameters,
                    const ProgressToHost &progress, const ReplyToHost &reply);

} // namespace hearth::tray_local
