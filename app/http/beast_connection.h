// SPDX-License-Identifier: Apache-2.0
// Boost.Beast and Asio are known to the beast_ files only. Each IO thread runs an io_context of its own and a
// connection stays on one of them for life, so connections need neither locks nor strands.
#pragma once

#include "http/server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>

namespace hearth::http
{

namespace beast = boost::beast;
namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using PlainStream = beast::tcp_stream;
using TlsStream = asio::ssl::stream<beast::tcp_stream>;

class Connection
{
public:
    virtual ~Connection() = default;
    /// Called on the connection's own thread.
    virtual void drain() = 0;
};

/// What all connections share.
struct Shared {
    Shared(const Router &served, ServerOptions given) : router(served), options(std::move(given)) {}

    const Router &router;
    const ServerOptions options;
    std::atomic<bool> draining{false};
    std::mutex mutex;
    std::condition_variable changed;
    int open = 0;

    void opened()
    {
        const std::lock_guard lock(mutex);
        ++open;
    }
    void closed()
    {
        const std::lock_guard lock(mutex);
        --open;
        changed.notify_all();
    }
};

/// The connections of one IO thread; touched on that thread only.
struct Worker {
    asio::io_context context{1};
    std::set<std::shared_ptr<Connection>> connections;
};

inline std::string_view view(beast::string_view text)
{
    return {text.data(), text.size()};
}

/// The certificate in use. A connection keeps it for as long as it lives.
using TlsContext = std::shared_ptr<asio::ssl::context>;

} // namespace hearth::http
