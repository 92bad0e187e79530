// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hearth::http
{

struct Header {
    std::string name;
    std::string value;
};

/// One request as the handlers see it. A value: it may be moved to another thread.
struct Request {
    std::string method;   ///< upper case
    std::string path;     ///< as sent, still percent-encoded, without the query
    std::string rawQuery; ///< as sent, without the question mark
    std::vector<Header> headers;
    std::string body;     ///< empty for a route that takes its body as a file
    std::string bodyFile; ///< path of the received body for such a route; removed after the reply unless moved away
    std::uint64_t bodyBytes = 0;
    std::string remoteAddress;                                    ///< without port
    std::string id;                                               ///< 16 random letters, in logs and in the answer
    bool isEncrypted = false;                                     ///< came over https, here or at a trusted proxy
    std::vector<std::pair<std::string_view, std::string>> params; ///< from the pattern, percent-decoded

    /// First header of that name, any case; empty when there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    /// Value of a `{name}` in the route's pattern; empty when the pattern has none.
    [[nodiscard]] const std::string &param(std::string_view name) const;
    /// Decoded value of a query parameter.
    [[nodiscard]] std::optional<std::string> query(std::string_view name) const;
};

/// A part of a file that is sent as the body.
struct FileBody {
    std::string path;
    std::uint64_t offset = 0;
    std::uint64_t length = 0; ///< bytes
};

struct Response {
    int status = 200;
    std::string contentType = "application/json";
    std::vector<Header> headers;
    std::string body;
    std::shared_ptr<const std::string> sharedBody; ///< sent instead of `body` when set; may be shared by many replies
    std::optional<FileBody> file;                  ///< sent instead of both when set
    bool close = false;                            ///< end the connection after this reply

    [[nodiscard]] static Response json(int status, std::string body);
    [[nodiscard]] static Response empty(int status = 204);
    [[nodiscard]] static Response text(int status, std::string contentType, std::string body);
};

/// Takes the one reply of a request. Copies stand for the same request; the first `send` counts. When the last copy
/// goes without a reply, 500 is sent. Threads: any.
class Responder
{
public:
    class Sink
    {
    public:
        virtual ~Sink() = default;
        virtual void send(Response response) = 0;
    };

    explicit Responder(std::shared_ptr<Sink> sink) : m_sink(std::move(sink)) {}
    void send(Response response) const { m_sink->send(std::move(response)); }

private:
    std::shared_ptr<Sink> m_sink;
};

/// Answers a request with a file: 200 whole, 206 for a satisfiable `Range`, 416 for another, 404 when it cannot be
/// read.
[[nodiscard]] Response fileResponse(const Request &request, const std::string &path, std::string contentType);

/// Content type by the ending of a name; "application/octet-stream" for an unknown one.
[[nodiscard]] std::string contentTypeOf(std::string_view fileName);

/// Decodes %xx; with `plusIsSpace` also "+". Malformed sequences stay as they are.
[[nodiscard]] std::string percentDecode(std::string_view text, bool plusIsSpace = false);
[[nodiscard]] std::string percentEncode(std::string_view text);
/// The reason phrase of a status.
[[nodiscard]] std::string_view reasonOf(int status);

} // namespace hearth::http
