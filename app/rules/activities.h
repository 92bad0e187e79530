// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "repository/activities.h"
#include "repository/entity_store.h"
#include "repository/events.h"
#include "repository/projects.h"
#include "rules/entity_memory.h"
#include "rules/failure.h"
#include "rules/user.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace hearth::rules
{

inline constexpr std::size_t activityBodyLimit = 2000; ///< characters

/// A new activity as its maker gives it.
struct ActivityDraft {
    std::string id; ///< empty: one is made
    std::string type;
    std::string body;
    std::string tags = "[]"; ///< JSON array
    jsontext::Object data;
    std::vector<std::string> files; ///< ids
    std::string createdAt;          ///< empty: now
    std::string updatedAt;          ///< empty: when it was made
    bool isAutomatic = false;       ///< made by the server: its event is not stored
    bool isMoved = false;           ///< taken over from another server: keeps its reactions, and counts as read by all
};

/// What is to change of an activity; nullptr leaves it.
struct ActivityPatch {
    const std::string *body = nullptr;
    const std::string *tags = nullptr; ///< JSON array
    const std::vector<std::string> *files = nullptr;
    bool appendsFiles = false;
    const jsontext::Object *data = nullptr; ///< merged one level
};

/// A link of a text to an entity or a user: `[text](type:id)`.
struct Mention {
    std::string type;
    std::string id; ///< or a user's or a team's name
};
[[nodiscard]] std::vector<Mention> mentionsIn(std::string_view body);
/// Whether a text has boxes to tick, and the text with all of them empty.
[[nodiscard]] bool hasCheckboxes(std::string_view body);
[[nodiscard]] std::string withEmptyCheckboxes(std::string body);

/// Writes the activities of one project with what they concern, in the caller's transaction, and collects their events.
/// Throws Refusal. Threads: the writer's.
class ActivityBook
{
public:
    /// \param entities what the caller has read of them; outlives the book. nullptr: nothing
    ActivityBook(database::Connection &db, const repository::ProjectRow &project, std::string now,
                 EntityMemory *entities = nullptr);

    /// \returns the new activity. Those who watch the entity are told.
    repository::ActivityRow add(const Actor &author, repository::Kind kind, const repository::Entity &entity,
                                ActivityDraft draft);
    void change(const Actor &actor, repository::ActivityRow &activity, const ActivityPatch &patch);
    void remove(const Actor &actor, const repository::ActivityRow &activity);
    /// Makes a user a watcher of the entity, unless the user is one.
    void watch(const Actor &actor, repository::Kind kind, const repository::Entity &entity, const std::string &user);
    /// What is told about an activity that was changed by other means.
    void tell(const Actor &actor, const char *topic, const repository::ActivityRow &activity, bool isStored);

    /// Stored events, and those that are only passed on; both to be sent after the commit.
    [[nodiscard]] std::vector<repository::EventRow> takeEvents() { return std::move(m_events); }
    [[nodiscard]] std::vector<repository::EventRow> takePassing() { return std::move(m_passing); }

private:
    struct Place {
        jsontext::Object origin;
        repository::Kind parentKind = repository::Kind::Folder;
        std::string parentId;
    };
    const Place *placeOf(repository::Kind kind, const std::string &id);
    [[nodiscard]] jsontext::Array parentsOf(repository::Kind kind, const repository::Entity &entity);
    void refer(const repository::ActivityRow &activity, const char *type, std::string_view entityType,
               const std::string &id, const std::string &name);
    void referAll(const repository::ActivityRow &activity, repository::Kind kind, const repository::Entity &entity);
    void referToMentions(const repository::ActivityRow &activity);
    void referToRelated(const repository::ActivityRow &activity, repository::Kind kind,
                        const repository::Entity &entity, const repository::Concerned &concerned);
    [[nodiscard]] std::vector<std::string> teamMembers(const std::string &team) const;
    void bindFiles(const Actor &actor, const std::vector<std::string> &files, const repository::ActivityRow &activity);
    void tell(const Actor &actor, const char *topic, const repository::ActivityRow &activity,
              const std::vector<repository::ReferenceRow> &references, bool isStored);
    void tellInboxes(const Actor &actor, const repository::ActivityRow &activity,
                     const std::vector<repository::ReferenceRow> &references);

    database::Connection &m_db;
    const repository::ProjectRow &m_project;
    const std::string m_now;
    EntityMemory m_ownEntities;
    EntityMemory &m_entities;
    bool m_isMoved = false; ///< the activity that is being added
    std::vector<repository::EventRow> m_events;
    std::vector<repository::EventRow> m_passing;
    std::vector<repository::ReferenceRow> m_references; ///< of the activity that is being added, as far as they are new
    std::unordered_map<std::string, Place> m_places;    ///< by entity id; an empty origin: not there
    std::unordered_map<std::string, bool> m_users;      ///< whether there is such a user
};

/// How activities name an entity: id, type, name, label and subtype.
[[nodiscard]] jsontext::Object activityOrigin(repository::Kind kind, const repository::Entity &entity);

/// Makes the activities that belong to entity events: publishing, changed statuses, assignees and attributes.
/// \param events of one transaction
void addAutomaticActivities(database::Connection &db, const Actor &actor,
                            const std::vector<repository::EventRow> &events, EntityMemory &entities,
                            ActivityBook &book);

} // namespace hearth::rules
