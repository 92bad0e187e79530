// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/connection.h"
#include "repository/conditions.h"

#include <optional>
#include <string>
#include <vector>

namespace hearth::repository
{

struct EventRow {
    std::int64_t seq = 0;
    std::string hash; ///< empty: the event's id
    std::string topic;
    std::string project;
    std::string user;
    std::string sender;
    std::string senderType = "api";
    std::string dependsOn; ///< an event's id
    std::string status = "finished";
    std::int64_t retries = 0;
    std::string description;
    std::string summary = "{}"; ///< JSON object
    std::string payload = "{}"; ///< JSON object
    std::string createdAt;
    std::string updatedAt;
    std::vector<std::string> recipients{}; ///< of one that is passed on and not stored; empty: everybody
};

/// Ids of events: 16 hex digits of this server, 16 of the row's number.
class EventIds
{
public:
    explicit EventIds(std::string prefix) : m_prefix(std::move(prefix)) {}
    [[nodiscard]] std::string idOf(std::int64_t seq) const;
    /// 0 for an id of another server.
    [[nodiscard]] std::int64_t seqOf(std::string_view id) const;

private:
    std::string m_prefix;
};

/// \returns the row's number. Errors: Conflict for a hash that is there
[[nodiscard]] Result<std::int64_t> insertEvent(database::Connection &db, const EventRow &event);
[[nodiscard]] Result<std::optional<EventRow>> eventBySeq(database::Connection &db, std::int64_t seq);
[[nodiscard]] Result<std::optional<EventRow>> eventByHash(database::Connection &db, std::string_view hash);
/// Everything but the number, the topic and the time of making.
[[nodiscard]] Result<> updateEvent(database::Connection &db, const EventRow &event);
[[nodiscard]] Result<> removeEvent(database::Connection &db, std::int64_t seq);
/// Events of a topic that wait for this one.
[[nodiscard]] Result<std::vector<EventRow>> eventsDependingOn(database::Connection &db, std::string_view id,
                                                              std::string_view topic);
/// Events with one of the topics (JSON array; LIKE patterns) made after the one of that number, oldest first.
[[nodiscard]] Result<std::vector<EventRow>> eventsAfter(database::Connection &db, std::int64_t seq,
                                                        std::string_view topicPatterns, int most);
/// The number of the event made last; 0 when there is none.
[[nodiscard]] Result<std::int64_t> newestEvent(database::Connection &db);
/// Whether a topic may match one of the LIKE patterns: their part before the first wildcard decides. Pure.
[[nodiscard]] bool matchesTopic(const std::vector<std::string> &patterns, std::string_view topic);

/// Selection of the event list; conditions are over the alias e.
class EventQuery : public Conditions<EventQuery>
{
public:
    EventQuery &newestFirst();
    EventQuery &limit(std::int64_t rows);
    [[nodiscard]] Result<std::vector<EventRow>> all(database::Connection &db) const;

private:
    std::string m_order = " ORDER BY e.seq";
    std::string m_limit;
};

} // namespace hearth::repository
