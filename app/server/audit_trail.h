// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "rules/failure.h"
#include "server/bounded_notes.h"
#include "server/store.h"

#include <string>
#include <vector>

namespace hearth::server
{

struct Call;

/// Writes into the change log what changes nothing and yet is asked for afterwards: logins, refused logins and rights,
/// and who read which secret. What is refused often is bounded; the next entry says how many were left out. Threads:
/// any.
class AuditTrail
{
public:
    AuditTrail(Store &store, const Clock &clock) : m_store(store), m_clock(clock) {}

    /// In the transaction that makes or ends the session.
    static void loggedIn(WriteContext &context, const Call &call, const std::string &user);
    static void loggedOut(WriteContext &context, const std::string &user);
    /// \param user nullptr where nobody has the name that was given; that name is not kept, for it may be a password
    void refusedLogin(const Call &call, const rules::User *user, const char *reason);
    /// Of a user who is known. Other failures than 403 are passed over.
    void refusedRight(const Call &call, const rules::Failure &failure);
    /// Of the names those whose reading is to be written now: one user's reading of one secret from one address is
    /// written once in ten minutes.
    [[nodiscard]] std::vector<std::string> readsToWrite(const Call &call, const std::vector<std::string> &secrets);
    static void readSecrets(WriteContext &context, const std::vector<std::string> &secrets);

private:
    Store &m_store;
    const Clock &m_clock;
    BoundedNotes m_logins{10, 100, std::chrono::seconds(60)};
    BoundedNotes m_rights{1, 60, std::chrono::seconds(60)};
    BoundedNotes m_secrets{1, 100'000, std::chrono::seconds(600)};
};

} // namespace hearth::server
