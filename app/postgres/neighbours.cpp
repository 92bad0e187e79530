// SPDX-License-Identifier: Apache-2.0
#include "postgres/neighbours.h"

#include "core/entity_id.h"
#include "core/log.h"

#include <libpq-fe.h>

#include <charconv>
#include <poll.h>
#include <span>
#include <sys/eventfd.h>
#include <unistd.h>

namespace hearth::postgres
{
namespace
{

constexpr std::size_t pieceBytes = 7800; // PostgreSQL takes less than 8000
constexpr std::size_t piecesAtOnce = 100;
constexpr std::size_t piecesLimit = 256;
constexpr std::size_t openTexts = 64;
constexpr std::size_t queueLimit = 10000;
constexpr int reconnectMilliseconds = 1000;

struct Free {
    void operator()(PGnotify *notification) const { PQfreemem(notification); }
};

std::size_t numberIn(std::string_view text)
{
    std::size_t number = 0;
    (void)std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// Texts as PostgreSQL writes an array of them.
std::string arrayText(std::span<const std::string> texts)
{
    std::string made = "{";
    for (const std::string &text : texts) {
        made += made.size() > 1 ? ",\"" : "\"";
        for (const char sign : text) {
            if (sign == '"' || sign == '\\')
                made += '\\';
            made += sign;
        }
        made += '"';
    }
    return made + '}';
}

// The part up to a blank; takes it off.
std::string_view takeWord(std::string_view &text)
{
    const auto end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return word;
}

} // namespace

std::vector<std::string> piecesOf(const std::string &text, const std::string &mark, std::size_t limit)
{
    if (text.size() <= limit)
        return {text};
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = std::min(at + limit, text.size());
        while (end < text.size() && end > at + 1 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
            --end;
        parts.push_back(text.substr(at, end - at));
        at = end;
    }
    for (std::size_t i = 0; i < parts.size(); ++i)
        parts[i].insert(0, "+" + mark + ' ' + std::to_string(i) + ' ' + std::to_string(parts.size()) + ' ');
    return parts;
}

PostgresNeighbours::PostgresNeighbours(std::shared_ptr<const PostgresSource> source)
    : m_source(std::move(source)), m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
}

PostgresNeighbours::~PostgresNeighbours()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    (void)::eventfd_write(m_wake, 1);
    if (m_thread.joinable())
        m_thread.join();
    ::close(m_wake);
}

void PostgresNeighbours::listen(const std::string &, Heard heard, Missed missed)
{
    m_heard = std::move(heard);
    m_missed = std::move(missed);
    m_thread = std::thread([this] { loop(); });
}

void PostgresNeighbours::tell(std::string text)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_queue.size() >= queueLimit)
            return; // nobody listens for long; those who hear again read everything anew
        m_queue.push_back(std::move(text));
    }
    (void)::eventfd_write(m_wake, 1);
}

std::string PostgresNeighbours::problem() const
{
    const std::lock_guard lock(m_mutex);
    return m_problem;
}

void PostgresNeighbours::setProblem(std::string text)
{
    const std::lock_guard lock(m_mutex);
    m_problem = std::move(text);
}

// \param socket or -1. \returns false at the end
bool PostgresNeighbours::waitForWork(int socket, int milliseconds) const
{
    pollfd waited[2] = {{m_wake, POLLIN, 0}, {socket, POLLIN, 0}};
    (void)::poll(waited, socket < 0 ? 1 : 2, milliseconds);
    eventfd_t ignored = 0;
    (void)::eventfd_read(m_wake, &ignored);
    const std::lock_guard lock(m_mutex);
    return !m_stop;
}

void PostgresNeighbours::loop()
{
    for (bool isFirst = true;; isFirst = false) {
        const auto session = connect(*m_source, false);
        Error error;
        if (!session) {
            error = session.error();
        } else if (const Answer done(PQexec(session->get(), "LISTEN hearth"));
                   PQresultStatus(done.get()) != PGRES_COMMAND_OK) {
            error = errorOf(session->get(), done.get());
        } else {
            setProblem({});
            if (!isFirst)
                m_missed();
            serve(session->get());
            error = errorOf(session->get(), nullptr);
        }
        {
            const std::lock_guard lock(m_mutex);
            if (m_stop)
                return;
            if (m_problem.empty())
                log::warning(log::database, "other servers cannot be heard: {}", error.detail.toStdString());
        }
        setProblem(error.message.toStdString());
        if (!waitForWork(-1, reconnectMilliseconds))
            return;
    }
}

// Until the session is lost or the end.
void PostgresNeighbours::serve(pg_conn *session)
{
    do {
        if (PQconsumeInput(session) == 0)
            return;
        hearAll(session);
        if (!sendAll(session))
            return;
        hearAll(session); // what came with the answers
    } while (waitForWork(PQsocket(session), -1));
}

bool PostgresNeighbours::sendAll(pg_conn *session)
{
    std::deque<std::string> queue;
    {
        const std::lock_guard lock(m_mutex);
        queue.swap(m_queue);
    }
    std::vector<std::string> pieces;
    for (const std::string &text : queue)
        for (std::string &piece : piecesOf(text, randomHex(8), pieceBytes))
            pieces.push_back(std::move(piece));
    for (std::size_t at = 0; at < pieces.size(); at += piecesAtOnce) {
        const std::string list = arrayText(std::span(pieces).subspan(at, std::min(piecesAtOnce, pieces.size() - at)));
        const char *values[] = {list.c_str()};
        const Answer done(PQexecParams(session, "SELECT pg_notify('hearth', p) FROM unnest($1::text[]) p", 1, nullptr,
                                       values, nullptr, nullptr, 0));
        if (PQresultStatus(done.get()) != PGRES_TUPLES_OK && PQstatus(session) == CONNECTION_BAD)
            return false;
    }
    return true;
}

void PostgresNeighbours::hearAll(pg_conn *session)
{
    while (const std::unique_ptr<PGnotify, Free> heard{PQnotifies(session)})
        hearPiece(heard->extra);
}

void PostgresNeighbours::hearPiece(std::string_view text)
{
    if (!text.starts_with('+'))
        return m_heard(text);
    text.remove_prefix(1);
    const std::string mark(takeWord(text));
    const std::size_t place = numberIn(takeWord(text));
    const std::size_t count = numberIn(takeWord(text));
    if (count > piecesLimit || place >= count)
        return;
    if (m_pieces.size() > openTexts)
        m_pieces.clear(); // of servers that ended in the middle
    auto &parts = m_pieces[mark];
    parts.resize(count);
    parts[place] = text;
    std::string whole;
    for (const std::string &part : parts) {
        if (part.empty())
            return;
        whole += part;
    }
    m_pieces.erase(mark);
    m_heard(whole);
}

} // namespace hearth::postgres
