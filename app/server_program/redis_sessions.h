// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "redis/client.h"
#include "server/auth/session_shelf.h"

#include <atomic>
#include <string>

namespace hearth::server_program
{

/// Sessions in Redis, each for ten minutes. A number that is part of what is stored makes all of them void at
/// once. Threads: any.
class RedisSessions final : public server::SessionShelf
{
public:
    /// \param studio as the store calls it, so that studios may share a Redis
    RedisSessions(redis::Address address, const std::string &studio);

    std::optional<repository::SessionRow> find(const std::string &tokenHash) override;
    void put(const repository::SessionRow &session) override;
    void drop(const std::string &tokenHash) override;
    void clear() override;

private:
    [[nodiscard]] bool isCurrent();

    redis::Client m_client;
    std::atomic<bool> m_mustClear{false}; ///< Redis was away when it should have forgotten
    const std::string m_prefix;
    const std::string m_round; ///< key of the number
};

} // namespace hearth::server_program
