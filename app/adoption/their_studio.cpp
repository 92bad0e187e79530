// SPDX-License-Identifier: Apache-2.0
#include "adoption/their_studio.h"

#include "client/landing.h"

#include <future>

namespace hearth::adoption
{

namespace
{

constexpr std::chrono::milliseconds patience{120'000}; // a page of a large project may take a busy server long
constexpr int mostRedirects = 5;
constexpr int mostTries = 3;

client::Request requestOf(const QUrl &url, const Secret &key, const Question &question)
{
    client::Request request;
    request.method = QByteArray::fromStdString(question.method);
    request.url = url;
    request.body = QByteArray::fromStdString(question.body);
    request.headers = {{"x-api-key", key.reveal().toUtf8()}, {"Authorization", "Bearer " + key.reveal().toUtf8()}};
    if (!question.body.empty())
        request.headers.push_back({"Content-Type", "application/json"});
    for (const auto &[name, value] : question.headers)
        request.headers.push_back({QByteArray::fromStdString(name), QByteArray::fromStdString(value)});
    request.timeout = patience;
    request.isReading = true;
    request.redirects = client::Redirects::Told;
    return request;
}

QUrl urlOf(const QUrl &base, const std::string &path)
{
    return QUrl(base.toString(QUrl::StripTrailingSlash) + QString::fromStdString(path), QUrl::StrictMode);
}

QString originOf(const QUrl &url)
{
    const int port = url.port(url.scheme() == u"https" ? 443 : 80);
    return url.scheme() + QStringLiteral("://") + url.host() + QLatin1Char(':') + QString::number(port);
}

// Where an answer sends on to; empty when it is the answer itself. Errors: Forbidden when that is another server.
Result<QUrl> sentOn(const QUrl &asked, const client::Response &head)
{
    const QByteArray place = head.headers.value("location");
    if (head.status < 301 || head.status > 308 || head.status == 304 || place.isEmpty())
        return QUrl();
    QUrl there = asked.resolved(QUrl::fromEncoded(place));
    if (originOf(there) == originOf(asked))
        return there;
    return fail(ErrorKind::Forbidden, asked.path() + QStringLiteral(" lies on another server, ") + originOf(there) +
                                          QStringLiteral(", which is not given the key of this one"));
}

} // namespace

TheirStudio::TheirStudio(client::Transport &transport, QUrl base, Secret key, const std::atomic<bool> &stop)
    : m_transport(transport), m_base(std::move(base)), m_key(std::move(key)), m_stop(stop)
{
}

TheirStudio::~TheirStudio() = default;

Result<client::Response> TheirStudio::ended(const Job<client::Response> &job) const
{
    const auto end = std::make_shared<std::promise<void>>();
    job.onFinished([end](const Result<client::Response> &) { end->set_value(); });
    const auto isEnded = end->get_future();
    while (isEnded.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready)
        if (m_stop)
            job.stop();
    return m_stop ? fail(ErrorKind::Cancelled) : job.wait();
}

Result<Answer> TheirStudio::ask(const Question &question)
{
    QUrl url = urlOf(m_base, question.path);
    for (int hop = 0; hop < mostRedirects; ++hop) {
        const auto response = ended(m_transport.send(requestOf(url, m_key, question)));
        if (!response)
            return fail(response.error());
        const auto next = sentOn(url, *response);
        if (!next)
            return fail(next.error());
        if (next->isEmpty() || question.method != "GET")
            return Answer{response->status, response->body.toStdString(),
                          response->headers.value("content-type").toStdString()};
        url = *next;
    }
    return fail(ErrorKind::Invalid, QString::fromStdString(question.path + " sends on in a circle"));
}

namespace
{

} // namespace

Result<> TheirStudio::fetchOnce(const std::string &path, const std::string &file, const std::function<Result<>()> &goOn)
{
    QUrl url = urlOf(m_base, path);
    for (int hop = 0; hop < mostRedirects; ++hop) {
        client::Landing landing(QString::fromStdString(file), goOn);
        if (const auto opened = landing.open(); !opened)
            return opened;
        const auto response = ended(m_transport.download(
            requestOf(url, m_key, {"GET", path}),
            [&landing](const client::Response &head, qint64) { return landing.begin(head); },
            [&landing](const QByteArray &bytes) { return landing.take(bytes); }));
        if (!response)
            return fail(response.error());
        const auto next = sentOn(url, *response);
        if (!next)
            return fail(next.error());
        if (next->isEmpty())
            return response->status == 200 ? Result<>() : fail(errorOf({"GET", path}, {response->status, {}, {}}));
        url = *next;
    }
    return fail(ErrorKind::Invalid, QString::fromStdString(path + " sends on in a circle"));
}

Result<> TheirStudio::fetch(const std::string &path, const std::string &file, const std::function<Result<>()> &goOn)
{
    Result<> done;
    for (int tried = 0; tried < mostTries; ++tried) {
        done = fetchOnce(path, file, goOn);
        if (done || !isAway(done.error().kind))
            break;
    }
    if (done)
        return done;
    QFile::remove(QString::fromStdString(file));
    if (!isAway(done.error().kind))
        return done;
    const auto info = ask({"GET", "/api/info"});
    if (!info || !info->isGood())
        return done;
    const QString why = done.error().detail.isEmpty() ? done.error().message : done.error().detail;
    return fail(ErrorKind::Invalid, QString::fromStdString(path + " could not be had in " + std::to_string(mostTries) +
                                                           " tries, though the other server is there: ") +
                                        why);
}

} // namespace hearth::adoption
