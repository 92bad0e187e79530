// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "http/router.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace hearth::http
{

/// One answer, for whoever counts them.
struct Served {
    std::string_view method;
    std::string_view pattern; ///< of the route, as it was registered; empty where none matched. Lives with the router
    int status = 0;
    std::uint64_t bytes = 0;           ///< of the body
    std::chrono::microseconds took{0}; ///< from the header's arrival to the answer's first byte
};

struct ServerOptions {
    std::string host = "127.0.0.1"; ///< an address, or a name that is resolved
    std::uint16_t port = 0;         ///< 0 picks a free one
    int threads = 2;
    int maxConnections = 4096;
    std::uint32_t headerLimitBytes = 64 * 1024;
    std::chrono::seconds idleTimeout{75}; ///< between requests, and between two parts of one
    std::size_t webSocketMessageLimitBytes = 1024 * 1024;
    std::size_t webSocketQueueLimitBytes = 8 * 1024 * 1024; ///< unsent frames of one connection
    std::string spoolFolder = "/tmp";                       ///< where bodies of `bodyToFile` routes are received
    std::string certificateFile;                            ///< PEM, the chain; empty: plain HTTP
    std::string keyFile;                                    ///< PEM, without a passphrase
    std::chrono::seconds handshakeTimeout{15};
    std::vector<std::string> trustedProxies; ///< addresses whose X-Forwarded-* headers are believed
    std::string basePath;                    ///< "/studio" where a proxy serves this below a path; else empty
    std::function<bool()> takesFiles; ///< where set and false, bodies that go to files are refused unread with 507
    std::function<void(const Served &)> served; ///< told of every answer; any IO thread, must be quick
};

/// Listens and serves a router over HTTP/1.1 and WebSocket. Handlers run on the IO threads; one that takes longer than
/// a few milliseconds answers later from a thread of its own through its Responder.
class Server
{
public:
    /// Starts listening. Errors: Conflict when the port is in use, Forbidden when it may not be used, Invalid for a
    /// host that does not resolve. \param router must outlive the server
    [[nodiscard]] static Result<std::unique_ptr<Server>> listen(const Router &router, ServerOptions options);

    virtual ~Server() = default;

    [[nodiscard]] virtual std::uint16_t port() const = 0;
    /// "http://host:port", with a certificate "https://…"
    [[nodiscard]] virtual std::string url() const = 0;

    /// Takes no new connections, lets requests in progress finish for at most `patience`, ends WebSockets with 1001
    /// and within a second, whether the other side answers or not.
    /// Blocks; not from an IO thread. A second call does nothing.
    virtual void drain(std::chrono::milliseconds patience) = 0;
};

} // namespace hearth::http
