// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "http/message.h"
#include "rules/failure.h"
#include "rules/user.h"
#include "server/auth/session_shelf.h"
#include "server/store.h"

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace hearth::server
{

/// Who a request comes from. Tokens and keys are known only as keyed hashes; what was found stays in memory for a
/// while. Threads: any.
class Authenticator
{
public:
    static constexpr std::chrono::hours sessionLifetime{72}; ///< since the last use

    /// \param shelf may be nullptr
    Authenticator(Store &store, const Clock &clock, std::shared_ptr<SessionShelf> shelf = nullptr)
        : m_store(store), m_clock(clock), m_shelf(std::move(shelf))
    {
    }

    struct Identity {
        std::shared_ptr<const rules::User> user;
        std::string tokenHash; ///< of the session; empty for an API key
    };

    /// nullopt when the request names no credentials; refuses (401, 404) for credentials that do not hold.
    [[nodiscard]] std::optional<Identity> identify(database::Connection &db, const http::Request &request);
    /// Who a bare token or key belongs to, for the WebSocket's first message.
    struct Bearer {
        std::shared_ptr<const rules::User> user; ///< nullptr when it is neither
        std::string keyHash;                     ///< empty for a token
    };
    [[nodiscard]] Bearer bearerOf(database::Connection &db, std::string_view tokenOrKey);
    /// Whether a key that held before still does.
    [[nodiscard]] bool isKeyGood(database::Connection &db, const std::string &keyHash)
    {
        return byKey(db, keyHash) != nullptr;
    }

    /// Makes a session; the row must still be stored. \returns the token, and the row in `session`
    [[nodiscard]] std::string newSession(const rules::User &user, const http::Request &request,
                                         repository::SessionRow &session) const;
    /// Lets a session hold that cannot be stored while the disk is full; it is stored with `storeAdopted`.
    void adopt(const repository::SessionRow &session);
    /// Stores the sessions that were adopted; called when changes are taken again.
    void storeAdopted();
    /// Forgets what is known of a token. \param reason told to its next user for five minutes
    void end(const std::string &tokenHash, std::string reason);
    void forgetAll();
    /// The same, on the word of another server.
    void forgetHere();

    [[nodiscard]] std::string hashOf(std::string_view tokenOrKey) const;
    [[nodiscard]] static std::string tokenIn(const http::Request &request);

    /// Too many failed logins from an address in the last ten minutes.
    [[nodiscard]] bool isBanned(const std::string &address);
    void loginFailed(const std::string &address);
    /// Counts a login; false for more than ten within a minute from an address outside the local network.
    [[nodiscard]] bool mayTryLogin(const std::string &address);
    void loginSucceeded(const std::string &address);

private:
    struct Session {
        std::string user;
        double lastUsed = 0;
        double stored = 0;
        std::chrono::steady_clock::time_point until; ///< then it is looked up again
    };
    struct Key {
        std::string user;
        std::chrono::steady_clock::time_point until;
    };

    using Sessions = std::unordered_map<std::string, Session>;
    [[nodiscard]] double now() const;
    /// The session as it is kept, or as it is read now; m_sessions.end() when there is none. With the mutex held.
    [[nodiscard]] Sessions::iterator keptSession(database::Connection &db, const std::string &hash);
    [[nodiscard]] std::shared_ptr<const rules::User> bySession(database::Connection &db, const std::string &hash,
                                                               std::string *reason);
    [[nodiscard]] std::shared_ptr<const rules::User> byKey(database::Connection &db, const std::string &hash);
    [[nodiscard]] std::string ownerOfKey(database::Connection &db, const std::string &hash,
                                         std::chrono::steady_clock::time_point &until) const;
    [[nodiscard]] std::optional<repository::SessionRow> sessionRow(database::Connection &db, const std::string &hash);
    void tellLogins();
    void keepAlive(const std::string &hash, Session &session);
    [[nodiscard]] Identity actingAs(database::Connection &db, const http::Request &request, Identity found);

    Store &m_store;
    const Clock &m_clock;
    const std::shared_ptr<SessionShelf> m_shelf;
    std::mutex m_mutex;
    Sessions m_sessions;
    std::unordered_map<std::string, Key> m_keys;
    std::unordered_map<std::string, repository::SessionRow> m_adopted; ///< by token; not stored yet
    std::unordered_map<std::string, std::pair<std::string, std::chrono::steady_clock::time_point>> m_ended;
    std::unordered_map<std::string, std::deque<std::chrono::steady_clock::time_point>> m_failures;
    std::unordered_map<std::string, std::deque<std::chrono::steady_clock::time_point>> m_tries;
};

} // namespace hearth::server
