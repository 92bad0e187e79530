// SPDX-License-Identifier: Apache-2.0
#include "server/events/event_hub.h"

#include "core/log.h"
#include "json_text/document.h"
#include "json_text/writer.h"
#include "server/event_sight.h"

#include <algorithm>
#include <array>

namespace hearth::server
{
namespace
{

constexpr std::chrono::seconds checkEvery{1}; // whether those who listen still may
constexpr int checksABeat = 5;
constexpr std::chrono::seconds patience{4}; // for a client that has not said who it is
constexpr std::size_t clientLimit = 2000;
constexpr std::string_view passingFlags = R"(,"progress":null,"store":false)";

using Clock = std::chrono::steady_clock;

} // namespace

/// One listening connection. What it may hear changes with each of its auth messages.
struct EventHub::Client {
    std::weak_ptr<http::WebSocket> socket;
    Clock::time_point opened = Clock::now();
    std::mutex mutex;
    std::shared_ptr<const rules::User> user; ///< nullptr until it has said who it is
    std::string keyHash;                     ///< of an API key that it came with
    std::vector<std::string> topics;         ///< prefixes; "*" for all
    std::string project;                     ///< empty: all

    bool isKnown()
    {
        const std::lock_guard lock(mutex);
        return user != nullptr;
    }

    bool wants(const repository::EventRow &event)
    {
        const std::lock_guard lock(mutex);
        if (!user || !isSubscribed(event.topic))
            return false;
        if (!event.recipients.empty() &&
            std::find(event.recipients.begin(), event.recipients.end(), user->name()) == event.recipients.end())
            return false;
        if (!project.empty() && !event.project.empty() && event.project != project && event.topic != "inbox.message")
            return false;
        return user->isManager || !user->isGuest || event.topic == "activity.created" ||
               event.topic == "activity.updated" || event.topic == "entity.version.updated";
    }

private:
    [[nodiscard]] bool isSubscribed(const std::string &topic) const
    {
        if (topic == "server.started" || topic == "server.restart_requested")
            return true;
        for (const std::string &prefix : topics)
            if (prefix == "*" || topic.starts_with(prefix))
                return true;
        return false;
    }
};

std::string eventText(const repository::EventRow &event, const repository::EventIds &ids)
{
    const std::string id = ids.idOf(event.seq);
    std::string out;
    out.reserve(640);
    jsontext::Writer w(out);
    w.beginObject().member("id", id).member("hash", event.hash.empty() ? id : event.hash).member("topic", event.topic);
    w.memberOrNull("sender", event.sender)
        .memberOrNull("senderType", event.senderType)
        .memberOrNull("project", event.project);
    w.memberOrNull("user", event.user)
        .memberOrNull("dependsOn", event.dependsOn)
        .member("status", event.status)
        .member("retries", event.retries);
    w.member("description", event.description).memberRaw("summary", event.summary).memberRaw("payload", event.payload);
    w.member("createdAt", event.createdAt).member("updatedAt", event.updatedAt).endObject();
    return out;
}

EventHub::EventHub(Store &store, Authenticator &authenticator)
    : m_store(store), m_authenticator(authenticator), m_heart([this] { beat(); })
{
}

EventHub::~EventHub()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_heart.join();
}

void EventHub::registerRoutes(http::Router &router)
{
    http::Router::WebSocketRoute route;
    route.admit = [this](const http::Request &) -> std::optional<http::Response> {
        const std::lock_guard lock(m_mutex);
        if (m_clients.size() >= clientLimit)
            return http::Response::json(503, R"({"code":503,"detail":"Too many listeners"})");
        return std::nullopt;
    };
    route.opened = [this](const http::Request &, const std::shared_ptr<http::WebSocket> &socket) {
        const auto client = std::make_shared<Client>();
        client->socket = socket;
        socket->onMessage = [this, client](std::string_view text) { onMessage(client, text); };
        socket->onClosed = [this, client] {
            const std::lock_guard lock(m_mutex);
            m_clients.erase(client);
        };
        const std::lock_guard lock(m_mutex);
        m_clients.insert(client);
    };
    router.addWebSocket("/ws", route);
}

// Only the auth message means anything; it may come again with other wishes.
void EventHub::onMessage(const std::shared_ptr<Client> &client, std::string_view text)
{
    const jsontext::Object message = jsontext::parseObject(text);
    if (jsontext::text(message, "topic") != "auth")
        return;
    const std::string token(jsontext::text(message, "token"));
    Authenticator::Bearer bearer;
    try {
        const auto db = m_store.read();
        if (!token.empty())
            bearer = m_authenticator.bearerOf(*db, token);
    } catch (const rules::Refusal &refusal) {
        log::warning(log::server, "cannot authorise a listener: {}", refusal.failure().detail);
    }
    if (!bearer.user)
        return;
    std::vector<std::string> topics;
    if (const jsontext::Array *given = jsontext::array(message, "subscribe"))
        for (const jsontext::Value &topic : *given)
            if (topic.is_string() && topics.size() < 1000)
                topics.emplace_back(topic.get_string());
    {
        const std::lock_guard lock(client->mutex);
        client->user = std::move(bearer.user);
        client->keyHash = std::move(bearer.keyHash);
        client->topics = std::move(topics);
        client->project = jsontext::text(message, "project");
    }
    if (const auto socket = client->socket.lock())
        socket->send(std::string(R"({"topic":"heartbeat"})"));
}

std::vector<std::shared_ptr<EventHub::Client>> EventHub::clients()
{
    const std::lock_guard lock(m_mutex);
    return {m_clients.begin(), m_clients.end()};
}

// A stored event is told to the other servers with its commit.
void EventHub::publish(const repository::EventRow &event, bool isUpdate, std::optional<double> progress)
{
    if (isUpdate)
        tellOthers(event, true, progress);
    publishHere(event, isUpdate, progress);
}

void EventHub::tellOthers(const repository::EventRow &event, bool isUpdate, std::optional<double> progress)
{
    if (!m_store.hasNeighbours())
        return;
    Notice notice;
    notice.event = event;
    notice.isUpdate = isUpdate;
    notice.progress = progress;
    m_store.tell(std::move(notice));
}

void EventHub::hear(const Notice &notice, const std::vector<repository::EventRow> &stored)
{
    for (const repository::EventRow &event : stored)
        publishHere(event, false, std::nullopt);
    if (notice.event && notice.isUpdate)
        publishHere(*notice.event, true, notice.progress);
    else if (notice.event)
        send(*notice.event, passingFlags);
}

void EventHub::publishHere(const repository::EventRow &event, bool isUpdate, std::optional<double> progress)
{
    std::string flags;
    if (progress) {
        flags = ",\"progress\":";
        jsontext::appendReal(flags, *progress);
    } else if (!isUpdate) {
        flags = ",\"progress\":null";
    }
    if (!isUpdate)
        flags += ",\"store\":true";
    send(event, flags);
}

void EventHub::pass(const repository::EventRow &event)
{
    tellOthers(event, false, std::nullopt);
    send(event, passingFlags);
}

// Asks what the user may know now, not when the listener came.
bool EventHub::isFor(Client &client, const repository::EventRow &event)
{
    std::shared_ptr<const rules::User> user;
    {
        const std::lock_guard lock(client.mutex);
        user = client.user;
    }
    if (!user)
        return false;
    if (user->isManager)
        return true;
    try {
        const auto db = m_store.read();
        const auto now = m_store.user(*db, user->name());
        return now && now->row.active && mayKnow(*now, m_store, *db, event);
    } catch (const rules::Refusal &refusal) {
        log::warning(log::server, "cannot tell whether a listener may know of an event: {}", refusal.failure().detail);
        return false;
    }
}

void EventHub::send(const repository::EventRow &event, std::string_view flags)
{
    std::shared_ptr<const std::string> text;
    for (const auto &client : clients()) {
        if (!client->wants(event) || !isFor(*client, event))
            continue;
        if (!text) {
            std::string made;
            jsontext::Writer w(made);
            w.beginObject()
                .member("id", m_store.eventIds().idOf(event.seq))
                .member("topic", event.topic)
                .memberOrNull("project", event.project);
            w.memberOrNull("user", event.user)
                .memberOrNull("dependsOn", event.dependsOn)
                .member("description", event.description);
            w.memberRaw("summary", event.summary).member("status", event.status).memberOrNull("sender", event.sender);
            w.memberOrNull("senderType", event.senderType)
                .member("createdAt", event.createdAt)
                .member("updatedAt", event.updatedAt);
            made.append(flags).push_back('}');
            text = std::make_shared<const std::string>(std::move(made));
        }
        if (const auto socket = client->socket.lock())
            socket->send(text);
    }
}

// A user that was disabled or deleted, or whose key was taken back, hears nothing more.
bool EventHub::mayStay(Client &client)
{
    const std::lock_guard lock(client.mutex);
    if (!client.user)
        return Clock::now() - client.opened <= patience;
    try {
        const auto db = m_store.read();
        const auto now = m_store.user(*db, client.user->name());
        const bool isGood =
            now && now->row.active && (client.keyHash.empty() || m_authenticator.isKeyGood(*db, client.keyHash));
        client.user = isGood ? now : nullptr;
        return isGood;
    } catch (const rules::Refusal &refusal) {
        log::warning(log::server, "cannot look after a listener: {}", refusal.failure().detail);
        return true;
    }
}

void EventHub::beat()
{
    const auto text = std::make_shared<const std::string>(R"({"topic":"heartbeat"})");
    for (int check = 1;; ++check) {
        {
            std::unique_lock lock(m_mutex);
            if (m_wake.wait_for(lock, checkEvery, [this] { return m_stop; }))
                return;
        }
        for (const auto &client : clients()) {
            const auto socket = client->socket.lock();
            if (!socket)
                continue;
            if (!mayStay(*client))
                socket->close(1000, "not authorised");
            else if (check % checksABeat == 0 && client->isKnown())
                socket->send(text);
        }
    }
}

} // namespace hearth::server
