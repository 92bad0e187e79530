// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/neighbours.h"
#include "database/read_pool.h"
#include "database/write_queue.h"
#include "http/message.h"
#include "repository/events.h"
#include "rules/anatomy.h"
#include "rules/failure.h"
#include "rules/read_scope.h"
#include "rules/user.h"
#include "server/enroll_views.h"
#include "server/notice.h"
#include "server/storage_gate.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace hearth::server
{

class Store;

/// What a write works with, on the writer's thread and inside the transaction. Throws rules::Refusal to undo
/// everything.
class WriteContext
{
public:
    WriteContext(Store &store, database::Connection &connection) : db(connection), m_store(store) {}

    /// The project as this transaction sees it. Refuses with 404.
    [[nodiscard]] std::shared_ptr<const rules::ProjectInfo> project(std::string_view name);
    [[nodiscard]] std::shared_ptr<const rules::AttributeLibrary> attributes();
    [[nodiscard]] const repository::EventIds &eventIds() const;

    /// Events that are stored already; told to the listeners after the commit.
    void emit(std::vector<repository::EventRow> events);
    void emit(repository::EventRow event)
    {
        m_notice.events.insert(event.seq);
        m_events.push_back(std::move(event));
    }
    /// Events that are not stored; told after the commit.
    void pass(std::vector<repository::EventRow> events);
    /// Entities of the project changed: whole-tree answers are made anew.
    void touch(std::int64_t projectId) { m_notice.touched.insert(projectId); }
    void projectsChanged() { m_notice.projects = true; }
    void usersChanged() { m_notice.users = true; }
    void attributesChanged() { m_notice.attributes = true; }
    /// Stores an event that has changed, or takes one away; those who enroll look at it again.
    void updateEvent(const repository::EventRow &event);
    void removeEvent(std::int64_t seq);
    [[nodiscard]] EnrollViews &enrollViews();
    /// Runs after the commit, before the reply.
    void afterCommit(std::function<void()> action) { m_afterCommit.push_back(std::move(action)); }

    database::Connection &db;

private:
    friend class Store;
    Store &m_store;
    std::vector<repository::EventRow> m_events;
    std::vector<repository::EventRow> m_passing;
    Notice m_notice; ///< what the change means to what is kept in memory, here and elsewhere
    std::vector<std::function<void()>> m_afterCommit;
};

/// The database of a running server with what is kept of it in memory. Where other servers work on the same database,
/// each tells the others what no longer holds (`notice.h`). Threads: any.
class Store
{
public:
    using Events = std::vector<repository::EventRow>;
    using Neighbours = std::vector<std::shared_ptr<database::Neighbours>>;
    using NoticeListener = std::function<void(const Notice &notice, const Events &stored)>;
    using EventListener = std::function<void(const Events &stored, const Events &passing)>;
    using Work = std::function<http::Response(WriteContext &)>;
    /// On the writer's thread, after the commit; where the disk is full, perhaps on the asking one.
    using Done = std::function<void(rules::Outcome<http::Response>)>;

    /// Opens or makes the database and brings its schema up to date. Errors: Conflict for a newer database, else as the
    /// database's.
    /// \param neighbours ways to the other servers on the database
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(std::shared_ptr<const database::Source> source,
                                                             Neighbours neighbours = {});
    ~Store();

    /// Throws rules::Refusal when no connection can be had.
    [[nodiscard]] database::ReadPool::Lease read();
    /// \param origin who asked for it; empty: the server itself
    void write(database::Origin origin, Work work, Done done);
    void write(Work work, Done done) { write({}, std::move(work), std::move(done)); }
    /// Waits. Not from the writer's thread.
    [[nodiscard]] rules::Outcome<http::Response> writeAndWait(Work work);

    [[nodiscard]] std::shared_ptr<const rules::AttributeLibrary> attributes() const;
    /// nullptr when there is no such project; found in any case.
    [[nodiscard]] std::shared_ptr<const rules::ProjectInfo> project(database::Connection &db, std::string_view name);
    [[nodiscard]] std::shared_ptr<const rules::User> user(database::Connection &db, std::string_view name);
    /// What the user may do in a project, and what of it the user may read. Kept until users, groups or projects
    /// change; costs nothing for managers.
    [[nodiscard]] std::shared_ptr<const rules::ProjectRights> rights(database::Connection &db, const rules::User &user,
                                                                     const rules::ProjectInfo &project);
    [[nodiscard]] std::shared_ptr<const rules::ReadScope> readScope(database::Connection &db, const rules::User &user,
                                                                    const rules::ProjectInfo &project);
    /// Grows with every committed change of the project's entities.
    [[nodiscard]] std::uint64_t revision(std::int64_t projectId) const;

    [[nodiscard]] const repository::EventIds &eventIds() const { return *m_eventIds; }
    /// Tells this database from others; known to everybody who sees an event.
    [[nodiscard]] std::string studio() const { return m_eventIds->idOf(0).substr(0, 16); }
    /// Secret of this server, for keyed hashes.
    [[nodiscard]] const std::string &secret() const { return m_secret; }
    [[nodiscard]] const database::Source &source() const { return *m_source; }
    [[nodiscard]] database::WriteQueue::State writes() const { return m_writer->state(); }
    /// While the gate is closed every write is refused with 507, on the thread that asked. Set before serving and taken
    /// away, with nullptr, before the last write of all; it outlives that one.
    void setGate(StorageGate *gate) { m_gate = gate; }
    /// nullptr where none was set.
    [[nodiscard]] const StorageGate *gate() const { return m_gate; }
    /// Set once, before serving. Called on the writer's thread after each commit with events.
    void setEventListener(EventListener listener) { m_listener = std::move(listener); }
    /// Set once, before serving. Called on a thread of its own for what other servers tell, with the stored events that
    /// they tell of, after what it says of this store's memory was done.
    void setNoticeListener(NoticeListener listener);
    /// Tells the other servers, if there are any; soon, and nobody knows whether they heard.
    void tell(Notice notice);
    [[nodiscard]] bool hasNeighbours() const { return !m_neighbours.empty(); }
    [[nodiscard]] const Neighbours &neighbours() const { return m_neighbours; }

private:
    friend class WriteContext;
    explicit Store(std::shared_ptr<const database::Source> source);
    [[nodiscard]] Result<> prepare(database::Connection &db);
    void beginBatch(bool hasOthers);
    [[nodiscard]] std::string announcement();
    void forgetWriterView();
    EnrollViews m_enrollViews; ///< the writer's own
    void afterCommit(WriteContext &context);
    struct Job;
    [[nodiscard]] bool runJob(Job &job, database::Connection &db);
    void finishJob(Job &job, database::WriteOutcome outcome);
    [[nodiscard]] rules::Failure failureOf(database::WriteOutcome outcome) const;
    void forget(const Notice &notice, std::shared_ptr<const rules::AttributeLibrary> library);
    void hear(std::string_view text);
    void catchUp();
    [[nodiscard]] bool isNew(const Notice &notice);
    [[nodiscard]] std::string textOf(Notice &notice);
    [[nodiscard]] Events eventsOf(const Notice &notice);

    const std::shared_ptr<const database::Source> m_source;
    std::string m_secret;
    std::unique_ptr<repository::EventIds> m_eventIds;
    EventListener m_listener;
    std::atomic<StorageGate *> m_gate{nullptr};
    database::ReadPool m_readers;

    mutable std::mutex m_mutex;
    std::shared_ptr<const rules::AttributeLibrary> m_attributes;
    std::unordered_map<std::string, std::shared_ptr<const rules::ProjectInfo>> m_projects;
    std::unordered_map<std::string, std::shared_ptr<const rules::User>> m_users;
    std::unordered_map<std::int64_t, std::uint64_t> m_revisions;
    struct KeptScope {
        decltype(rules::User::accessGroups) groups; ///< a request may know its user from before a change
        std::uint64_t generation = 0;
        std::shared_ptr<const rules::ProjectRights> rights;
        std::uint64_t revision = 0; ///< of the project, when the scope was made; matters where it depends on the tree
        std::shared_ptr<const rules::ReadScope> scope; ///< nullptr until somebody asks for it
    };
    [[nodiscard]] KeptScope keptScope(database::Connection &db, const rules::User &user, const std::string &key,
                                      const rules::ProjectInfo &project);
    void keep(const std::string &key, const KeptScope &kept);
    std::unordered_map<std::string, KeptScope> m_scopes; ///< by project and user
    std::size_t m_scopeFolders = 0;                      ///< in all of them
    std::uint64_t m_generation = 0; ///< of m_projects, m_users and m_scopes; what was read before a change is not kept

    // The writer's own view, which may be ahead of what is committed.
    std::unordered_map<std::string, std::shared_ptr<const rules::ProjectInfo>> m_writerProjects;
    std::shared_ptr<const rules::AttributeLibrary> m_writerAttributes;

    const std::string m_name; ///< of this server among the others
    std::mutex m_hearingMutex;
    NoticeListener m_noticeListener;
    std::unordered_map<std::string, std::set<std::int64_t>> m_heard; ///< newest notices by server
    std::atomic<std::int64_t> m_noticeNumber{0};
    std::atomic<std::int64_t> m_newestEvent{0}; ///< told or heard of
    Notice m_batch;                             ///< of the works of the transaction; the writer's own
    std::vector<std::string> m_announced;       ///< the same as texts, for after the commit
    Neighbours m_neighbours;

    std::unique_ptr<database::WriteQueue> m_writer; ///< last, so that it ends first
};

} // namespace hearth::server
