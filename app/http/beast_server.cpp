// SPDX-License-Identifier: Apache-2.0
#include "http/beast_certificate.h"
#include "http/beast_http.h"

#include <QString>

#include <thread>

namespace hearth::http
{
namespace
{

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
        if (!options.certificateFile.empty()) {
            m_certificate = std::make_unique<CertificateFiles>(options.certificateFile, options.keyFile);
            if (const Result<> read = m_certificate->read(); !read)
                return read;
        }
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
        return (m_certificate ? "https://" : "http://") + shown + ':' + std::to_string(m_port);
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
                asio::post(worker.context, [shared = m_shared, &worker, socket = std::move(socket),
                                            tls = m_certificate ? m_certificate->current() : TlsContext()]() mutable {
                    begin(shared, worker, std::move(socket), std::move(tls));
                });
            accept();
        });
    }

    static void begin(const std::shared_ptr<Shared> &shared, Worker &worker, tcp::socket &&socket, TlsContext tls)
    {
        if (!tls) {
            std::make_shared<HttpConnection<PlainStream>>(shared, worker, PlainStream(std::move(socket)))->start();
            return;
        }
        TlsStream stream(std::move(socket), *tls);
        std::make_shared<HttpConnection<TlsStream>>(shared, worker, std::move(stream), std::move(tls))->start();
    }

    bool hasRoom()
    {
        const std::lock_guard lock(m_shared->mutex);
        return m_shared->open < m_shared->options.maxConnections;
    }

    std::shared_ptr<Shared> m_shared;
    std::unique_ptr<CertificateFiles> m_certificate; ///< none: plain HTTP
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
