// SPDX-License-Identifier: Apache-2.0
// The only file that knows Boost.Beast and Asio. Each IO thread runs an io_context of its own and a connection stays on
// one of them for life, so connections need neither locks nor strands.
#include "http/server.h"

#include "core/entity_id.h"
#include "core/log.h"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <QString>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

namespace hearth::http
{
namespace
{

namespace beast = boost::beast;
namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;

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

std::string_view view(beast::string_view text)
{
    return {text.data(), text.size()};
}

class WebSocketConnection final : public WebSocket,
                                  public Connection,
                                  public std::enable_shared_from_this<WebSocketConnection>
{
public:
    WebSocketConnection(std::shared_ptr<Shared> shared, Worker &worker, beast::tcp_stream &&stream)
        : m_shared(std::move(shared)), m_worker(worker), m_stream(std::move(stream))
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
        m_worker.connections.insert(shared_from_this());
        m_stream.async_accept(message, [self = shared_from_this(), request, &route](ErrorCode error) {
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
                asio::post(m_stream.get_executor(), [self = shared_from_this()] { self->cut(); });
            return false;
        }
        asio::post(m_stream.get_executor(), [self = shared_from_this(), text = std::move(text)]() mutable {
            self->m_queue.push_back(std::move(text));
            self->write();
        });
        return true;
    }

    void close(std::uint16_t code, std::string reason) override
    {
        asio::post(m_stream.get_executor(), [self = shared_from_this(), code, reason = std::move(reason)] {
            self->m_closeCode = code;
            self->m_closeReason = reason.substr(0, 120);
            self->write();
        });
    }

    void drain() override { close(1001, "server stops"); }

private:
    void read()
    {
        m_stream.async_read(m_buffer, [self = shared_from_this()](ErrorCode error, std::size_t) {
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
        m_stream.async_write(asio::buffer(*m_queue.front()), [self = shared_from_this()](ErrorCode error, std::size_t) {
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
        m_stream.async_close(beast::websocket::close_reason(beast::websocket::close_code(m_closeCode), m_closeReason),
                             [self = shared_from_this()](ErrorCode) { self->finish(); });
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
        if (onClosed)
            onClosed();
        onMessage = nullptr;
        onClosed = nullptr;
        m_worker.connections.erase(shared_from_this());
    }

    std::shared_ptr<Shared> m_shared;
    Worker &m_worker;
    beast::websocket::stream<beast::tcp_stream> m_stream;
    beast::flat_buffer m_buffer;
    std::deque<std::shared_ptr<const std::string>> m_queue;
    std::atomic<std::size_t> m_queuedBytes{0};
    std::atomic<bool> m_gone{false};
    bool m_open = false;
    bool m_writing = false;
    bool m_closing = false;
    bool m_finished = false;
    std::uint16_t m_closeCode = 0;
    std::string m_closeReason;
};

class HttpConnection final : public Connection, public std::enable_shared_from_this<HttpConnection>
{
public:
    HttpConnection(std::shared_ptr<Shared> shared, Worker &worker, tcp::socket &&socket)
        : m_shared(std::move(shared)), m_worker(worker), m_stream(std::move(socket))
    {
        m_shared->opened();
        ErrorCode ignored;
        const auto peer = m_stream.socket().remote_endpoint(ignored);
        m_remoteAddress = ignored ? std::string() : peer.address().to_string();
        m_stream.socket().set_option(tcp::no_delay(true), ignored);
    }
    ~HttpConnection() override
    {
        removeSpool();
        m_shared->closed();
    }

    void start()
    {
        m_worker.connections.insert(shared_from_this());
        readHeader();
    }

    void drain() override
    {
        if (m_idle)
            finish();
    }

    void reply(Response response)
    {
        if (m_worker.context.get_executor().running_in_this_thread())
            return write(std::move(response));
        asio::post(m_worker.context, [self = shared_from_this(), response = std::move(response)]() mutable {
            self->write(std::move(response));
        });
    }

private:
    class ReplySink final : public Responder::Sink
    {
    public:
        explicit ReplySink(std::shared_ptr<HttpConnection> connection) : m_connection(std::move(connection)) {}
        ~ReplySink() override
        {
            try {
                if (!m_sent && !m_connection->m_worker.context.stopped())
                    m_connection->reply(Response::json(500, R"({"code":500,"detail":"No answer was made"})"));
            } catch (const std::exception &) {
                m_sent = true; // there is no memory for an answer; the connection's timeout ends it
            }
        }
        void send(Response response) override
        {
            if (!m_sent.exchange(true))
                m_connection->reply(std::move(response));
        }

    private:
        std::shared_ptr<HttpConnection> m_connection;
        std::atomic<bool> m_sent{false};
    };

    using HeaderParser = beast::http::request_parser<beast::http::empty_body>;
    using TextParser = beast::http::request_parser<beast::http::string_body>;
    using FileParser = beast::http::request_parser<beast::http::file_body>;

    void readHeader()
    {
        m_idle = true;
        m_header.emplace();
        m_header->header_limit(m_shared->options.headerLimitBytes);
        m_header->body_limit(boost::none);
        m_stream.expires_after(m_shared->options.idleTimeout);
        beast::http::async_read_header(
            m_stream, m_buffer, *m_header,
            [self = shared_from_this()](ErrorCode error, std::size_t) { self->onHeader(error); });
    }

    void onHeader(ErrorCode error)
    {
        m_idle = false;
        if (error) {
            if (error == beast::http::error::header_limit)
                return refuse(431, "The request's header is too large");
            if (error.category() == make_error_code(beast::http::error::bad_method).category() &&
                error != beast::http::error::end_of_stream && error != beast::http::error::partial_message)
                return refuse(400, "Malformed request");
            return finish();
        }
        takeHeader();
        const Router::Match match = m_shared->router.find(m_request.method, m_request.path, &m_request.params);
        if (match.webSocket && beast::websocket::is_upgrade(m_header->get()))
            return upgrade(*match.webSocket);
        const RouteOptions options = match.options ? *match.options : RouteOptions{1024 * 1024, false};
        const auto length = m_header->content_length();
        if (length && *length > options.bodyLimitBytes)
            return refuse(413, "The request's body is too large");
        if (!m_header->chunked() && (!length || *length == 0))
            return handle();
        if (beast::iequals(m_header->get()[beast::http::field::expect], "100-continue"))
            return sayContinue(options);
        readBody(options);
    }

    void takeHeader()
    {
        const auto &message = m_header->get();
        m_request = Request{};
        m_request.method = view(message.method_string());
        const std::string_view target = view(message.target());
        const auto question = std::min(target.find('?'), target.size());
        m_request.path = target.substr(0, question);
        m_request.rawQuery = target.substr(std::min(question + 1, target.size()));
        m_request.headers.reserve(12);
        for (const auto &field : message)
            m_request.headers.push_back({std::string(view(field.name_string())), std::string(view(field.value()))});
        m_request.remoteAddress = m_remoteAddress;
        m_keepAlive = message.keep_alive();
        m_isHead = message.method() == beast::http::verb::head;
    }

    void sayContinue(const RouteOptions &options)
    {
        static const std::string text = "HTTP/1.1 100 Continue\r\n\r\n";
        asio::async_write(m_stream, asio::buffer(text),
                          [self = shared_from_this(), options](ErrorCode error, std::size_t) {
                              if (error)
                                  return self->finish();
                              self->readBody(options);
                          });
    }

    void readBody(const RouteOptions &options)
    {
        if (!options.bodyToFile) {
            auto parser = std::make_shared<TextParser>(std::move(*m_header));
            parser->body_limit(options.bodyLimitBytes);
            return readPart(std::move(parser));
        }
        m_request.bodyFile = m_shared->options.spoolFolder + "/upload-" + randomHex(8);
        auto parser = std::make_shared<FileParser>(std::move(*m_header));
        parser->body_limit(options.bodyLimitBytes);
        ErrorCode error;
        parser->get().body().open(m_request.bodyFile.c_str(), beast::file_mode::write_new, error);
        if (error)
            return refuse(507, "The server cannot store the upload");
        readPart(std::move(parser));
    }

    // One part after the other, so that the timeout is for silence and not for the whole of a large upload.
    template <typename Parser>
    void readPart(std::shared_ptr<Parser> parser)
    {
        m_stream.expires_after(m_shared->options.idleTimeout);
        Parser &target = *parser;
        beast::http::async_read_some(
            m_stream, m_buffer, target,
            [self = shared_from_this(), parser = std::move(parser)](ErrorCode error, std::size_t) mutable {
                if (error)
                    return self->onBodyError(error);
                if (!parser->is_done())
                    return self->readPart(std::move(parser));
                self->takeBody(*parser);
                self->handle();
            });
    }

    void takeBody(TextParser &parser)
    {
        m_request.body = std::move(parser.get().body());
        m_request.bodyBytes = m_request.body.size();
    }

    void takeBody(FileParser &parser)
    {
        m_request.bodyBytes = parser.get().body().size();
        parser.get().body().close();
        m_spool = m_request.bodyFile;
        m_request.bodyBytes = std::max(m_request.bodyBytes, fileSize(m_spool));
    }

    static std::uint64_t fileSize(const std::string &path)
    {
        std::ifstream file(path, std::ios::binary | std::ios::ate);
        const auto end = file.tellg();
        return end < 0 ? 0 : static_cast<std::uint64_t>(end);
    }

    void onBodyError(ErrorCode error)
    {
        if (!m_request.bodyFile.empty())
            std::remove(m_request.bodyFile.c_str());
        if (error == beast::http::error::body_limit)
            return refuse(413, "The request's body is too large");
        if (error.category() == boost::system::generic_category() && error == boost::system::errc::no_space_on_device)
            return refuse(507, "The disk of the server is full");
        finish();
    }

    void handle()
    {
        m_stream.expires_never();
        const Responder responder(std::make_shared<ReplySink>(shared_from_this()));
        m_shared->router.dispatch(m_request, responder);
    }

    void upgrade(const Router::WebSocketRoute &route)
    {
        if (route.admit)
            if (auto refusal = route.admit(m_request)) {
                refusal->close = true;
                return write(std::move(*refusal));
            }
        auto socket = std::make_shared<WebSocketConnection>(m_shared, m_worker, std::move(m_stream));
        m_finished = true;
        const auto keep = shared_from_this();
        m_worker.connections.erase(keep);
        const auto message = m_header->release();
        socket->accept(message, m_request, route);
    }

    void refuse(int status, std::string_view detail)
    {
        Response response = Response::json(status, "{\"code\":" + std::to_string(status) + ",\"detail\":\"" +
                                                       std::string(detail) + "\"}");
        response.close = true;
        write(std::move(response));
    }

    void write(Response response)
    {
        if (m_finished)
            return;
        m_response = std::move(response);
        const std::uint64_t length = m_response.file         ? m_response.file->length
                                     : m_response.sharedBody ? m_response.sharedBody->size()
                                                             : m_response.body.size();
        if (m_response.close || m_shared->draining)
            m_keepAlive = false;
        composeHead(length);
        m_stream.expires_after(m_shared->options.idleTimeout);
        if (m_response.file && !m_isHead)
            return startFile();
        const std::string &body = m_response.sharedBody ? *m_response.sharedBody : m_response.body;
        const std::array<asio::const_buffer, 2> parts{asio::buffer(m_head),
                                                      m_isHead ? asio::const_buffer() : asio::buffer(body)};
        asio::async_write(m_stream, parts,
                          [self = shared_from_this()](ErrorCode error, std::size_t) { self->onWritten(error); });
    }

    void composeHead(std::uint64_t length)
    {
        m_head.clear();
        m_head += "HTTP/1.1 ";
        m_head += std::to_string(m_response.status);
        m_head += ' ';
        m_head += reasonOf(m_response.status);
        m_head += "\r\n";
        if (!m_response.contentType.empty())
            m_head.append("Content-Type: ").append(m_response.contentType).append("\r\n");
        if (m_response.status != 204)
            m_head.append("Content-Length: ").append(std::to_string(length)).append("\r\n");
        for (const Header &header : m_response.headers)
            m_head.append(header.name).append(": ").append(header.value).append("\r\n");
        if (!m_keepAlive)
            m_head += "Connection: close\r\n";
        m_head += "\r\n";
    }

    void startFile()
    {
        m_file.open(m_response.file->path, std::ios::binary);
        m_file.seekg(static_cast<std::streamoff>(m_response.file->offset));
        m_fileLeft = m_response.file->length;
        if (!m_file)
            return finish();
        asio::async_write(m_stream, asio::buffer(m_head),
                          [self = shared_from_this()](ErrorCode error, std::size_t) { self->sendFilePart(error); });
    }

    void sendFilePart(ErrorCode error)
    {
        if (error)
            return onWritten(error);
        if (m_fileLeft == 0) {
            m_file.close();
            return onWritten({});
        }
        m_chunk.resize(static_cast<std::size_t>(std::min<std::uint64_t>(m_fileLeft, 256 * 1024)));
        m_file.read(m_chunk.data(), static_cast<std::streamsize>(m_chunk.size()));
        if (m_file.gcount() != static_cast<std::streamsize>(m_chunk.size()))
            return finish(); // the file became shorter; a cut connection tells the client so
        m_fileLeft -= m_chunk.size();
        m_stream.expires_after(m_shared->options.idleTimeout);
        asio::async_write(m_stream, asio::buffer(m_chunk),
                          [self = shared_from_this()](ErrorCode failed, std::size_t) { self->sendFilePart(failed); });
    }

    void onWritten(ErrorCode error)
    {
        removeSpool();
        m_response = Response{};
        if (error || !m_keepAlive)
            return finish();
        readHeader();
    }

    void removeSpool()
    {
        if (!m_spool.empty())
            std::remove(m_spool.c_str()); // fails where the handler has moved the file to its place
        m_spool.clear();
    }

    void finish()
    {
        if (m_finished)
            return;
        m_finished = true;
        ErrorCode ignored;
        m_stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
        m_stream.close();
        m_worker.connections.erase(shared_from_this());
    }

    std::shared_ptr<Shared> m_shared;
    Worker &m_worker;
    beast::tcp_stream m_stream;
    beast::flat_buffer m_buffer;
    std::optional<HeaderParser> m_header;
    Request m_request;
    Response m_response;
    std::string m_head;
    std::string m_remoteAddress;
    std::string m_spool;
    std::ifstream m_file;
    std::uint64_t m_fileLeft = 0;
    std::vector<char> m_chunk;
    bool m_keepAlive = true;
    bool m_isHead = false;
    bool m_idle = false;
    bool m_finished = false;
};

class BeastServer final : public Server
{
public:
    BeastServer(const Router &router, ServerOptions options)
        : m_shared(std::make_shared<Shared>(router, std::move(options)))
    {
        const int count = std::max(1, m_shared->options.threads);
        for (int i = 0; i < count; ++i)
            m_workers.push_back(std::make_unique<Worker>());
        m_acceptor = std::make_unique<tcp::acceptor>(m_workers.front()->context);
    }

    ~BeastServer() override
    {
        try {
            drain(std::chrono::milliseconds(0));
        } catch (const std::exception &error) {
            std::fprintf(stderr, "The listener did not end as it should: %s\n", error.what());
        }
    }

    Result<> start()
    {
        const ServerOptions &options = m_shared->options;
        ErrorCode error;
        tcp::resolver resolver(m_workers.front()->context);
        const auto found = resolver.resolve(options.host, std::to_string(options.port), error);
        if (error || found.empty())
            return fail(ErrorKind::Invalid, QStringLiteral("The address to listen on, \"%1\", is not known.")
                                                .arg(QString::fromStdString(options.host)));
        const tcp::endpoint endpoint = found.begin()->endpoint();
        m_acceptor->open(endpoint.protocol(), error);
        if (!error)
            m_acceptor->set_option(asio::socket_base::reuse_address(true), error);
        if (!error)
            m_acceptor->bind(endpoint, error);
        if (!error)
            m_acceptor->listen(1024, error);
        if (error)
            return listenError(error);
        m_port = m_acceptor->local_endpoint().port();
        accept();
        for (const auto &worker : m_workers)
            m_threads.emplace_back([&context = worker->context] {
                const auto guard = asio::make_work_guard(context);
                context.run();
            });
        return {};
    }

    std::uint16_t port() const override { return m_port; }

    std::string url() const override
    {
        const std::string &host = m_shared->options.host;
        const bool isAny = host == "0.0.0.0" || host == "::";
        const std::string shown = isAny ? "127.0.0.1" : host.find(':') != std::string::npos ? '[' + host + ']' : host;
        return "http://" + shown + ':' + std::to_string(m_port);
    }

    void drain(std::chrono::milliseconds patience) override
    {
        if (m_threads.empty())
            return;
        m_shared->draining = true;
        asio::post(m_workers.front()->context, [this] { m_acceptor->close(); });
        for (const auto &worker : m_workers)
            asio::post(worker->context, [&connections = worker->connections] {
                const auto all = connections;
                for (const auto &connection : all)
                    connection->drain();
            });
        {
            std::unique_lock lock(m_shared->mutex);
            m_shared->changed.wait_for(lock, patience, [this] { return m_shared->open == 0; });
        }
        for (const auto &worker : m_workers)
            worker->context.stop();
        for (std::thread &thread : m_threads)
            thread.join();
        m_threads.clear();
        for (const auto &worker : m_workers)
            worker->connections.clear();
    }

private:
    Result<> listenError(ErrorCode error) const
    {
        const QString where =
            QString::fromStdString(m_shared->options.host) + QLatin1Char(':') + QString::number(m_shared->options.port);
        const QString detail = QString::fromStdString(error.message());
        if (error == asio::error::address_in_use)
            return fail(ErrorKind::Conflict, QStringLiteral("%1 is in use by another program.").arg(where), detail);
        if (error == asio::error::access_denied)
            return fail(ErrorKind::Forbidden, QStringLiteral("%1 may not be used by this account.").arg(where), detail);
        return fail(ErrorKind::Invalid, QStringLiteral("Cannot listen on %1: %2.").arg(where, detail), detail);
    }

    void accept()
    {
        Worker &worker = *m_workers[m_next++ % m_workers.size()];
        m_acceptor->async_accept(worker.context, [this, &worker](ErrorCode error, tcp::socket socket) {
            if (error == asio::error::operation_aborted || m_shared->draining)
                return;
            if (!error && hasRoom())
                asio::post(worker.context, [shared = m_shared, &worker, socket = std::move(socket)]() mutable {
                    std::make_shared<HttpConnection>(shared, worker, std::move(socket))->start();
                });
            accept();
        });
    }

    bool hasRoom()
    {
        const std::lock_guard lock(m_shared->mutex);
        return m_shared->open < m_shared->options.maxConnections;
    }

    std::shared_ptr<Shared> m_shared;
    std::vector<std::unique_ptr<Worker>> m_workers;
    std::unique_ptr<tcp::acceptor> m_acceptor;
    std::vector<std::thread> m_threads;
    std::size_t m_next = 0;
    std::uint16_t m_port = 0;
};

} // namespace

Result<std::unique_ptr<Server>> Server::listen(const Router &router, ServerOptions options)
{
    auto server = std::make_unique<BeastServer>(router, std::move(options));
    if (auto started = server->start(); !started)
        return fail(started.error());
    return server;
}

} // namespace hearth::http
