// SPDX-License-Identifier: Apache-2.0
#include "adoption/their_studio.h"

#include "client/transport.h"

#include <QFile>

namespace hearth::adoption
{

TheirStudio::TheirStudio(client::Transport &transport, QUrl base, Secret key)
    : m_transport(transport), m_base(std::move(base)), m_key(std::move(key))
{
}

TheirStudio::~TheirStudio() = default;

namespace
{

constexpr std::chrono::milliseconds patience{120'000}; // a page of a large project may take a busy server long

client::Request requestOf(const QUrl &base, const Secret &key, const Question &question)
{
    client::Request request;
    request.method = QByteArray::fromStdString(question.method);
    request.url =
        QUrl(base.toString(QUrl::StripTrailingSlash) + QString::fromStdString(question.path), QUrl::StrictMode);
    request.body = QByteArray::fromStdString(question.body);
    request.headers = {{"x-api-key", key.reveal().toUtf8()}, {"Authorization", "Bearer " + key.reveal().toUtf8()}};
    if (!question.body.empty())
        request.headers.push_back({"Content-Type", "application/json"});
    for (const auto &[name, value] : question.headers)
        request.headers.push_back({QByteArray::fromStdString(name), QByteArray::fromStdString(value)});
    request.timeout = patience;
    return request;
}

} // namespace

Result<Answer> TheirStudio::ask(const Question &question)
{
    const auto response = m_transport.send(requestOf(m_base, m_key, question)).wait();
    if (!response)
        return fail(response.error());
    return Answer{response->status, response->body.toStdString(),
                  response->headers.value("content-type").toStdString()};
}

Result<> TheirStudio::fetch(const std::string &path, const std::string &file)
{
    QFile out(QString::fromStdString(file));
    if (!out.open(QIODevice::WriteOnly))
        return fail(ErrorKind::Forbidden, out.errorString());
    int status = 0;
    auto request = requestOf(m_base, m_key, {"GET", path});
    const auto begun = [&status](const client::Response &head, qint64) -> Result<> {
        status = head.status;
        return {};
    };
    const auto more = [&out](const QByteArray &bytes) -> Result<> {
        return out.write(bytes) == bytes.size() ? Result<>() : fail(ErrorKind::Internal, out.errorString());
    };
    const auto response = m_transport.download(std::move(request), begun, more).wait();
    // The key is for this server alone, so a file that it keeps elsewhere is not followed there.
    if (!response && response.error().kind == ErrorKind::Offline && ask({"GET", "/api/info"}))
        return fail(ErrorKind::NotFound,
                    QString::fromStdString(path + " is kept by another server, which is not given the key"));
    if (!response)
        return fail(response.error());
    if (status != 200 || !out.flush())
        return fail(status == 404 ? ErrorKind::NotFound : ErrorKind::Invalid,
                    QString::fromStdString(path + " was answered with " + std::to_string(status)));
    return {};
}

} // namespace hearth::adoption
