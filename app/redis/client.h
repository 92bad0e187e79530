// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "redis/stream.h"

#include <chrono>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

struct redisReader;

namespace hearth::redis
{

/// An answer: a text, a number as its digits, or several of them.
struct Reply {
    bool isNull = false;
    std::string text;
    std::vector<Reply> items;
};

/// One connection that speaks the protocol. Threads: one at a time.
class Session
{
public:
    /// Connects and signs in. Errors: Offline, Unauthorized
    [[nodiscard]] static Result<std::unique_ptr<Session>> open(const Address &address,
                                                               std::chrono::milliseconds patience);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    /// Errors: Offline, Timeout; Invalid for what Redis refuses.
    [[nodiscard]] Result<Reply> ask(std::initializer_list<std::string_view> words, std::chrono::milliseconds patience);
    /// The next answer, asked for or not.
    [[nodiscard]] Result<Reply> next(std::chrono::milliseconds patience);
    [[nodiscard]] Result<> send(std::initializer_list<std::string_view> words);

private:
    explicit Session(std::unique_ptr<Stream> stream);
    std::unique_ptr<Stream> m_stream;
    redisReader *m_reader;
};

/// Commands over a connection that is made when it is needed. After a failure every call fails at once for a while.
/// Threads: any.
class Client
{
public:
    explicit Client(Address address) : m_address(std::move(address)) {}
    [[nodiscard]] Result<Reply> ask(std::initializer_list<std::string_view> words);
    [[nodiscard]] const Address &address() const { return m_address; }

private:
    const Address m_address;
    std::mutex m_mutex;
    std::unique_ptr<Session> m_session;
    Error m_failure;
    std::chrono::steady_clock::time_point m_nextTry;
};

} // namespace hearth::redis
