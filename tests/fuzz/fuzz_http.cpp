// SPDX-License-Identifier: Apache-2.0
// The bytes of one connection, sent to a real server on this machine: requests, bodies, uploads, WebSocket frames.
#include "fuzz/expectation.h"

#include "http/server.h"

#include <QTemporaryDir>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace
{

using namespace hearth;

/// Answers with everything that can be asked of a request.
void answer(http::Request &request, const http::Responder &reply)
{
    std::string text =
        request.method + ' ' + http::percentDecode(request.path) + ' ' + request.query("q").value_or("-");
    text += ' ' + std::string(request.header("authorization")) + std::to_string(request.bodyBytes);
    reply.send(http::Response::text(200, "text/plain", text + request.body));
}

class Studio
{
public:
    Studio()
    {
        for (const char *method : {"GET", "POST", "PATCH"})
            m_router.add(method, "/echo/{name}", answer, {64 * 1024, false});
        m_router.add("PUT", "/upload/{path...}", answer, {64 * 1024, true});
        m_router.add("GET", "/file", [](http::Request &request, const http::Responder &reply) {
            reply.send(http::fileResponse(request, "/proc/self/exe", "text/plain"));
        });
        http::Router::WebSocketRoute echo;
        echo.opened = [](const http::Request &, const std::shared_ptr<http::WebSocket> &socket) {
            socket->onMessage = [weak = std::weak_ptr(socket)](std::string_view text) {
                const auto socket = weak.lock();
                if (socket && text == "close")
                    socket->close(1000, "asked for");
                else if (socket)
                    socket->send(std::string(text));
            };
        };
        m_router.addWebSocket("/ws", std::move(echo));
        http::ServerOptions options;
        options.threads = 1;
        options.webSocketMessageLimitBytes = 64 * 1024;
        options.spoolFolder = m_spool.path().toStdString();
        m_server = std::move(*http::Server::listen(m_router, std::move(options)));
    }

    [[nodiscard]] std::uint16_t port() const { return m_server->port(); }

private:
    QTemporaryDir m_spool;
    http::Router m_router;
    std::unique_ptr<http::Server> m_server;
};

/// From another address of this machine every time: a port that just closed is not free for a minute.
int connected(std::uint16_t port)
{
    static std::uint32_t turn = 0;
    const int one = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in from{};
    from.sin_family = AF_INET;
    from.sin_addr.s_addr = htonl(0x7F000002u + ++turn % 0xFFFF00u);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{4, 0};
    ::setsockopt(one, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const bool isOpen = ::bind(one, reinterpret_cast<sockaddr *>(&from), sizeof from) == 0 &&
                        ::connect(one, reinterpret_cast<sockaddr *>(&to), sizeof to) == 0;
    if (isOpen)
        return one;
    const int reason = errno;
    ::close(one);
    fuzz::expect(reason == EINTR, "a connection is taken"); // the fuzzer's own clock interrupts
    return connected(port);
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    static Studio studio;
    const int socket = connected(studio.port());
    const ssize_t sent = size == 0 ? 0 : ::send(socket, bytes, size, MSG_NOSIGNAL);
    (void)sent; // the server may have ended the connection before it had read everything
    ::shutdown(socket, SHUT_WR);
    std::array<char, 65536> buffer{};
    std::size_t received = 0;
    ssize_t count = 0;
    // The fuzzer's own clock interrupts what waits.
    while ((count = ::recv(socket, buffer.data(), buffer.size(), 0)) > 0 || (count < 0 && errno == EINTR)) {
        if (count < 0)
            continue;
        if (received == 0)
            fuzz::expect(std::string_view(buffer.data(), static_cast<std::size_t>(count)).starts_with("HTTP/1.1 "),
                         "an answer begins with its status");
        received += static_cast<std::size_t>(count);
        if (received > 8 * 1024 * 1024)
            break;
    }
    fuzz::expect(count >= 0 || errno == ECONNRESET, "a connection whose sender is done is ended");
    ::close(socket);
    return 0;
}
