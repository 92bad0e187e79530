// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is old enough to go, in stretches of row numbers, so that no single step is long.
namespace hearth::repository
{

struct Amount {
    std::int64_t rows = 0;
    std::int64_t bytes = 0; ///< of the texts, about
    void add(const Amount &other)
    {
        rows += other.rows;
        bytes += other.bytes;
    }
};

/// The first row number of a table from one on; nullopt behind the last.
[[nodiscard]] Result<std::optional<std::int64_t>> nextChange(database::Connection &db, std::int64_t from);
[[nodiscard]] Result<std::optional<std::int64_t>> nextEvent(database::Connection &db, std::int64_t from);

/// Entries of the change log numbered from `begin` and below `end`, older than the stamp.
[[nodiscard]] Result<Amount> oldChanges(database::Connection &db, std::int64_t begin, std::int64_t end,
                                        std::string_view before);
[[nodiscard]] Result<> removeChanges(database::Connection &db, std::int64_t begin, std::int64_t end,
                                     std::string_view before);

/// An event that has come to its end, with what decides whether it may go.
struct OldEvent {
    std::int64_t seq = 0;
    std::string dependsOn; ///< an event's id; empty: on none
    std::int64_t bytes = 0;
};
/// Finished, failed and aborted events in a stretch, last changed before a stamp; with `isLog` those of `log.…`, else
/// the others.
[[nodiscard]] Result<std::vector<OldEvent>> oldEvents(database::Connection &db, std::int64_t begin, std::int64_t end,
                                                      std::string_view before, bool isLog);
/// Whether an event that has not come to its end waits for this one.
[[nodiscard]] Result<bool> isEventAwaited(database::Connection &db, std::string_view id);

[[nodiscard]] Result<Amount> oldSessions(database::Connection &db, double lastUsedBefore);

} // namespace hearth::repository
