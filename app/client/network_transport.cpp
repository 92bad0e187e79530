// SPDX-License-Identifier: Apache-2.0
#include "client/certificate.h"
#include "client/transport.h"
#include "core/log.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QThread>
#include <QTimer>

#include <set>

namespace hearth::client
{

namespace
{
constexpr qint64 largestBody = 256LL * 1024 * 1024;

Error transportError(const QNetworkReply &reply, const QList<QSslError> &certificateProblems)
{
    const QString host = reply.url().host();
    switch (reply.error()) {
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::TimeoutError:
        return {ErrorKind::Timeout, QStringLiteral("%1 did not answer in time.").arg(host), reply.errorString()};
    case QNetworkReply::SslHandshakeFailedError:
        return certificateError(host, certificateProblems);
    default:
        return {ErrorKind::Offline, QStringLiteral("%1 cannot be reached.").arg(host), reply.errorString()};
    }
}

QNetworkRequest::RedirectPolicy policyOf(Redirects redirects)
{
    switch (redirects) {
    case Redirects::WithinServer:
        return QNetworkRequest::SameOriginRedirectPolicy;
    case Redirects::Anywhere:
        return QNetworkRequest::NoLessSafeRedirectPolicy;
    case Redirects::Told:
        break;
    }
    return QNetworkRequest::ManualRedirectPolicy;
}

/// One request on its way, retries included. Lives on the network thread and deletes itself.
class Exchange : public QObject
{
public:
    Exchange(QNetworkAccessManager &network, Request request, std::shared_ptr<JobState<Response>> state,
             DownloadStart start, DownloadSink sink)
        : QObject(&network), m_network(network), m_request(std::move(request)), m_state(std::move(state)),
          m_start(std::move(start)), m_sink(std::move(sink)), m_stop(m_state->stopSource().get_token(), [this] {
              QMetaObject::invokeMethod(
                  this, [this] { stop(); }, Qt::QueuedConnection);
          })
    {
    }

    void begin()
    {
        ++m_attempt;
        m_hasHead = false;
        m_certificateProblems.clear();
        QNetworkRequest wire(m_request.url);
        wire.setTransferTimeout(static_cast<int>(m_request.timeout.count()));
        wire.setAttribute(QNetworkRequest::RedirectPolicyAttribute, policyOf(m_request.redirects));
        wire.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        wire.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        for (const auto &[name, value] : m_request.headers)
            wire.setRawHeader(name, value);
        if (!m_request.bodyFile.isEmpty()) {
            if (!openBodyFile())
                return;
            m_reply = m_network.sendCustomRequest(wire, m_request.method, m_bodyFile);
            connect(m_reply, &QNetworkReply::uploadProgress, this, [this](qint64 sent, qint64 total) {
                if (total > 0)
                    m_state->report({sent, total, {}});
            });
        } else {
            m_reply = m_network.sendCustomRequest(wire, m_request.method, m_request.body);
        }
        connect(m_reply, &QNetworkReply::readyRead, this, [this] { onBytes(); });
        connect(m_reply, &QNetworkReply::sslErrors, this,
                [this](const QList<QSslError> &problems) { m_certificateProblems = problems; });
        connect(m_reply, &QNetworkReply::finished, this, [this] { onFinished(); });
    }

    /// Ends the job when the transport goes.
    void abandon() { end(fail(ErrorKind::Cancelled, QStringLiteral("The program is closing."))); }

private:
    bool openBodyFile()
    {
        delete m_bodyFile;
        m_bodyFile = new QFile(m_request.bodyFile, this);
        if (m_bodyFile->open(QIODevice::ReadOnly))
            return true;
        end(fail(ErrorKind::NotFound, QStringLiteral("%1 cannot be read.").arg(m_request.bodyFile),
                 m_bodyFile->errorString()));
        return false;
    }

    void stop() { end(fail(ErrorKind::Cancelled, QStringLiteral("Stopped."))); }

    void end(Result<Response> result)
    {
        if (m_isEnded)
            return;
        m_isEnded = true;
        if (m_reply) {
            m_reply->disconnect(this);
            m_reply->abort();
            m_reply->deleteLater();
            m_reply = nullptr;
        }
        m_state->finish(std::move(result));
        deleteLater();
    }

    Response head() const
    {
        Response made;
        made.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        made.url = m_reply->url();
        for (const auto &[name, value] : m_reply->rawHeaderPairs())
            made.headers.insert(name.toLower(), value);
        return made;
    }

    void onBytes()
    {
        if (!m_sink) {
            if (m_reply->bytesAvailable() > largestBody)
                end(fail(ErrorKind::Invalid, QStringLiteral("The server's answer is too long.")));
            return;
        }
        if (!m_hasHead) {
            m_hasHead = true;
            const QVariant length = m_reply->header(QNetworkRequest::ContentLengthHeader);
            if (const Result<> begun = m_start(head(), length.isValid() ? length.toLongLong() : -1); !begun)
                return end(fail(begun.error()));
        }
        if (const Result<> taken = m_sink(m_reply->readAll()); !taken)
            end(fail(taken.error()));
    }

    bool mayTryAgain() const
    {
        return m_attempt < m_request.attempts && (m_request.method == "GET" || m_request.isReading) && !m_sink &&
               m_reply->error() != QNetworkReply::SslHandshakeFailedError;
    }

    void tryAgain(int waitMs)
    {
        m_reply->deleteLater();
        m_reply = nullptr;
        QTimer::singleShot(waitMs, this, [this] { begin(); });
    }

    void onFinished()
    {
        if (m_isEnded)
            return;
        const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const bool isLost = status == 0 || (m_reply->error() != QNetworkReply::NoError && m_reply->error() < 200);
        if ((isLost || status == 502 || status == 503) && mayTryAgain())
            return tryAgain(isLost ? 100 : 2000);
        if (isLost)
            return end(fail(transportError(*m_reply, m_certificateProblems)));
        if (m_sink && (m_reply->bytesAvailable() > 0 || !m_hasHead))
            onBytes();
        if (m_isEnded)
            return;
        Response response = head();
        if (!m_sink)
            response.body = m_reply->readAll();
        end(std::move(response));
    }

    QNetworkAccessManager &m_network;
    Request m_request;
    std::shared_ptr<JobState<Response>> m_state;
    DownloadStart m_start;
    DownloadSink m_sink;
    QFile *m_bodyFile = nullptr;
    QNetworkReply *m_reply = nullptr;
    QList<QSslError> m_certificateProblems;
    int m_attempt = 0;
    bool m_hasHead = false;
    bool m_isEnded = false;
    std::stop_callback<std::function<void()>> m_stop;
};

class NetworkTransport final : public Transport
{
public:
    explicit NetworkTransport(const QString &caFile) : m_caFile(caFile)
    {
        m_thread.setObjectName(QStringLiteral("network"));
        m_origin.moveToThread(&m_thread);
        m_thread.start();
    }

    ~NetworkTransport() override
    {
        QMetaObject::invokeMethod(
            &m_origin,
            [this] {
                if (m_network)
                    for (QObject *child : m_network->children())
                        if (auto *exchange = dynamic_cast<Exchange *>(child))
                            exchange->abandon();
                delete m_network;
            },
            Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    Job<Response> send(Request request) override { return begin(std::move(request), {}, {}); }

    Job<Response> download(Request request, DownloadStart start, DownloadSink sink) override
    {
        return begin(std::move(request), std::move(start), std::move(sink));
    }

private:
    Job<Response> begin(Request request, DownloadStart start, DownloadSink sink)
    {
        Job<Response> job;
        QMetaObject::invokeMethod(
            &m_origin,
            [this, state = job.state(), request = std::move(request), start = std::move(start),
             sink = std::move(sink)]() mutable {
                (new Exchange(network(), std::move(request), std::move(state), std::move(start), std::move(sink)))
                    ->begin();
            },
            Qt::QueuedConnection);
        return job;
    }

    QNetworkAccessManager &network()
    {
        if (!m_network) {
            m_network = new QNetworkAccessManager;
            if (!m_caFile.isEmpty()) {
                QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
                tls.addCaCertificates(m_caFile);
                QSslConfiguration::setDefaultConfiguration(tls);
            }
        }
        return *m_network;
    }

    QString m_caFile;
    QThread m_thread;
    QObject m_origin;
    QNetworkAccessManager *m_network = nullptr; // made and deleted on the network thread
};
} // namespace

std::unique_ptr<Transport> networkTransport(const QString &caFile)
{
    return std::make_unique<NetworkTransport>(caFile);
}

} // namespace hearth::client
