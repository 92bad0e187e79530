// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/events.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace hearth::server
{

/// What one server tells the others on its database: what of their memory no longer holds, and events.
struct Notice {
    std::string from;          ///< the server
    std::int64_t number = 0;   ///< of its notices
    bool isEverything = false; ///< nothing that is kept holds
    bool projects = false;
    bool users = false;
    bool attributes = false;
    bool addons = false;
    bool logins = false;                       ///< sessions and keys
    std::set<std::int64_t> touched;            ///< projects whose entities changed
    std::set<std::int64_t> events;             ///< numbers of stored events
    std::optional<repository::EventRow> event; ///< one that passes, or one that was changed
    bool isUpdate = false;                     ///< `event` was told before
    std::optional<double> progress;            ///< of `event`

    [[nodiscard]] bool isEmpty() const;
    /// Takes in what another one says of the data.
    void add(const Notice &other);
};

[[nodiscard]] std::string noticeText(const Notice &notice);
/// nullopt for a text that is none.
[[nodiscard]] std::optional<Notice> readNotice(std::string_view text);

} // namespace hearth::server
