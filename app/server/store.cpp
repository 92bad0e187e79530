// SPDX-License-Identifier: Apache-2.0
#include "server/store.h"

#include "core/entity_id.h"
#include "core/log.h"
#include "repository/documents.h"
#include "repository/schema.h"
#include "rules/names.h"
#include "rules/rights.h"

#include <future>

namespace hearth::server
{
namespace
{

namespace documents = repository::documents;

constexpr std::size_t keptScopes = 5000;
constexpr std::size_t keptScopeFolders = 400'000; // each about 150 bytes

// A text of the server that is made once and kept.
Result<std::string> keptText(database::Connection &db, const char *name, std::size_t bytes)
{
    const auto stored = repository::documentByName(db, documents::server, name);
    if (!stored)
        return fail(stored.error());
    if (stored->has_value())
        return (*stored)->body;
    const std::string made = randomHex(bytes);
    if (auto put = repository::putDocument(db, documents::server, name, made); !put)
        return fail(put.error());
    return made;
}

} // namespace

std::shared_ptr<const rules::ProjectInfo> WriteContext::project(std::string_view name)
{
    const std::string key = rules::lowered(name);
    auto &kept = m_store.m_writerProjects[key];
    if (!kept) {
        auto row = rules::need(repository::projectByName(db, name));
        if (!row)
            rules::refuse(rules::notFound("Project " + std::string(name) + " not found"));
        kept = rules::projectInfo(std::move(*row), *attributes());
    }
    return kept;
}

std::shared_ptr<const rules::AttributeLibrary> WriteContext::attributes()
{
    if (!m_store.m_writerAttributes)
        m_store.m_writerAttributes = rules::need(rules::AttributeLibrary::load(db));
    return m_store.m_writerAttributes;
}

void WriteContext::updateEvent(const repository::EventRow &event)
{
    rules::need(repository::updateEvent(db, event));
    m_store.m_enrollViews.changed(event, m_store.eventIds());
}

void WriteContext::removeEvent(std::int64_t seq)
{
    rules::need(repository::removeEvent(db, seq));
    m_store.m_enrollViews.clear(); // its source may become a job again
}

EnrollViews &WriteContext::enrollViews()
{
    return m_store.m_enrollViews;
}

const repository::EventIds &WriteContext::eventIds() const
{
    return m_store.eventIds();
}

void WriteContext::emit(std::vector<repository::EventRow> events)
{
    for (auto &event : events)
        emit(std::move(event));
}

void WriteContext::pass(std::vector<repository::EventRow> events)
{
    for (auto &event : events)
        m_passing.push_back(std::move(event));
}

Store::Store(std::shared_ptr<const database::Source> source)
    : m_source(std::move(source)), m_readers(m_source), m_name(randomHex(8))
{
}

Store::~Store()
{
    m_neighbours.clear(); // nobody calls back into what ends
    m_readers.closeFree();
}

Result<std::unique_ptr<Store>> Store::open(std::shared_ptr<const database::Source> source, Neighbours neighbours)
{
    auto connection = source->open(database::Connection::Access::ReadWrite);
    if (!connection)
        return fail(connection.error());
    if (auto schema = database::migrate(**connection, repository::migrations()); !schema)
        return fail(schema.error());
    std::unique_ptr<Store> store(new Store(std::move(source)));
    if (const auto turn = (*connection)->beginWrite(); !turn)
        return fail(turn.error());
    if (auto prepared = store->prepare(**connection); !prepared)
        return fail(prepared.error());
    if (auto stored = (*connection)->commit({}); !stored)
        return fail(stored.error());
    store->m_neighbours = std::move(neighbours);
    database::WriteQueue::Hooks hooks;
    if (store->hasNeighbours())
        hooks = {[&store = *store](bool hasOthers) { store.beginBatch(hasOthers); },
                 [&store = *store] { return store.announcement(); }};
    store->m_writer = std::make_unique<database::WriteQueue>(std::move(*connection), std::move(hooks));
    for (const auto &way : store->m_neighbours)
        way->listen(
            store->studio(), [&store = *store](std::string_view text) { store.hear(text); },
            [&store = *store] { store.catchUp(); });
    return store;
}

Result<> Store::prepare(database::Connection &db)
{
    auto secret = keptText(db, "secret", 32);
    if (!secret)
        return fail(secret.error());
    m_secret = *secret;
    auto prefix = keptText(db, "event_prefix", 8);
    if (!prefix)
        return fail(prefix.error());
    m_eventIds = std::make_unique<repository::EventIds>(*prefix);
    if (auto stored = rules::AttributeLibrary::storeBuiltins(db); !stored)
        return stored;
    if (auto stored = rules::storeBuiltinGroups(db); !stored)
        return stored;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const double lapsed = std::chrono::duration<double>(now - std::chrono::hours(72)).count();
    if (auto removed = repository::removeSessionsBefore(db, lapsed); !removed)
        return removed;
    auto library = rules::AttributeLibrary::load(db);
    if (!library)
        return fail(library.error());
    m_attributes = *library;
    return {};
}

database::ReadPool::Lease Store::read()
{
    return rules::need(m_readers.take());
}

// Why a change was not kept; one that found no room closes the gate.
rules::Failure Store::failureOf(database::WriteOutcome outcome) const
{
    StorageGate *gate = m_gate;
    if (outcome == database::WriteOutcome::Full && gate)
        gate->foundNoRoom();
    if (outcome == database::WriteOutcome::Full || (gate && !gate->isOpen()))
        return {507, "insufficient-storage", StorageGate::closedText, {}};
    if (outcome == database::WriteOutcome::Unknown)
        return {503,
                "service-unavailable",
                "The connection to the database was lost while it was storing the change: look whether it is there "
                "before you try again",
                {}};
    return {503, "service-unavailable", "The change could not be stored", {}};
}

/// One write on its way through the writer.
struct Store::Job {
    database::Origin origin;
    Work work;
    Done done;
    std::optional<rules::Outcome<http::Response>> result;
    std::unique_ptr<WriteContext> context;
};

void Store::forgetWriterView()
{
    m_writerProjects.clear();
    m_writerAttributes.reset();
}

bool Store::runJob(Job &job, database::Connection &db)
{
    job.context = std::make_unique<WriteContext>(*this, db);
    db.setOrigin(std::move(job.origin));
    try {
        job.result = job.work(*job.context);
        const Notice &change = job.context->m_notice;
        if (change.projects || change.attributes)
            m_writerProjects.clear();
        if (change.attributes)
            m_writerAttributes.reset();
        m_batch.add(change);
        return true;
    } catch (const rules::Refusal &refusal) {
        const bool isFull = refusal.failure().status == 507;
        job.result = tl::unexpected(isFull ? failureOf(database::WriteOutcome::Full) : refusal.failure());
    } catch (const std::exception &error) {
        log::error(log::server, "write failed: {}", error.what());
        job.result = tl::unexpected(rules::Failure{500, "internal", "Internal error", {}});
    }
    forgetWriterView(); // what the undone work had seen may not be so
    return false;
}

void Store::finishJob(Job &job, database::WriteOutcome outcome)
{
    if (outcome == database::WriteOutcome::Committed)
        afterCommit(*job.context);
    else if (outcome != database::WriteOutcome::Refused || !job.result || job.result->has_value())
        job.result = tl::unexpected(failureOf(outcome));
    if (outcome != database::WriteOutcome::Committed && outcome != database::WriteOutcome::Refused) {
        forgetWriterView();
        m_enrollViews.clear();
    }
    job.context.reset();
    if (job.done)
        job.done(std::move(*job.result));
}

void Store::write(database::Origin origin, Work work, Done done)
{
    if (const StorageGate *gate = m_gate; gate && !gate->isOpen()) {
        if (done)
            done(tl::unexpected(failureOf(database::WriteOutcome::Failed)));
        return;
    }
    const auto job =
        std::make_shared<Job>(Job{std::move(origin), std::move(work), std::move(done), std::nullopt, nullptr});
    m_writer->post([this, job](database::Connection &db) { return runJob(*job, db); },
                   [this, job](database::WriteOutcome outcome) { finishJob(*job, outcome); });
}

rules::Outcome<http::Response> Store::writeAndWait(Work work)
{
    std::promise<rules::Outcome<http::Response>> promise;
    auto result = promise.get_future();
    write(std::move(work), [&promise](rules::Outcome<http::Response> made) { promise.set_value(std::move(made)); });
    return result.get();
}

void Store::afterCommit(WriteContext &context)
{
    std::shared_ptr<const rules::AttributeLibrary> library;
    if (context.m_notice.attributes)
        if (auto loaded = rules::AttributeLibrary::load(context.db))
            library = *loaded;
    forget(context.m_notice, std::move(library));
    for (const std::string &text : std::exchange(m_announced, {}))
        for (const auto &way : m_neighbours)
            if (!way->bringsCommits())
                way->tell(text);
    for (const auto &action : context.m_afterCommit)
        action();
    if (m_listener && context.m_events.size() + context.m_passing.size() > 0)
        m_listener(context.m_events, context.m_passing);
}

// \param library the new one; nullptr while the attributes are as they were
void Store::forget(const Notice &notice, std::shared_ptr<const rules::AttributeLibrary> library)
{
    const std::lock_guard lock(m_mutex);
    for (const std::int64_t project : notice.touched)
        ++m_revisions[project];
    if (library || notice.isEverything) {
        if (library)
            m_attributes = std::move(library);
        for (auto &[project, revision] : m_revisions)
            ++revision;
    }
    const bool isAll = notice.attributes || notice.isEverything;
    if (notice.projects || isAll)
        m_projects.clear();
    if (notice.users || notice.isEverything)
        m_users.clear();
    if (notice.projects || notice.users || isAll)
        ++m_generation;
}

std::shared_ptr<const rules::AttributeLibrary> Store::attributes() const
{
    const std::lock_guard lock(m_mutex);
    return m_attributes;
}

std::shared_ptr<const rules::ProjectInfo> Store::project(database::Connection &db, std::string_view name)
{
    const std::string key = rules::lowered(name);
    std::uint64_t generation = 0;
    std::shared_ptr<const rules::AttributeLibrary> library;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_projects.find(key); found != m_projects.end())
            return found->second;
        generation = m_generation;
        library = m_attributes;
    }
    auto row = rules::need(repository::projectByName(db, name));
    if (!row)
        return nullptr;
    auto made = rules::projectInfo(std::move(*row), *library);
    const std::lock_guard lock(m_mutex);
    if (generation == m_generation)
        m_projects[key] = made;
    return made;
}

std::shared_ptr<const rules::User> Store::user(database::Connection &db, std::string_view name)
{
    const std::string key = rules::lowered(name);
    std::uint64_t generation = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_users.find(key); found != m_users.end())
            return found->second;
        generation = m_generation;
    }
    auto row = rules::need(repository::userByName(db, name));
    if (!row)
        return nullptr;
    auto made = rules::readUser(std::move(*row));
    const std::lock_guard lock(m_mutex);
    if (generation == m_generation)
        m_users[key] = made;
    return made;
}

namespace
{

std::string scopeKey(const rules::User &user, const rules::ProjectInfo &project)
{
    return std::to_string(project.row.id) + '|' + user.name();
}

} // namespace

// The rights at least; with the revision of the project as it is, read before anything else.
Store::KeptScope Store::keptScope(database::Connection &db, const rules::User &user, const std::string &key,
                                  const rules::ProjectInfo &project)
{
    KeptScope made;
    {
        const std::lock_guard lock(m_mutex);
        const auto revision = m_revisions.find(project.row.id);
        made.revision = revision == m_revisions.end() ? 0 : revision->second;
        made.generation = m_generation;
        const auto found = m_scopes.find(key);
        if (found != m_scopes.end() && found->second.generation == m_generation &&
            found->second.groups == user.accessGroups) {
            made.rights = found->second.rights;
            const auto &scope = found->second.scope;
            if (scope && (!scope->dependsOnTree() || found->second.revision == made.revision))
                made.scope = scope;
            return made;
        }
    }
    made.groups = user.accessGroups;
    made.rights = rules::need(rules::readRights(db, user, project.row.name));
    keep(key, made);
    return made;
}

void Store::keep(const std::string &key, const KeptScope &kept)
{
    const std::lock_guard lock(m_mutex);
    if (kept.generation != m_generation)
        return;
    const auto countOf = [](const KeptScope &one) { return one.scope ? one.scope->folderCount() : 0; };
    m_scopeFolders -= countOf(m_scopes[key]);
    if (m_scopes.size() > keptScopes || m_scopeFolders + countOf(kept) > keptScopeFolders) {
        m_scopes.clear();
        m_scopeFolders = 0;
    }
    m_scopes[key] = kept;
    m_scopeFolders += countOf(kept);
}

std::shared_ptr<const rules::ReadScope> Store::readScope(database::Connection &db, const rules::User &user,
                                                         const rules::ProjectInfo &project)
{
    if (user.isManager)
        return rules::ReadScope::unlimited();
    const std::string key = scopeKey(user, project);
    KeptScope kept = keptScope(db, user, key, project);
    if (kept.scope)
        return kept.scope;
    kept.groups = user.accessGroups;
    kept.scope = rules::need(rules::ReadScope::find(db, kept.rights, project.row.id));
    keep(key, kept);
    return kept.scope;
}

std::shared_ptr<const rules::ProjectRights> Store::rights(database::Connection &db, const rules::User &user,
                                                          const rules::ProjectInfo &project)
{
    if (user.isManager)
        return rules::ProjectRights::unlimited();
    return keptScope(db, user, scopeKey(user, project), project).rights;
}

std::uint64_t Store::revision(std::int64_t projectId) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_revisions.find(projectId);
    return found == m_revisions.end() ? 0 : found->second;
}

} // namespace hearth::server
