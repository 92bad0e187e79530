// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/writer.h"
#include "server/server.h"
#include "server/store.h"
#include "server_program/server_template.h"

#include <QTemporaryDir>

#include <future>
#include <memory>
#include <string>

namespace hearth::support
{

/// A server without a socket: an own database, the real router, requests as values.
class ScratchServer
{
public:
    static constexpr const char *serviceKey = "scratchServiceKey1234567890abcdef";

    ScratchServer()
    {
        m_store = std::move(*server::Store::open(
            std::make_shared<database::SqliteFile>((m_folder.path() + QStringLiteral("/hearth.db")).toStdString())));
        std::string users;
        jsontext::Writer w(users);
        w.beginObject().key("users").beginArray();
        w.beginObject().member("name", "service").member("isService", true).member("apiKey", serviceKey).endObject();
        w.beginObject().member("name", "root").member("isAdmin", true).member("password", "Root-pass-1").endObject();
        w.beginObject().member("name", "artist").member("password", "Artist-pass-1");
        w.key("defaultAccessGroups").beginArray().string("artist").endArray().endObject();
        w.endArray().endObject();
        (void)server_program::applyTemplate(*m_store, users);
        m_server = std::move(*server::ApiServer::make(*m_store, {m_folder.path().toStdString(), {}}));
    }

    struct Answer {
        int status = 0;
        std::string body;
        [[nodiscard]] bool has(std::string_view text) const { return body.find(text) != std::string::npos; }
        [[nodiscard]] std::string value(const std::string &name) const
        {
            const auto at = body.find('"' + name + "\":\"");
            if (at == std::string::npos)
                return {};
            const auto start = at + name.size() + 4;
            return body.substr(start, body.find('"', start) - start);
        }
    };

    /// \param credentials value of x-api-key, or "Bearer …"; empty for none
    Answer call(const std::string &method, const std::string &target, const std::string &body = {},
                const std::string &credentials = serviceKey)
    {
        http::Request request;
        request.method = method;
        const auto question = std::min(target.find('?'), target.size());
        request.path = target.substr(0, question);
        request.rawQuery = target.substr(std::min(question + 1, target.size()));
        request.body = body;
        request.remoteAddress = "127.0.0.1";
        if (credentials.starts_with("Bearer "))
            request.headers.push_back({"Authorization", credentials});
        else if (!credentials.empty())
            request.headers.push_back({"x-api-key", credentials});
        const auto sink = std::make_shared<Sink>();
        auto reply = sink->promise.get_future();
        m_server->router().dispatch(request, http::Responder(sink));
        http::Response response = reply.get();
        return {response.status, response.sharedBody ? *response.sharedBody : response.body};
    }

    void makeProject(const std::string &name = "demo", const std::string &code = "dm")
    {
        (void)call("POST", "/api/projects", pairs({{"name", name}, {"code", code}}));
    }

    std::string make(const std::string &collection, const std::string &body, const std::string &project = "demo")
    {
        return call("POST", "/api/projects/" + project + '/' + collection, body).value("id");
    }

    std::string login(const std::string &name, const std::string &password)
    {
        const auto answer = call("POST", "/api/auth/login", pairs({{"name", name}, {"password", password}}), {});
        return "Bearer " + answer.value("token");
    }

    Answer graphql(const std::string &query, const std::string &variables = "{}",
                   const std::string &credentials = serviceKey)
    {
        std::string body;
        jsontext::Writer w(body);
        w.beginObject().member("query", query).memberRaw("variables", variables).endObject();
        return call("POST", "/graphql", body, credentials);
    }

    /// A JSON object of texts.
    static std::string pairs(std::initializer_list<std::pair<const char *, std::string>> members)
    {
        std::string out;
        jsontext::Writer w(out);
        w.beginObject();
        for (const auto &[name, value] : members)
            w.member(name, value);
        w.endObject();
        return out;
    }

    server::Store &store() { return *m_store; }

private:
    class Sink final : public http::Responder::Sink
    {
    public:
        void send(http::Response response) override
        {
            if (!m_isSent.exchange(true))
                promise.set_value(std::move(response));
        }
        std::promise<http::Response> promise;

    private:
        std::atomic<bool> m_isSent{false};
    };

    QTemporaryDir m_folder;
    std::unique_ptr<server::Store> m_store;
    std::unique_ptr<server::ApiServer> m_server;
};

} // namespace hearth::support
