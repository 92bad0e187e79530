// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/log.h"
#include "http/beast_connection.h"

#include <deque>

namespace hearth::http
{

/// One WebSocket, over TLS or not. Touched on its worker's thread but for `send` and `close`.
template <typename Stream>
class WebSocketConnection final : public WebSocket,
                                  public Connection,
                                  public std::enable_shared_from_this<WebSocketConnection<Stream>>
{
public:
    WebSocketConnection(std::shared_ptr<Shared> shared, Worker &worker, Stream &&stream, TlsContext tls)
        : m_shared(std::move(shared)), m_worker(worker), m_tls(std::move(tls)), m_stream(std::move(stream)),
          m_farewell(m_stream.get_executor())
    {
        m_shared->opened();
    }
    ~WebSocketConnection() override { m_shared->closed(); }

    template <typename Message>
    void accept(const Message &message, const Request &request, const Router::WebSocketRoute &route)
    {
        beast::get_lowest_layer(m_stream).expires_never();
        m_stream.set_option(
            beast::websocket::stream_base::timeout{std::chrono::seconds(15), std::chrono::seconds(120), true});
        m_stream.read_message_max(m_shared->options.webSocketMessageLimitBytes);
        m_worker.connections.insert(this->shared_from_this());
        m_stream.async_accept(message, [self = this->shared_from_this(), request, &route](ErrorCode error) {
            if (error)
                return self->finish();
            route.opened(request, self);
            self->m_open = true;
            self->write();
            self->read();
        });
    }

    using WebSocket::send;
    bool send(std::shared_ptr<const std::string> text) override
    {
        const std::size_t size = text->size();
        if (m_gone || m_queuedBytes.fetch_add(size) + size > m_shared->options.webSocketQueueLimitBytes) {
            if (!m_gone.exchange(true))
                asio::post(m_stream.get_executor(), [self = this->shared_from_this()] { self->cut(); });
            return false;
        }
        asio::post(m_stream.get_executor(), [self = this->shared_from_this(), text = std::move(text)]() mutable {
            self->m_queue.push_back(std::move(text));
            self->write();
        });
        return true;
    }

    void close(std::uint16_t code, std::string reason) override
    {
        asio::post(m_stream.get_executor(), [self = this->shared_from_this(), code, reason = std::move(reason)] {
            self->m_closeCode = code;
            self->m_closeReason = reason.substr(0, 120);
            self->write();
        });
    }

    void drain() override
    {
        close(1001, "server stops");
        endSoon();
    }

private:
    static constexpr std::chrono::seconds farewell{1}; // for the other side to answer that it closes, too

    void read()
    {
        m_stream.async_read(m_buffer, [self = this->shared_from_this()](ErrorCode error, std::size_t) {
            if (error)
                return self->finish();
            const auto bytes = self->m_buffer.cdata();
            if (self->m_stream.got_text() && self->onMessage)
                self->onMessage({static_cast<const char *>(bytes.data()), bytes.size()});
            self->m_buffer.consume(self->m_buffer.size());
            self->read();
        });
    }

    void write()
    {
        if (m_writing || !m_open || m_closing)
            return;
        if (m_queue.empty()) {
            if (m_closeCode != 0)
                sendClose();
            return;
        }
        m_writing = true;
        m_stream.text(true);
        m_stream.async_write(asio::buffer(*m_queue.front()),
                             [self = this->shared_from_this()](ErrorCode error, std::size_t) {
                                 self->m_writing = false;
                                 self->m_queuedBytes -= self->m_queue.front()->size();
                                 self->m_queue.pop_front();
                                 if (error)
                                     return self->finish();
                                 self->write();
                             });
    }

    void sendClose()
    {
        m_closing = true;
        endSoon();
        m_stream.async_close(beast::websocket::close_reason(beast::websocket::close_code(m_closeCode), m_closeReason),
                             [self = this->shared_from_this()](ErrorCode) { self->finish(); });
    }

    // Whoever does not read, or does not answer, is not waited for.
    void endSoon()
    {
        if (std::exchange(m_ending, true))
            return;
        m_farewell.expires_after(farewell);
        m_farewell.async_wait([self = this->shared_from_this()](ErrorCode error) {
            if (error)
                return; // it has ended
            beast::get_lowest_layer(self->m_stream).close();
            self->finish();
        });
    }

    // A reader that does not keep up: its socket is ended at once, since a close frame would queue behind the rest.
    void cut()
    {
        log::warning(log::http, "WebSocket queue is full, connection ended");
        beast::get_lowest_layer(m_stream).close();
        finish();
    }

    void finish()
    {
        if (m_finished)
            return;
        m_finished = true;
        m_gone = true;
        m_farewell.cancel();
        if (onClosed)
            onClosed();
        onMessage = nullptr;
        onClosed = nullptr;
        m_worker.connections.erase(this->shared_from_this());
    }

    std::shared_ptr<Shared> m_shared;
    Worker &m_worker;
    const TlsContext m_tls; // outlives the stream
    beast::websocket::stream<Stream> m_stream;
    asio::steady_timer m_farewell;
    beast::flat_buffer m_buffer;
    std::deque<std::shared_ptr<const std::string>> m_queue;
    std::atomic<std::size_t> m_queuedBytes{0};
    std::atomic<bool> m_gone{false};
    bool m_open = false;
    bool m_writing = false;
    bool m_closing = false;
    bool m_ending = false;
    bool m_finished = false;
    std::uint16_t m_closeCode = 0;
    std::string m_closeReason;
};

} // namespace hearth::http
