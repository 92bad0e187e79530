// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>

namespace hearth::client
{

/// What is done about an answer that sends on to another address.
enum class Redirects {
    WithinServer, ///< followed on the same scheme, host and port, else an error
    Anywhere,     ///< followed, though never to a less safe scheme
    Told          ///< an answer like any other
};

struct Request {
    QByteArray method = "GET";
    QUrl url;
    QByteArray body;
    QString bodyFile; ///< sent instead of the body, piece by piece, with progress in bytes
    QList<std::pair<QByteArray, QByteArray>> headers;
    std::chrono::milliseconds timeout{10'000}; ///< without any byte moving, per attempt
    int attempts = 3;                          ///< for lost connections, 502 and 503; only of what changes nothing
    bool isReading = false;                    ///< changes nothing, though it is no GET
    Redirects redirects = Redirects::WithinServer;
};

struct Response {
    int status = 0;
    QByteArray body;
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    QUrl url;                             ///< after redirects
};

/// Bytes of a download as they arrive. \returns an error to break off
using DownloadSink = std::function<Result<>(const QByteArray &bytes)>;
/// Called once the headers are there: status, and the length of the body or -1. \returns an error to break off
using DownloadStart = std::function<Result<>(const Response &head, qint64 bodyBytes)>;

/// Moves requests. Errors: Offline (unreachable, connection lost), Timeout, Cancelled, Invalid (the server's
/// certificate is not trusted). An HTTP error status is an answer, not an error. Threads: any.
class Transport
{
public:
    virtual ~Transport() = default;
    [[nodiscard]] virtual Job<Response> send(Request request) = 0;
    /// The callbacks run on the network thread. The answer's body is empty.
    [[nodiscard]] virtual Job<Response> download(Request request, DownloadStart start, DownloadSink sink) = 0;
};

/// On Qt Network in a thread of its own. \param caFile certificates trusted besides the system's; may be empty
[[nodiscard]] std::unique_ptr<Transport> networkTransport(const QString &caFile = {});

} // namespace hearth::client
