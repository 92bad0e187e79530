// SPDX-License-Identifier: Apache-2.0
#include "rules/operations.h"

#include "core/entity_id.h"
#include "repository/documents.h"
#include "repository/entity_store.h"
#include "repository/folder_tree.h"
#include "repository/stamp.h"
#include "rules/activities.h"
#include "rules/entity_events.h"
#include "rules/entity_json.h"
#include "rules/entity_memory.h"
#include "rules/names.h"
#include "rules/project_rights.h"
#include "rules/rights.h"

#include <set>
#include <unordered_map>

namespace hearth::rules
{
namespace
{

using database::Connection;
using repository::Entity;
using repository::Kind;

// Holds as long as the folder is remembered.
struct FolderParts {
    std::string_view path;
    std::string_view inheritable;
};

// Whether an entity is found by another name or at another place than before.
bool isElsewhere(const Entity &before, const Entity &after)
{
    return after.name != before.name || after.parentId != before.parentId || after.path != before.path ||
           after.version != before.version;
}

/// One batch on its way through.
class Engine
{
public:
    Engine(Connection &db, const ProjectInfo &project, const AttributeLibrary &library, const Actor &actor,
           EntityMemory &entities, bool isMoved, bool isHasty = false)
        : m_db(db), m_project(project), m_library(library), m_actor(actor), m_entities(entities), m_isMoved(isMoved),
          m_isHasty(isHasty), m_now(repository::stampNow()),
          m_journal(db, project.row.id, project.row.name, m_now, isMoved)
    {
    }

    void run(Operation &operation, OperationResult &result)
    {
        const Actor actor = operation.asUser.empty() ? m_actor : actorFor(operation.asUser);
        switch (operation.type) {
        case OperationType::Create:
            result.entityId = create(operation, actor);
            result.status = 201;
            return;
        case OperationType::Update:
            update(operation, actor);
            result.status = 204;
            return;
        case OperationType::Delete:
            remove(operation, actor);
            result.status = 204;
            return;
        }
    }

    std::vector<repository::EventRow> takeEvents() { return m_journal.takeEvents(); }

    // What other entities hold of this one follows it: paths, inherited attributes, remembered parents.
    void keepBelow(Kind kind, const Entity &before, const Entity &after)
    {
        const bool isInherited = after.inheritable != before.inheritable;
        if (isInherited || isElsewhere(before, after))
            m_entities.forgetParents();
        if (kind == Kind::Folder && (isInherited || after.path != before.path))
            deriveBelow(after.id, after.path, after.inheritable);
    }

    void deriveBelow(const std::string &folderId, const std::string &path, const std::string &inheritable)
    {
        repository::EntityQuery children(Kind::Folder, m_project.row.id);
        children.where("f.parent_id = $#", folderId);
        for (const Entity &child : need(children.all(m_db))) {
            const std::string childPath = path + '/' + child.name;
            const auto derived = m_library.ofFolder(inheritable, child.attrib);
            if (childPath == child.path && derived.effective == child.effective &&
                derived.inheritable == child.inheritable)
                continue;
            need(repository::setDerived(m_db, m_project.row.id, child.id, childPath, derived.effective,
                                        derived.inheritable));
            m_entities.forget(child.id);
            deriveBelow(child.id, childPath, derived.inheritable);
        }
    }

private:
    [[nodiscard]] std::int64_t projectId() const { return m_project.row.id; }

    Actor actorFor(const std::string &name)
    {
        if (name == m_actor.user->name())
            return m_actor;
        if (!m_actor.user->isService)
            refuse(forbidden("Only services can act as another user"));
        auto row = need(repository::userByName(m_db, name));
        if (!row)
            refuse(notFound("User " + name + " not found"));
        if (!row->active)
            refuse(forbidden("User " + name + " is disabled"));
        Actor made = m_actor;
        made.user = readUser(std::move(*row));
        return made;
    }

    std::optional<FolderParts> folderParts(const std::string &id)
    {
        if (id.empty())
            return FolderParts{{}, m_project.inheritable};
        if (const Entity *folder = m_entities.find(Kind::Folder, id))
            return FolderParts{folder->path, folder->inheritable};
        return std::nullopt;
    }

    [[noreturn]] static void missingReference(std::string_view column, const std::string &id, std::string_view table)
    {
        refuse(conflict(std::string(column) + " '" + id + "' is not present in table \"" + std::string(table) + "\".",
                        "foreign-key-violation"));
    }

    bool exists(Kind kind, const std::string &id) { return m_entities.find(kind, id) != nullptr; }

    void checkParent(Kind kind, const Entity &e)
    {
        switch (kind) {
        case Kind::Folder:
            if (!folderParts(e.parentId))
                missingReference("parent_id", dashed(e.parentId), "folders");
            return;
        case Kind::Task:
        case Kind::Product:
            if (!folderParts(e.parentId))
                missingReference("folder_id", dashed(e.parentId), "folders");
            return;
        case Kind::Version:
            if (!exists(Kind::Product, e.parentId))
                missingReference("product_id", dashed(e.parentId), "products");
            return;
        case Kind::Representation:
            if (!exists(Kind::Version, e.parentId))
                missingReference("version_id", dashed(e.parentId), "versions");
            return;
        case Kind::Workfile:
            if (!exists(Kind::Task, e.parentId))
                missingReference("task_id", dashed(e.parentId), "tasks");
            return;
        }
    }

    void checkVocabulary(Kind kind, const Entity &e)
    {
        if (kind == Kind::Folder && !m_project.hasFolderType(e.type))
            missingReference("folder_type", e.type, "folder_types");
        if (kind == Kind::Task && !m_project.hasTaskType(e.type))
            missingReference("task_type", e.type, "task_types");
        if (!m_project.status(e.status))
            missingReference("status", e.status, "statuses");
        if (kind == Kind::Version && !e.taskId.empty() && !exists(Kind::Task, e.taskId))
            missingReference("task_id", dashed(e.taskId), "tasks");
    }

    void checkVersionNumber(const Entity &e)
    {
        if (e.version < 0 && need(repository::hasHero(m_db, projectId(), e.parentId, e.id)))
            refuse(conflict("Hero version already exists.", "unique-violation"));
        if (e.active && need(repository::isVersionTaken(m_db, projectId(), e.parentId, e.version, e.id)))
            refuse(conflict("Version with product_id, version '" + dashed(e.parentId) + ", " +
                                std::to_string(e.version) + "' already exists.",
                            "unique-violation"));
    }

    // The index refused a row: says which rule it was.
    [[noreturn]] void refuseDuplicate(Kind kind, const Entity &e, bool isCreate)
    {
        std::string what(nameOf(kind));
        what.front() = static_cast<char>(what.front() - 32);
        if (isCreate && need(repository::entityById(m_db, kind, projectId(), e.id)))
            refuse(conflict(what + " with id '" + dashed(e.id) + "' already exists.", "unique-violation"));
        if (kind == Kind::Workfile)
            refuse(conflict(what + " with path '" + e.path + "' already exists.", "unique-violation"));
        const std::string name = lowered(e.name);
        if (kind == Kind::Folder && e.parentId.empty())
            refuse(conflict(what + " with lower(name::text) '" + name + "' already exists.", "unique-violation"));
        const char *parent = kind == Kind::Folder           ? "parent_id"
                             : kind == Kind::Representation ? "version_id"
                                                            : "folder_id";
        refuse(conflict(what + " with " + parent + ", lower(name::text) '" + dashed(e.parentId) + ", " + name +
                            "' already exists.",
                        "unique-violation"));
    }

    void save(Kind kind, const Entity &e, const Entity *before)
    {
        const bool isCreate = !before;
        const bool mayClash = isCreate || isElsewhere(*before, e) || before->active != e.active;
        const auto saved = isCreate ? repository::insertEntity(m_db, kind, projectId(), e, m_isHasty)
                                    : repository::updateEntity(m_db, kind, projectId(), e, mayClash);
        if (saved)
            return;
        if (saved.error().kind == ErrorKind::Conflict)
            refuseDuplicate(kind, e, isCreate);
        refuse(failureOf(saved.error()));
    }

    const ProjectRights &rightsOf(const Actor &actor)
    {
        const auto [kept, isNew] = m_rights.try_emplace(actor.user->name());
        if (isNew)
            kept->second = need(readRights(m_db, *actor.user, m_project.row.name));
        return *kept->second;
    }

    // Whether a right and the one to read reach the place of an entity; of a folder that is its parent, or itself.
    bool isReached(const ProjectRights &rights, Right right, const std::pair<std::string, std::string> &place)
    {
        const auto &[path, id] = place;
        return need(isAllowed(m_db, rights, projectId(), right, path, id)) &&
               need(isAllowed(m_db, rights, projectId(), Right::Read, path, id));
    }

    void checkMayCreate(const Actor &actor, Kind kind, const Entity &e)
    {
        if (actor.user->isManager)
            return;
        if (kind == Kind::Folder && e.parentId.empty() && need(mayCreateProjects(m_db, *actor.user)))
            return;
        if (!isReached(rightsOf(actor), writeRight(kind, Right::Create), folderOf(kind, e)))
            refuse(forbidden("You do not have permission to do this"));
    }

    void checkMayChange(const Actor &actor, Kind kind, Right right, const Entity &e)
    {
        if (actor.user->isManager)
            return;
        const ProjectRights &rights = rightsOf(actor);
        const auto place = kind == Kind::Folder ? std::pair{e.path, e.id} : folderOf(kind, e);
        if (!isReached(rights, right, place) || (!rights.showsSiblingTasks && !isOwnTask(kind, e, rights)))
            refuse(forbidden("You do not have permission to do this"));
    }

    // A work file is its task's; other kinds do not ask.
    bool isOwnTask(Kind kind, const Entity &e, const ProjectRights &rights)
    {
        if (kind != Kind::Task && kind != Kind::Workfile)
            return true;
        repository::EntityQuery query(kind, projectId());
        query.withIds({e.id}).assignedTo(rights.user);
        return !need(query.all(m_db)).empty();
    }

    void checkAttributes(const Actor &actor, const GivenFields &given)
    {
        if (actor.user->isManager || given.attribPatch == "{}")
            return;
        const ProjectRights &rights = rightsOf(actor);
        for (const auto &attribute : jsontext::parseObject(given.attribPatch))
            if (!ProjectRights::allows(rights.attribWrite, attribute.key()))
                refuse(forbidden("You are not allowed to change the attribute " + std::string(attribute.key())));
    }

    // Of what is changed, not of what is made: a new entity cannot do without its fields.
    void checkFields(const Actor &actor, const jsontext::Object &data)
    {
        if (actor.user->isManager)
            return;
        const ProjectRights &rights = rightsOf(actor);
        if (!rights.fieldWrite)
            return;
        for (const char *field : {"name",     "label",     "folderType", "taskType", "productType", "productBaseType",
                                  "status",   "tags",      "active",     "data",     "assignees",   "parentId",
                                  "folderId", "productId", "versionId",  "taskId",   "thumbnailId", "author",
                                  "version",  "files",     "traits",     "path"})
            if (jsontext::find(data, field) && !ProjectRights::allows(rights.fieldWrite, field) &&
                !ProjectRights::allows(rights.fieldWrite, jsontext::snakeCase(field)))
                refuse(forbidden("You are not allowed to change the field " + std::string(field)));
    }

    std::pair<std::string, std::string> folderOf(Kind kind, const Entity &e)
    {
        std::string id = e.parentId;
        for (Kind parent = repository::parentKindOf(kind); parent != Kind::Folder;
             parent = repository::parentKindOf(parent)) {
            const Entity *row = m_entities.find(parent, id);
            if (!row)
                return {};
            id = row->parentId;
        }
        const auto parts = folderParts(id);
        return parts ? std::pair{std::string(parts->path), id} : std::pair<std::string, std::string>{};
    }

    static Right writeRight(Kind kind, Right plain)
    {
        return kind == Kind::Folder || kind == Kind::Task ? plain : Right::Publish;
    }

    std::string create(Operation &operation, const Actor &actor)
    {
        const Kind kind = operation.kind;
        Entity e;
        e.id = operation.entityId;
        if (e.id.empty()) {
            const jsontext::Value *given = operation.data.if_contains("id");
            e.id = given && given->is_string() ? canonicalEntityId(std::string(given->get_string())) : newEntityId();
            if (e.id.empty())
                refuse(invalidField("id", "value is not a valid id", "value_error.uuid"));
        }
        const GivenFields given = applyFields(kind, operation.data, m_library, true, e);
        checkRequired(kind, e, operation.data);
        setDefaults(kind, e, given, actor);
        if (m_isMoved)
            keepOrigin(operation.origin, e);
        if (kind == Kind::Folder && e.parentId == e.id)
            refuse(badRequest("A folder cannot be its own parent"));
        checkParent(kind, e);
        checkVocabulary(kind, e);
        checkMayCreate(actor, kind, e);
        checkAttributes(actor, given);
        if (kind == Kind::Folder)
            derive(e);
        if (kind == Kind::Version)
            checkVersionNumber(e);
        save(kind, e, nullptr);
        remember(kind, e);
        m_journal.created(kind, e, actor);
        return e.id;
    }

    void setDefaults(Kind kind, Entity &e, const GivenFields &given, const Actor &actor)
    {
        if (e.status.empty())
            e.status = m_project.defaultStatus(nameOf(kind));
        if (kind == Kind::Folder && e.type.empty() && !m_project.folderTypes.empty())
            e.type = m_project.folderTypes.front();
        if (kind == Kind::Product && e.baseType.empty())
            e.baseType = e.type;
        if (kind == Kind::Version && given.hasAuthor && e.author != actor.user->name() && !actor.user->isAdmin)
            refuse(forbidden("Only administrators can name another author"));
        if (kind == Kind::Version && !given.hasAuthor)
            e.author = actor.user->name();
        if (kind != Kind::Task) { // the protocol gives new tasks no maker
            e.createdBy = actor.user->name();
            e.updatedBy = actor.user->name();
        }
        e.createdAt = m_now;
        e.updatedAt = m_now;
    }

    static void keepOrigin(const Operation::Origin &origin, Entity &e)
    {
        if (!origin.createdAt.empty())
            e.createdAt = origin.createdAt;
        if (!origin.updatedAt.empty())
            e.updatedAt = origin.updatedAt;
        e.createdBy = origin.createdBy;
        e.updatedBy = origin.updatedBy;
    }

    // A task changes with its versions; one that was moved comes with the time of its last change.
    void touchTask(const std::string &task)
    {
        if (!m_isMoved)
            need(repository::touchEntity(m_db, Kind::Task, projectId(), task, m_now));
    }

    void derive(Entity &e)
    {
        const auto parent = folderParts(e.parentId);
        e.path = std::string(parent->path) + '/' + e.name;
        auto derived = m_library.ofFolder(parent->inheritable, e.attrib);
        e.effective = std::move(derived.effective);
        e.inheritable = std::move(derived.inheritable);
    }

    void remember(Kind kind, const Entity &e)
    {
        m_entities.keep(kind, e);
        if (kind == Kind::Version && !e.taskId.empty())
            touchTask(e.taskId);
        if (kind == Kind::Product && m_productTypes.insert(e.type).second &&
            !need(repository::documentByName(m_db, repository::documents::productType, e.type)))
            need(repository::putDocument(m_db, repository::documents::productType, e.type, "{}"));
    }

    void update(Operation &operation, const Actor &actor)
    {
        const Kind kind = operation.kind;
        const Entity *stored = m_entities.find(kind, operation.entityId, true);
        if (!stored)
            refuse(notFound("Entity " + operation.entityId + " not found"));
        const Entity before = *stored;
        Entity after = before;
        const GivenFields given = applyFields(kind, operation.data, m_library, false, after);
        if (operation.data.empty())
            return;
        const bool isPicture = given.onlyThumbnail && given.hasThumbnail;
        checkMayChange(actor, kind, isPicture ? Right::Publish : writeRight(kind, Right::Update), before);
        checkAttributes(actor, given);
        if (!isPicture)
            checkFields(actor, operation.data);
        after.updatedAt = m_now;
        if (!given.hasUpdatedBy)
            after.updatedBy = actor.user->name();
        if (m_isMoved)
            keepOrigin(operation.origin, after);
        else if (given.hasThumbnail)
            stampThumbnail(after);
        checkChange(kind, before, after, operation, actor);
        save(kind, after, &before);
        m_entities.keep(kind, after);
        keepBelow(kind, before, after);
        if (kind == Kind::Version && !after.taskId.empty() && after.taskId != before.taskId)
            touchTask(after.taskId);
        m_journal.updated(kind, before, after, given, actor);
    }

    static void stampThumbnail(Entity &e)
    {
        jsontext::Object data = jsontext::parseObject(e.data);
        data["thumbnailHash"] = randomHex(3);
        e.data = jsontext::toText(data);
    }

    void checkChange(Kind kind, const Entity &before, Entity &after, const Operation &operation, const Actor &actor)
    {
        if (kind == Kind::Folder)
            checkFolderChange(before, after, operation.isForced);
        if (after.parentId != before.parentId) {
            checkParent(kind, after);
            checkMayCreate(actor, kind, after);
        }
        checkVocabulary(kind, after);
        if (kind == Kind::Folder &&
            (after.parentId != before.parentId || after.name != before.name || after.attrib != before.attrib))
            derive(after);
        if (kind == Kind::Version) {
            if (after.author != before.author && after.author != actor.user->name() && !actor.user->isAdmin)
                refuse(forbidden("Only administrators can name another author"));
            if (after.version != before.version || after.parentId != before.parentId || after.active != before.active)
                checkVersionNumber(after);
        }
    }

    void checkFolderChange(const Entity &before, const Entity &after, bool isForced)
    {
        const char *field = after.name != before.name           ? "name"
                            : after.type != before.type         ? "folder_type"
                            : after.parentId != before.parentId ? "parent_id"
                                                                : nullptr;
        if (!field)
            return;
        if (!isForced && need(repository::hasVersionsBelow(m_db, projectId(), before.id)))
            refuse(forbidden(std::string("Cannot change ") + field + " of a folder with published versions"));
        if (after.parentId == before.parentId)
            return;
        if (after.parentId == before.id)
            refuse(badRequest("A folder cannot be its own parent"));
        for (const std::string &below : need(repository::foldersBelow(m_db, projectId(), before.id)))
            if (below == after.parentId)
                refuse(badRequest("A folder cannot be moved into a folder below it"));
    }

    void remove(Operation &operation, const Actor &actor)
    {
        const Kind kind = operation.kind;
        const auto before = need(repository::entityById(m_db, kind, projectId(), operation.entityId, true));
        if (!before)
            refuse(notFound("Entity " + operation.entityId + " not found"));
        m_entities.forgetAll();
        checkMayChange(actor, kind, Right::Delete, *before);
        std::string text;
        appendEntity(text, kind, *before, before->attrib, false);
        removeBelow(kind, before->id, operation.isForced && actor.user->isManager);
        need(repository::removeLinksOf(m_db, projectId(), before->id));
        need(repository::removeEntity(m_db, kind, projectId(), before->id));
        m_entities.forgetAll();
        m_journal.deleted(kind, *before, text, actor);
    }

    void removeBelow(Kind kind, const std::string &id, bool isForced)
    {
        switch (kind) {
        case Kind::Folder:
            if (!isForced && need(repository::hasProductsBelow(m_db, projectId(), id)))
                refuse(conflict("Unable to delete a folder with products or tasks.", "delete-folder-with-children"));
            return need(repository::removeBelowFolder(m_db, projectId(), id));
        case Kind::Task:
            return need(repository::removeBelowTask(m_db, projectId(), id));
        case Kind::Product:
            return need(repository::removeBelowProduct(m_db, projectId(), id));
        case Kind::Version:
            return need(repository::removeBelowVersion(m_db, projectId(), id));
        default:
            return;
        }
    }

    Connection &m_db;
    const ProjectInfo &m_project;
    const AttributeLibrary &m_library;
    const Actor &m_actor;
    EntityMemory &m_entities;
    const bool m_isMoved;
    const bool m_isHasty; ///< does not wait for what is stored; whoever runs it looks whether all of it was
    const std::string m_now;
    EntityJournal m_journal;
    std::unordered_map<std::string, std::shared_ptr<const ProjectRights>> m_rights; ///< by user
    std::set<std::string, std::less<>> m_productTypes;
};

// What a batch will look at, as far as it says so itself.
std::array<std::vector<std::string>, 6> entitiesOf(const Batch &batch)
{
    static constexpr std::array parentFields{"parentId", "folderId", "folderId", "productId", "versionId", "taskId"};
    std::array<std::vector<std::string>, 6> made;
    for (const Operation &operation : batch.operations) {
        if (operation.type != OperationType::Create)
            made[static_cast<std::size_t>(operation.kind)].push_back(operation.entityId);
        const auto field = parentFields[static_cast<std::size_t>(operation.kind)];
        if (auto id = canonicalEntityId(jsontext::text(operation.data, field)); !id.empty())
            made[static_cast<std::size_t>(repository::parentKindOf(operation.kind))].push_back(std::move(id));
        if (auto id = canonicalEntityId(jsontext::text(operation.data, "taskId")); !id.empty())
            made[static_cast<std::size_t>(Kind::Task)].push_back(std::move(id));
    }
    return made;
}

/// All operations of a batch in order, and what follows from them.
struct BatchRun {
    Connection &db;
    const ProjectInfo &project;
    const AttributeLibrary &library;
    const Actor &actor;
    Batch &batch;

    [[nodiscard]] BatchResult run(bool isHasty) const
    {
        BatchResult made;
        std::vector<repository::EventRow> kept;
        EntityMemory entities(db, project.row.id);
        if (db.isDistant())
            entities.readAhead(entitiesOf(batch));
        auto engine = std::make_unique<Engine>(db, project, library, actor, entities, batch.isMoved, isHasty);
        made.results.reserve(batch.operations.size());
        for (Operation &operation : batch.operations) {
            made.results.push_back(runOne(*engine, operation));
            if (!made.results.back().failure)
                continue;
            made.success = false;
            if (!batch.canFail)
                return made;
            forgetFailed(*engine, kept);
            entities.forgetAll();
            engine = std::make_unique<Engine>(db, project, library, actor, entities, batch.isMoved);
        }
        for (auto &event : engine->takeEvents())
            kept.push_back(std::move(event));
        if (batch.isMoved)
            return made;
        ActivityBook book(db, project.row, repository::stampNow(), &entities);
        addAutomaticActivities(db, actor, kept, entities, book);
        made.events = std::move(kept);
        made.passing = book.takePassing();
        return made;
    }

    // Stores without waiting for each answer, since almost every batch is fine. One that is not leaves nothing, and
    // runs again with care, so that each failure is told where it belongs.
    [[nodiscard]] std::optional<BatchResult> hastily() const
    {
        if (!db.postText("SAVEPOINT batch", {}))
            return std::nullopt;
        try {
            BatchResult made = run(true);
            if (made.success && db.visit("RELEASE batch", {}, {}))
                return made;
        } catch (const Refusal &) { // told by the careful run
        }
        (void)db.visit("ROLLBACK TO batch", {}, {});
        (void)db.visit("RELEASE batch", {}, {});
        return std::nullopt;
    }

private:
    [[nodiscard]] OperationResult runOne(Engine &engine, Operation &operation) const
    {
        OperationResult result{operation.id, operation.type, operation.kind, operation.entityId, 0, std::nullopt};
        try {
            if (batch.canFail)
                need(db.postText("SAVEPOINT operation", {}));
            engine.run(operation, result);
            if (batch.canFail)
                need(db.visit("RELEASE operation", {}, {}));
        } catch (const Refusal &refusal) {
            result.failure = refusal.failure();
            result.status = refusal.failure().status;
        }
        return result;
    }

    // The events of an undone operation went with it.
    void forgetFailed(Engine &engine, std::vector<repository::EventRow> &kept) const
    {
        (void)db.visit("ROLLBACK TO operation", {}, {});
        (void)db.visit("RELEASE operation", {}, {});
        for (auto &event : engine.takeEvents())
            kept.push_back(std::move(event));
        std::erase_if(kept, [this](const repository::EventRow &event) {
            return !repository::eventBySeq(db, event.seq).value_or(std::nullopt).has_value();
        });
    }
};

} // namespace

BatchResult applyBatch(Connection &db, const ProjectInfo &project, const AttributeLibrary &library, const Actor &actor,
                       Batch &batch)
{
    const BatchRun run{db, project, library, actor, batch};
    if (db.isDistant() && !batch.canFail && batch.operations.size() > 1)
        if (auto made = run.hastily())
            return std::move(*made);
    return run.run(false);
}

Outcome<> deriveAllFolders(Connection &db, const ProjectInfo &project, const AttributeLibrary &library)
{
    const auto nobody = std::make_shared<User>();
    const Actor actor{nobody, {}, {}};
    try {
        EntityMemory entities(db, project.row.id);
        Engine(db, project, library, actor, entities, false).deriveBelow("", "", project.inheritable);
        return {};
    } catch (const Refusal &refusal) {
        return tl::unexpected(refusal.failure());
    }
}

} // namespace hearth::rules
