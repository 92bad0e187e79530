// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.h"
#include "http/web_socket.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace hearth::http
{

/// How the body of a route is received.
struct RouteOptions {
    std::uint64_t bodyLimitBytes = 64ull * 1024 * 1024;
    bool bodyToFile = false; ///< stream into a file of the server's spool folder instead of memory
};

/// Finds the handler for a method and a path. `{name}` in a pattern stands for one path element, `{name...}` for all
/// that are left; a literal element wins over `{name}`. Filled before serving, then read-only: `find` and `dispatch`
/// may run on any thread.
class Router
{
public:
    using Handler = std::function<void(Request &request, const Responder &responder)>;

    struct WebSocketRoute {
        /// May refuse the upgrade with a reply; nullopt admits. Optional.
        std::function<std::optional<Response>(const Request &)> admit;
        std::function<void(const Request &, const std::shared_ptr<WebSocket> &)> opened;
    };

    struct Match {
        const Handler *handler = nullptr;
        const RouteOptions *options = nullptr;
        const WebSocketRoute *webSocket = nullptr;
        std::string_view pattern; ///< as it was registered; empty where nothing matched
        bool pathKnown = false;   ///< the path has routes, though perhaps none for this method
    };

    Router();
    ~Router();
    Router(const Router &) = delete;
    Router &operator=(const Router &) = delete;

    /// HEAD is served by the GET route. A second route with the same method and pattern replaces the first.
    void add(std::string_view method, std::string_view pattern, Handler handler, RouteOptions options = {});
    void addWebSocket(std::string_view pattern, WebSocketRoute route);
    /// Called when no path matches; the default is a plain 404.
    void setUnknownPath(Handler handler) { m_unknownPath = std::move(handler); }

    /// \param params receives the pattern's values; their names live as long as the router
    [[nodiscard]] Match find(std::string_view method, std::string_view path,
                             std::vector<std::pair<std::string_view, std::string>> *params) const;

    /// Runs the handler, or answers 404 or 405. Exceptions of a handler become 500.
    void dispatch(Request &request, const Responder &responder) const;

private:
    struct Node;
    [[nodiscard]] Node &nodeFor(std::string_view pattern);
    std::unique_ptr<Node> m_root;
    Handler m_unknownPath;
};

} // namespace hearth::http
