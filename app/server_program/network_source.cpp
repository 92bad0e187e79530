// SPDX-License-Identifier: Apache-2.0
#include "server_program/network_source.h"

#include "client/landing.h"

#include <mutex>

namespace hearth::server_program
{
namespace
{

constexpr std::chrono::milliseconds patience{60'000}; // without a byte

Error refused(int status)
{
    const QString words = QStringLiteral("the answer was HTTP ") + QString::number(status);
    if (status == 404 || status == 410)
        return {ErrorKind::NotFound, words, {}};
    return {status == 401 || status == 403 ? ErrorKind::Forbidden : ErrorKind::Invalid, words, {}};
}

class NetworkSource final : public server::UrlSource
{
public:
    explicit NetworkSource(std::string caFile) : m_caFile(std::move(caFile)) {}

    Result<> fetch(const std::string &url, const std::string &file, const GoOn &goOn) override
    {
        client::Request request;
        request.url = QUrl(QString::fromStdString(url), QUrl::StrictMode);
        request.timeout = patience;
        request.redirects = client::Redirects::Anywhere;
        client::Landing *at = nullptr;
        std::int64_t total = 0;
        const std::function<Result<>()> look = [&] { return goOn(at->size(), total); };
        client::Landing landing(QString::fromStdString(file), look);
        at = &landing;
        if (auto opened = landing.open(); !opened)
            return opened;
        const auto answer = transport()
                                .download(
                                    request,
                                    [&](const client::Response &head, qint64 bytes) {
                                        total = head.status == 200 ? std::max<qint64>(bytes, 0) : 0;
                                        return landing.begin(head);
                                    },
                                    [&](const QByteArray &bytes) { return landing.take(bytes); })
                                .wait();
        if (!answer)
            return fail(answer.error());
        if (answer->status != 200)
            return tl::unexpected(refused(answer->status));
        return {};
    }

private:
    client::Transport &transport()
    {
        const std::lock_guard lock(m_mutex);
        if (!m_transport)
            m_transport = client::networkTransport(QString::fromStdString(m_caFile));
        return *m_transport;
    }

    const std::string m_caFile;
    std::mutex m_mutex;
    std::unique_ptr<client::Transport> m_transport;
};

} // namespace

std::shared_ptr<server::UrlSource> networkSource(std::string caFile)
{
    return std::make_shared<NetworkSource>(std::move(caFile));
}

} // namespace hearth::server_program
