// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/neighbours.h"
#include "postgres/session.h"

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace hearth::postgres
{

/// NOTIFY and LISTEN on the channel `hearth`, over a session of its own that is made anew when it is lost. Texts longer
/// than a notification go in pieces.
class PostgresNeighbours final : public database::Neighbours
{
public:
    explicit PostgresNeighbours(std::shared_ptr<const PostgresSource> source);
    ~PostgresNeighbours() override;

    void listen(const std::string &studio, Heard heard, Missed missed) override;
    void tell(std::string text) override;
    const char *name() const override { return "notifications"; }
    std::string problem() const override;
    bool bringsCommits() const override { return true; }

private:
    void loop();
    [[nodiscard]] bool waitForWork(int socket, int milliseconds) const;
    void serve(pg_conn *session);
    [[nodiscard]] bool sendAll(pg_conn *session);
    void hearAll(pg_conn *session);
    void hearPiece(std::string_view text);
    void setProblem(std::string text);

    const std::shared_ptr<const PostgresSource> m_source;
    Heard m_heard;
    Missed m_missed;
    int m_wake = -1; ///< an eventfd
    mutable std::mutex m_mutex;
    std::deque<std::string> m_queue;
    std::string m_problem;
    bool m_stop = false;
    std::map<std::string, std::vector<std::string>> m_pieces; ///< of texts that are not whole yet
    std::thread m_thread;
};

/// A text as notifications: itself, or pieces of at most `limit` bytes with their number in front. Pure. Cuts between
/// characters. \param mark tells this text from others
[[nodiscard]] std::vector<std::string> piecesOf(const std::string &text, const std::string &mark, std::size_t limit);

} // namespace hearth::postgres
