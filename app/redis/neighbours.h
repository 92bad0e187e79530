// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/neighbours.h"
#include "redis/client.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace hearth::redis
{

/// A channel of Redis, over a connection of its own that is made anew when it is lost, and another one to tell.
class RedisNeighbours final : public database::Neighbours
{
public:
    explicit RedisNeighbours(Address address) : m_address(std::move(address)) {}
    ~RedisNeighbours() override;

    void listen(const std::string &studio, Heard heard, Missed missed) override;
    void tell(std::string text) override;
    const char *name() const override { return "redis"; }
    std::string problem() const override;
    bool bringsCommits() const override { return false; }

private:
    void hearLoop();
    [[nodiscard]] Result<> hearFrom(Session &session);
    void tellLoop();
    void setProblem(const std::string &text);
    [[nodiscard]] bool isStopping() const;
    [[nodiscard]] bool pause();

    const Address m_address;
    std::string m_channel; ///< of the studio, so that studios may share a Redis
    Heard m_heard;
    Missed m_missed;
    mutable std::mutex m_mutex;
    std::condition_variable m_work;
    std::deque<std::string> m_queue;
    std::string m_problem;
    bool m_stop = false;
    std::thread m_hearing;
    std::thread m_telling;
};

} // namespace hearth::redis
