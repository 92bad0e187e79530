// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/server.h"
#include "updater/plan.h"

namespace hearth::update
{

using ByteProgress = std::function<void(qint64 received, qint64 total)>;

struct Fetched {
    QString path;
    contract::Source source;
    QString checksum;
    QString algorithm;
    bool isOurs = true; ///< false: a file of a share, which stays
};

/// Gets an item's archive from the first source that works and checks its digest before anybody opens it. A download
/// that was cut, also by the end of the program, goes on where it stopped. https never becomes http.
/// Errors: NotFound (no source), Invalid (wrong digest), Offline, Cancelled, Internal (disk). Threads: worker threads;
/// one caller an item at a time.
[[nodiscard]] Result<Fetched> fetchArchive(const client::Server &server, const PlanItem &item, const QString &folder,
                                           const std::stop_token &stop, const ByteProgress &progress);

} // namespace hearth::update
