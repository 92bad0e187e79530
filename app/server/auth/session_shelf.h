// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "repository/users.h"

#include <optional>
#include <string>

namespace hearth::server
{

/// A quicker place for sessions, shared by the servers of a database; the database has them all. What cannot be reached
/// just now is an empty one. Threads: any.
class SessionShelf
{
public:
    SessionShelf() = default;
    virtual ~SessionShelf() = default;
    SessionShelf(const SessionShelf &) = delete;
    SessionShelf &operator=(const SessionShelf &) = delete;

    [[nodiscard]] virtual std::optional<repository::SessionRow> find(const std::string &tokenHash) = 0;
    virtual void put(const repository::SessionRow &session) = 0;
    virtual void drop(const std::string &tokenHash) = 0;
    /// Every session.
    virtual void clear() = 0;
};

} // namespace hearth::server
