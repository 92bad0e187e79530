// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/entity_id.h"
#include "http/beast_web_socket.h"
#include "http/forwarding.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <type_traits>

namespace hearth::http
{

/// One HTTP connection, over TLS or not, request after request. Touched on its worker's thread but for `reply`.
template <typename Stream>
class HttpConnection final : public Connection, public std::enable_shared_from_this<HttpConnection<Stream>>
{
public:
    static constexpr bool isTls = std::is_same_v<Stream, TlsStream>;
    static constexpr std::uint64_t slowestBytesPerSecond = 256; ///< of a body that takes longer than the idle timeout
    static constexpr auto lingerTime = std::chrono::seconds(2);
    static constexpr std::uint64_t lingerBytes = 64 * 1024 * 1024;

    /// \param tls of a TlsStream, which it outlives
    HttpConnection(std::shared_ptr<Shared> shared, Worker &worker, Stream &&stream, TlsContext tls = {})
        : m_shared(std::move(shared)), m_worker(worker), m_tls(std::move(tls)), m_stream(std::move(stream)),
          m_patience(worker.context)
    {
        m_shared->opened();
        ErrorCode ignored;
        const auto peer = tcpStream().socket().remote_endpoint(ignored);
        m_remoteAddress = ignored ? std::string() : peer.address().to_string();
        tcpStream().socket().set_option(tcp::no_delay(true), ignored);
    }
    ~HttpConnection() override
    {
        removeSpool();
        m_shared->closed();
    }

    void start()
    {
        m_worker.connections.insert(this->shared_from_this());
        if constexpr (isTls) {
            tcpStream().expires_after(m_shared->options.handshakeTimeout);
            m_stream.async_handshake(asio::ssl::stream_base::server,
                                     [self = this->shared_from_this()](ErrorCode error) {
                                         if (error)
                                             return self->close();
                                         self->readHeader();
                                     });
        } else {
            readHeader();
        }
    }

    void drain() override
    {
        if (m_idle)
            finish();
    }

    // The caller's hold on the connection goes with the answer: a thread that is slow to let go of it would otherwise
    // keep it past the end of the server.
    static void reply(std::shared_ptr<HttpConnection> self, Response response)
    {
        asio::io_context &context = self->m_worker.context;
        if (context.get_executor().running_in_this_thread())
            return self->write(std::move(response));
        asio::post(context, [self = std::move(self), response = std::move(response)]() mutable {
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
                    HttpConnection::reply(std::move(m_connection),
                                          Response::json(500, R"({"code":500,"detail":"No answer was made"})"));
            } catch (const std::exception &) {
                m_sent = true; // there is no memory for an answer; the connection's timeout ends it
            }
        }
        void send(Response response) override
        {
            if (!m_sent.exchange(true))
                HttpConnection::reply(std::move(m_connection), std::move(response));
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
        beast::http::async_read_header(
            m_stream, m_buffer, *m_header,
            [self = this->shared_from_this()](ErrorCode error, std::size_t) { self->onHeader(error); });
        bePatient();
    }

    // The timeout of the stream would close it, and a peer that is too slow should be told so. Reading that takes
    // longer is cancelled.
    void bePatient()
    {
        tcpStream().expires_never();
        m_isLate = false;
        m_patience.expires_after(m_shared->options.idleTimeout);
        m_patience.async_wait([weak = this->weak_from_this(), end = m_patience.expiry()](ErrorCode error) {
            const auto self = error ? nullptr : weak.lock();
            if (!self || self->m_patience.expiry() != end)
                return;
            self->m_isLate = true;
            self->tcpStream().cancel();
        });
    }

    // Its end is moved as well: a handler that is on its way already must not cancel what comes after the reading.
    void endPatience() { m_patience.expires_at(std::chrono::steady_clock::time_point::max()); }

    void onHeader(ErrorCode error)
    {
        m_idle = false;
        endPatience();
        m_began = std::chrono::steady_clock::now();
        m_pattern = {};
        m_method.clear();
        m_requestId = newRequestId();
        if (error)
            return onHeaderError(error);
        m_received = 0;
        takeHeader();
        const Router::Match match = m_shared->router.find(m_request.method, m_request.path, &m_request.params);
        m_pattern = match.pattern;
        if (match.webSocket && beast::websocket::is_upgrade(m_header->get()))
            return upgrade(*match.webSocket);
        const RouteOptions options = match.options ? *match.options : RouteOptions{1024 * 1024, false};
        const auto length = m_header->content_length();
        if (length && *length > options.bodyLimitBytes)
            return refuse(413, "The request's body is too large");
        if (!m_header->chunked() && (!length || *length == 0))
            return handle();
        receive(options);
    }

    void onHeaderError(ErrorCode error)
    {
        if (m_isLate && m_buffer.size() > 0)
            return refuse(408, "The request's header took too long");
        if (error == beast::http::error::header_limit)
            return refuse(431, "The request's header is too large");
        if (error.category() == make_error_code(beast::http::error::bad_method).category() &&
            error != beast::http::error::end_of_stream && error != beast::http::error::partial_message)
            return refuse(400, "Malformed request");
        finish();
    }

    void receive(const RouteOptions &options)
    {
        if (options.bodyToFile && m_shared->options.takesFiles && !m_shared->options.takesFiles())
            return refuse(507, "The disk of the server is full; uploads are taken again as soon as there is room");
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
        m_request.id = m_requestId;
        m_request.remoteAddress = m_remoteAddress;
        m_request.isEncrypted = isTls;
        applyForwarding(m_request, m_shared->options.trustedProxies);
        leaveBasePath(m_request, m_shared->options.basePath);
        m_keepAlive = message.keep_alive();
        m_method = m_request.method; // the handler may take the request with it
        m_isHead = message.method() == beast::http::verb::head;
    }

    void sayContinue(const RouteOptions &options)
    {
        static const std::string text = "HTTP/1.1 100 Continue\r\n\r\n";
        asio::async_write(m_stream, asio::buffer(text),
                          [self = this->shared_from_this(), options](ErrorCode error, std::size_t) {
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

    // One part after the other, so that the timeout is for silence and not for the whole of a large upload, which must
    // only not be slower than any network is.
    template <typename Parser>
    void readPart(std::shared_ptr<Parser> parser)
    {
        Parser &target = *parser;
        beast::http::async_read_some(
            m_stream, m_buffer, target,
            [self = this->shared_from_this(), parser = std::move(parser)](ErrorCode error, std::size_t read) mutable {
                self->endPatience();
                self->m_received += read;
                if (error)
                    return self->onBodyError(error);
                if (!parser->is_done() && self->isTooSlow())
                    return self->onBodyError(beast::error::timeout);
                if (!parser->is_done())
                    return self->readPart(std::move(parser));
                self->takeBody(*parser);
                self->handle();
            });
        bePatient();
    }

    [[nodiscard]] bool isTooSlow() const
    {
        const auto since = std::chrono::steady_clock::now() - m_began;
        return since > m_shared->options.idleTimeout &&
               m_received <
                   slowestBytesPerSecond *
                       static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(since).count());
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
        if (m_isLate || error == beast::error::timeout)
            return refuse(408, "The request's body took too long");
        if (error.category() == boost::system::generic_category() && error == boost::system::errc::no_space_on_device)
            return refuse(507, "The disk of the server is full");
        finish();
    }

    void handle()
    {
        tcpStream().expires_never();
        const Responder responder(std::make_shared<ReplySink>(this->shared_from_this()));
        m_shared->router.dispatch(m_request, responder);
    }

    void upgrade(const Router::WebSocketRoute &route)
    {
        if (route.admit)
            if (auto refusal = route.admit(m_request)) {
                refusal->close = true;
                return write(std::move(*refusal));
            }
        auto socket = std::make_shared<WebSocketConnection<Stream>>(m_shared, m_worker, std::move(m_stream), m_tls);
        m_finished = true;
        const auto keep = this->shared_from_this();
        m_worker.connections.erase(keep);
        const auto message = m_header->release();
        socket->accept(message, m_request, route);
    }

    void refuse(int status, std::string_view detail)
    {
        Response response = Response::json(status, "{\"code\":" + std::to_string(status) + ",\"detail\":\"" +
                                                       std::string(detail) + "\"}");
        response.close = true;
        m_isCutShort = true;
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
        if (m_shared->options.served)
            m_shared->options.served(
                {m_method, m_pattern, m_response.status, length,
                 std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - m_began)});
        tcpStream().expires_after(m_shared->options.idleTimeout);
        if (m_response.file && !m_isHead)
            return startFile();
        const std::string &body = m_response.sharedBody ? *m_response.sharedBody : m_response.body;
        const std::array<asio::const_buffer, 2> parts{asio::buffer(m_head),
                                                      m_isHead ? asio::const_buffer() : asio::buffer(body)};
        asio::async_write(m_stream, parts,
                          [self = this->shared_from_this()](ErrorCode error, std::size_t) { self->onWritten(error); });
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
        m_head.append("X-Request-ID: ").append(m_requestId).append("\r\n");
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
        asio::async_write(
            m_stream, asio::buffer(m_head),
            [self = this->shared_from_this()](ErrorCode error, std::size_t) { self->sendFilePart(error); });
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
        tcpStream().expires_after(m_shared->options.idleTimeout);
        asio::async_write(
            m_stream, asio::buffer(m_chunk),
            [self = this->shared_from_this()](ErrorCode failed, std::size_t) { self->sendFilePart(failed); });
    }

    void onWritten(ErrorCode error)
    {
        removeSpool();
        m_response = Response{};
        if (!error && m_isCutShort)
            return linger();
        if (error || !m_keepAlive)
            return finish();
        readHeader();
    }

    // What the peer still sends is dropped for a moment: closing over it would take the answer away from it again.
    void linger()
    {
        ErrorCode ignored;
        tcpStream().socket().shutdown(tcp::socket::shutdown_send, ignored);
        tcpStream().expires_after(lingerTime);
        m_chunk.resize(64 * 1024);
        m_received = 0;
        drop();
    }

    void drop()
    {
        tcpStream().async_read_some(asio::buffer(m_chunk),
                                    [self = this->shared_from_this()](ErrorCode error, std::size_t read) {
                                        self->m_received += read;
                                        if (error || self->m_received > lingerBytes)
                                            return self->close();
                                        self->drop();
                                    });
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
        if constexpr (isTls) {
            m_finished = true;
            tcpStream().expires_after(m_shared->options.handshakeTimeout);
            m_stream.async_shutdown([self = this->shared_from_this()](ErrorCode) { self->close(); });
            m_worker.connections.erase(this->shared_from_this());
        } else {
            close();
        }
    }

    void close()
    {
        m_finished = true;
        ErrorCode ignored;
        tcpStream().socket().shutdown(tcp::socket::shutdown_send, ignored);
        tcpStream().close();
        m_worker.connections.erase(this->shared_from_this());
    }

    beast::tcp_stream &tcpStream() { return beast::get_lowest_layer(m_stream); }

    std::shared_ptr<Shared> m_shared;
    Worker &m_worker;
    const TlsContext m_tls; // outlives the stream
    Stream m_stream;
    beast::flat_buffer m_buffer;
    std::optional<HeaderParser> m_header;
    Request m_request;
    Response m_response;
    std::string m_head;
    std::string m_remoteAddress;
    std::string m_method;
    std::string m_requestId;
    std::string_view m_pattern; ///< the router's; empty where no route matched
    std::chrono::steady_clock::time_point m_began;
    std::string m_spool;
    std::ifstream m_file;
    std::uint64_t m_fileLeft = 0;
    std::vector<char> m_chunk;
    asio::steady_timer m_patience;
    std::uint64_t m_received = 0; ///< bytes of the body
    bool m_isLate = false;        ///< reading was given up
    bool m_isCutShort = false;    ///< the answer came before the whole request
    bool m_keepAlive = true;
    bool m_isHead = false;
    bool m_idle = false;
    bool m_finished = false;
};

} // namespace hearth::http
