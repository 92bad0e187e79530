// SPDX-License-Identifier: Apache-2.0
#include "redis/client.h"

#include <hiredis/hiredis.h>

namespace hearth::redis
{
namespace
{

constexpr std::chrono::milliseconds connectPatience{2000};
constexpr std::chrono::milliseconds answerPatience{500};
constexpr std::chrono::milliseconds pauseAfterFailure{2000};
constexpr int longestDepth = 7;

struct FreeReply {
    void operator()(redisReply *reply) const { freeReplyObject(reply); }
};

Reply replyOf(const redisReply &given, int depth = 0)
{
    Reply made;
    made.isNull = given.type == REDIS_REPLY_NIL;
    if (given.type == REDIS_REPLY_INTEGER)
        made.text = std::to_string(given.integer);
    else if (given.str)
        made.text.assign(given.str, static_cast<std::size_t>(given.len));
    for (std::size_t i = 0; depth < longestDepth && i < given.elements; ++i)
        made.items.push_back(replyOf(*given.element[i], depth + 1));
    return made;
}

} // namespace

Session::Session(std::unique_ptr<Stream> stream) : m_stream(std::move(stream)), m_reader(redisReaderCreate()) {}
Session::~Session()
{
    redisReaderFree(m_reader);
}

Result<std::unique_ptr<Session>> Session::open(const Address &address, std::chrono::milliseconds patience)
{
    auto stream = Stream::connect(address, patience);
    if (!stream)
        return fail(stream.error());
    std::unique_ptr<Session> made(new Session(std::move(*stream)));
    if (!address.password.empty()) {
        const auto in = address.user.empty() ? made->ask({"AUTH", address.password}, patience)
                                             : made->ask({"AUTH", address.user, address.password}, patience);
        if (!in && in.error().kind == ErrorKind::Invalid)
            return fail(ErrorKind::Unauthorized, QStringLiteral("Redis does not accept the password."),
                        in.error().detail);
        if (!in)
            return fail(in.error());
    }
    const std::string number = std::to_string(address.database);
    if (auto chosen = made->ask({"SELECT", number}, patience); !chosen)
        return fail(chosen.error());
    return made;
}

Result<> Session::send(std::initializer_list<std::string_view> words)
{
    std::vector<const char *> texts;
    std::vector<std::size_t> lengths;
    for (const std::string_view word : words) {
        texts.push_back(word.data());
        lengths.push_back(word.size());
    }
    char *bytes = nullptr;
    const int count = redisFormatCommandArgv(&bytes, static_cast<int>(texts.size()), texts.data(), lengths.data());
    if (count < 0)
        return fail(ErrorKind::Internal);
    auto sent = m_stream->write({bytes, static_cast<std::size_t>(count)});
    redisFreeCommand(bytes);
    return sent;
}

Result<Reply> Session::next(std::chrono::milliseconds patience)
{
    for (;;) {
        void *found = nullptr;
        if (redisReaderGetReply(m_reader, &found) != REDIS_OK)
            return fail(ErrorKind::Offline, QStringLiteral("Redis cannot be understood."),
                        QString::fromUtf8(m_reader->errstr));
        if (found) {
            const std::unique_ptr<redisReply, FreeReply> reply(static_cast<redisReply *>(found));
            if (reply->type == REDIS_REPLY_ERROR)
                return fail(ErrorKind::Invalid, QStringLiteral("Redis refused a request."),
                            QString::fromUtf8(reply->str));
            return replyOf(*reply);
        }
        const auto bytes = m_stream->read(patience);
        if (!bytes)
            return fail(bytes.error());
        redisReaderFeed(m_reader, bytes->data(), bytes->size());
    }
}

Result<Reply> Session::ask(std::initializer_list<std::string_view> words, std::chrono::milliseconds patience)
{
    if (auto sent = send(words); !sent)
        return fail(sent.error());
    return next(patience);
}

Result<Reply> Client::ask(std::initializer_list<std::string_view> words)
{
    const std::lock_guard lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    if (!m_session && now < m_nextTry)
        return fail(m_failure);
    for (int attempt = 0;; ++attempt) {
        const bool isOld = m_session != nullptr;
        if (!m_session) {
            auto opened = Session::open(m_address, connectPatience);
            if (!opened) {
                m_failure = opened.error();
                m_nextTry = std::chrono::steady_clock::now() + pauseAfterFailure;
                return fail(m_failure);
            }
            m_session = std::move(*opened);
        }
        auto reply = m_session->ask(words, answerPatience);
        if (reply || reply.error().kind == ErrorKind::Invalid)
            return reply;
        m_session.reset(); // what comes late must not answer the next question
        if (!isOld || attempt > 0) {
            m_failure = reply.error();
            m_nextTry = std::chrono::steady_clock::now() + pauseAfterFailure;
            return fail(m_failure);
        }
    }
}

} // namespace hearth::redis
