// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/loader/published.h"

namespace hearth::load
{

/// What a plug-in that loads is told of one representation. Pure. Its form: README.md of the publisher.
/// \param files of the representation on this machine, in the order of its own list
[[nodiscard]] QJsonObject pluginRequest(const QString &project, const Product &product, const Version &version,
                                        const Representation &representation, const QStringList &files);

} // namespace hearth::load
