// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/entity.h"
#include "repository/events.h"
#include "rules/entity_fields.h"
#include "rules/user.h"

#include <string>
#include <vector>

namespace hearth::rules
{

/// Collects what a batch does and writes it, in the same transaction, into the change log and as the events made of it.
class EntityJournal
{
public:
    EntityJournal(database::Connection &db, std::int64_t projectId, std::string projectName, std::string now,
                  bool tellsNobody);

    void created(repository::Kind kind, const repository::Entity &after, const Actor &actor);
    /// \param after from a joined read or with the same parents' names as `before`
    void updated(repository::Kind kind, const repository::Entity &before, const repository::Entity &after,
                 const GivenFields &given, const Actor &actor);
    /// \param entityText the whole entity as REST gives it
    void deleted(repository::Kind kind, const repository::Entity &before, const std::string &entityText,
                 const Actor &actor);

    /// What was stored, in order.
    [[nodiscard]] std::vector<repository::EventRow> takeEvents() { return std::move(m_events); }

private:
    struct Aspect {
        std::string_view topic; ///< after "entity.<type>."
        std::string before;     ///< JSON
        std::string after;      ///< JSON
        bool hasValue = true;
    };
    void log(repository::Kind kind, std::string_view id, std::string_view action, std::string_view before,
             std::string_view after, const Actor &actor);
    void store(std::string topic, std::string description, std::string summary, std::string payload,
               const Actor &actor);
    [[nodiscard]] static std::vector<Aspect> aspectsOf(repository::Kind kind, const repository::Entity &before,
                                                       const repository::Entity &after, const GivenFields &given);

    database::Connection &m_db;
    std::int64_t m_projectId;
    std::string m_projectName;
    std::string m_now;
    bool m_tellsNobody; ///< only the change log is written
    std::vector<repository::EventRow> m_events;
};

/// All stored fields of a row as a JSON object, for the change log.
[[nodiscard]] std::string rowText(repository::Kind kind, const repository::Entity &entity);

} // namespace hearth::rules
