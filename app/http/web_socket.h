// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace hearth::http
{

/// The server's end of one WebSocket. Kept alive by its connection; whoever stores it stores a weak or shared pointer.
/// Callbacks run on the connection's IO thread, one at a time, and must not block.
class WebSocket
{
public:
    virtual ~WebSocket() = default;

    /// Queues a text frame. False when the connection is gone or its queue is full; a full queue ends the connection
    /// (1013), since a reader that far behind cannot be told what it missed. Threads: any.
    virtual bool send(std::shared_ptr<const std::string> text) = 0;
    bool send(std::string text) { return send(std::make_shared<const std::string>(std::move(text))); }

    /// Ends the connection once what is queued has been sent; the other side has a second to answer. Threads: any.
    virtual void close(std::uint16_t code = 1000, std::string reason = {}) = 0;

    /// Set by the route's handler before it returns.
    std::function<void(std::string_view text)> onMessage;
    std::function<void()> onClosed;
};

} // namespace hearth::http
