// SPDX-License-Identifier: Apache-2.0
#include "redis/neighbours.h"

#include "core/log.h"

namespace hearth::redis
{
namespace
{

constexpr std::chrono::milliseconds connectPatience{5000};
constexpr std::chrono::milliseconds lookEvery{250}; // whether the end has come
constexpr std::chrono::seconds askAfter{20};        // of silence, whether the connection still stands
constexpr std::chrono::milliseconds pauseAfterFailure{1000};
constexpr std::size_t queueLimit = 10000;

} // namespace

RedisNeighbours::~RedisNeighbours()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_work.notify_all();
    if (m_hearing.joinable())
        m_hearing.join();
    if (m_telling.joinable())
        m_telling.join();
}

void RedisNeighbours::listen(const std::string &studio, Heard heard, Missed missed)
{
    m_channel = "hearth:" + studio;
    m_heard = std::move(heard);
    m_missed = std::move(missed);
    m_hearing = std::thread([this] { hearLoop(); });
    m_telling = std::thread([this] { tellLoop(); });
}

void RedisNeighbours::tell(std::string text)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_queue.size() >= queueLimit)
            return; // those who hear again read everything anew
        m_queue.push_back(std::move(text));
    }
    m_work.notify_all();
}

std::string RedisNeighbours::problem() const
{
    const std::lock_guard lock(m_mutex);
    return m_problem;
}

void RedisNeighbours::setProblem(const std::string &text)
{
    const std::lock_guard lock(m_mutex);
    if (m_problem.empty() && !text.empty())
        log::warning(log::database, "Redis at {} is away, going on without: {}", m_address.name(), text);
    else if (!m_problem.empty() && text.empty())
        log::info(log::database, "Redis at {} is back", m_address.name());
    m_problem = text;
}

bool RedisNeighbours::isStopping() const
{
    const std::lock_guard lock(m_mutex);
    return m_stop;
}

// False at the end.
bool RedisNeighbours::pause()
{
    std::unique_lock lock(m_mutex);
    return !m_work.wait_for(lock, pauseAfterFailure, [this] { return m_stop; });
}

void RedisNeighbours::hearLoop()
{
    for (bool isFirst = true; !isStopping(); isFirst = false) {
        auto session = Session::open(m_address, connectPatience);
        Result<> done = session ? Result<>{} : fail(session.error());
        if (done)
            if (auto subscribed = (*session)->ask({"SUBSCRIBE", m_channel}, connectPatience); !subscribed)
                done = fail(subscribed.error());
        if (done) {
            setProblem({});
            if (!isFirst)
                m_missed();
            done = hearFrom(**session);
        }
        if (done)
            return;
        setProblem((done.error().message + QLatin1Char(' ') + done.error().detail).toStdString());
        if (!pause())
            return;
    }
}

// Until the end, or until the connection is lost.
Result<> RedisNeighbours::hearFrom(Session &session)
{
    auto silentSince = std::chrono::steady_clock::now();
    while (!isStopping()) {
        const auto heard = session.next(lookEvery);
        const auto now = std::chrono::steady_clock::now();
        if (!heard && heard.error().kind == ErrorKind::Timeout) {
            if (now - silentSince > 2 * askAfter)
                return fail(heard.error());
            if (now - silentSince > askAfter)
                (void)session.send({"PING"});
            continue;
        }
        if (!heard)
            return fail(heard.error());
        silentSince = now;
        if (heard->items.size() == 3 && heard->items[0].text == "message")
            m_heard(heard->items[2].text);
    }
    return {};
}

void RedisNeighbours::tellLoop()
{
    Client client(m_address);
    for (;;) {
        std::deque<std::string> queue;
        {
            std::unique_lock lock(m_mutex);
            m_work.wait(lock, [this] { return m_stop || !m_queue.empty(); });
            if (m_stop)
                return;
            queue.swap(m_queue);
        }
        for (const std::string &text : queue)
            if (auto told = client.ask({"PUBLISH", m_channel, text}); !told)
                log::debug(log::database, "Redis was not told: {}", told.error().detail.toStdString());
    }
}

} // namespace hearth::redis
