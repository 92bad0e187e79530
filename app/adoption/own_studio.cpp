// SPDX-License-Identifier: Apache-2.0
#include "adoption/own_studio.h"

#include "core/entity_id.h"
#include "core/log.h"
#include "repository/users.h"
#include "server_program/server_template.h"

#include <QFile>

#include <filesystem>
#include <future>

namespace hearth::adoption
{
namespace
{

/// Keeps the one reply of a request, whichever thread gives it.
class Kept final : public http::Responder::Sink
{
public:
    void send(http::Response response) override
    {
        if (!m_isSent.exchange(true))
            m_promise.set_value(std::move(response));
    }
    [[nodiscard]] http::Response wait() { return m_promise.get_future().get(); }

private:
    std::atomic<bool> m_isSent = false;
    std::promise<http::Response> m_promise;
};

} // namespace

Result<std::unique_ptr<OwnStudio>> OwnStudio::make(server::Store &store, server::ApiServer &server)
{
    if (!server.takesFiles())
        return fail(ErrorKind::NoSpace);
    std::string key = randomHex(16);
    const jsontext::Object one{{"name", user}, {"isService", true}, {"apiKey", key}, {"forceUpdate", true}};
    const jsontext::Object made{{"users", jsontext::Array{one}}};
    if (const auto applied = server_program::applyTemplate(store, jsontext::toText(made)); !applied)
        return fail(applied.error());
    return std::unique_ptr<OwnStudio>(new OwnStudio(store, server, std::move(key)));
}

OwnStudio::OwnStudio(server::Store &store, server::ApiServer &server, std::string key)
    : m_store(store), m_server(server), m_key(std::move(key)), m_takingOver(store)
{
}

OwnStudio::~OwnStudio()
{
    (void)leave();
}

bool OwnStudio::leave()
{
    if (std::exchange(m_hasLeft, true))
        return true;
    const auto removed = m_store.writeAndWait([](server::WriteContext &context) {
        (void)rules::need(repository::removeUser(context.db, user));
        context.usersChanged();
        return http::Response::empty();
    });
    if (!removed)
        log::warning(log::server, "the user of the adoption could not be removed: {}", removed.error().detail);
    return removed.has_value();
}

Result<Answer> OwnStudio::run(const Question &question, const std::string &file)
{
    http::Request request;
    request.method = question.method;
    const auto mark = std::min(question.path.find('?'), question.path.size());
    request.path = question.path.substr(0, mark);
    request.rawQuery = question.path.substr(std::min(mark + 1, question.path.size()));
    request.body = question.body;
    request.bodyFile = file;
    request.remoteAddress = "127.0.0.1";
    request.headers.push_back({"x-api-key", m_key});
    if (!question.body.empty())
        request.headers.push_back({"Content-Type", "application/json"});
    for (const auto &[name, value] : question.headers)
        request.headers.push_back({name, value});
    const auto kept = std::make_shared<Kept>();
    m_server.router().dispatch(request, http::Responder(kept));
    const http::Response response = kept->wait();
    return Answer{response.status, response.sharedBody ? *response.sharedBody : response.body, response.contentType};
}

Result<Answer> OwnStudio::ask(const Question &question)
{
    return run(question, {});
}

Result<> OwnStudio::upload(const Question &question, const std::string &file)
{
    const auto answer = run(question, file);
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    if (!answer)
        return fail(answer.error());
    return answer->isGood() ? Result<>() : fail(errorOf(question, *answer));
}

Result<> OwnStudio::uploadBytes(const Question &question, const std::string &bytes)
{
    const std::string file = spoolFolder() + "/adopted-" + randomHex(8);
    QFile out(QString::fromStdString(file));
    const bool isWritten =
        out.open(QIODevice::WriteOnly) &&
        out.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size()) && out.flush();
    out.close();
    if (isWritten)
        return upload(question, file);
    const bool isFull = out.error() == QFileDevice::ResourceError;
    const QString why = out.fileName() + QStringLiteral(": ") + out.errorString();
    out.remove();
    return fail(isFull ? ErrorKind::NoSpace : ErrorKind::Internal, why);
}

} // namespace hearth::adoption
